package org.roperator.recurrent;

/**
 * A network at given parameters on given patterns: total inputs, and what the units make of them.
 *
 * <p>The unknown of an equilibrium is its total input x, inputs inside σ included: {@code x =
 * Wᵀy(x) + b (+ I)}, {@code y(x) = σ(x) (+ I)}, a clamped unit's y being its value. Then {@code dy
 * = D dx} with {@code D = diag σ′(x)}, zero for clamped units.
 */
final class Dynamics {

  private final RecurrentNetwork network;
  private final Connections connections;
  private final Parameters parameters;
  private final double[] w;
  private final PatternBatch patterns;

  Dynamics(
      RecurrentNetwork network,
      Connections connections,
      Parameters parameters,
      double[] w,
      PatternBatch patterns) {
    this.network = network;
    this.connections = connections;
    this.parameters = parameters;
    this.w = w;
    this.patterns = patterns;
  }

  RecurrentNetwork network() {
    return network;
  }

  Connections connections() {
    return connections;
  }

  Parameters parameters() {
    return parameters;
  }

  double[] w() {
    return w;
  }

  PatternBatch patterns() {
    return patterns;
  }

  int n() {
    return patterns.n;
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
    if (network.inputs() == InputPlace.INSIDE) {
      addInput(x, at, pattern);
    }
  }

  private void addInput(double[] x, int at, int pattern) {
    int n = n();
    double[] inputs = parameters.hasInputs() ? w : patterns.inputs;
    int from =
        parameters.hasInputs() ? parameters.inputFrom(patterns.origin[pattern]) : pattern * n;
    for (int i = 0; i < n; i++) {
      x[at + i] += inputs[from + i];
    }
  }

  /** {@code y(x)} of one pattern. */
  void outputs(double[] x, int xAt, int pattern, double[] y, int yAt) {
    network.functions().values(x, xAt, y, yAt);
    if (network.inputs() == InputPlace.OUTSIDE) {
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
    network.functions().slopes(x, xAt, slope, slopeAt);
    clearClamped(pattern, slope, slopeAt);
  }

  /** {@code σ″(x)} of one pattern, zero for clamped units. */
  void bends(double[] x, int xAt, int pattern, double[] bend, int bendAt) {
    network.functions().bends(x, xAt, bend, bendAt);
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
}
