package org.roperator.nn.layer;

import java.util.function.IntBinaryOperator;
import org.roperator.dense.Matrix;

/**
 * The sweeps through a normalization, each two runs over the batch: sums over the groups, and a
 * combination with what follows from them; see {@link NormalizationStatistics}.
 */
final class NormalizationPass implements HessianPass {

  private final NormalizationAxis axis;
  private final IntBinaryOperator group;
  private final NormalizationStatistics statistics;
  private final Matrix hat;
  private final Matrix y;
  private Matrix yBar = Matrix.empty();

  private NormalizationPass(
      NormalizationAxis axis, NormalizationStatistics statistics, Matrix hat, Matrix y) {
    this.axis = axis;
    this.group = axis::group;
    this.statistics = statistics;
    this.hat = hat;
    this.y = y;
  }

  static NormalizationPass forward(
      NormalizationAxis axis, double epsilon, Matrix x, Workspace memory) {
    Matrix hat = memory.owned(x);
    NormalizationStatistics statistics = axis.normalize(hat, epsilon, memory);
    return new NormalizationPass(axis, statistics, hat, memory.copy(hat));
  }

  static Matrix outputs(NormalizationAxis axis, double epsilon, Matrix x, Workspace work) {
    Matrix hat = work.owned(x);
    axis.normalize(hat, epsilon, work);
    return hat;
  }

  @Override
  public Matrix y() {
    return y;
  }

  private int numbers(int k) {
    return axis.groups(hat.rows()) * k;
  }

  @Override
  public Matrix backward(Matrix yBar, Workspace memory) {
    this.yBar = yBar;
    double[] sums = memory.numbers(numbers(1));
    double[] products = memory.numbers(numbers(1));
    axis.sums(hat, yBar, 1, sums, products);
    statistics.remember(sums, products);
    double[][] c = coefficients(3, 1, memory);
    statistics.projection(group, numbers(1), 1, sums, products, c);
    Matrix xBar = memory.matrix(yBar.rows(), yBar.columns());
    axis.combine(c, yBar, hat, 1, xBar);
    return xBar;
  }

  /** Keeps Σ xDot and Σ x̂ xDot for the sweep back. */
  @Override
  public Matrix forwardDot(Matrix xDot, Directions v, Workspace work) {
    Matrix[] kept = work.keep(this, 2);
    kept[0] = work.matrix(1, numbers(v.count()));
    kept[1] = work.matrix(1, numbers(v.count()));
    axis.sums(hat, xDot, v.count(), kept[0].array(), kept[1].array());
    return projected(xDot, v.count(), kept[0].array(), kept[1].array(), work, false);
  }

  @Override
  public Matrix adjoint(Matrix u, Accumulator sum, Workspace work) {
    return adjoint(u, sum.count(), work);
  }

  private Matrix adjoint(Matrix u, int k, Workspace work) {
    double[] sums = work.numbers(numbers(k));
    double[] products = work.numbers(numbers(k));
    axis.sums(hat, u, k, sums, products);
    return projected(u, k, sums, products, work, true);
  }

  /** {@code s P t}. */
  private Matrix projected(
      Matrix t, int k, double[] sums, double[] products, Workspace work, boolean inPlace) {
    double[][] c = coefficients(3, k, work);
    statistics.projection(group, numbers(k), k, sums, products, c);
    Matrix out = inPlace ? t : work.matrix(t.rows(), t.columns());
    axis.combine(c, t, hat, k, out);
    return out;
  }

  private double[][] coefficients(int count, int k, Workspace work) {
    double[][] c = new double[count][];
    for (int i = 0; i < count; i++) {
      c[i] = work.numbers(numbers(k));
    }
    return c;
  }

  @Override
  public Matrix backwardDot(
      Matrix xDot, Matrix yBarDot, Directions v, Accumulator sum, Workspace work) {
    return second(xDot, yBarDot, v.count(), SecondSummand.KEEP, work);
  }

  @Override
  public Matrix backwardHessian(
      Matrix xDot, Matrix u, int k, SecondSummand summand, Workspace work) {
    return summand == SecondSummand.DROP ? adjoint(u, k, work) : second(xDot, u, k, summand, work);
  }

  /** {@code s P u + C xDot}. */
  private Matrix second(Matrix xDot, Matrix u, int k, SecondSummand summand, Workspace work) {
    Matrix[] kept = work.kept(this);
    double[][] sums = coefficients(4, k, work);
    axis.sums(hat, u, k, sums[0], sums[1]);
    axis.sums(yBar, xDot, k, sums[2], sums[3]);
    NormalizationStatistics.Sums all = new NormalizationStatistics.Sums(sums, kept, sums[3]);
    double[][] c = coefficients(5, k, work);
    if (summand == SecondSummand.KEEP) {
      statistics.second(group, numbers(k), k, all, c);
    } else {
      double[] unused = work.numbers(numbers(1));
      double[] squares = work.numbers(numbers(1));
      axis.sums(yBar, yBar, 1, unused, squares);
      statistics.second(group, numbers(k), k, all, squares, summand, c);
    }
    axis.combine(c, u, yBar, xDot, hat, k, u);
    return u;
  }
}
