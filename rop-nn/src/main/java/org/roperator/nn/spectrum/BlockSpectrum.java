package org.roperator.nn.spectrum;

import java.util.List;
import org.roperator.spectrum.SpectralSummary;
import org.roperator.spectrum.SpectrumOutcome;

/**
 * What the eigenvalues of one block of a curvature matrix are like.
 *
 * @param name the layer, or {@link LayerSpectra#WHOLE}
 * @param source how the numbers came about
 * @param summary the numbers; of {@link Source#QUADRATURE} estimates
 * @param traceError the standard error of the trace; 0 if exact
 * @param quantiles the eigenvalues below which the shares {@link #LEVELS} of all lie; the first and
 *     the last are the smallest and the largest eigenvalue. Empty if the outcome is not REACHED
 * @param products how many products were spent
 * @param outcome why the computation ended
 */
public record BlockSpectrum(
    String name,
    Source source,
    SpectralSummary summary,
    double traceError,
    List<Double> quantiles,
    int products,
    SpectrumOutcome outcome) {

  /** The shares of {@link #quantiles}. */
  public static final List<Double> LEVELS =
      List.of(0.0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0);

  /** How the numbers came about. */
  public enum Source {
    /** From all eigenvalues of the block's matrix. */
    EXACT,
    /** From stochastic quadrature. */
    QUADRATURE
  }

  /** Copies the quantiles. */
  public BlockSpectrum {
    quantiles = List.copyOf(quantiles);
  }

  /** Whether the numbers are there. */
  public boolean isReached() {
    return outcome == SpectrumOutcome.REACHED;
  }
}
