package org.roperator.perturb;

import java.util.Arrays;
import java.util.Optional;
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

  /** From how many differences at least the noise of second differences is told. */
  private static final int SPREAD_OVER = 20;

  /** By what share of it steps along the axes grow, so that rounding is another at each. */
  private static final double STEP_CHANGE = 0x1p-10;

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
  private final double[] offset;
  private final double[] offsetErrors;
  private Optional<double[]> diagonalFor = Optional.empty();

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
    this.offset = new double[w.length];
    this.offsetErrors = new double[w.length];
    this.arraySize = draws.kind().arraySize(w.length);
    for (int g = 0; g < GROUPS; g++) {
      groups[g] = regression.moments();
    }
    this.center = sampler.value(this.w);
  }

  /**
   * Has {@code diag(H) v} added to what the regression says, by second differences along the axes,
   * which signs can't see.
   *
   * <p>They are taken several times over, with steps that differ by thousandths: how the results
   * spread, over all axes together, is the noise that values have, rounding included.
   */
  PerturbationRun withDiagonalTimes(double[] v) {
    diagonalFor = Optional.of(v);
    return this;
  }

  /** Measures the diagonal; answers how the run ends, if it does. */
  private Optional<PerturbationOutcome> measureDiagonal(double[] v) {
    int n = v.length;
    int repeats = 1 + Math.max(1, (SPREAD_OVER + n - 1) / n);
    long left = most - sampler.tally().evaluations();
    repeats = (int) Math.min(repeats, left / (2L * n + 2));
    if (repeats < 2) {
      return Optional.of(PerturbationOutcome.TOO_FEW_EVALUATIONS);
    }
    double[][] second = new double[repeats][n];
    for (int r = 0; r < repeats; r++) {
      double step = draws.size() * (1 + r * STEP_CHANGE);
      double[][] sides =
          sampler.valuesAbout(
              n + 1,
              2,
              (i, dw) -> {
                if (i < n) {
                  dw[i] = step;
                }
              });
      if (Thread.currentThread().isInterrupted()) {
        return Optional.of(PerturbationOutcome.INTERRUPTED);
      }
      for (int i = 0; i < n; i++) {
        second[r][i] = ((sides[i][0] - sides[n][0]) + (sides[i][1] - sides[n][1])) / step / step;
      }
      if (!Vectors.isFinite(second[r])) {
        return Optional.of(PerturbationOutcome.MOSTLY_FAILED);
      }
    }
    double[] mean = new double[n];
    double[] away = new double[repeats * n];
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < repeats; r++) {
        mean[i] += second[r][i] / repeats;
      }
      for (int r = 0; r < repeats; r++) {
        away[r * n + i] = second[r][i] - mean[i];
      }
    }
    double error = Vectors.norm(away) / Math.sqrt((repeats - 1.0) * n * repeats);
    for (int i = 0; i < n; i++) {
      offset[i] = v[i] * mean[i];
      offsetErrors[i] = Math.abs(v[i]) * error;
    }
    return Optional.empty();
  }

  /** Draws until the goal or the bound is reached. */
  PerturbationEstimate estimate() {
    if (!Double.isFinite(center)) {
      return none(PerturbationOutcome.UNDEFINED_AT_THE_POINT);
    }
    Optional<PerturbationOutcome> end = diagonalFor.flatMap(this::measureDiagonal);
    if (end.isPresent()) {
      return none(end.get());
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
      if (Thread.currentThread().isInterrupted()) {
        return none(PerturbationOutcome.INTERRUPTED);
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
      for (int i = 0; i < errors.length; i++) {
        errors[i] = Math.hypot(errors[i], offsetErrors[i]);
      }
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
