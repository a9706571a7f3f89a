package org.roperator.nn;

/** The sweeps through {@code y = x + b}: all pass on what they are given. */
final class ShiftPass extends BiaffinePass {

  private final int units;

  /** Of x nothing is asked but whether it is data: y takes its place. */
  ShiftPass(int units, Batch x, double[] w, int from, Batch y) {
    super(x, w, from, y);
    this.units = units;
  }

  @Override
  public Batch forwardDot(Batch xDot, Directions v, Workspace work) {
    int k = v.count();
    Batch yDot = xDot.size() == 0 ? work.zeros(x.rows() * k, units) : xDot;
    if (!v.isNone()) {
      addAlong(v, yDot);
    }
    return yDot;
  }

  /** {@code yDot += c}. */
  private void addAlong(Directions v, Batch yDot) {
    int width = v.count() * units;
    int c = v.from(from);
    for (int row = yDot.from(); row < yDot.from() + yDot.size(); row += width) {
      for (int i = 0; i < width; i++) {
        yDot.array()[row + i] += v.array()[c + i];
      }
    }
  }

  @Override
  Batch sentBack(Batch u, Workspace work) {
    return u.copy(work);
  }

  @Override
  Batch sentBackInPlace(Batch u, Workspace work) {
    return u;
  }

  @Override
  Batch mixed(Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
    return yBarDot;
  }

  @Override
  public void parameterAdjoint(Batch u, Accumulator sum, Workspace work) {
    sum.addRows(u, sum.count() * units, sum.from(from));
  }

  @Override
  public void squaredGradients(Accumulator sum, Workspace work) {
    sum.addRows(yBar().squares(work), units, sum.from(from));
  }
}
