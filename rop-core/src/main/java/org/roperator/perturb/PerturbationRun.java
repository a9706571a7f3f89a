package org.roperator.perturb;

import java.util.Arrays;
import org.roperator.operator.Vectors;

/** One estimation of a {@link WeightPerturbation}. */
final class PerturbationRun {

  /** Groups of draws, for the jackknife. */
  private static final int GROUPS = 20;

  /** By how much the draws grow between two looks at the standard errors. */
  private static final double GROWTH = 1.5;

  /** Draws evaluated at a time; their values are all that is kept of them. */
  private static final int BATCH = 1024;

  /** Which part of a mirrored pair's values answers the question. */
  enum Response {
    /** {@code ½[E(w + Δw) − E(w − Δw)]}: the gradient's. */
    ODD,
    /** {@code ½[E(w + Δw) + E(w − Δw)] − E(w)}: the curvature's. */
    EVEN
  }

  private final WeightPerturbation.Settings settings;
  private final Sampler sampler;
  private final Regression regression;
  private final Response response;
  private final Moments[] groups = new Moments[GROUPS];
  private final int arraySize;
  private final double centre;
  private final double[] w;

  PerturbationRun(
      WeightPerturbation.Settings settings,
      BlackBox box,
      double[] w,
      Regression regression,
      Response response) {
    this.settings = settings;
    this.w = w.clone();
    this.sampler = new Sampler(box, this.w, settings);
    this.regression = regression;
    this.response = response;
    this.arraySize = settings.kind.arraySize(w.length);
    for (int g = 0; g < GROUPS; g++) {
      groups[g] = regression.moments();
    }
    this.centre = sampler.value(this.w);
  }

  /** {@code diag(H) v} by second differences along the axes, which signs can't see. */
  double[] diagonalTimes(double[] v) {
    double[] product = new double[v.length];
    for (int i = 0; i < v.length && Double.isFinite(centre); i++) {
      double[] point = w.clone();
      point[i] = w[i] + settings.size;
      double up = sampler.value(point);
      point[i] = w[i] - settings.size;
      double down = sampler.value(point);
      product[i] = v[i] * ((up - centre) + (down - centre)) / (settings.size * settings.size);
    }
    return product;
  }

  /**
   * Draws until the goal or the bound is reached.
   *
   * @param offset what is to be added to what the regression says
   */
  PerturbationEstimate estimate(double[] offset) {
    if (!Double.isFinite(centre)) {
      return none(PerturbationOutcome.UNDEFINED_AT_THE_POINT);
    }
    long most =
        Math.max(0, settings.most - sampler.tally().evaluations()) / sampler.evaluationsPerDraw();
    long drawn = 0;
    long goal = wholeArrays(Math.max(2L * GROUPS, 2L * regression.size()));
    while (true) {
      goal = Math.min(goal, most);
      for (; drawn < goal; drawn += BATCH) {
        take(drawn, (int) Math.min(BATCH, goal - drawn));
      }
      drawn = goal;
      if (sampler.mostlyFailed()) {
        return none(PerturbationOutcome.MOSTLY_FAILED);
      }
      double[] estimate = regression.solve(pooledWithout(-1));
      double[] errors = standardErrors();
      Vectors.addScaled(1, offset, estimate);
      boolean solved = Vectors.isFinite(estimate);
      boolean accurate =
          solved && Vectors.norm(errors) <= settings.relativeError * Vectors.norm(estimate);
      if (accurate || drawn >= most) {
        return solved
            ? new PerturbationEstimate(
                accurate ? PerturbationOutcome.ACCURATE : PerturbationOutcome.EVALUATIONS_SPENT,
                estimate,
                errors,
                sampler.tally())
            : none(PerturbationOutcome.TOO_FEW_EVALUATIONS);
      }
      goal = wholeArrays((long) (GROWTH * goal) + 1);
    }
  }

  private long wholeArrays(long draws) {
    return (draws + arraySize - 1) / arraySize * arraySize;
  }

  private void take(long from, int count) {
    double[][] values = sampler.values(from, count);
    double[] dw = new double[w.length];
    double[] variables = new double[regression.size()];
    for (int k = 0; k < count; k++) {
      double y = responseOf(values[k]);
      if (Double.isFinite(y)) {
        sampler.draw(from + k, dw);
        regression.variables(dw, y, variables);
        groups[(int) ((from + k) / arraySize % GROUPS)].add(variables);
      }
    }
  }

  private double responseOf(double[] values) {
    if (!settings.mirrored) {
      return values[0] - centre;
    }
    return response == Response.ODD
        ? 0.5 * (values[0] - values[1])
        : 0.5 * ((values[0] - centre) + (values[1] - centre));
  }

  private Moments pooledWithout(int left) {
    Moments pooled = regression.moments();
    for (int g = 0; g < GROUPS; g++) {
      if (g != left) {
        pooled.addAll(groups[g]);
      }
    }
    return pooled;
  }

  /** The jackknife: how much the estimate moves when a group is left out. */
  private double[] standardErrors() {
    Moments leaveOneOut = eachEntry(w.length);
    int used = 0;
    for (int g = 0; g < GROUPS; g++) {
      if (groups[g].count() > 0) {
        leaveOneOut.add(regression.solve(pooledWithout(g)));
        used++;
      }
    }
    double[] errors = new double[w.length];
    for (int i = 0; i < errors.length; i++) {
      double variance = leaveOneOut.covariance(i) * (used - 1.0) * (used - 1.0) / used;
      errors[i] = Double.isFinite(variance) ? Math.sqrt(variance) : Double.POSITIVE_INFINITY;
    }
    return errors;
  }

  private PerturbationEstimate none(PerturbationOutcome outcome) {
    double[] nothing = new double[w.length];
    double[] infinite = new double[w.length];
    Arrays.fill(nothing, Double.NaN);
    Arrays.fill(infinite, Double.POSITIVE_INFINITY);
    return new PerturbationEstimate(outcome, nothing, infinite, sampler.tally());
  }

  /** The variance of each entry of a vector. */
  private static Moments eachEntry(int n) {
    int[] all = new int[n];
    Arrays.setAll(all, i -> i);
    return new Moments(n, all, all);
  }
}
