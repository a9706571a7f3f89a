package org.roperator.perturb;

import java.util.Arrays;
import java.util.OptionalInt;
import org.roperator.internal.Vectors;

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

  private final Draws draws;
  private final long most;
  private final double relativeError;
  private final Sampler sampler;
  private final Regression regression;
  private final Response response;
  private final Moments[] groups = new Moments[GROUPS];
  private final int arraySize;
  private final double center;
  private final double[] w;
  private final int directionExponent;

  /** Of a power of two near the first changes of the value; regressions see multiples of it. */
  private OptionalInt responseExponent = OptionalInt.empty();

  PerturbationRun(
      Sampler sampler,
      Regression regression,
      Response response,
      int directionExponent,
      long most,
      double relativeError) {
    this.directionExponent = directionExponent;
    this.draws = sampler.draws();
    this.most = most;
    this.relativeError = relativeError;
    this.w = sampler.point();
    this.sampler = sampler;
    this.regression = regression;
    this.response = response;
    this.arraySize = draws.kind().arraySize(w.length);
    for (int g = 0; g < GROUPS; g++) {
      groups[g] = regression.moments();
    }
    this.center = sampler.value(this.w);
  }

  /** {@code diag(H) v} by second differences along the axes, which signs can't see. */
  double[] diagonalTimes(double[] v) {
    double[] product = new double[v.length];
    for (int i = 0; i < v.length && Double.isFinite(center); i++) {
      double[] point = w.clone();
      point[i] = w[i] + draws.size();
      double up = sampler.value(point);
      point[i] = w[i] - draws.size();
      double down = sampler.value(point);
      product[i] = v[i] * ((up - center) + (down - center)) / draws.size() / draws.size();
    }
    return product;
  }

  /**
   * Draws until the goal or the bound is reached.
   *
   * @param offset what is to be added to what the regression says
   */
  PerturbationEstimate estimate(double[] offset) {
    if (!Double.isFinite(center)) {
      return none(PerturbationOutcome.UNDEFINED_AT_THE_POINT);
    }
    long limit = Math.max(0, most - sampler.tally().evaluations()) / sampler.evaluationsPerDraw();
    long drawn = 0;
    long goal = wholeArrays(Math.max(2L * GROUPS, 2L * regression.size()));
    while (true) {
      goal = Math.min(goal, limit);
      for (; drawn < goal; drawn += BATCH) {
        if (Thread.currentThread().isInterrupted()) {
          return none(PerturbationOutcome.INTERRUPTED);
        }
        take(drawn, (int) Math.min(BATCH, goal - drawn));
      }
      drawn = goal;
      if (sampler.mostlyFailed()) {
        return none(PerturbationOutcome.MOSTLY_FAILED);
      }
      double[] estimate = regression.solve(pooledWithout(-1));
      double[] errors = standardErrors();
      QuasiNewtonUpdate.scale(estimate, unit());
      QuasiNewtonUpdate.scale(errors, unit());
      Vectors.addScaled(1, offset, estimate);
      boolean solved = Vectors.isFinite(estimate);
      boolean accurate = solved && Vectors.norm(errors) <= relativeError * Vectors.norm(estimate);
      if (accurate || drawn >= limit) {
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
        // In units near the perturbations and the values: no square overflows or vanishes.
        QuasiNewtonUpdate.scale(dw, -draws.sizeExponent());
        if (responseExponent.isEmpty() && y != 0) {
          responseExponent = OptionalInt.of(QuasiNewtonUpdate.exponent(new double[] {y}));
        }
        regression.variables(dw, Math.scalb(y, -responseExponent.orElse(0)), variables);
        groups[(int) ((from + k) / arraySize % GROUPS)].add(variables);
      }
    }
  }

  /** The exponent of the unit of what the regression says: that of a gradient, or of H times v. */
  private int unit() {
    int perturbations = response == Response.ODD ? 1 : 2;
    return responseExponent.orElse(0) + directionExponent - perturbations * draws.sizeExponent();
  }

  private double responseOf(double[] values) {
    if (!draws.mirrored()) {
      return values[0] - center;
    }
    return response == Response.ODD
        ? 0.5 * (values[0] - values[1])
        : 0.5 * ((values[0] - center) + (values[1] - center));
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
