package org.roperator.nn.spectrum;

import java.util.ArrayList;
import java.util.List;
import org.roperator.spectrum.SpectralDensity;

/** The eigenvalues at {@link BlockSpectrum#LEVELS}. */
final class Quantiles {

  /** Bisections of the range: more digits than a sampled quantile has. */
  private static final int BISECTIONS = 60;

  private Quantiles() {}

  /**
   * Of all eigenvalues: the least of them with at least that share at or below it.
   *
   * @param values rising, at least one
   */
  static List<Double> of(double[] values) {
    List<Double> quantiles = new ArrayList<>();
    for (double level : BlockSpectrum.LEVELS) {
      int index = (int) Math.ceil(level * values.length) - 1;
      quantiles.add(values[Math.max(0, index)]);
    }
    return quantiles;
  }

  /**
   * Of a density: where the share below reaches the level.
   *
   * @param density of at least one probe
   */
  static List<Double> of(SpectralDensity density) {
    double smallest = density.smallest();
    double largest = density.largest();
    List<Double> quantiles = new ArrayList<>();
    for (double level : BlockSpectrum.LEVELS) {
      if (level == 0 || level == 1) {
        quantiles.add(level == 0 ? smallest : largest);
        continue;
      }
      double low = smallest;
      double high = largest;
      for (int i = 0; i < BISECTIONS; i++) {
        double middle = low + (high - low) / 2;
        boolean below = density.share(Double.NEGATIVE_INFINITY, middle).value() < level;
        low = below ? middle : low;
        high = below ? high : middle;
      }
      quantiles.add(high);
    }
    return quantiles;
  }
}
