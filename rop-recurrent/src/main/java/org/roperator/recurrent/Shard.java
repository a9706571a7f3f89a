package org.roperator.recurrent;

import java.util.Arrays;

/**
 * Consecutive patterns at their equilibria, with their adjoints; {@link ShardProducts} goes on.
 *
 * <pre>
 * x = Wᵀy + b (+ I)        y = σ(x) (+ I)                       the equilibrium
 * z = D(Wz + e)            λ = Wz + e                           its adjoint, e = ∂E/∂y, D = diag σ′
 * ∂E/∂w_ij = y_i z_j
 * </pre>
 *
 * <p>e stands inside the bracket; nothing is divided by σ′.
 */
final class Shard {

  private final Problem problem;
  private final Dynamics dynamics;
  private final Settled settled;
  private final FixedPointSystems systems;
  private final int count;
  private final int n;
  private final double weight;
  private final double value;
  private final boolean atRest;
  private final ParameterSums sums;
  private final ShardProducts products;
  private double[] z = new double[0];
  private double[] lambda = new double[0];
  private double[] bendLambda = new double[0];

  Shard(Problem problem, Dynamics dynamics, int first, int last, long budget, Area area) {
    this.problem = problem;
    this.dynamics = dynamics;
    this.count = last - first;
    this.n = dynamics.n();
    this.weight = problem.weight();
    this.settled = problem.settle(dynamics, first, last);
    this.systems = problem.systems(dynamics, settled, budget);
    systems.newton().ifPresent(n -> Polishing.polish(dynamics, settled, n, area));
    this.sums = new ParameterSums(problem, dynamics, first, count);
    requireStability(problem, dynamics, settled);
    this.atRest = atRest(problem, settled);
    this.value = atRest ? loss(problem, settled) : Double.POSITIVE_INFINITY;
    if (atRest) {
      backward(area.rewound());
    }
    this.products = new ShardProducts(problem, dynamics, settled, systems, sums, z, bendLambda);
  }

  /** The sum of the losses alone; infinite if a pattern does not come to rest. */
  static double value(Problem problem, Dynamics dynamics, int first, int last, Area area) {
    Settled settled = problem.settle(dynamics, first, last);
    if (Polishing.isAnyMoving(dynamics, settled)) {
      problem
          .systems(dynamics, settled, 0)
          .newton()
          .ifPresent(n -> Polishing.polishMoving(dynamics, settled, n, area));
    }
    requireStability(problem, dynamics, settled);
    return atRest(problem, settled) ? loss(problem, settled) : Double.POSITIVE_INFINITY;
  }

  private static boolean atRest(Problem problem, Settled settled) {
    for (int row = 0; row < settled.count(); row++) {
      SettlingOutcome outcome = settled.outcome(row);
      boolean refused = problem.how().stableOnly() && outcome == SettlingOutcome.UNSTABLE;
      if (refused || !outcome.isEquilibrium()) {
        return false;
      }
    }
    return true;
  }

  private static void requireStability(Problem problem, Dynamics dynamics, Settled settled) {
    for (int row = 0; problem.how().stableOnly() && row < settled.count(); row++) {
      Equilibrium checked = settled.equilibrium(row, dynamics).withStabilityChecked();
      settled.setOutcome(row, checked.outcome());
    }
  }

  private static double loss(Problem problem, Settled settled) {
    int n = problem.patterns().n;
    double sum = 0;
    for (int row = 0; row < settled.count(); row++) {
      int target = (settled.first() + row) * n;
      sum += problem.loss().value(settled.y(), row * n, problem.patterns().targets, target, n);
    }
    return sum;
  }

  /** {@code (I − DW) z = De}, then λ and σ″∘λ. */
  private void backward(Area area) {
    z = new double[count * n];
    lambda = new double[count * n];
    bendLambda = new double[count * n];
    double[] slopes = systems.slopes();
    for (int row = 0; row < count; row++) {
      int at = row * n;
      problem
          .loss()
          .addGradient(weight, settled.y(), at, problem.patterns().targets, target(row), n, lambda);
      dynamics.bends(settled.x(), at, settled.first() + row, bendLambda, at);
    }
    for (int i = 0; i < z.length; i++) {
      z[i] = slopes[i] * lambda[i];
    }
    systems.solveAdjoints(
        z,
        1,
        (which, row, residual) -> {
          if (settled.outcome(row) != SettlingOutcome.SINGULAR) {
            settled.adjointNotSolved(row, residual);
          }
        },
        area);
    dynamics
        .connections()
        .backward(dynamics.w(), Rows.of(z, n, count), 1, Rows.of(lambda, n, count));
    for (int i = 0; i < z.length; i++) {
      bendLambda[i] *= lambda[i];
    }
  }

  private int target(int row) {
    return (settled.first() + row) * n;
  }

  double value() {
    return value;
  }

  int count() {
    return count;
  }

  /** Reports the first pattern that has no derivative. */
  void reportTo(FirstFailure failure) {
    for (int row = 0; row < count; row++) {
      if (!hasDerivative(row)) {
        failure.found(ProductOutcome.NO_DERIVATIVE, settled.first() + row, Double.NaN);
        return;
      }
    }
  }

  private boolean hasDerivative(int row) {
    SettlingOutcome outcome = settled.outcome(row);
    return outcome == SettlingOutcome.CONVERGED
        || (outcome == SettlingOutcome.UNSTABLE && !problem.how().stableOnly());
  }

  Equilibrium equilibrium(int row) {
    return settled.equilibrium(row, dynamics);
  }

  /** {@code sum += ∇E}; NaN if a pattern did not come to rest. */
  void addGradient(double[] sum) {
    if (!atRest) {
      Arrays.fill(sum, Double.NaN);
      return;
    }
    sums.addWeights(Rows.of(settled.y(), n, count), Rows.of(z, n, count), sum);
    sums.addRest(Rows.of(z, n, count), Rows.of(lambda, n, count), sum);
  }

  /** {@code sum += Σ (∂Eₙ/∂w)²} of the weighted terms. */
  void addSquaredGradients(double[] sum, Area area) {
    if (!atRest) {
      Arrays.fill(sum, Double.NaN);
      return;
    }
    Rows squares = Rows.of(squared(z, area), n, count);
    sums.addWeights(Rows.of(squared(settled.y(), area), n, count), squares, sum);
    sums.addRest(squares, Rows.of(squared(lambda, area), n, count), sum);
  }

  private double[] squared(double[] v, Area area) {
    double[] squares = area.lend(v.length);
    for (int i = 0; i < v.length; i++) {
      squares[i] = v[i] * v[i];
    }
    return squares;
  }

  /** {@code outs[j] += H vs[j]}, or G vs[j]; NaN if a pattern did not come to rest. */
  void addProducts(
      double[][] vs, double[][] outs, boolean gaussNewton, Unsolved unsolved, Area area) {
    if (!atRest) {
      for (double[] out : outs) {
        Arrays.fill(out, Double.NaN);
      }
      return;
    }
    products.add(vs, outs, gaussNewton, unsolved, area);
  }
}
