package org.roperator.recurrent;

import java.util.Arrays;
import org.roperator.dense.Matrix;
import org.roperator.parallel.Arena;
import org.roperator.recurrent.FixedPointSystems.Unsolved;
import org.roperator.recurrent.LossTerm.Outputs;

/**
 * Products with the Hessian, or the Gauss-Newton matrix, of consecutive patterns' losses.
 *
 * <pre>
 * ẋ = WᵀDẋ + Vᵀy + v_b     ẏ = Dẋ                               R{·} of the equilibrium
 * ż = D(Wż + Vz + E″ẏ) + σ″∘λ∘ẋ                                 R{·} of its adjoint
 * (Hv)_ij = y_i ż_j + ẏ_i z_j
 * </pre>
 *
 * <p>{@code ẏ} and {@code ż} are handed to whoever asks for them. A Gauss-Newton product drops Vz,
 * σ″∘λ∘ẋ and ẏz. Vectors stand k to a pattern, one for each direction.
 */
final class ShardProducts {

  private final Problem problem;
  private final Dynamics dynamics;
  private final SettledBatch settled;
  private final FixedPointSystems systems;
  private final Outputs outputs;
  private final Matrix y;
  private final Matrix z;
  private final double[] bendLambda;
  private final int count;
  private final int n;

  ShardProducts(
      Problem problem,
      Dynamics dynamics,
      SettledBatch settled,
      FixedPointSystems systems,
      Matrix z,
      double[] bendLambda) {
    this.problem = problem;
    this.dynamics = dynamics;
    this.settled = settled;
    this.systems = systems;
    this.outputs = problem.outputs(settled);
    this.y = Matrix.of(settled.y(), settled.count(), dynamics.n());
    this.z = z;
    this.bendLambda = bendLambda;
    this.count = settled.count();
    this.n = dynamics.n();
  }

  /** Is handed the tangents of each pattern: n numbers of ẏ and of ż from a place on. */
  @FunctionalInterface
  interface Tangents {
    /** For products alone. */
    Tangents UNSEEN = (pattern, yDot, zDot, at) -> {};

    void of(int pattern, double[] yDot, double[] zDot, int at);
  }

  /** {@code outs[j] += H vs[j]}, or G vs[j]. */
  void add(
      double[][] vs,
      double[][] outs,
      boolean gaussNewton,
      Unsolved unsolved,
      Tangents tangents,
      Arena arena) {
    int k = vs.length;
    Matrix xDot = vectors(k, arena);
    Matrix yDot = vectors(k, arena);
    Matrix bar = vectors(k, arena);
    Matrix zDot = vectors(k, arena);
    for (int j = 0; j < k; j++) {
      Weights v = dynamics.weights().at(vs[j]);
      v.forward(y, 0, lane(xDot, j, k));
      addConstants(vs[j], j, k, xDot.array(), yDot.array());
      if (gaussNewton) {
        clear(bar.array(), j, k);
      } else {
        v.backward(z, 0, lane(bar, j, k));
      }
    }
    if (dynamics.trainsOutputs()) {
      dynamics.weights().forward(yDot, 1, xDot);
    }
    systems.solvePairs(
        xDot.array(),
        zDot.array(),
        k,
        row -> turnBack(row, k, xDot.array(), yDot.array(), bar.array(), zDot.array(), gaussNewton),
        unsolved,
        arena);
    for (int row = 0; row < count; row++) {
      tangents.of(settled.first() + row, yDot.array(), zDot.array(), row * k * n);
    }
    if (dynamics.trainsOutputs()) { // λ̇ = Wż + Vz + E″ẏ
      dynamics.weights().backward(zDot, 1, bar);
    }
    for (int j = 0; j < k; j++) {
      Weights sum = dynamics.weights().at(outs[j]);
      Matrix zDots = lane(zDot, j, k);
      sum.addOuter(y, zDots);
      if (!gaussNewton) {
        sum.addOuter(lane(yDot, j, k), z);
      }
      dynamics.addConstantsGradient(settled.first(), zDots, lane(bar, j, k), outs[j]);
    }
  }

  /** A row for each pattern and direction. */
  private Matrix vectors(int k, Arena arena) {
    return Matrix.of(arena.numbers(count * k * n), count * k, n);
  }

  /** The rows of direction j. */
  private static Matrix lane(Matrix vectors, int j, int k) {
    return k == 1 ? vectors : vectors.everyRow(j, k);
  }

  /** {@code xDot += v_b + v_I}, {@code yDot = 0} of one direction; v_I outside σ is yDot. */
  private void addConstants(double[] v, int j, int k, double[] xDot, double[] yDot) {
    Parameters parameters = dynamics.parameters();
    clear(yDot, j, k);
    for (int row = 0; row < count; row++) {
      int at = (row * k + j) * n;
      int pattern = settled.first() + row;
      if (parameters.hasBiases()) {
        add(v, parameters.biasFrom(), xDot, at);
      }
      if (parameters.hasInputs()) {
        add(v, dynamics.inputFrom(pattern), dynamics.trainsOutputs() ? yDot : xDot, at);
        dynamics.clearClamped(pattern, yDot, at);
      }
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
    for (int j = 0; j < k; j++) {
      int at = (row * k + j) * n;
      for (int i = 0; i < n; i++) {
        yDot[at + i] += slopes[of + i] * xDot[at + i];
      }
      problem.loss().addCurvature(problem.weight(), outputs, row, yDot, bar, at);
      for (int i = 0; i < n; i++) {
        double bend = gaussNewton ? 0 : bendLambda[of + i] * xDot[at + i];
        zDot[at + i] = slopes[of + i] * bar[at + i] + bend;
      }
    }
  }

  /** Zeros in direction j of k. */
  private void clear(double[] vectors, int j, int k) {
    for (int row = 0; row < count; row++) {
      int at = (row * k + j) * n;
      Arrays.fill(vectors, at, at + n, 0);
    }
  }

  private void add(double[] from, int at, double[] to, int toAt) {
    for (int i = 0; i < n; i++) {
      to[toAt + i] += from[at + i];
    }
  }
}
