package org.roperator.recurrent;

import java.util.function.UnaryOperator;
import org.roperator.dense.Blas;
import org.roperator.function.Examples;
import org.roperator.function.FiniteSum;
import org.roperator.function.ParameterLayout;
import org.roperator.function.Workers;
import org.roperator.recurrent.Problem.How;

/**
 * The mean loss of a network's equilibria over patterns, {@code E(w) = (1/N) Σₚ loss(y_p(w)) + ½ ·
 * decay · ‖W‖²}, where {@code y_p} is the state the network settles at on pattern p.
 *
 * <p><b>Where it does not settle</b> there is no such function: {@link #value} is then +∞, worse
 * than any other, so that line searches step back from it; an expansion there has the value +∞ and
 * derivatives that are NaN, and {@link RecurrentExpansion#equilibria()} names what each pattern
 * did. Optimisers end such a run with their outcome NOT_FINITE if they can't avoid it.
 *
 * <p>An unstable equilibrium is one nevertheless, with its own value and derivatives, unless {@link
 * #requiringStability()} is asked for. One at a bifurcation, or whose adjoint system is not solved,
 * has its value, but derivatives that are NaN.
 *
 * <p>The function is smooth as long as no pattern's equilibrium is lost or exchanged for another;
 * small changes of w leave it, for a fixed start, where it was.
 *
 * <p>Each expansion settles every pattern, polishes it by Newton's method, and solves one adjoint
 * system. Each Hessian-vector product costs two systems and four products with n × n matrices per
 * pattern: {@code 6 n²} multiply-adds for dense W once factored. Patterns are cut into shards by
 * their number and that of the weights alone, so that results are equal bit for bit for any number
 * of threads. Immutable and safe to share between threads.
 */
public final class RecurrentObjective implements FiniteSum {

  private static final int MOST_SHARDS = 8;

  /** Numbers, 128 MB of them, that the further sums of the shards may take. */
  private static final int MOST_SUMMED = 1 << 24;

  /** Multiply-adds of an iteration over a shard that are worth a task of their own. */
  private static final int WORTH_A_SHARD = 1 << 16;

  private final Problem problem;
  private final Workers workers;
  private final long budget;
  private final ShardSum sums;

  private RecurrentObjective(Problem problem, Workers workers, long budget, int shards) {
    this.problem = problem;
    this.workers = workers;
    this.budget = budget;
    this.sums = new ShardSum(shards, workers);
  }

  static RecurrentObjective of(
      RecurrentNetwork network, EquilibriumLoss loss, PatternBatch patterns) {
    loss.requireFit(patterns);
    Problem problem =
        new Problem(
            network,
            loss,
            patterns,
            network.parameters(),
            0,
            new How(Settling.automatic(), FixedPointSolver.automatic(), false, Blas.instance()));
    // A quarter of the largest heap: room for an old and a new expansion besides the rest.
    long budget = Runtime.getRuntime().maxMemory() / 4;
    return new RecurrentObjective(problem, Workers.of(1), budget, shards(problem));
  }

  private static int shards(Problem problem) {
    long patterns = problem.patterns().size;
    long worth = patterns * problem.parameters().weights() / WORTH_A_SHARD;
    long fitting = MOST_SUMMED / problem.parameters().dimension();
    return (int) Math.max(1, Math.min(Math.min(MOST_SHARDS, patterns), Math.min(worth, fitting)));
  }

  private RecurrentObjective changed(Problem changed) {
    return new RecurrentObjective(changed, workers, budget, shards(changed));
  }

  private RecurrentObjective computed(UnaryOperator<How> change) {
    return changed(problem.with(change.apply(problem.how())));
  }

  /**
   * The same with {@code ½ · decay · ‖W‖²} of the weights added, in place of any decay before.
   *
   * @param decay finite, ≥ 0
   */
  public RecurrentObjective withDecay(double decay) {
    if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("The decay is " + decay + ", but must be finite and ≥ 0.");
    }
    return changed(problem.withDecay(decay));
  }

  /** The same, settling otherwise. */
  public RecurrentObjective settlingBy(Settling settling) {
    return computed(h -> new How(settling, h.solver(), h.stableOnly(), h.blas()));
  }

  /** The same, solving its linear systems otherwise. */
  public RecurrentObjective solvingBy(FixedPointSolver solver) {
    return computed(h -> new How(h.settling(), solver, h.stableOnly(), h.blas()));
  }

  /**
   * The same, counting an unstable equilibrium as none, at the price of a {@link Stability} for
   * each pattern and evaluation.
   */
  public RecurrentObjective requiringStability() {
    return computed(h -> new How(h.settling(), h.solver(), true, h.blas()));
  }

  /**
   * The same with the external inputs as parameters, too: a slice {@code I} of a row per pattern
   * behind the others, in place of the inputs of the patterns. Those of clamped units have no
   * effect. A later restriction to some patterns keeps the rows of all; an objective that is
   * restricted already gets rows for its own patterns alone.
   */
  public RecurrentObjective trainingInputs() {
    if (problem.parameters().hasInputs()) {
      return this;
    }
    PatternBatch counted = problem.patterns().countedAnew();
    return changed(
        problem.with(counted).with(problem.network().parameters().withInputs(counted.size)));
  }

  /** The same with matrix products by another implementation than the process's own. */
  public RecurrentObjective multiplyingBy(Blas blas) {
    return computed(h -> new How(h.settling(), h.solver(), h.stableOnly(), blas));
  }

  /** The same on other threads; one, the caller's, unless this is called. */
  public RecurrentObjective on(Workers workers) {
    return new RecurrentObjective(problem, workers, budget, sums.shards());
  }

  /**
   * The same with another bound on the memory of one expansion's factorisations; a quarter of the
   * largest heap unless this is called. Patterns beyond it are factored anew for each of a
   * product's two systems: n³/3 multiply-adds twice, in place of 6 n² in all. For many of them
   * {@link FixedPointSolver#krylov()} may be cheaper.
   *
   * @param bytes the bound, ≥ 0
   */
  public RecurrentObjective withMemoryBudget(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("The memory budget is " + bytes + ", but must be ≥ 0.");
    }
    return new RecurrentObjective(problem, workers, bytes, sums.shards());
  }

  /** The same, cut into so many shards. */
  RecurrentObjective cutInto(int shards) {
    return new RecurrentObjective(
        problem, workers, budget, Math.min(shards, problem.patterns().size));
  }

  /** The network. */
  public RecurrentNetwork network() {
    return problem.network();
  }

  @Override
  public int dimension() {
    return problem.parameters().dimension();
  }

  @Override
  public ParameterLayout layout() {
    return problem.parameters().layout(problem.network().connectivity().isFull());
  }

  @Override
  public int size() {
    return problem.patterns().size;
  }

  @Override
  public RecurrentObjective restrictedTo(int[] examples) {
    Examples.requireIndices(examples, size());
    return changed(problem.with(problem.patterns().select(examples)));
  }

  @Override
  public double value(double[] w) {
    RecurrentNetwork.requirePoint(w, problem.parameters());
    Dynamics dynamics = problem.at(w);
    double[] values = new double[sums.shards()];
    sums.forEach(
        (shard, nothing, area) ->
            values[shard] =
                Shard.value(problem, dynamics, firstOf(shard), firstOf(shard + 1), area));
    return mean(values) + problem.decayValue(w);
  }

  double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / size();
  }

  /** The number of the first pattern of a shard. */
  int firstOf(int shard) {
    return (int) ((long) size() * shard / sums.shards());
  }

  @Override
  public RecurrentExpansion expandAt(double[] w) {
    RecurrentNetwork.requirePoint(w, problem.parameters());
    return new RecurrentExpansion(this, w.clone());
  }

  Problem problem() {
    return problem;
  }

  ShardSum sums() {
    return sums;
  }

  long budget() {
    return budget;
  }
}
