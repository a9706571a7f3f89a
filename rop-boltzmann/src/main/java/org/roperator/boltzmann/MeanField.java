package org.roperator.boltzmann;

import org.roperator.dense.Blas;
import org.roperator.internal.Arguments;
import org.roperator.parallel.Workers;

/**
 * The deterministic Boltzmann machine (Peterson and Anderson 1987): averages y of single units in
 * place of a distribution.
 *
 * <pre>
 * y_i = ⟨s⟩ under the field x_i = θ_i + Σ_j θ_ij y_j          p_ij = y_i y_j
 * −F/T = Σ_{i&lt;j} θ_ij y_i y_j + Σ θ_i y_i + entropy(y)        in place of ln Z
 * (I − S Θ) R{y} = S (V y + v),   S = diag(Var s_i)
 * </pre>
 *
 * <p>The units settle one after the other, which can only raise −F/T, and end by Newton steps at
 * rounding. There the envelope theorem makes p the gradient of −F/T, and its Hessian follows from
 * one symmetric factorization of {@code I − S^½ Θ S^½} per phase and pattern, used for every
 * direction. A point where that matrix is not positive definite is no minimum of F and comes back
 * as {@link PhaseOutcome#NOT_STABLE}.
 *
 * <p>All phases start alike: from the averages without couplings, tilted a little towards 1, so
 * that a symmetric machine leaves its saddle. Both phases may still settle in different basins; F⁺
 * − F⁻ is then not a divergence. Cost: n² per sweep, n³ for each step of Newton's method, some per
 * phase or pattern, and once for its products, n² per product.
 */
public final class MeanField implements ExpectationMethod {

  /** Enough for units that creep; Newton's method takes over long before in all others. */
  private static final int SWEEPS = 2000;

  private final int sweeps;
  private final Blas blas;

  private MeanField(int sweeps, Blas blas) {
    this.sweeps = sweeps;
    this.blas = blas;
  }

  static MeanField standard() {
    return new MeanField(SWEEPS, Blas.instance());
  }

  /**
   * This method with the given number of sweeps, in place of 2000, after which a phase counts as
   * {@link PhaseOutcome#NOT_SETTLED}.
   *
   * @param most at least 1
   */
  public MeanField atMostSweeps(int most) {
    return new MeanField(Arguments.requirePositive("The number of sweeps", most), blas);
  }

  /** This method with the given matrix products, in place of the process's own. */
  public MeanField withBlas(Blas products) {
    return new MeanField(sweeps, products);
  }

  @Override
  public Phase free(BoltzmannMachine machine, double[] w, Workers workers) {
    double[] theta = machine.natural(w);
    if (BoltzmannMachine.areTooLarge(theta)) {
      return Phase.failed(machine.dimension(), PhaseOutcome.NOT_FINITE);
    }
    return settled(
        machine,
        LayerPair.givenNothing(machine.connections(), blas),
        theta,
        new double[0],
        new double[] {1},
        workers);
  }

  @Override
  public Phase clamped(BoltzmannMachine machine, double[] w, Patterns patterns, Workers workers) {
    patterns.requireFit(machine);
    double[] theta = machine.natural(w);
    if (BoltzmannMachine.areTooLarge(theta)) {
      return Phase.failed(machine.dimension(), PhaseOutcome.NOT_FINITE);
    }
    if (!machine.connections().withinHidden()) {
      return Mixture.clamped(machine, theta, patterns, blas, workers); // where mean field is exact
    }
    return settled(
        machine,
        LayerPair.givenVisible(machine.connections(), blas),
        theta,
        patterns.rows(),
        patterns.shares(),
        workers);
  }

  private Phase settled(
      BoltzmannMachine machine,
      LayerPair layers,
      double[] theta,
      double[] rows,
      double[] shares,
      Workers workers) {
    int m = layers.averaged();
    double[] couplings = new double[m * m];
    layers.couplings(theta, couplings);
    return RowPhase.of(
        layers,
        theta,
        rows,
        shares,
        new SettledUnits(machine.coding(), couplings, m, sweeps, blas),
        workers);
  }
}
