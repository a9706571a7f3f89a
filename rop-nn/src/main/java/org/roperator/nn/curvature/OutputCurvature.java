package org.roperator.nn.curvature;

import java.util.Arrays;
import org.roperator.dense.Matrix;
import org.roperator.nn.Shard;
import org.roperator.nn.layer.Workspace;

/** The curvature at a network's outputs from which all other curvature is sent back. */
interface OutputCurvature {

  /**
   * Multiplies by each example's curvature, weighted for the mean.
   *
   * @param u k rows per example. Handed over: may be overwritten.
   * @param work lends the result
   */
  Matrix times(Shard shard, Matrix u, int k, Workspace work);

  /**
   * Adds the curvatures of a shard's examples, weighted for the mean: outputs × outputs numbers.
   *
   * @param sum Updated from {@code from} on.
   * @param beta what the old sums are multiplied by
   * @param work rewound: nobody may need what it lent before
   */
  void addMean(Shard shard, int outputs, double[] sum, int from, double beta, Workspace work);

  /** The loss's own. */
  static OutputCurvature ofLoss() {
    return LossCurvature.INSTANCE;
  }

  /** The loss's own Hessian by the outputs. */
  enum LossCurvature implements OutputCurvature {
    /** The one there is. */
    INSTANCE;

    /** Numbers, 32 MB of them, that products with unit vectors may take. */
    private static final long MOST_NUMBERS = 1 << 22;

    @Override
    public Matrix times(Shard shard, Matrix u, int k, Workspace work) {
      return shard.loss().yBarDot(u, k, work);
    }

    @Override
    public void addMean(
        Shard shard, int outputs, double[] sum, int from, double beta, Workspace work) {
      if (beta == 0) {
        Arrays.fill(sum, from, from + outputs * outputs, 0);
      }
      long perUnit = (long) shard.examples() * outputs;
      int group = (int) Math.max(1, Math.min(outputs, MOST_NUMBERS / perUnit));
      for (int unit = 0; unit < outputs; unit += group) {
        work.rewind();
        int k = Math.min(group, outputs - unit);
        Matrix units = work.matrix(shard.examples() * k, outputs);
        Arrays.fill(units.array(), units.from(), units.from() + units.size(), 0);
        for (int row = 0; row < units.rows(); row++) {
          units.array()[units.from() + row * outputs + unit + row % k] = 1;
        }
        Matrix products = shard.loss().yBarDot(units, k, work);
        for (int row = 0; row < products.rows(); row++) {
          int to = from + (unit + row % k) * outputs;
          int at = products.from() + row * outputs;
          for (int i = 0; i < outputs; i++) {
            sum[to + i] += products.array()[at + i];
          }
        }
      }
    }
  }

  /** Sums {@code Σ ssᵀ} of vectors that were fixed once. */
  final class OfRoots implements OutputCurvature {

    private final FrozenRoots roots;

    OfRoots(FrozenRoots roots) {
      this.roots = roots;
    }

    @Override
    public Matrix times(Shard shard, Matrix u, int k, Workspace work) {
      int outputs = u.columns();
      int r = roots.perExample();
      Matrix product = work.matrix(u.rows(), outputs);
      for (int row = 0; row < u.rows(); row++) {
        int s = roots.from(shard.firstExample() + row / k);
        int at = u.from() + row * outputs;
        int to = product.from() + row * outputs;
        Arrays.fill(product.array(), to, to + outputs, 0);
        for (int m = 0; m < r; m++, s += outputs) {
          double inner = 0;
          for (int i = 0; i < outputs; i++) {
            inner += roots.array()[s + i] * u.array()[at + i];
          }
          for (int i = 0; i < outputs; i++) {
            product.array()[to + i] += inner * roots.array()[s + i];
          }
        }
      }
      return product;
    }

    @Override
    public void addMean(
        Shard shard, int outputs, double[] sum, int from, double beta, Workspace work) {
      int at = roots.from(shard.firstExample());
      int count = shard.examples() * roots.perExample();
      Matrix of = work.view(roots.array(), at, count, outputs, outputs);
      Matrix to = work.view(sum, from, outputs, outputs, outputs);
      work.blas().multiply(of.transposed(), of, beta, to);
    }
  }
}
