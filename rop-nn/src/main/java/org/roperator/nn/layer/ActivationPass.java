package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/**
 * The sweeps through {@code y = φ(x)}.
 *
 * <pre>
 * xBar    = φ′ yBar
 * yDot    = φ′ xDot
 * xBarDot = φ′ yBarDot + φ″ yBar xDot
 * </pre>
 *
 * <p>{@code φ″ yBar} is the same for all directions; {@link #backward} forms it once, in place of
 * the bends. Adjoints are multiplied where they stand.
 */
final class ActivationPass implements HessianPass {

  private static final double[] NO_BEND = {};

  private final Matrix y;
  private final boolean curved;
  private final double[] slope;
  private final double[] bend;

  ActivationPass(Matrix y, Matrix slope, Matrix bend) {
    this.y = y;
    this.curved = bend.size() > 0;
    this.slope = slope.array();
    this.bend = bend.array();
  }

  @Override
  public Matrix y() {
    return y;
  }

  @Override
  public Matrix backward(Matrix yBar, Workspace memory) {
    if (curved) {
      double[] bar = yBar.array();
      for (int i = 0; i < yBar.size(); i++) {
        bend[i] *= bar[yBar.from() + i];
      }
    }
    timesSlope(yBar, yBar, 1);
    return yBar;
  }

  @Override
  public Matrix forwardDot(Matrix xDot, Directions v, Workspace work) {
    Matrix yDot = curved ? work.matrix(xDot.rows(), xDot.columns()) : xDot;
    timesSlope(xDot, yDot, v.count());
    return yDot;
  }

  @Override
  public Matrix backwardDot(
      Matrix xDot, Matrix yBarDot, Directions v, Accumulator sum, Workspace work) {
    if (curved) {
      timesSlopePlusBend(yBarDot, xDot, v.count(), SecondSummand.KEEP);
    } else {
      timesSlope(yBarDot, yBarDot, v.count());
    }
    return yBarDot;
  }

  @Override
  public Matrix adjoint(Matrix u, Accumulator sum, Workspace work) {
    timesSlope(u, u, sum.count());
    return u;
  }

  @Override
  public Matrix backwardHessian(
      Matrix xDot, Matrix u, int k, SecondSummand summand, Workspace work) {
    if (!curved || summand == SecondSummand.DROP) {
      timesSlope(u, u, k);
    } else {
      timesSlopePlusBend(u, xDot, k, summand);
    }
    return u;
  }

  @Override
  public void addHessianSums(HessianRule rule, HessianSums sums, Workspace work) {
    boolean hasSummand = curved && rule.summand() != SecondSummand.DROP;
    ActivationHessian.addSums(
        y.rows(), y.columns(), slope, hasSummand ? bend : NO_BEND, rule, sums, work);
  }

  /** {@code out = φ′ rows}, with k rows per example. */
  private void timesSlope(Matrix rows, Matrix out, int k) {
    int span = span(rows, k);
    for (int at = 0; at < rows.size(); at += span) {
      multiply(
          slope,
          example(at, span, k),
          rows.array(),
          rows.from() + at,
          out.array(),
          out.from() + at,
          span);
    }
  }

  /** {@code bar ← φ′ bar + summand(φ″ yBar) dot}, with k rows per example. */
  private void timesSlopePlusBend(Matrix bar, Matrix dot, int k, SecondSummand summand) {
    int span = span(bar, k);
    for (int at = 0; at < bar.size(); at += span) {
      int own = example(at, span, k);
      int dotFrom = dot.from() + at;
      int barFrom = bar.from() + at;
      switch (summand) {
        case ABSOLUTE -> absolute(own, dot.array(), dotFrom, bar.array(), barFrom, span);
        case CLIP -> clipped(own, dot.array(), dotFrom, bar.array(), barFrom, span);
        default -> bend(own, dot.array(), dotFrom, bar.array(), barFrom, span);
      }
    }
  }

  /** One direction runs through all examples at once; several take the slopes row by row. */
  private static int span(Matrix rows, int k) {
    return k == 1 ? rows.size() : rows.columns();
  }

  /** Where the slopes stand that belong to the span beginning at {@code at}. */
  private static int example(int at, int span, int k) {
    return at / span / k * span;
  }

  private static void multiply(
      double[] slope, int at, double[] x, int xFrom, double[] out, int outFrom, int length) {
    for (int i = 0; i < length; i++) {
      out[outFrom + i] = slope[at + i] * x[xFrom + i];
    }
  }

  private void bend(int at, double[] dot, int dotFrom, double[] bar, int barFrom, int length) {
    double[] slope = this.slope;
    double[] bend = this.bend;
    for (int i = 0; i < length; i++) {
      bar[barFrom + i] = slope[at + i] * bar[barFrom + i] + bend[at + i] * dot[dotFrom + i];
    }
  }

  // Loops of their own, these and the one above, so that the compiler makes vectors of them.
  private void absolute(int at, double[] dot, int dotFrom, double[] bar, int barFrom, int length) {
    double[] slope = this.slope;
    double[] bend = this.bend;
    for (int i = 0; i < length; i++) {
      bar[barFrom + i] =
          slope[at + i] * bar[barFrom + i] + Math.abs(bend[at + i]) * dot[dotFrom + i];
    }
  }

  private void clipped(int at, double[] dot, int dotFrom, double[] bar, int barFrom, int length) {
    double[] slope = this.slope;
    double[] bend = this.bend;
    for (int i = 0; i < length; i++) {
      bar[barFrom + i] =
          slope[at + i] * bar[barFrom + i] + Math.max(bend[at + i], 0) * dot[dotFrom + i];
    }
  }
}
