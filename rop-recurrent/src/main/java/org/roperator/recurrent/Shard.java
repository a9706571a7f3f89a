package org.roperator.recurrent;

import java.util.Arrays;

/**
 * Consecutive patterns at their equilibria, to second order in the parameters.
 *
 * <pre>
 * x = Wᵀy + b (+ I)        y = σ(x) (+ I)                       the equilibrium
 * z = D(Wz + e)            λ = Wz + e                           its adjoint, e = ∂E/∂y, D = diag σ′
 * ẋ = WᵀDẋ + Vᵀy + v_b     ẏ = Dẋ                               R{·} of the first line
 * ż = D(Wż + Vz + E″ẏ) + σ″∘λ∘ẋ                                 R{·} of the second
 * ∂E/∂w_ij = y_i z_j       (Hv)_ij = y_i ż_j + ẏ_i z_j
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
  private double[] z = new double[0];
  private double[] lambda = new double[0];
  private double[] bendLambda = new double[0];

  Shard(Problem problem, Dynamics dynamics, int first, int last, long budget, Area area) {
    this.problem = problem;
    this.dynamics = dynamics;
    this.count = last - first;
    this.n = dynamics.n();
    this.weight = 1.0 / problem.patterns().size;
    this.settled = problem.settle(dynamics, first, last);
    this.systems = problem.systems(dynamics, settled, budget);
    Polishing.polish(dynamics, settled, systems, area);
    requireStability(problem, dynamics, settled);
    this.atRest = atRest(problem, settled);
    this.value = atRest ? loss(problem, settled) : Double.POSITIVE_INFINITY;
    if (atRest) {
      backward(area.rewound());
    }
  }

  /** The sum of the losses alone; infinite if a pattern does not come to rest. */
  static double value(Problem problem, Dynamics dynamics, int first, int last, Area area) {
    Settled settled = problem.settle(dynamics, first, last);
    if (!settled.allAtRest()) {
      FixedPointSystems systems = problem.systems(dynamics, settled, 0);
      Polishing.polishSlow(dynamics, settled, systems, area);
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
    systems.solveAdjoints(z, 1, area);
    dynamics
        .connections()
        .backward(dynamics.w(), Rows.of(z, n, count), 1, Rows.of(lambda, n, count));
    for (int i = 0; i < z.length; i++) {
      bendLambda[i] *= lambda[i];
    }
    for (int row = 0; row < count; row++) {
      if (Double.isNaN(z[row * n]) && settled.outcome(row) != SettlingOutcome.SINGULAR) {
        settled.setOutcome(row, SettlingOutcome.ADJOINT_NOT_SOLVED);
      }
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

  Equilibrium equilibrium(int row) {
    return settled.equilibrium(row, dynamics);
  }

  /** {@code sum += ∇E}; NaN if a pattern did not come to rest. */
  void addGradient(double[] sum) {
    if (!atRest) {
      Arrays.fill(sum, Double.NaN);
      return;
    }
    dynamics.connections().addOuter(Rows.of(settled.y(), n, count), Rows.of(z, n, count), sum);
    addRest(Rows.of(z, n, count), Rows.of(lambda, n, count), sum);
  }

  /** {@code sum += Σ (∂Eₙ/∂w)²} of the weighted terms. */
  void addSquaredGradients(double[] sum, Area area) {
    if (!atRest) {
      Arrays.fill(sum, Double.NaN);
      return;
    }
    Rows squares = Rows.of(squared(z, area), n, count);
    dynamics.connections().addOuter(Rows.of(squared(settled.y(), area), n, count), squares, sum);
    addRest(squares, Rows.of(squared(lambda, area), n, count), sum);
  }

  private double[] squared(double[] v, Area area) {
    double[] squares = area.lend(v.length);
    for (int i = 0; i < v.length; i++) {
      squares[i] = v[i] * v[i];
    }
    return squares;
  }

  /** Adds what adjoints of total inputs and of outputs mean for biases and inputs. */
  private void addRest(Rows zs, Rows lambdas, double[] sum) {
    Parameters parameters = problem.parameters();
    boolean inside = problem.network().inputs() == InputPlace.INSIDE;
    for (int row = 0; row < count; row++) {
      int pattern = settled.first() + row;
      int from = zs.start(row);
      if (parameters.hasBiases()) {
        for (int i = 0; i < n; i++) {
          sum[parameters.biasFrom() + i] += zs.array()[from + i];
        }
      }
      if (parameters.hasInputs()) {
        int at = parameters.inputFrom(problem.patterns().origin[pattern]);
        Rows bars = inside ? zs : lambdas;
        int bar = bars.start(row);
        for (int i = 0; i < n; i++) {
          if (problem.patterns().isFree(pattern, i)) {
            sum[at + i] += bars.array()[bar + i];
          }
        }
      }
    }
  }

  /** {@code sums[j] += H vs[j]}, or G vs[j] without the terms of σ″ and of V in the way back. */
  void addProducts(double[][] vs, double[][] sums, boolean gaussNewton, Area area) {
    int k = vs.length;
    if (!atRest) {
      for (double[] sum : sums) {
        Arrays.fill(sum, Double.NaN);
      }
      return;
    }
    double[] xDot = area.lend(count * k * n);
    double[] yDot = area.lend(count * k * n);
    forwardDot(vs, xDot, yDot, area);
    double[] bar = area.lend(count * k * n);
    double[] zDot = area.lend(count * k * n);
    curve(vs, yDot, bar, gaussNewton);
    double[] slopes = systems.slopes();
    for (int p = 0; p < count * k; p++) {
      int of = p / k * n;
      for (int i = 0; i < n; i++) {
        double bend = gaussNewton ? 0 : bendLambda[of + i] * xDot[p * n + i];
        zDot[p * n + i] = slopes[of + i] * bar[p * n + i] + bend;
      }
    }
    systems.solveAdjoints(zDot, k, area);
    boolean outputsCount =
        problem.parameters().hasInputs() && problem.network().inputs() == InputPlace.OUTSIDE;
    if (outputsCount) { // λ̇ = Wż + Vz + E″ẏ
      dynamics
          .connections()
          .backward(dynamics.w(), Rows.of(zDot, n, count * k), 1, Rows.of(bar, n, count * k));
    }
    for (int j = 0; j < k; j++) {
      Rows zDots = Rows.lane(zDot, n, count, j, k);
      dynamics.connections().addOuter(Rows.of(settled.y(), n, count), zDots, sums[j]);
      if (!gaussNewton) {
        dynamics
            .connections()
            .addOuter(Rows.lane(yDot, n, count, j, k), Rows.of(z, n, count), sums[j]);
      }
      addRest(zDots, Rows.lane(bar, n, count, j, k), sums[j]);
    }
  }

  /** {@code (I − WᵀD) ẋ = Vᵀy + v_b + v_I}, {@code ẏ = Dẋ}; v_I outside σ enters by ẏ. */
  private void forwardDot(double[][] vs, double[] xDot, double[] yDot, Area area) {
    int k = vs.length;
    Parameters parameters = problem.parameters();
    boolean outside = parameters.hasInputs() && problem.network().inputs() == InputPlace.OUTSIDE;
    for (int j = 0; j < k; j++) {
      Rows lane = Rows.lane(xDot, n, count, j, k);
      dynamics.connections().forward(vs[j], Rows.of(settled.y(), n, count), 0, lane);
      for (int row = 0; row < count; row++) {
        int at = lane.start(row);
        if (parameters.hasBiases()) {
          add(vs[j], parameters.biasFrom(), xDot, at);
        }
        if (parameters.hasInputs() && !outside) {
          add(vs[j], inputFrom(row), xDot, at);
        }
        Arrays.fill(yDot, at, at + n, 0);
        if (outside) {
          add(vs[j], inputFrom(row), yDot, at);
          clearClamped(row, yDot, at);
        }
      }
    }
    if (outside) {
      Rows all = Rows.of(yDot, n, count * k);
      dynamics.connections().forward(dynamics.w(), all, 1, Rows.of(xDot, n, count * k));
    }
    systems.solveTangents(xDot, k, area);
    double[] slopes = systems.slopes();
    for (int p = 0; p < count * k; p++) {
      for (int i = 0; i < n; i++) {
        yDot[p * n + i] += slopes[p / k * n + i] * xDot[p * n + i];
      }
    }
  }

  private int inputFrom(int row) {
    int pattern = settled.first() + row;
    return problem.parameters().inputFrom(problem.patterns().origin[pattern]);
  }

  private void add(double[] from, int at, double[] to, int toAt) {
    for (int i = 0; i < n; i++) {
      to[toAt + i] += from[at + i];
    }
  }

  private void clearClamped(int row, double[] v, int at) {
    for (int i = 0; i < n; i++) {
      if (!problem.patterns().isFree(settled.first() + row, i)) {
        v[at + i] = 0;
      }
    }
  }

  /** {@code bar = Vz + E″ẏ}, without Vz for a Gauss-Newton product. */
  private void curve(double[][] vs, double[] yDot, double[] bar, boolean gaussNewton) {
    int k = vs.length;
    for (int j = 0; j < k; j++) {
      Rows lane = Rows.lane(bar, n, count, j, k);
      if (!gaussNewton) {
        dynamics.connections().backward(vs[j], Rows.of(z, n, count), 0, lane);
      }
      for (int row = 0; row < count; row++) {
        int at = lane.start(row);
        if (gaussNewton) {
          Arrays.fill(bar, at, at + n, 0);
        }
        problem
            .loss()
            .addCurvature(
                weight,
                settled.y(),
                row * n,
                problem.patterns().targets,
                target(row),
                n,
                yDot,
                bar,
                at);
      }
    }
  }
}
