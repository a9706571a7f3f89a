package org.roperator.optimize;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.function.Workers;
import org.roperator.operator.BlockDiagonal;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;
import org.roperator.solve.CgOutcome;
import org.roperator.solve.CgResult;

/** The steps of one run of {@link BlockNewton}. */
final class BlockNewtonRule implements UpdateRule {

  private final NavigableMap<Integer, BlockwiseCurvature> schedule;
  private final BlockNewton.Settings settings;
  private final Workers workers;
  private BlockwiseCurvature curvature;
  private int blocks;
  private long solves;
  private long steps;
  private int mostSteps;
  private int negative;

  BlockNewtonRule(
      NavigableMap<Integer, BlockwiseCurvature> schedule,
      BlockNewton.Settings settings,
      Workers workers) {
    this.schedule = schedule;
    this.settings = settings;
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
  public boolean step(
      FiniteSumExpansion at, double[] gradient, double[] w, MeteredObjective meter) {
    return move(curvature.of(at), gradient, w, meter);
  }

  private <B extends SymmetricOperator> boolean move(
      BlockDiagonal<B> c, double[] gradient, double[] w, MeteredObjective meter) {
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
      meter.addProducts(result.products());
      solves++;
      steps += result.iterations();
      mostSteps = Math.max(mostSteps, result.iterations());
      negative += result.outcome() == CgOutcome.NEGATIVE_CURVATURE ? 1 : 0;
      finite &= result.outcome() != CgOutcome.NOT_FINITE;
    }
    Vectors.addScaled(settings.rate(), delta, w);
    return finite;
  }

  /** {@code [αI + (1 − α)C_b] Δ_b = −g_b}. */
  private <B extends SymmetricOperator> CgResult solve(
      BlockDiagonal.Block<B> block, double[] gradient) {
    double[] b = block.of(gradient);
    Vectors.scale(-1, b);
    SymmetricOperator damped =
        block.operator().scaledBy(1 - settings.alpha()).damped(settings.alpha());
    return settings.solver().solve(damped, b);
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
}
