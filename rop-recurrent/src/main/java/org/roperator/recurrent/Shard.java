package org.roperator.recurrent;

import java.util.Arrays;
import org.roperator.dense.Matrix;
import org.roperator.parallel.Arena;
import org.roperator.recurrent.FixedPointSystems.Unsolved;
import org.roperator.recurrent.LossTerm.Outputs;
import org.roperator.recurrent.RecurrentProduct.FirstFailure;
import org.roperator.recurrent.RecurrentProduct.Outcome;

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
  private final SettledBatch settled;
  private final FixedPointSystems systems;
  private final int count;
  private final int n;
  private final double value;
  private final boolean atRest;
  private final Outputs outputs;
  private final ShardProducts products;
  private double[] z = new double[0];
  private double[] lambda = new double[0];
  private double[] bendLambda = new double[0];

  Shard(Problem problem, Dynamics dynamics, int first, int last, long budget, Arena arena) {
    this.problem = problem;
    this.dynamics = dynamics;
    this.count = last - first;
    this.n = dynamics.n();
    this.settled = problem.settle(dynamics, first, last);
    this.systems = problem.systems(dynamics, settled, budget);
    systems.newton().ifPresent(n -> NewtonRefinement.polish(dynamics, settled, n, arena));
    this.outputs = problem.outputs(settled);
    requireStability(problem, dynamics, settled);
    this.atRest = atRest(problem, settled);
    this.value = atRest ? loss(problem, settled) : Double.POSITIVE_INFINITY;
    if (atRest) {
      backward(arena.rewound());
    }
    this.products =
        new ShardProducts(
            problem, dynamics, settled, systems, atRest ? rows(z) : Matrix.empty(), bendLambda);
  }

  /** The sum of the losses alone; infinite if a pattern does not come to rest. */
  static double value(Problem problem, Dynamics dynamics, int first, int last, Arena arena) {
    SettledBatch settled = problem.settle(dynamics, first, last);
    if (NewtonRefinement.isAnyMoving(dynamics, settled)) {
      problem
          .systems(dynamics, settled, 0)
          .newton()
          .ifPresent(n -> NewtonRefinement.polishMoving(dynamics, settled, n, arena));
    }
    requireStability(problem, dynamics, settled);
    return atRest(problem, settled) ? loss(problem, settled) : Double.POSITIVE_INFINITY;
  }

  private static boolean atRest(Problem problem, SettledBatch settled) {
    for (int row = 0; row < settled.count(); row++) {
      SettlingOutcome outcome = settled.outcome(row);
      boolean refused = problem.method().stableOnly() && outcome == SettlingOutcome.UNSTABLE;
      if (refused || !outcome.isEquilibrium()) {
        return false;
      }
    }
    return true;
  }

  private static void requireStability(Problem problem, Dynamics dynamics, SettledBatch settled) {
    for (int row = 0; problem.method().stableOnly() && row < settled.count(); row++) {
      Equilibrium checked = settled.equilibrium(row, dynamics).withStabilityChecked();
      settled.setOutcome(row, checked.outcome());
    }
  }

  private static double loss(Problem problem, SettledBatch settled) {
    Outputs outputs = problem.outputs(settled);
    double sum = 0;
    for (int row = 0; row < settled.count(); row++) {
      sum += problem.loss().value(outputs, row);
    }
    return sum;
  }

  /** {@code (I − DW) z = De}, then λ and σ″∘λ. */
  private void backward(Arena arena) {
    z = new double[count * n];
    lambda = new double[count * n];
    bendLambda = new double[count * n];
    double[] slopes = systems.slopes();
    for (int row = 0; row < count; row++) {
      int at = row * n;
      problem.loss().addGradient(problem.weight(), outputs, row, lambda);
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
        arena);
    dynamics.weights().backward(rows(z), 1, rows(lambda));
    for (int i = 0; i < z.length; i++) {
      bendLambda[i] *= lambda[i];
    }
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
        failure.found(Outcome.NO_DERIVATIVE, settled.first() + row, Double.NaN);
        return;
      }
    }
  }

  private boolean hasDerivative(int row) {
    SettlingOutcome outcome = settled.outcome(row);
    return outcome == SettlingOutcome.CONVERGED
        || (outcome == SettlingOutcome.UNSTABLE && !problem.method().stableOnly());
  }

  /** {@code ∂E/∂x} of a pattern's own term; NaN if a pattern of the shard did not come to rest. */
  double[] adjoint(int row) {
    return atRest ? Arrays.copyOfRange(z, row * n, (row + 1) * n) : nan();
  }

  /** {@code dE/dy} of a pattern's own term; NaN if a pattern of the shard did not come to rest. */
  double[] stateAdjoint(int row) {
    return atRest ? Arrays.copyOfRange(lambda, row * n, (row + 1) * n) : nan();
  }

  private double[] nan() {
    double[] none = new double[n];
    Arrays.fill(none, Double.NaN);
    return none;
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
    addGradient(settled.y(), z, lambda, sum);
  }

  /** {@code sum += Σ (∂Eₙ/∂w)²} of the weighted terms. */
  void addSquaredGradients(double[] sum, Arena arena) {
    if (!atRest) {
      Arrays.fill(sum, Double.NaN);
      return;
    }
    addGradient(squared(settled.y(), arena), squared(z, arena), squared(lambda, arena), sum);
  }

  private void addGradient(double[] y, double[] z, double[] lambda, double[] sum) {
    dynamics.weights().at(sum).addOuter(rows(y), rows(z));
    dynamics.addConstantsGradient(settled.first(), rows(z), rows(lambda), sum);
  }

  private Matrix rows(double[] vectors) {
    return Matrix.of(vectors, count, n);
  }

  private double[] squared(double[] v, Arena arena) {
    double[] squares = arena.numbers(v.length);
    for (int i = 0; i < v.length; i++) {
      squares[i] = v[i] * v[i];
    }
    return squares;
  }

  /** {@code outs[j] += H vs[j]}, or G vs[j]; NaN if a pattern did not come to rest. */
  void addProducts(
      double[][] vs,
      double[][] outs,
      boolean gaussNewton,
      Unsolved unsolved,
      ShardProducts.Tangents tangents,
      Arena arena) {
    if (!atRest) {
      for (double[] out : outs) {
        Arrays.fill(out, Double.NaN);
      }
      return;
    }
    products.add(vs, outs, gaussNewton, unsolved, tangents, arena);
  }
}
