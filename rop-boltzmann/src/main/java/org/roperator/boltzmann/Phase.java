package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.operator.SymmetricOperator;

/**
 * The statistics of a machine in one phase at one point: free, or with visible patterns clamped.
 *
 * <p>In terms of the sufficient statistics f(s), {@code s_i s_j} for each connected pair and {@code
 * s_i}, and of the natural parameters θ, {@code P(s) ∝ e^⟨θ, f(s)⟩}, everything is a derivative of
 * {@code ln Z(θ)}: its gradient is ⟨f⟩, its Hessian {@code ∂⟨f⟩/∂θ = Cov(f, f)}. Sign and
 * temperature enter by {@code θ = −κw/T} and nowhere else.
 *
 * <p>In the clamped phase each number is formed <em>per visible pattern</em>, over the hidden units
 * given the pattern, and then averaged over P⁺. Averages pooled over the patterns before the
 * covariance is taken would give another, wrong Hessian.
 *
 * <p>Immutable and safe to share between threads.
 */
public interface Phase {

  /** How far the numbers can be trusted; those of a failed outcome are NaN. */
  PhaseOutcome outcome();

  /** {@code ln Z}, or its mean over the patterns, or what the statistics put in its place. */
  double logPartition();

  /** ⟨f⟩, in the order of the parameters: {@code p_ij}, then {@code ⟨s_i⟩}; a fresh array. */
  double[] means();

  /** The mean over the patterns of the squares of ⟨f⟩; in the free phase the squares themselves. */
  double[] meanSquares();

  /** {@code v ↦ ∂⟨f⟩/∂θ · v = Cov(f, ⟨v, f⟩)}, positive semi-definite for exact statistics. */
  SymmetricOperator covariance();

  /** ⟨f⟩ with standard errors, which are zero where nothing was sampled. */
  default VectorEstimate meansEstimate() {
    return VectorEstimate.exact(means());
  }

  /**
   * {@code Cov(f, ⟨v, f⟩)} with standard errors, which are zero where nothing was sampled. Of
   * samples it may be an estimate that varies less than the product of {@link #covariance}.
   *
   * @param v a direction. Not modified.
   */
  default VectorEstimate productEstimate(double[] v) {
    return VectorEstimate.exact(covariance().times(v));
  }

  /**
   * A phase without statistics: all its numbers are NaN.
   *
   * @param dimension the number of parameters
   * @param outcome why
   */
  static Phase failed(int dimension, PhaseOutcome outcome) {
    return new Phase() {
      @Override
      public PhaseOutcome outcome() {
        return outcome;
      }

      @Override
      public double logPartition() {
        return Double.NaN;
      }

      @Override
      public double[] means() {
        double[] nothing = new double[dimension];
        Arrays.fill(nothing, Double.NaN);
        return nothing;
      }

      @Override
      public double[] meanSquares() {
        return means();
      }

      @Override
      public SymmetricOperator covariance() {
        return SymmetricOperator.of(dimension, (v, out) -> Arrays.fill(out, Double.NaN));
      }
    };
  }
}
