package org.roperator.spectrum;

import java.util.Arrays;
import org.roperator.internal.Vectors;

/** Residuals computed from the pairs themselves, at one product each. */
final class FinalResiduals {

  private FinalResiduals() {}

  /**
   * Pairs with their residuals; a search that thought it had reached what some residual belies has
   * stagnated.
   *
   * @param values of the size of the meter's products, as is the bound. Kept.
   * @param work room for products, of as many vectors at a time. Overwritten.
   */
  static Eigenpairs of(
      CountedOperator meter,
      double[] values,
      double[][] vectors,
      double[][] work,
      double bound,
      SpectrumOutcome ended,
      long seed) {
    int count = values.length;
    double[] residuals = new double[count];
    SpectrumOutcome outcome = ended;
    int block = work.length;
    for (int from = 0; from < count; from += block) {
      int size = Math.min(block, count - from);
      double[][] products = Arrays.copyOf(work, size);
      if (!meter.apply(Arrays.copyOfRange(vectors, from, from + size), products)) {
        outcome = SpectrumOutcome.NOT_FINITE;
      }
      for (int i = 0; i < size; i++) {
        Vectors.addScaled(-values[from + i], vectors[from + i], products[i]);
        residuals[from + i] = Vectors.norm(products[i]);
        if (outcome == SpectrumOutcome.REACHED && residuals[from + i] > bound) {
          outcome = SpectrumOutcome.STAGNATED;
        }
      }
    }
    meter.restored(residuals);
    for (double value : meter.restored(values)) {
      outcome = Double.isInfinite(value) ? SpectrumOutcome.OVERFLOW : outcome;
    }
    return new Eigenpairs(values, vectors, residuals, outcome, meter.products(), seed);
  }
}
