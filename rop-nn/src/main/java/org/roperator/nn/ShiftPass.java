package org.roperator.nn;

import java.util.Arrays;

/** The sweeps through {@code y = x + b}: all pass on what they are given. */
final class ShiftPass implements HessianPass {

  private final int units;
  private final int from;
  private final boolean ofData;
  private final Batch y;
  private Batch yBar = Batch.none();

  ShiftPass(int units, int from, boolean ofData, Batch y) {
    this.units = units;
    this.from = from;
    this.ofData = ofData;
    this.y = y;
  }

  @Override
  public Batch y() {
    return y;
  }

  /** The copy is handed on, since yBar is asked for again. */
  @Override
  public Batch backward(Batch yBar, Workspace memory) {
    this.yBar = yBar;
    return ofData ? Batch.none() : yBar.copy(memory);
  }

  @Override
  public void gradient(Accumulator sum, Workspace work) {
    parameterAdjoint(yBar, sum, work);
  }

  @Override
  public Batch forwardDot(Batch xDot, Directions v, Workspace work) {
    int k = v.count();
    Batch yDot = xDot;
    if (xDot.size() == 0) {
      yDot = work.batch(y.rows() * k, units);
      Arrays.fill(yDot.array(), yDot.from(), yDot.from() + yDot.size(), 0);
    }
    if (!v.isNone()) {
      int c = v.from(from);
      for (int at = 0; at < yDot.size(); at++) {
        yDot.array()[yDot.from() + at] += v.array()[c + at % (k * units)];
      }
    }
    return yDot;
  }

  @Override
  public Batch backwardDot(
      Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
    return adjoint(yBarDot, sum, work);
  }

  @Override
  public Batch adjoint(Batch u, Accumulator sum, Workspace work) {
    parameterAdjoint(u, sum, work);
    return ofData ? Batch.none() : u;
  }

  @Override
  public Batch backwardHessian(Batch xDot, Batch u, int k, SecondSummand summand, Workspace work) {
    return ofData ? Batch.none() : u;
  }

  @Override
  public void parameterAdjoint(Batch u, Accumulator sum, Workspace work) {
    sum.addRows(u, sum.count() * units, sum.from(from));
  }

  @Override
  public void squaredGradients(Accumulator sum, Workspace work) {
    Batch squares = yBar.copy(work);
    for (int i = 0; i < squares.size(); i++) {
      squares.array()[squares.from() + i] *= squares.array()[squares.from() + i];
    }
    sum.addRows(squares, units, sum.from(from));
  }
}
