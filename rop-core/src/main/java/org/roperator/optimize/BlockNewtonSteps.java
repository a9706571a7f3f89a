package org.roperator.optimize;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Vectors;
import org.roperator.operator.BlockDiagonal;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;
import org.roperator.solve.CgOutcome;
import org.roperator.solve.CgResult;
import org.roperator.solve.ConjugateGradient;

/** The steps of one run of {@link BlockNewton}. */
final class BlockNewtonSteps implements UpdateRule.Steps {

  private final NavigableMap<Integer, Curvature.Blockwise> schedule;
  private final double damping;
  private final double rate;
  private final ConjugateGradient solver;
  private final Workers workers;
  private Curvature.Blockwise curvature;
  private boolean moved;
  private int blocks;
  private long solves;
  private long steps;
  private int mostSteps;
  private int negative;
  private long products;

  BlockNewtonSteps(
      NavigableMap<Integer, Curvature.Blockwise> schedule,
      double damping,
      double rate,
      ConjugateGradient solver,
      Workers workers) {
    this.schedule = schedule;
    this.damping = damping;
    this.rate = rate;
    this.solver = solver;
    this.workers = workers;
    this.curvature = schedule.firstEntry().getValue();
  }

  @Override
  public void beginEpoch(int number) {
    curvature = schedule.floorEntry(number).getValue();
    solves = 0;
    steps = 0;
    mostSteps = 0;
    negative = 0;
  }

  @Override
  public boolean step(FiniteSumExpansion at, double[] gradient, double[] w) {
    return move(curvatureOf(at), gradient, w);
  }

  /**
   * The curvature; that it is made for other objectives is the caller's mistake before the first
   * step, and what the objective threw in the midst of a run.
   */
  private BlockDiagonal<?> curvatureOf(FiniteSumExpansion at) {
    try {
      return EvaluationCounter.ask("the curvature", () -> curvature.of(at));
    } catch (ProgramFailure failure) {
      boolean mistake = !moved && failure.thrown() instanceof IllegalArgumentException;
      throw mistake ? failure.thrown() : failure;
    }
  }

  private <B extends SymmetricOperator> boolean move(
      BlockDiagonal<B> c, double[] gradient, double[] w) {
    List<BlockDiagonal.Block<B>> parts = c.blocks();
    double[] delta = new double[w.length];
    CgResult[] results = new CgResult[parts.size()];
    workers.run(
        results.length,
        b -> {
          results[b] = solve(parts.get(b), gradient);
          parts.get(b).scatter(results[b].solution(), delta);
        });
    blocks = results.length;
    boolean finite = true;
    for (CgResult result : results) {
      products += result.products();
      solves++;
      steps += result.iterations();
      mostSteps = Math.max(mostSteps, result.iterations());
      negative += result.outcome() == CgOutcome.NEGATIVE_CURVATURE ? 1 : 0;
      finite &= result.outcome() != CgOutcome.NOT_FINITE;
    }
    Vectors.addScaled(rate, delta, w);
    moved = true;
    return finite;
  }

  /** {@code [αI + (1 − α)C_b] Δ_b = −g_b}. */
  private <B extends SymmetricOperator> CgResult solve(
      BlockDiagonal.Block<B> block, double[] gradient) {
    double[] b = block.of(gradient);
    Vectors.scale(-1, b);
    SymmetricOperator damped = asked(block.operator()).scaledBy(1 - damping).damped(damping);
    return solver.solve(damped, b);
  }

  /** The same operator, whose exceptions are known as the user's. */
  private static SymmetricOperator asked(SymmetricOperator a) {
    return SymmetricOperator.of(a.dimension(), (v, out) -> EvaluationCounter.multiply(a, v, out));
  }

  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("blocks", (double) blocks);
    figures.put("cg_steps", (double) steps / Math.max(1, solves));
    figures.put("most_cg_steps", (double) mostSteps);
    figures.put("negative_curvature", (double) negative);
    return figures;
  }

  @Override
  public long products() {
    return products;
  }
}
