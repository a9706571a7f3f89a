package org.roperator.nn.spectrum;

import java.util.List;

/**
 * Spectra at one moment of a training run.
 *
 * @param iteration the iteration or epoch after which it was taken; 0 before the first
 * @param value of the objective that was measured, at this point
 * @param spectra of the whole, then of each layer
 * @param products how many products were spent
 */
public record SpectrumSnapshot(
    int iteration, double value, List<BlockSpectrum> spectra, int products) {

  /** Copies the spectra. */
  public SpectrumSnapshot {
    spectra = List.copyOf(spectra);
  }
}
