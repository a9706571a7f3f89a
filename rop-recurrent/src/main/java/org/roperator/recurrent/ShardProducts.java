package org.roperator.recurrent;

import java.util.Arrays;

/**
 * Products with the Hessian, or the Gauss-Newton matrix, of consecutive patterns' losses.
 *
 * <pre>
 * ẋ = WᵀDẋ + Vᵀy + v_b     ẏ = Dẋ                               R{·} of the equilibrium
 * ż = D(Wż + Vz + E″ẏ) + σ″∘λ∘ẋ                                 R{·} of its adjoint
 * (Hv)_ij = y_i ż_j + ẏ_i z_j
 * </pre>
 *
 * <p>A Gauss-Newton product drops Vz, σ″∘λ∘ẋ and ẏz. Vectors stand k to a pattern, one for each
 * direction.
 */
final class ShardProducts {

  private final Problem problem;
  private final Dynamics dynamics;
  private final Connections connections;
  private final Settled settled;
  private final FixedPointSystems systems;
  private final ParameterSums sums;
  private final double[] z;
  private final double[] bendLambda;
  private final double weight;
  private final int count;
  private final int n;
  private final boolean inputsOutside;

  ShardProducts(
      Problem problem,
      Dynamics dynamics,
      Settled settled,
      FixedPointSystems systems,
      ParameterSums sums,
      double[] z,
      double[] bendLambda) {
    this.problem = problem;
    this.dynamics = dynamics;
    this.connections = dynamics.connections();
    this.settled = settled;
    this.systems = systems;
    this.sums = sums;
    this.z = z;
    this.bendLambda = bendLambda;
    this.weight = problem.weight();
    this.count = settled.count();
    this.n = dynamics.n();
    this.inputsOutside =
        problem.parameters().hasInputs() && problem.network().inputs() == InputPlace.OUTSIDE;
  }

  /** {@code outs[j] += H vs[j]}, or G vs[j]. */
  void add(double[][] vs, double[][] outs, boolean gaussNewton, Unsolved unsolved, Area area) {
    int k = vs.length;
    double[] xDot = area.lend(count * k * n);
    double[] yDot = area.lend(count * k * n);
    double[] bar = area.lend(count * k * n);
    double[] zDot = area.lend(count * k * n);
    pushForward(vs, xDot, yDot);
    for (int j = 0; j < k; j++) {
      Rows lane = Rows.lane(bar, n, count, j, k);
      if (gaussNewton) {
        clear(lane);
      } else {
        connections.backward(vs[j], Rows.of(z, n, count), 0, lane);
      }
    }
    systems.solvePairs(
        xDot, zDot, k, row -> turnBack(row, k, xDot, yDot, bar, zDot, gaussNewton), unsolved, area);
    Rows all = Rows.of(zDot, n, count * k);
    if (inputsOutside) { // λ̇ = Wż + Vz + E″ẏ
      connections.backward(dynamics.w(), all, 1, Rows.of(bar, n, count * k));
    }
    for (int j = 0; j < k; j++) {
      Rows zDots = Rows.lane(zDot, n, count, j, k);
      sums.addWeights(Rows.of(settled.y(), n, count), zDots, outs[j]);
      if (!gaussNewton) {
        sums.addWeights(Rows.lane(yDot, n, count, j, k), Rows.of(z, n, count), outs[j]);
      }
      sums.addRest(zDots, Rows.lane(bar, n, count, j, k), outs[j]);
    }
  }

  /** {@code xDot = Vᵀy + v_b + v_I}; v_I outside σ goes to yDot, and by W to xDot. */
  private void pushForward(double[][] vs, double[] xDot, double[] yDot) {
    int k = vs.length;
    Parameters parameters = problem.parameters();
    for (int j = 0; j < k; j++) {
      Rows lane = Rows.lane(xDot, n, count, j, k);
      connections.forward(vs[j], Rows.of(settled.y(), n, count), 0, lane);
      clear(Rows.lane(yDot, n, count, j, k));
      for (int row = 0; row < count; row++) {
        int at = lane.start(row);
        if (parameters.hasBiases()) {
          add(vs[j], parameters.biasFrom(), xDot, at);
        }
        if (parameters.hasInputs()) {
          add(vs[j], inputFrom(row), inputsOutside ? yDot : xDot, at);
          dynamics.clearClamped(settled.first() + row, yDot, at);
        }
      }
    }
    if (inputsOutside) {
      connections.forward(
          dynamics.w(), Rows.of(yDot, n, count * k), 1, Rows.of(xDot, n, count * k));
    }
  }

  /** {@code yDot += D xDot}, {@code bar += E″yDot}, {@code zDot = D bar + σ″∘λ∘xDot}. */
  private void turnBack(
      int row,
      int k,
      double[] xDot,
      double[] yDot,
      double[] bar,
      double[] zDot,
      boolean gaussNewton) {
    double[] slopes = systems.slopes();
    int of = row * n;
    int target = (settled.first() + row) * n;
    for (int j = 0; j < k; j++) {
      int at = (row * k + j) * n;
      for (int i = 0; i < n; i++) {
        yDot[at + i] += slopes[of + i] * xDot[at + i];
      }
      problem
          .loss()
          .addCurvature(
              weight, settled.y(), of, problem.patterns().targets, target, n, yDot, bar, at);
      for (int i = 0; i < n; i++) {
        double bend = gaussNewton ? 0 : bendLambda[of + i] * xDot[at + i];
        zDot[at + i] = slopes[of + i] * bar[at + i] + bend;
      }
    }
  }

  private int inputFrom(int row) {
    int pattern = settled.first() + row;
    return problem.parameters().inputFrom(problem.patterns().origin[pattern]);
  }

  private void clear(Rows rows) {
    for (int row = 0; row < count; row++) {
      int at = rows.start(row);
      Arrays.fill(rows.array(), at, at + n, 0);
    }
  }

  private void add(double[] from, int at, double[] to, int toAt) {
    for (int i = 0; i < n; i++) {
      to[toAt + i] += from[at + i];
    }
  }
}
