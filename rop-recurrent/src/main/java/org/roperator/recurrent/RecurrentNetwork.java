package org.roperator.recurrent;

import java.util.List;
import java.util.SplittableRandom;
import org.roperator.autodiff.Elementary;
import org.roperator.dense.Blas;
import org.roperator.function.ParameterLayout;
import org.roperator.function.ScalarFunction;
import org.roperator.internal.Arguments;
import org.roperator.internal.Gaussian;
import org.roperator.parallel.Arena;

/**
 * A network of n units that settles: {@code x = Wᵀy + b}, and each unit's output y follows {@code τ
 * dy/dt = −y + σ(x + I)} (or {@code −y + σ(x) + I}) until it stands still.
 *
 * <pre>{@code
 * RecurrentNetwork net = RecurrentNetwork.of(Connectivity.full(12)).withFunction(Elementary.TANH);
 * double[] w = net.initialize(0.8, 1);
 * Equilibrium settled = net.settle(w, Pattern.of(12).input(0, 1).build());
 * RecurrentObjective loss = RecurrentObjective.of(net, EquilibriumLoss.squaredError(), patterns);
 * }</pre>
 *
 * <p>Its parameters are the weights {@code w_ij} from unit i to unit j, row by row, then the
 * biases. A unit that a pattern clamps keeps its value whatever its total input.
 *
 * <p>Immutable; each method that changes something gives a new network. After L. B. Almeida (1987)
 * and F. J. Pineda (1987).
 */
public final class RecurrentNetwork {

  private final Connectivity connectivity;
  private final Units units;
  private final boolean biases;
  private final Blas blas;

  private RecurrentNetwork(Connectivity connectivity, Units units, boolean biases, Blas blas) {
    this.connectivity = connectivity;
    this.units = units;
    this.biases = biases;
    this.blas = blas;
  }

  /** A network of logistic units with biases, inputs inside σ and time constants of 1. */
  public static RecurrentNetwork of(Connectivity connectivity) {
    Units units = Units.of(connectivity.units(), Elementary.SIGMOID);
    return new RecurrentNetwork(connectivity, units, true, Blas.instance());
  }

  /** The same with another function for all units. */
  public RecurrentNetwork withFunction(ScalarFunction function) {
    return withFunction(0, units(), function);
  }

  /**
   * The same with another function for some units.
   *
   * @param from the first of them
   * @param to one past the last
   * @param function their function
   */
  public RecurrentNetwork withFunction(int from, int to, ScalarFunction function) {
    if (from < 0 || to > units() || from >= to) {
      throw new IllegalArgumentException(
          "The units " + from + " to " + to + " do not exist; there are " + units() + ".");
    }
    return with(units.withFunction(from, to, function));
  }

  /** The same with inputs elsewhere. */
  public RecurrentNetwork withInputPlace(InputPlace place) {
    return with(units.withInputPlace(place));
  }

  /**
   * The same with other time constants. They change how the network settles and what is stable, not
   * where its equilibria are.
   *
   * @param tau n numbers above 0. Copied.
   */
  public RecurrentNetwork withTimeConstants(double[] tau) {
    Arguments.requireLength("τ", tau, units(), "the network has " + units() + " units");
    for (int i = 0; i < tau.length; i++) {
      Arguments.requirePositive("The time constant of unit " + i, tau[i]);
    }
    return with(units.withTimeConstants(tau));
  }

  /** The same without biases. */
  public RecurrentNetwork withoutBiases() {
    return new RecurrentNetwork(connectivity, units, false, blas);
  }

  /** The same with matrix products by another implementation than the process's own. */
  public RecurrentNetwork withBlas(Blas other) {
    return new RecurrentNetwork(connectivity, units, biases, other);
  }

  private RecurrentNetwork with(Units others) {
    return new RecurrentNetwork(connectivity, others, biases, blas);
  }

  /** The number n of units. */
  public int units() {
    return connectivity.units();
  }

  /** Which unit has a weight to which. */
  public Connectivity connectivity() {
    return connectivity;
  }

  /** Where inputs enter. */
  public InputPlace inputPlace() {
    return units.inputPlace();
  }

  /** The number of weights and biases. */
  public int dimension() {
    return parameters().dimension();
  }

  /** The slices {@code W} (n × n, or one number per connection) and {@code b}. */
  public ParameterLayout layout() {
    return parameters().layout(connectivity.isFull());
  }

  /**
   * Parameters to begin with: weights normal with variance {@code gain² / n_in}, n_in being the
   * mean number of connections into a unit; biases 0. For many units and slopes of at most 1 the
   * spectral radius is then at most about the gain.
   *
   * @param gain finite, above 0; below 1 almost every network of slopes up to 1 settles
   * @param seed what the draw depends on
   */
  public double[] initialize(double gain, long seed) {
    Arguments.requirePositive("The gain", gain);
    SplittableRandom random = new SplittableRandom(seed);
    double deviation = gain * Math.sqrt((double) units() / connectivity.weights());
    double[] w = new double[dimension()];
    for (int k = 0; k < connectivity.weights(); k++) {
      w[k] = deviation * Gaussian.draw(random);
    }
    return w;
  }

  /**
   * Settles on one pattern by the {@linkplain Settling#standard() standard} method.
   *
   * @param w the weights and biases, finite. Not modified.
   */
  public Equilibrium settle(double[] w, Pattern pattern) {
    return settle(w, pattern, Settling.standard());
  }

  /**
   * Settles on one pattern, polishes the result by Newton's method, and tells whether it is stable.
   *
   * @param w the weights and biases, finite. Not modified.
   * @param pattern the inputs, clamped values and start
   * @param settling how
   */
  public Equilibrium settle(double[] w, Pattern pattern, Settling settling) {
    return settle(w, pattern, settling, (iteration, y, residual) -> {});
  }

  /**
   * The same under observation.
   *
   * @param observer notified of each state on the way
   */
  public Equilibrium settle(
      double[] w, Pattern pattern, Settling settling, Settling.Observer observer) {
    requirePoint(w, parameters());
    PatternBatch batch = PatternBatch.of(units(), List.of(pattern));
    Dynamics dynamics = dynamics(parameters(), w.clone(), batch);
    SettledBatch settled = new SettlingRun(dynamics, settling, observer).run(0, 1);
    FixedPointSolver.automatic()
        .systems(dynamics, settled, blas, Long.MAX_VALUE)
        .newton()
        .ifPresent(systems -> NewtonRefinement.polish(dynamics, settled, systems, Arena.empty()));
    return settled.equilibrium(0, dynamics).withStabilityChecked();
  }

  static void requirePoint(double[] w, Parameters parameters) {
    int dimension = parameters.dimension();
    Arguments.requireLength("The point", w, dimension, "there are " + dimension + " parameters");
    Arguments.requireFinite("The point", w);
  }

  Parameters parameters() {
    return new Parameters(connectivity.weights(), biases ? units() : 0, 0, units());
  }

  /**
   * The network at parameters on patterns.
   *
   * @param at where the parameters stand, those of inputs among them
   */
  Dynamics dynamics(Parameters at, double[] w, PatternBatch patterns) {
    return new Dynamics(units, Weights.of(connectivity, w, blas), at, w, patterns);
  }

  Units unitKinds() {
    return units;
  }

  Blas blas() {
    return blas;
  }
}
