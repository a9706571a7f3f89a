package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Arguments;

/**
 * A Boltzmann machine: binary units, symmetric weights, biases and a temperature.
 *
 * <p>{@code P(s) = e^(−E(s)/T) / Z} with {@code E(s) = κ (Σ_{i<j} w_ij s_i s_j + Σ b_i s_i)}. The
 * visible units come first, then the hidden ones. Parameters are one vector: a weight for each
 * connected pair {@code i < j} (within the visible layer, between the layers, within the hidden
 * layer; row by row), then a bias for each unit unless it is {@link #withoutBiases}; {@link
 * #parameters} and {@link #weights} convert.
 *
 * <pre>{@code
 * BoltzmannMachine machine = BoltzmannMachine.restricted(4, 2);
 * BoltzmannObjective loss = BoltzmannObjective.divergence(machine, Patterns.of(patterns));
 * double[] hv = loss.expandAt(w).hessian().times(v);   // exact
 * }</pre>
 *
 * <p>This class is the architecture; it holds no weights. Immutable.
 */
public final class BoltzmannMachine {

  /** Far enough from 1.8e308 for any sum of fields over units, chains and temperatures. */
  private static final double LARGEST = 1e300;

  private final Connections connections;
  private final UnitCoding coding;
  private final EnergySign sign;
  private final double temperature;

  private BoltzmannMachine(
      Connections connections, UnitCoding coding, EnergySign sign, double temperature) {
    this.connections = connections;
    this.coding = coding;
    this.sign = sign;
    this.temperature = Arguments.requirePositive("The temperature", temperature);
  }

  private static BoltzmannMachine of(int visible, int hidden, Connections.Mask mask) {
    Arguments.requirePositive("The number of visible units", visible);
    if (hidden < 0) {
      throw new IllegalArgumentException(
          "The number of hidden units is " + hidden + ", but must be at least 0.");
    }
    return new BoltzmannMachine(
        Connections.of(visible, hidden, mask), UnitCoding.ZERO_ONE, EnergySign.NEGATIVE, 1);
  }

  /** A machine in which every two units are connected; units 0 and 1, E = −Σ, T = 1. */
  public static BoltzmannMachine fullyConnected(int visible, int hidden) {
    return of(visible, hidden, (i, j) -> true);
  }

  /** A machine with connections between the layers alone; units 0 and 1, E = −Σ, T = 1. */
  public static BoltzmannMachine restricted(int visible, int hidden) {
    return of(visible, hidden, (i, j) -> i < visible && j >= visible);
  }

  /**
   * A machine with the connections of a mask; units 0 and 1, E = −Σ, T = 1.
   *
   * @param mask whether units i and j are connected: square, symmetric, nothing on its diagonal
   * @throws IllegalArgumentException naming the first entry that isn't so
   */
  public static BoltzmannMachine connected(int visible, int hidden, boolean[][] mask) {
    int units = visible + hidden;
    if (mask.length != units) {
      throw new IllegalArgumentException(
          "The mask has " + mask.length + " rows, but there are " + units + " units.");
    }
    for (int i = 0; i < units; i++) {
      if (mask[i].length != units) {
        throw new IllegalArgumentException(
            "Row "
                + i
                + " of the mask has length "
                + mask[i].length
                + ", but there are "
                + units
                + " units.");
      }
      if (mask[i][i]) {
        throw new IllegalArgumentException(
            "The mask connects unit " + i + " with itself; give it a bias instead.");
      }
      for (int j = 0; j < i; j++) {
        if (mask[i][j] != mask[j][i]) {
          throw new IllegalArgumentException(
              "The mask connects only one way between units "
                  + j
                  + " and "
                  + i
                  + "; connections are symmetric.");
        }
      }
    }
    return of(visible, hidden, (i, j) -> mask[i][j]);
  }

  /** This machine with units of the given values, in place of 0 and 1. */
  public BoltzmannMachine withCoding(UnitCoding values) {
    return new BoltzmannMachine(connections, values, sign, temperature);
  }

  /** This machine with the given sign of the energy, in place of {@link EnergySign#NEGATIVE}. */
  public BoltzmannMachine withSign(EnergySign kappa) {
    return new BoltzmannMachine(connections, coding, kappa, temperature);
  }

  /**
   * This machine at the given temperature, in place of 1.
   *
   * @param degrees T, finite and above 0
   */
  public BoltzmannMachine withTemperature(double degrees) {
    return new BoltzmannMachine(connections, coding, sign, degrees);
  }

  /**
   * This machine with biases of zero that are no parameters: the weights alone are learned.
   * Directions, gradients and products then have an entry for each connected pair and no more.
   *
   * @throws IllegalArgumentException if no units are connected
   */
  public BoltzmannMachine withoutBiases() {
    if (connections.pairs() == 0) {
      throw new IllegalArgumentException(
          "A machine of "
              + units()
              + " units without connections has nothing to learn but its biases; keep them.");
    }
    return new BoltzmannMachine(connections.withoutBiases(), coding, sign, temperature);
  }

  /** Whether each unit has a bias among the parameters. */
  public boolean hasBiases() {
    return connections.biased();
  }

  /** The number of visible units. */
  public int visible() {
    return connections.visible();
  }

  /** The number of hidden units. */
  public int hidden() {
    return connections.hidden();
  }

  /** The number of units. */
  public int units() {
    return connections.units();
  }

  /** The values of the units. */
  public UnitCoding coding() {
    return coding;
  }

  /** The sign of the energy. */
  public EnergySign sign() {
    return sign;
  }

  /** T. */
  public double temperature() {
    return temperature;
  }

  /** The number of parameters: connected pairs, and units unless they have no biases. */
  public int dimension() {
    return connections.dimension();
  }

  /** The names of the parameters: {@code W.visible}, {@code W.between}, {@code W.hidden}, b. */
  public ParameterLayout layout() {
    return connections.layout();
  }

  Connections connections() {
    return connections;
  }

  /**
   * The parameter vector of a weight matrix and biases.
   *
   * @param weights units × units, finite, symmetric, zero on the diagonal and where there is no
   *     connection. Not modified.
   * @param biases a number per unit, finite; zeros for a machine without biases. Not modified.
   * @throws IllegalArgumentException naming the first entry that doesn't fit
   */
  public double[] parameters(double[][] weights, double[] biases) {
    int n = units();
    String why = "the machine has " + n + " units";
    if (weights.length != n) {
      throw new IllegalArgumentException(
          "The weights have " + weights.length + " rows, but " + why + ".");
    }
    Arguments.requireLength("The vector of biases", biases, n, why);
    Arguments.requireFinite("The vector of biases", biases);
    for (int i = 0; i < n; i++) {
      Arguments.requireLength("Row " + i + " of the weights", weights[i], n, why);
      Arguments.requireFinite("Row " + i + " of the weights", weights[i]);
      if (weights[i][i] != 0) {
        throw new IllegalArgumentException(
            "Unit "
                + i
                + " is connected with itself by the weight "
                + weights[i][i]
                + "; use its bias instead.");
      }
      for (int j = 0; j < i; j++) {
        if (weights[i][j] != weights[j][i]) {
          throw new IllegalArgumentException(
              String.format(
                  "The weight from unit %d to unit %d is %s, but back it is %s; weights are"
                      + " symmetric.",
                  j, i, weights[j][i], weights[i][j]));
        }
      }
    }
    double[] w = new double[dimension()];
    boolean[][] taken = new boolean[n][n];
    for (int k = 0; k < connections.pairs(); k++) {
      w[k] = weights[connections.first(k)][connections.second(k)];
      taken[connections.first(k)][connections.second(k)] = true;
    }
    for (int i = 0; i < n; i++) {
      if (connections.biased()) {
        w[connections.biasesFrom() + i] = biases[i];
      } else if (biases[i] != 0) {
        throw new IllegalArgumentException(
            "The bias of unit " + i + " is " + biases[i] + ", but the machine has no biases.");
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        if (weights[i][j] != 0 && !taken[i][j]) {
          throw new IllegalArgumentException(
              "Units "
                  + i
                  + " and "
                  + j
                  + " are not connected, but their weight is "
                  + weights[i][j]
                  + ".");
        }
      }
    }
    return w;
  }

  /** The symmetric weight matrix of a parameter vector. */
  public double[][] weights(double[] w) {
    requireParameters(w);
    double[][] weights = new double[units()][units()];
    for (int k = 0; k < connections.pairs(); k++) {
      weights[connections.first(k)][connections.second(k)] = w[k];
      weights[connections.second(k)][connections.first(k)] = w[k];
    }
    return weights;
  }

  /** The biases of a parameter vector; zeros for a machine without biases. */
  public double[] biases(double[] w) {
    requireParameters(w);
    return connections.biases(w);
  }

  /**
   * The sufficient statistics of a state in the order of the parameters: {@code s_i s_j} for each
   * connected pair, then {@code s_i} unless there are no biases. The energy is {@code κ ⟨w, f(s)⟩}.
   *
   * @param state a value per unit. Not modified.
   */
  public double[] statistics(double[] state) {
    Arguments.requireLength("The state", state, units(), "the machine has " + units() + " units");
    double[] f = new double[dimension()];
    for (int k = 0; k < connections.pairs(); k++) {
      f[k] = state[connections.first(k)] * state[connections.second(k)];
    }
    if (connections.biased()) {
      System.arraycopy(state, 0, f, connections.biasesFrom(), units());
    }
    return f;
  }

  /** The natural parameters {@code θ = −κw/T}, for which {@code P(s) ∝ e^⟨θ, f(s)⟩}. */
  double[] natural(double[] w) {
    requireParameters(w);
    Arguments.requireFinite("The point", w);
    double factor = naturalFactor();
    return Arrays.stream(w).map(x -> factor * x).toArray();
  }

  /** Whether sums of natural parameters, some times over, could be infinite. */
  static boolean areTooLarge(double[] theta) {
    double sum = 0;
    for (double t : theta) {
      sum += Math.abs(t);
    }
    return !(sum <= LARGEST); // NaN, of 0/T, too
  }

  /** {@code dθ/dw = −κ/T}. */
  double naturalFactor() {
    return -sign.kappa() / temperature;
  }

  private void requireParameters(double[] w) {
    Arguments.requireLength(
        "The point", w, dimension(), "the machine has " + dimension() + " parameters");
  }

  @Override
  public String toString() {
    return visible()
        + " visible and "
        + hidden()
        + " hidden units, "
        + connections.pairs()
        + " connections";
  }
}
