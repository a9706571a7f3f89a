package org.roperator.recurrent;

import java.util.List;
import org.roperator.dense.Blas;
import org.roperator.function.FiniteSum;
import org.roperator.function.ParameterLayout;
import org.roperator.function.WeightDecay;
import org.roperator.internal.Examples;
import org.roperator.internal.HeapMemory;
import org.roperator.parallel.Arena;
import org.roperator.parallel.ShardedSum;
import org.roperator.parallel.Sharding;
import org.roperator.parallel.Workers;
import org.roperator.recurrent.Problem.Method;

/**
 * The mean loss of a network's equilibria over patterns, {@code E(w) = (1/N) Σₚ loss(y_p(w)) + ½ ·
 * decay · ‖W‖²}, where {@code y_p} is the state the network settles at on pattern p.
 *
 * <p><b>Where it does not settle</b> there is no such function: {@link #value} is then +∞, worse
 * than any other, so that line searches step back from it; an expansion there has the value +∞ and
 * derivatives that are NaN, and {@link RecurrentExpansion#equilibria()} names what each pattern
 * did. Optimizers end such a run with their outcome NOT_FINITE if they can't avoid it.
 *
 * <p>An unstable equilibrium is one nevertheless, with its own value and derivatives, unless {@link
 * #withStabilityRequired()} is asked for. One at a bifurcation, or whose adjoint system is not
 * solved, has its value, but derivatives that are NaN.
 *
 * <p>The function is smooth as long as no pattern's equilibrium is lost or exchanged for another;
 * small changes of w leave it, for a fixed start, where it was.
 *
 * <p>Each expansion settles every pattern, polishes it by Newton's method, and solves one adjoint
 * system. Each Hessian-vector product costs two systems and four products with n × n matrices per
 * pattern: {@code 6 n²} multiply-adds for dense W once factored. Patterns are cut into shards by
 * their number and that of the parameters alone, so that results are equal bit for bit for any
 * number of threads. Immutable and safe to share between threads.
 */
public final class RecurrentObjective implements FiniteSum {

  /** Multiply-adds of an iteration over a shard that are worth a task of their own. */
  private static final int WORTH_A_SHARD = 1 << 16;

  private final Problem problem;
  private final Sharding sharding;
  private final ShardedSum<Arena> sums;

  private RecurrentObjective(Problem problem, Sharding sharding, ShardedSum<Arena> sums) {
    this.problem = problem;
    this.sharding = sharding;
    this.sums = sums;
  }

  /**
   * The mean loss of the equilibria of some patterns.
   *
   * @param network what settles
   * @param loss how far an equilibrium is from its targets
   * @param patterns at least one, each for as many units
   */
  public static RecurrentObjective of(
      RecurrentNetwork network, EquilibriumLoss loss, List<Pattern> patterns) {
    PatternBatch batch = PatternBatch.of(network.units(), patterns);
    loss.requireFit(batch);
    Method method =
        new Method(
            Settling.standard(), FixedPointSolver.automatic(), false, HeapMemory.defaultBudget());
    Problem problem =
        new Problem(network, loss, batch, network.parameters(), WeightDecay.none(), method);
    return new RecurrentObjective(
        problem, cut(problem, shards(problem)), ShardedSum.on(Workers.of(1), Arena.scratch()));
  }

  private static Sharding cut(Problem problem, int shards) {
    return Sharding.inLanes(problem.size(), shards, problem.size());
  }

  private static int shards(Problem problem) {
    long patterns = problem.size();
    long worth = patterns * problem.parameters().weights() / WORTH_A_SHARD;
    int fitting = Sharding.affordable(problem.parameters().dimension());
    return (int) Math.max(1, Math.min(Math.min(fitting, patterns), worth));
  }

  private RecurrentObjective with(Problem other) {
    return new RecurrentObjective(other, cut(other, shards(other)), sums);
  }

  private RecurrentObjective with(Method other) {
    return new RecurrentObjective(problem.withMethod(other), sharding, sums);
  }

  /**
   * The same with {@code ½ · decay · ‖W‖²} of the weights added, in place of any decay before.
   *
   * @param decay finite, ≥ 0
   */
  public RecurrentObjective withDecay(double decay) {
    return with(problem.withDecay(decay));
  }

  /** The same, settling otherwise. */
  public RecurrentObjective withSettling(Settling settling) {
    return with(problem.method().withSettling(settling));
  }

  /** The same, solving its linear systems otherwise. */
  public RecurrentObjective withSolver(FixedPointSolver solver) {
    return with(problem.method().withSolver(solver));
  }

  /**
   * The same, counting an unstable equilibrium as none, at the price of a {@link Stability} for
   * each pattern and evaluation.
   */
  public RecurrentObjective withStabilityRequired() {
    return with(problem.method().withStabilityRequired());
  }

  /**
   * The same with the external inputs as parameters, too: a slice {@code I} of a row per pattern
   * behind the others, in place of the inputs of the patterns. Those of clamped units have no
   * effect. A later restriction to some patterns keeps the rows of all; an objective that is
   * restricted already gets rows for its own patterns alone.
   */
  public RecurrentObjective withTrainedInputs() {
    return problem.parameters().hasInputs() ? this : with(problem.withTrainedInputs());
  }

  /** The same with matrix products by another implementation than the process's own. */
  public RecurrentObjective withBlas(Blas blas) {
    return with(problem.withNetwork(problem.network().withBlas(blas)));
  }

  /** The same on other threads; one, the caller's, unless this is called. */
  public RecurrentObjective on(Workers workers) {
    return new RecurrentObjective(problem, sharding, sums.on(workers));
  }

  /**
   * The same with another bound on the memory of one expansion's factorizations; a quarter of the
   * largest heap unless this is called. Patterns beyond it are factored again for each product,
   * once for both its systems: n³/3 multiply-adds beside its 6 n². For many of them {@link
   * FixedPointSolver#krylov()} may be cheaper.
   *
   * @param bytes the bound, ≥ 0
   */
  public RecurrentObjective withMemoryBudget(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("The memory budget is " + bytes + ", but must be ≥ 0.");
    }
    return with(problem.method().withBudget(bytes));
  }

  /** The same, cut into so many shards. */
  RecurrentObjective withShards(int shards) {
    return new RecurrentObjective(problem, cut(problem, shards), sums);
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
    return problem.size();
  }

  @Override
  public RecurrentObjective restrictedTo(int[] examples) {
    Examples.requireIndices(examples, size());
    return with(problem.withPatterns(problem.patterns().select(examples)));
  }

  @Override
  public double value(double[] w) {
    RecurrentNetwork.requirePoint(w, problem.parameters());
    Dynamics dynamics = problem.at(w);
    double[] values = new double[sharding.shards()];
    sums.forEach(
        sharding,
        (shard, nothing, arena) ->
            values[shard] =
                Shard.value(
                    problem,
                    dynamics,
                    sharding.firstRow(shard),
                    sharding.firstRow(shard + 1),
                    arena));
    return problem.value(w, values);
  }

  @Override
  public RecurrentExpansion expandAt(double[] w) {
    RecurrentNetwork.requirePoint(w, problem.parameters());
    return new RecurrentExpansion(problem, sharding, sums, w.clone());
  }
}
