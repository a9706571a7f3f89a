package org.roperator.boltzmann;

import org.roperator.function.Workers;
import org.roperator.operator.Arguments;

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
 * one symmetric factorisation of {@code I − S^½ Θ S^½} per phase and pattern, used for every
 * direction. A point where that matrix is not positive definite is no minimum of F and comes back
 * as {@link PhaseOutcome#NOT_STABLE}.
 *
 * <p>All phases start alike: from the averages without couplings, tilted a little towards 1, so
 * that a symmetric machine leaves its saddle. Both phases may still settle in different basins; F⁺
 * − F⁻ is then no divergence. Cost: n² per sweep, n³ once per phase or pattern, n² per product.
 */
public final class MeanField implements Statistics {

  private static final MeanField STANDARD = new MeanField(2000);

  private final int sweeps;

  private MeanField(int sweeps) {
    this.sweeps = sweeps;
  }

  static MeanField standard() {
    return STANDARD;
  }

  /**
   * The same with another number of sweeps after which a phase counts as {@link
   * PhaseOutcome#NOT_SETTLED}; 2000 unless this is called.
   *
   * @param most at least 1
   */
  public MeanField withSweeps(int most) {
    return new MeanField(Arguments.requirePositive("The number of sweeps", most));
  }

  @Override
  public Phase free(BoltzmannMachine machine, double[] w, Workers workers) {
    double[] theta = machine.natural(w);
    if (BoltzmannMachine.areTooLarge(theta)) {
      return new FailedPhase(machine.dimension(), PhaseOutcome.NOT_FINITE);
    }
    return settled(
        machine,
        LayerPair.givenNothing(machine.connections()),
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
      return new FailedPhase(machine.dimension(), PhaseOutcome.NOT_FINITE);
    }
    if (!machine.connections().withinHidden()) {
      return Mixture.clamped(machine, theta, patterns, workers); // where mean field is exact
    }
    return settled(
        machine,
        LayerPair.givenVisible(machine.connections()),
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
        new SettledUnits(machine.coding(), couplings, m, sweeps),
        workers);
  }
}
