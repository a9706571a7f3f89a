package org.roperator.optimize;

/** Martens' preconditioner {@code M = (d + λ + ∂²r)^ξ}, diagonal. */
final class DiagonalPreconditioner {

  private DiagonalPreconditioner() {}

  /**
   * The diagonal of M; sums beyond the largest double count as that.
   *
   * @param meanSquaredGradient d, at least 0. Not modified.
   * @param regularizerDiagonal ∂²r. Not modified.
   * @param lambda λ, above 0
   * @param exponent ξ
   */
  static double[] of(
      double[] meanSquaredGradient, double[] regularizerDiagonal, double lambda, double exponent) {
    double[] m = new double[meanSquaredGradient.length];
    for (int i = 0; i < m.length; i++) {
      double sum = meanSquaredGradient[i] + lambda + regularizerDiagonal[i];
      m[i] = Math.pow(Math.min(sum, Double.MAX_VALUE), exponent);
    }
    return m;
  }
}
