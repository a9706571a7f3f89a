package org.roperator.cli.spectra;

import org.roperator.function.FiniteSumExpansion;
import org.roperator.nn.spectrum.LayerSpectra;
import org.roperator.operator.SymmetricOperator;
import org.roperator.spectrum.DenseSpectrum;

/**
 * What to measure of a network.
 *
 * @param matrix which curvature
 * @param top how many eigenpairs at each end
 * @param steps of Lanczos for each probe of a density
 * @param probes for each density, and for the traces that share products
 * @param exactUpTo blocks of up to so many parameters have all eigenvalues computed
 * @param seed of the random vectors
 */
public record SpectrumSettings(
    Matrix matrix, int top, int steps, int probes, int exactUpTo, long seed) {

  /** The largest block all of whose eigenvalues can be asked for. */
  public static final int MOST_EXACT = DenseSpectrum.MOST;

  /** Which curvature matrix. */
  public enum Matrix {
    /** The Hessian. */
    HESSIAN,
    /** The Gauss-Newton matrix. */
    GAUSS_NEWTON;

    /** The matrix at a point. */
    public SymmetricOperator of(FiniteSumExpansion at) {
      return this == HESSIAN ? at.hessian() : at.gaussNewton();
    }
  }

  /** How spectra of a point are measured. */
  public LayerSpectra spectra() {
    return LayerSpectra.standard()
        .withExactUpTo(exactUpTo)
        .withSampling(steps, probes)
        .withSeed(seed);
  }
}
