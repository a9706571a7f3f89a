package org.roperator.recurrent;

import org.roperator.dense.Matrix;

/**
 * A network at given parameters on given patterns: total inputs, what the units make of them, and
 * what that means for small changes.
 *
 * <p>The unknown of an equilibrium is its total input x, inputs inside σ included: {@code x =
 * Wᵀy(x) + b (+ I)}, {@code y(x) = σ(x) (+ I)}, a clamped unit's y being its value. Then {@code dy
 * = D dx} with {@code D = diag σ′(x)}, zero for clamped units.
 */
final class Dynamics {

  private final Units units;
  private final Weights weights;
  private final Parameters parameters;
  private final double[] w;
  private final PatternBatch patterns;

  Dynamics(Units units, Weights weights, Parameters parameters, double[] w, PatternBatch patterns) {
    this.units = units;
    this.weights = weights;
    this.parameters = parameters;
    this.w = w;
    this.patterns = patterns;
  }

  Weights weights() {
    return weights;
  }

  Parameters parameters() {
    return parameters;
  }

  PatternBatch patterns() {
    return patterns;
  }

  int n() {
    return patterns.n;
  }

  /** The time constants τ of the units. Not to be modified. */
  double[] timeConstants() {
    return units.timeConstants();
  }

  /** Whether inputs stand outside σ and are parameters. */
  boolean trainsOutputs() {
    return parameters.hasInputs() && units.inputPlace() == InputPlace.OUTSIDE;
  }

  /** Adds biases, and inputs inside σ, to products {@code Wᵀy}. */
  void addConstants(double[] x, int at, int pattern) {
    int n = n();
    if (parameters.hasBiases()) {
      int from = parameters.biasFrom();
      for (int i = 0; i < n; i++) {
        x[at + i] += w[from + i];
      }
    }
    if (units.inputPlace() == InputPlace.INSIDE) {
      addInput(x, at, pattern);
    }
  }

  private void addInput(double[] x, int at, int pattern) {
    int n = n();
    double[] inputs = parameters.hasInputs() ? w : patterns.inputs;
    int from = parameters.hasInputs() ? inputFrom(pattern) : pattern * n;
    for (int i = 0; i < n; i++) {
      x[at + i] += inputs[from + i];
    }
  }

  /** Where among the parameters the inputs of a pattern stand, if they are parameters. */
  int inputFrom(int pattern) {
    return parameters.inputFrom(patterns.origin[pattern]);
  }

  /** {@code y(x)} of one pattern. */
  void outputs(double[] x, int xAt, int pattern, double[] y, int yAt) {
    units.values(x, xAt, y, yAt);
    if (units.inputPlace() == InputPlace.OUTSIDE) {
      addInput(y, yAt, pattern);
    }
    int n = n();
    for (int i = 0; i < n; i++) {
      double held = patterns.clamps[pattern * n + i];
      if (!Double.isNaN(held)) {
        y[yAt + i] = held;
      }
    }
  }

  /** {@code σ′(x)} of one pattern, zero for clamped units. */
  void slopes(double[] x, int xAt, int pattern, double[] slope, int slopeAt) {
    units.slopes(x, xAt, slope, slopeAt);
    clearClamped(pattern, slope, slopeAt);
  }

  /** {@code σ″(x)} of one pattern, zero for clamped units. */
  void bends(double[] x, int xAt, int pattern, double[] bend, int bendAt) {
    units.bends(x, xAt, bend, bendAt);
    clearClamped(pattern, bend, bendAt);
  }

  /** Zeros at the clamped units of one pattern. */
  void clearClamped(int pattern, double[] derivative, int at) {
    for (int i = 0; i < n(); i++) {
      if (!patterns.isFree(pattern, i)) {
        derivative[at + i] = 0;
      }
    }
  }

  /**
   * {@code out = WᵀD u}, each vector with the D of its own pattern.
   *
   * @param slopes D of all patterns, n numbers each
   * @param rows the pattern of each vector
   * @param u vectors one behind the other. Not modified.
   * @param scaled as many rows. Overwritten.
   * @param out as many rows. Overwritten.
   */
  void tangent(double[] slopes, int[] rows, double[] u, Matrix scaled, Matrix out) {
    scale(slopes, rows, u, scaled);
    weights.forward(scaled, 0, out);
  }

  /**
   * {@code out = DW u}, each vector with the D of its own pattern.
   *
   * @param slopes D of all patterns, n numbers each
   * @param rows the pattern of each vector
   * @param u a vector in each row. Not modified.
   * @param out as many rows, one behind the other. Overwritten.
   */
  void adjoint(double[] slopes, int[] rows, Matrix u, Matrix out) {
    weights.backward(u, 0, out);
    scale(slopes, rows, out.array(), out);
  }

  /** {@code out = D in}, both one vector behind the other from the beginning of an array. */
  private void scale(double[] slopes, int[] rows, double[] in, Matrix out) {
    int n = n();
    double[] scaled = out.array();
    for (int p = 0; p < out.rows(); p++) {
      int slope = rows[p] * n;
      for (int i = 0; i < n; i++) {
        scaled[p * n + i] = slopes[slope + i] * in[p * n + i];
      }
    }
  }

  /**
   * Adds what the adjoints of consecutive patterns mean for biases and inputs, which is that of
   * their total inputs; that of the outputs for inputs outside σ.
   *
   * @param first the number of the first pattern
   * @param zs adjoints of total inputs
   * @param lambdas adjoints of outputs
   * @param sum a gradient. Updated.
   */
  void addConstantsGradient(int first, Matrix zs, Matrix lambdas, double[] sum) {
    Matrix bars = units.inputPlace() == InputPlace.INSIDE ? zs : lambdas;
    int n = n();
    for (int row = 0; row < zs.rows(); row++) {
      if (parameters.hasBiases()) {
        int from = zs.index(row, 0);
        for (int i = 0; i < n; i++) {
          sum[parameters.biasFrom() + i] += zs.array()[from + i];
        }
      }
      if (parameters.hasInputs()) {
        addInputsGradient(first + row, bars.array(), bars.index(row, 0), sum);
      }
    }
  }

  private void addInputsGradient(int pattern, double[] bars, int from, double[] sum) {
    int at = inputFrom(pattern);
    for (int i = 0; i < n(); i++) {
      if (patterns.isFree(pattern, i)) {
        sum[at + i] += bars[from + i];
      }
    }
  }
}
