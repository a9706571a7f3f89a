package org.roperator.recurrent;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.roperator.dense.Blas;
import org.roperator.function.ParameterLayout;
import org.roperator.operator.Arguments;

/**
 * A network of n units that settles: {@code x = Wᵀy + b}, and each unit's output y follows {@code τ
 * dy/dt = −y + σ(x + I)} (or {@code −y + σ(x) + I}) until it stands still.
 *
 * <pre>{@code
 * RecurrentNetwork net = RecurrentNetwork.of(Connectivity.full(12)).functions(UnitFunction.tanh());
 * double[] w = net.initialise(0.8, 1);
 * Equilibrium settled = net.settle(w, Pattern.of(12).input(0, 1).build());
 * RecurrentObjective loss = net.objective(EquilibriumLoss.squaredError(), patterns);
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
  private final Units functions;
  private final InputPlace place;
  private final double[] timeConstants;
  private final boolean biases;

  private RecurrentNetwork(
      Connectivity connectivity,
      Units functions,
      InputPlace place,
      double[] timeConstants,
      boolean biases) {
    this.connectivity = connectivity;
    this.functions = functions;
    this.place = place;
    this.timeConstants = timeConstants;
    this.biases = biases;
  }

  /** A network of logistic units with biases, inputs inside σ and time constants of 1. */
  public static RecurrentNetwork of(Connectivity connectivity) {
    double[] ones = new double[connectivity.units()];
    Arrays.fill(ones, 1);
    return new RecurrentNetwork(
        connectivity,
        Units.all(connectivity.units(), UnitFunction.logistic()),
        InputPlace.INSIDE,
        ones,
        true);
  }

  /** The same with another function for all units. */
  public RecurrentNetwork functions(UnitFunction function) {
    return functions(0, units(), function);
  }

  /**
   * The same with another function for some units.
   *
   * @param from the first of them
   * @param to one past the last
   * @param function their function
   */
  public RecurrentNetwork functions(int from, int to, UnitFunction function) {
    if (from < 0 || to > units() || from >= to) {
      throw new IllegalArgumentException(
          "The units " + from + " to " + to + " do not exist; there are " + units() + ".");
    }
    return new RecurrentNetwork(
        connectivity, functions.with(from, to, function), place, timeConstants, biases);
  }

  /** The same with inputs elsewhere. */
  public RecurrentNetwork inputs(InputPlace place) {
    return new RecurrentNetwork(connectivity, functions, place, timeConstants, biases);
  }

  /**
   * The same with other time constants. They change how the network settles and what is stable, not
   * where its equilibria are.
   *
   * @param tau n numbers above 0. Copied.
   */
  public RecurrentNetwork timeConstants(double[] tau) {
    Arguments.requireLength("τ", tau, units(), "the network has " + units() + " units");
    for (int i = 0; i < tau.length; i++) {
      Arguments.requirePositive("The time constant of unit " + i, tau[i]);
    }
    return new RecurrentNetwork(connectivity, functions, place, tau.clone(), biases);
  }

  /** The same without biases. */
  public RecurrentNetwork withoutBiases() {
    return new RecurrentNetwork(connectivity, functions, place, timeConstants, false);
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
  public InputPlace inputs() {
    return place;
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
  public double[] initialise(double gain, long seed) {
    Arguments.requirePositive("The gain", gain);
    SplittableRandom random = new SplittableRandom(seed);
    double deviation = gain * Math.sqrt((double) units() / connectivity.weights());
    double[] w = new double[dimension()];
    for (int k = 0; k < connectivity.weights(); k++) {
      w[k] = deviation * random.nextGaussian();
    }
    return w;
  }

  /**
   * Settles on one pattern by the {@linkplain Settling#automatic() automatic} method.
   *
   * @param w the weights and biases, finite. Not modified.
   */
  public Equilibrium settle(double[] w, Pattern pattern) {
    return settle(w, pattern, Settling.automatic());
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
   * @param observer is told each state on the way
   */
  public Equilibrium settle(
      double[] w, Pattern pattern, Settling settling, SettlingObserver observer) {
    requirePoint(w, parameters());
    PatternBatch batch = PatternBatch.of(units(), List.of(pattern));
    Connections connections = Connections.of(connectivity, Blas.instance());
    Dynamics dynamics = new Dynamics(this, connections, parameters(), w.clone(), batch);
    Settled settled = new SettlingRun(dynamics, settling, observer).run(0, 1);
    FixedPointSolver.automatic()
        .systems(dynamics, settled, Blas.instance(), Long.MAX_VALUE)
        .newton()
        .ifPresent(systems -> Polishing.polish(dynamics, settled, systems, new Area()));
    return settled.equilibrium(0, dynamics).withStabilityChecked();
  }

  /**
   * The mean loss of the equilibria of some patterns as a function of the parameters.
   *
   * @param loss how far an equilibrium is from its targets
   * @param patterns at least one, each for as many units
   */
  public RecurrentObjective objective(EquilibriumLoss loss, List<Pattern> patterns) {
    return RecurrentObjective.of(this, loss, PatternBatch.of(units(), patterns));
  }

  static void requirePoint(double[] w, Parameters parameters) {
    int dimension = parameters.dimension();
    Arguments.requireLength("The point", w, dimension, "there are " + dimension + " parameters");
    Arguments.requireFinite("The point", w);
  }

  Parameters parameters() {
    return new Parameters(connectivity.weights(), biases ? units() : 0, 0, units());
  }

  Units functions() {
    return functions;
  }

  double[] timeConstants() {
    return timeConstants;
  }
}
