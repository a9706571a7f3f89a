package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/** The sweeps through {@code y = x + b}: all pass on what they are given. */
final class ShiftPass extends BiaffinePass {

  private final int units;

  /** Of x nothing is asked but whether it is data: y takes its place. */
  ShiftPass(int units, Matrix x, double[] w, int from, Matrix y) {
    super(x, w, from, y);
    this.units = units;
  }

  @Override
  public Matrix forwardDot(Matrix xDot, Directions v, Workspace work) {
    int k = v.count();
    Matrix yDot = xDot.size() == 0 ? work.zeros(x.rows() * k, units) : xDot;
    if (!v.isNone()) {
      addAlong(v, yDot);
    }
    return yDot;
  }

  /** {@code yDot += c}. */
  private void addAlong(Directions v, Matrix yDot) {
    int width = v.count() * units;
    int c = v.from(from);
    for (int row = yDot.from(); row < yDot.from() + yDot.size(); row += width) {
      for (int i = 0; i < width; i++) {
        yDot.array()[row + i] += v.array()[c + i];
      }
    }
  }

  @Override
  Matrix sentBack(Matrix u, Workspace work) {
    return work.copy(u);
  }

  @Override
  Matrix sentBackInPlace(Matrix u, Workspace work) {
    return u;
  }

  @Override
  Matrix mixed(Matrix xDot, Matrix yBarDot, Directions v, Accumulator sum, Workspace work) {
    return yBarDot;
  }

  @Override
  public void parameterAdjoint(Matrix u, Accumulator sum, Workspace work) {
    sum.addRows(u, sum.count() * units, sum.from(from));
  }

  @Override
  public void squaredGradients(Accumulator sum, Workspace work) {
    sum.addRows(work.squares(yBar()), units, sum.from(from));
  }

  @Override
  public void exampleGradient(int n, Accumulator sum, Workspace work) {
    for (int i = 0; i < units; i++) {
      sum.array()[sum.from(from) + i] += yBar().array()[yBar().from() + n * units + i];
    }
  }
}
