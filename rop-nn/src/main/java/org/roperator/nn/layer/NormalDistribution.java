package org.roperator.nn.layer;

/**
 * The normal distribution function {@code Φ(x) = ½ erfc(−x/√2)}.
 *
 * <p>For t ≥ 0,
 *
 * <pre>
 * erfc(t) = (2t/π) e^{−t²} ∫₀^∞ e^{−u²} / (t² + u²) du.
 * </pre>
 *
 * <p>The midpoint rule converges geometrically on such an integrand: with nodes {@code (k + ½)h}
 * its error is of the order {@code exp(−π²/h²)}, 7e-18 for h = ½, once the residue of the pole at
 * {@code u = it} is added, {@code 2/(1 + exp(2πt/h))}. Nothing cancels, so the tail keeps its
 * relative accuracy. From t = 6 on the residue is below rounding; further out it would be larger
 * than erfc itself and is left away.
 */
final class NormalDistribution {

  private static final double H = 0.5;
  private static final int NODES = 13;
  private static final double RESIDUE_ENDS = 6;

  /** {@code ((k + ½)h)²} and {@code exp} of its negative. */
  private static final double[] SQUARE = new double[NODES];

  private static final double[] WEIGHT = new double[NODES];

  static {
    for (int k = 0; k < NODES; k++) {
      double u = (k + 0.5) * H;
      SQUARE[k] = u * u;
      WEIGHT[k] = Math.exp(-u * u);
    }
  }

  private NormalDistribution() {}

  /** {@code Φ(x)} given {@code e = exp(−x²/2)}. */
  static double below(double x, double e) {
    double tail = 0.5 * erfc(Math.abs(x) * Math.sqrt(0.5), e);
    return x > 0 ? 1 - tail : tail;
  }

  /** {@code erfc(t)} for t ≥ 0, given {@code e = exp(−t²)}. */
  private static double erfc(double t, double e) {
    if (e == 0) {
      return 0;
    }
    double square = t * t;
    double sum = 0;
    for (int k = NODES - 1; k >= 0; k--) {
      sum += WEIGHT[k] / (square + SQUARE[k]);
    }
    double integral = 2 * H / Math.PI * t * e * sum;
    return t < RESIDUE_ENDS ? integral + 2 / (1 + Math.exp(2 * Math.PI / H * t)) : integral;
  }
}
