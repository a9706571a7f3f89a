package org.roperator.boltzmann;

import org.roperator.function.FiniteSumExpansion;
import org.roperator.function.WeightDecay;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * A machine's learning objective to second order at one point.
 *
 * <pre>
 * ∇G = κ (p⁺ − p⁻)/T           Hv = κ (R{p⁺} − R{p⁻})/T           R{p} = −κ Cov(f, D)/T
 * H = (Cov_free − ⟨Cov_hidden | pattern⟩)/T²
 * </pre>
 *
 * <p>With sampled statistics each number is an estimate; the operators are those of one frozen
 * sample, symmetric, and unbiased for the Hessian; {@link #gradientEstimate} and {@link
 * #hessianProductEstimate} report standard errors.
 */
public final class BoltzmannExpansion implements FiniteSumExpansion {

  private final BoltzmannMachine machine;
  private final WeightDecay decay;
  private final Phase free;
  private final Phase clamped;
  private final double[] w;
  private final double value;
  private final double[] gradient;

  BoltzmannExpansion(
      BoltzmannMachine machine,
      WeightDecay decay,
      Phase free,
      Phase clamped,
      double offset,
      double[] w) {
    this.machine = machine;
    this.decay = decay;
    this.free = free;
    this.clamped = clamped;
    this.w = w.clone();
    this.value = free.logPartition() - clamped.logPartition() + offset + decay.value(w);
    this.gradient = free.means();
    Vectors.addScaled(-1, clamped.means(), gradient);
    Vectors.scale(machine.naturalFactor(), gradient);
    decay.addTo(w, gradient);
  }

  /** The free phase, p⁻. */
  public Phase free() {
    return free;
  }

  /** The clamped phase, p⁺. */
  public Phase clamped() {
    return clamped;
  }

  @Override
  public int dimension() {
    return gradient.length;
  }

  @Override
  public double value() {
    return value;
  }

  @Override
  public double[] gradient() {
    return gradient.clone();
  }

  @Override
  public SymmetricOperator hessian() {
    return decay.addTo(free.covariance().minus(clamped.covariance()).scaledBy(squareFactor()));
  }

  /**
   * The Hessian of {@code ln Z}, {@code Cov_free/T²}: positive semi-definite, the Fisher matrix of
   * the machine were all its units visible, and the Hessian's first term.
   *
   * <p>The objective is the difference of two convex functions, {@code ln Z} and the mean of the
   * patterns' own; this is the curvature of the first alone. Hence a step solved with it is a
   * natural-gradient step, the step of the classic EM view, and the Newton step where there are no
   * hidden units.
   */
  @Override
  public SymmetricOperator gaussNewton() {
    return decay.addTo(free.covariance().scaledBy(squareFactor()));
  }

  private double squareFactor() {
    return machine.naturalFactor() * machine.naturalFactor();
  }

  /** {@code R{p⁻} = −κ Cov(f, D)/T} along v: how the free statistics move. A fresh array. */
  public double[] freeDerivative(double[] v) {
    return derivative(free, v);
  }

  /**
   * {@code R{p⁺}} along v, formed per visible pattern and then averaged: how the clamped statistics
   * move. A fresh array.
   */
  public double[] clampedDerivative(double[] v) {
    return derivative(clamped, v);
  }

  private double[] derivative(Phase phase, double[] v) {
    double[] out = phase.covariance().times(v);
    Vectors.scale(machine.naturalFactor(), out);
    return out;
  }

  /**
   * The gradient with standard errors, those of both phases together; zero where neither is
   * sampled.
   */
  public VectorEstimate gradientEstimate() {
    VectorEstimate estimate =
        free.meansEstimate().minus(clamped.meansEstimate(), machine.naturalFactor());
    double[] values = estimate.values();
    decay.addTo(w, values);
    return new VectorEstimate(values, estimate.standardErrors());
  }

  /**
   * Hv with standard errors, those of both phases together, {@code √(σ_free² + σ_clamped²)/T²};
   * zero where neither is sampled.
   *
   * <p>Unbiased like the product of {@link #hessian}, but another estimate where coupled units are
   * sampled: one that varies less and belongs to no symmetric matrix; see {@link
   * Phase#productEstimate}.
   *
   * @param v a direction. Not modified.
   */
  public VectorEstimate hessianProductEstimate(double[] v) {
    VectorEstimate estimate =
        free.productEstimate(v).minus(clamped.productEstimate(v), squareFactor());
    double[] values = estimate.values();
    decay.addTo(v, values);
    return new VectorEstimate(values, estimate.standardErrors());
  }

  @Override
  public double[] meanSquaredGradient() {
    // Mean over the patterns of (p_q − p⁻)² = ⟨p_q²⟩ − 2 p⁺p⁻ + (p⁻)².
    double[] squares = clamped.meanSquares();
    double[] plus = clamped.means();
    double[] minus = free.means();
    for (int i = 0; i < squares.length; i++) {
      double mean = squares[i] + minus[i] * (minus[i] - 2 * plus[i]);
      squares[i] = squareFactor() * Math.max(0, mean);
    }
    return squares;
  }

  @Override
  public double[] regularizerDiagonal() {
    return decay.diagonal(dimension());
  }
}
