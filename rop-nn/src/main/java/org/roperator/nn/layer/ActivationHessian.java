package org.roperator.nn.layer;

import java.util.Arrays;
import org.roperator.dense.Matrix;

/**
 * Batch-averaged Hessian back-propagation through {@code y = φ(x)}.
 *
 * <pre>
 * (6)  𝓗x = mean(φ′φ′ᵀ) ∘ 𝓗y + diag(Σ φ″ yBar)
 * (7)  𝓗x = mean(φ′) mean(φ′)ᵀ ∘ 𝓗y + diag(Σ φ″ yBar)
 * </pre>
 *
 * <p>yBar carries the 1/N of the mean loss, so its sum is a mean already. The sums are the second
 * summand's, if there is one, and then those of the slopes or of their products.
 */
final class ActivationHessian {

  private ActivationHessian() {}

  static int sums(int width, boolean hasSummand, HessianRule rule) {
    int slopes = rule.averaging() == Averaging.HESSIANS ? Math.multiplyExact(width, width) : width;
    return slopes + (hasSummand ? width : 0);
  }

  /** Adds the sums of a batch; without a second summand there are no bends. */
  static void addSums(
      int rows,
      int width,
      double[] slope,
      double[] bend,
      HessianRule rule,
      HessianSums sums,
      Workspace work) {
    int at = sums.from();
    if (sums.beta() == 0) {
      Arrays.fill(sums.array(), at, at + sums(width, bend.length > 0, rule), 0);
    }
    if (bend.length > 0) {
      for (int row = 0; row < rows * width; row += width) {
        for (int i = 0; i < width; i++) {
          sums.array()[at + i] += rule.ofExample(bend[row + i]);
        }
      }
      at += width;
    }
    if (rule.averaging() == Averaging.HESSIANS) {
      Matrix slopes = work.view(slope, 0, rows, width, width);
      Matrix products = work.view(sums.array(), at, width, width, width);
      work.blas().multiply(sums.weight(), slopes.transposed(), slopes, 1, products);
    } else {
      for (int row = 0; row < rows * width; row += width) {
        for (int i = 0; i < width; i++) {
          sums.array()[at + i] += sums.weight() * slope[row + i];
        }
      }
    }
  }

  static Matrix backward(
      int width,
      boolean hasSummand,
      Matrix yHessian,
      HessianRule rule,
      HessianSums sums,
      Workspace work) {
    Matrix xHessian = work.matrix(width, width);
    int slopes = sums.from() + (hasSummand ? width : 0);
    boolean products = rule.averaging() == Averaging.HESSIANS;
    double[] mean = sums.array();
    for (int i = 0; i < width; i++) {
      int row = xHessian.from() + i * width;
      int yRow = yHessian.from() + i * width;
      for (int j = 0; j < width; j++) {
        double jacobians =
            products ? mean[slopes + i * width + j] : mean[slopes + i] * mean[slopes + j];
        xHessian.array()[row + j] = jacobians * yHessian.array()[yRow + j];
      }
      if (hasSummand) {
        xHessian.array()[row + i] += rule.ofBatch(mean[sums.from() + i]);
      }
    }
    return xHessian;
  }
}
