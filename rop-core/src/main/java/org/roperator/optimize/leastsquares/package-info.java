/**
 * Nonlinear least squares: {@code ½ Σ ρ(rᵢ²)}.
 *
 * <p>Read {@link org.roperator.optimize.leastsquares.LevenbergMarquardt} first. It takes {@link
 * org.roperator.function.Residuals}, such as an {@code org.roperator.autodiff.TapeMap}, and gives a
 * {@link org.roperator.optimize.leastsquares.LeastSquaresResult} with the {@link
 * org.roperator.optimize.leastsquares.Covariance} of the estimate. {@link
 * org.roperator.optimize.leastsquares.RobustLoss} says how much large residuals count, {@link
 * org.roperator.optimize.leastsquares.StepSolver} how steps are solved for, {@link
 * org.roperator.optimize.leastsquares.StepBound} has the constants of the trust region.
 */
@NullMarked
package org.roperator.optimize.leastsquares;

import org.jspecify.annotations.NullMarked;
