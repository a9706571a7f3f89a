package org.roperator.nn.matching;

import org.roperator.dense.Matrix;
import org.roperator.nn.Dataset;
import org.roperator.nn.Loss;
import org.roperator.nn.LossPass;
import org.roperator.nn.layer.Workspace;

/** The loss of a block's outputs over the whole batch. */
interface BlockLoss {

  /**
   * The loss to second order.
   *
   * @param y the outputs. Handed over.
   * @param memory lends what the pass keeps
   */
  LossPass at(Matrix y, Workspace memory);

  /** What the sum of a pass is multiplied by. */
  double weight();

  /**
   * {@code ½‖y − (z − δ)‖²}.
   *
   * <p>The residual is computed as {@code (y − z) + δ}: where y is z, as at the point the block was
   * made for, it is δ to the last bit, however small δ is beside z.
   *
   * @param z what the outputs are. Not modified.
   * @param delta how far they should move. Not modified.
   */
  static BlockLoss matching(double[] z, double[] delta) {
    return new BlockLoss() {
      @Override
      public LossPass at(Matrix y, Workspace memory) {
        for (int i = 0; i < z.length; i++) {
          y.array()[y.from() + i] = y.array()[y.from() + i] - z[i] + delta[i];
        }
        return new Residual(y);
      }

      @Override
      public double weight() {
        return 1;
      }
    };
  }

  /** The mean loss of a network's outputs. */
  static BlockLoss ofNetwork(Loss loss, Dataset data) {
    double weight = 1.0 / data.size();
    return new BlockLoss() {
      @Override
      public LossPass at(Matrix y, Workspace memory) {
        return loss.forward(y, data, 0, weight, memory);
      }

      @Override
      public double weight() {
        return weight;
      }
    };
  }

  /** Half the squared length of a residual, whose curvature is the identity. */
  record Residual(Matrix r) implements LossPass {

    @Override
    public double sum() {
      double squares = 0;
      for (int i = r.from(); i < r.from() + r.size(); i++) {
        squares += r.array()[i] * r.array()[i];
      }
      return squares / 2;
    }

    @Override
    public Matrix yBar() {
      return r;
    }

    @Override
    public Matrix yBarDot(Matrix yDot, int k, Workspace work) {
      return yDot;
    }
  }
}
