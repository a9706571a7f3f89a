package org.roperator.cli.fit;

/**
 * Whether a linear predictor meets the logarithm of the time of every event exactly and lies at or
 * above those of all censored times: then the likelihood of Weibull lifetimes rises without end as
 * σ goes to 0.
 */
final class ExactTimes {

  /** A distance, as a part of the vector it is of, that is rounding. */
  private static final double ROUNDING = 1e-9;

  private ExactTimes() {}

  /**
   * Looks at the predictor of least squares through the events, of which no other is wanted unless
   * they leave it undetermined.
   *
   * @param target the logarithms of the times, less the offset. Not modified.
   * @param seen whether each is that of an event
   */
  static boolean areMet(OrthogonalDesign design, double[] target, boolean[] seen) {
    int n = target.length;
    double[] left = new double[n];
    double size = 0;
    for (int i = 0; i < n; i++) {
      left[i] = seen[i] ? target[i] : 0;
      size = Math.max(size, Math.abs(target[i]));
    }
    // Each row of columns is first over the events, which are orthogonalized, then over all.
    double[][] parts = new double[design.width()][];
    double[][] whole = new double[design.width()][];
    double[] predictor = new double[n];
    for (int j = 0; j < parts.length; j++) {
      double[] part = new double[n];
      double[] all = new double[n];
      for (int i = 0; i < n; i++) {
        all[i] = design.rows()[i][j];
        part[i] = seen[i] ? all[i] : 0;
      }
      double before = Math.sqrt(Sums.dot(part, part));
      for (int pass = 0; pass < 2; pass++) {
        for (int k = 0; k < j; k++) {
          double along = Sums.dot(part, parts[k]);
          subtract(part, along, parts[k]);
          subtract(all, along, whole[k]);
        }
      }
      double rest = Math.sqrt(Sums.dot(part, part));
      double scale = rest > ROUNDING * before ? 1 / rest : 0;
      for (int i = 0; i < n; i++) {
        part[i] *= scale;
        all[i] *= scale;
      }
      parts[j] = part;
      whole[j] = all;
      double along = Sums.dot(left, part);
      subtract(left, along, part);
      subtract(predictor, -along, all);
    }
    for (int i = 0; i < n; i++) {
      double above = predictor[i] - target[i];
      if (above < -ROUNDING * (1 + size) || (seen[i] && above > ROUNDING * (1 + size))) {
        return false;
      }
    }
    return true;
  }

  private static void subtract(double[] from, double factor, double[] what) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= factor * what[i];
    }
  }
}
