/**
 * What the products of a symmetric operator tell about its eigenvalues.
 *
 * <p>Read {@link org.roperator.spectrum.Lanczos} first for single eigenpairs, {@link
 * org.roperator.spectrum.StochasticQuadrature} for the density of all eigenvalues and traces of
 * functions, {@link org.roperator.spectrum.TraceEstimator} and {@link
 * org.roperator.spectrum.DiagonalEstimator} for traces, norms and diagonals, and {@link
 * org.roperator.spectrum.DenseSpectrum} where the dimension is small enough for all eigenvalues.
 * Methods are immutable configured values with a seed; results are values that say what they cost,
 * how far they can be trusted, and why they ended ({@link org.roperator.spectrum.SpectrumOutcome}).
 */
@NullMarked
package org.roperator.spectrum;

import org.jspecify.annotations.NullMarked;
