package org.roperator.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.roperator.function.Expansion;
import org.roperator.function.MemoryBudgetException;
import org.roperator.function.Objective;
import org.roperator.internal.Gaussian;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/** The objective under test at its point, with every call counted. */
final class CountedObjective {

  /** By how much the steps of a sweep that confirms another differ from its. */
  static final double BETWEEN = 0.55;

  /** The share of a step that proved too large up to which others are taken. */
  private static final double NEARER = 0.5;

  /** How far away a point beside w lies, in the units of length. */
  private static final double NEIGHBOR = 0.05;

  /** After so many halvings a neighbor is as near as the steps of differences. */
  private static final int MOST_HALVINGS = 30;

  final Objective objective;
  final double[] w;
  final CheckSettings settings;
  final RandomGenerator random;

  /** The length in which steps are measured: a mean size of the parameters, 1 where w is zero. */
  private final double unit;

  /** Whether the parameters are of such different sizes that each moves in a unit of its own. */
  private final boolean mixedScales;

  private final Budget budget;

  /** The least time that a value and an expansion took at w. */
  private long valueNanos = Long.MAX_VALUE;

  private long expansionNanos = Long.MAX_VALUE;

  /** The largest step that is tried: beyond, evaluations are too dear or run out of memory. */
  private double reach = Double.POSITIVE_INFINITY;

  private @Nullable String whyNoFarther;

  long values;
  long expansions;
  long products;

  CountedObjective(Objective objective, double[] w, CheckSettings settings) {
    this.objective = objective;
    this.w = w;
    this.settings = settings;
    this.random = new SplittableRandom(settings.seed());
    this.budget = new Budget(settings.limits());
    double rootMeanSquare = Vectors.norm(w) / Math.sqrt(w.length);
    double geometricMean = geometricMean(w);
    this.mixedScales = geometricMean < 1e-2 * rootMeanSquare;
    this.unit = rootMeanSquare == 0 ? 1 : mixedScales ? geometricMean : rootMeanSquare;
  }

  /** Of the sizes of the entries that are not zero. */
  private static double geometricMean(double[] w) {
    double logs = 0;
    int count = 0;
    for (double x : w) {
      if (x != 0) {
        logs += Math.log(Math.abs(x));
        count++;
      }
    }
    return Math.exp(logs / Math.max(1, count));
  }

  int dimension() {
    return w.length;
  }

  double value(double[] point) {
    budget.spendEvaluation();
    values++;
    boolean atW = Arrays.equals(point, w);
    long begin = budget.now();
    double value = objective.value(point);
    valueNanos = atW ? Math.min(valueNanos, budget.now() - begin) : valueNanos;
    return value;
  }

  Expansion expandAt(double[] point) {
    budget.spendEvaluation();
    expansions++;
    boolean atW = Arrays.equals(point, w);
    long begin = budget.now();
    Expansion at = objective.expandAt(point);
    expansionNanos = atW ? Math.min(expansionNanos, budget.now() - begin) : expansionNanos;
    return at;
  }

  /** To be called before products that are not taken by {@link #times}. */
  void spendProducts(int count) {
    budget.requireTime();
    products += count;
  }

  double[] times(SymmetricOperator a, double[] v) {
    spendProducts(1);
    return a.times(v.clone()); // a product that modifies its direction must not spoil ours
  }

  /** A Gaussian direction in the units of length. */
  double[] direction() {
    return direction(random);
  }

  private double[] direction(RandomGenerator numbers) {
    double[] v = new double[w.length];
    for (int i = 0; i < v.length; i++) {
      v[i] = unit(i) * Gaussian.draw(numbers);
    }
    return v;
  }

  /** The axis of one parameter, in its unit of length. */
  double[] axis(int i) {
    double[] v = new double[w.length];
    v[i] = unit(i);
    return v;
  }

  private double unit(int i) {
    return mixedScales && w[i] != 0 ? Math.abs(w[i]) : unit;
  }

  /**
   * A point beside w where the objective does not throw: nearer by halves until it does not, at an
   * evaluation, an expansion and a product each; w itself if none is found.
   */
  double[] neighbor() {
    double[] v = direction();
    double share = Math.min(NEIGHBOR, 0.1 * reach);
    double[] p = new double[w.length];
    for (int k = 0; k < MOST_HALVINGS; k++) {
      Vectors.sum(w, share, v, p);
      if (isDefinedAt(p, v)) {
        return p;
      }
      share *= 0.5;
    }
    return w.clone();
  }

  private boolean isDefinedAt(double[] p, double[] v) {
    try {
      value(p.clone());
      Expansion at = expandAt(p.clone());
      at.gradient();
      times(at.hessian(), v);
      return true;
    } catch (Budget.Ended ended) {
      throw ended;
    } catch (RuntimeException outsideTheDomain) {
      return false;
    }
  }

  /** Goes out as far as a neighbor step by step, to learn how far evaluations can be made. */
  void scout() {
    double[] v = direction(new SplittableRandom(~settings.seed()));
    DifferenceSweep.Curve value = valuesAlong(w, v);
    DifferenceSweep.Curve gradient = gradientsAlong(w, v);
    double[] out = new double[w.length];
    for (double share : new double[] {0.01, 0.1, 0.3, 1}) {
      value.at(share * NEIGHBOR, out);
      gradient.at(share * NEIGHBOR, out);
    }
  }

  /** Why larger steps were not tried; empty if all were. */
  Optional<String> whyNoFarther() {
    return Optional.ofNullable(whyNoFarther);
  }

  /** The curve {@code t ↦ E(p + tv)}; NaN where the objective throws or t is beyond reach. */
  DifferenceSweep.Curve valuesAlong(double[] p, double[] v) {
    double[] shifted = new double[p.length];
    return (t, out) -> {
      out[0] = Double.NaN;
      Vectors.sum(p, t, v, shifted);
      evaluate(t, valueNanos, () -> out[0] = value(shifted));
    };
  }

  /** The curve {@code t ↦ ∇E(p + tv)}; NaN where the objective throws or t is beyond reach. */
  DifferenceSweep.Curve gradientsAlong(double[] p, double[] v) {
    double[] shifted = new double[p.length];
    return (t, out) -> {
      Arrays.fill(out, Double.NaN);
      Vectors.sum(p, t, v, shifted);
      evaluate(
          t,
          expansionNanos,
          () -> System.arraycopy(expandAt(shifted).gradient(), 0, out, 0, out.length));
    };
  }

  /** Evaluates at a step within reach, and learns from it how far to go. */
  private void evaluate(double t, long nanosAtW, Runnable evaluation) {
    double step = Math.abs(t);
    if (step > reach) {
      return;
    }
    long nanos = nanosOf(evaluation, step);
    if (step <= reach && budget.isTooDear(nanos, nanosAtW)) {
      nanos = Math.min(nanos, nanosOf(evaluation, step)); // the machine may have been busy
    }
    if (budget.isTooDear(nanos, nanosAtW)) {
      endReach(
          NEARER * step,
          "An evaluation took %.2g s at a step of %.1e, %.2g times as long as at the point;"
              + " only steps up to half of it were taken.",
          1e-9 * nanos,
          step,
          nanos / (double) Math.max(1, nanosAtW));
    }
  }

  private long nanosOf(Runnable evaluation, double step) {
    long begin = budget.now();
    try {
      evaluation.run();
    } catch (Budget.Ended ended) {
      throw ended;
    } catch (OutOfMemoryError | MemoryBudgetException tooLarge) {
      endReach(
          NEARER * step,
          "An evaluation ran out of memory at a step of %.1e (%s); only steps up to half of it were"
              + " taken.",
          step,
          Objects.toString(tooLarge.getMessage(), "no message"));
    } catch (RuntimeException outsideTheDomain) {
      // what is undefined there stays NaN
    }
    return budget.now() - begin;
  }

  private void endReach(double step, String format, Object... arguments) {
    if (step < reach) {
      reach = step;
      whyNoFarther = String.format(Locale.ROOT, format, arguments);
    }
  }

  /** A sweep of values along v, its steps tried from the smallest on. */
  DifferenceSweep sweepOfValues(double[] v, double[] center, double[] claimed, double shift) {
    double largest = shift * settings.largest();
    double smallest = shift * settings.smallest();
    DifferenceSweep.Curve values = valuesAlong(w, v);
    Map<Double, Double> known = new HashMap<>();
    double[] out = new double[1];
    for (int j = DifferenceSweep.steps(largest, smallest) - 1; j >= 0; j--) {
      double h = DifferenceSweep.step(largest, j);
      values.at(h, out);
      known.put(h, out[0]);
      values.at(-h, out);
      known.put(-h, out[0]);
    }
    return DifferenceSweep.of(
        (t, value) -> {
          Double before = known.get(t);
          if (before == null) {
            values.at(t, value); // finer than asked for
          } else {
            value[0] = before;
          }
        },
        center,
        claimed,
        largest,
        smallest);
  }

  DifferenceSweep sweep(DifferenceSweep.Curve curve, double[] center, double[] claimed) {
    return DifferenceSweep.of(curve, center, claimed, settings.largest(), settings.smallest());
  }

  /** The same sweep between the steps of the first, to confirm what it says. */
  DifferenceSweep sweepAgain(DifferenceSweep.Curve curve, double[] center, double[] claimed) {
    return DifferenceSweep.of(
        curve, center, claimed, BETWEEN * settings.largest(), BETWEEN * settings.smallest());
  }

  /** A short sweep about a step that is known to do well. */
  DifferenceSweep sweepAbout(
      double step, DifferenceSweep.Curve curve, double[] center, double[] claimed) {
    return DifferenceSweep.of(curve, center, claimed, 10 * step, 0.1 * step);
  }

  /** What is told beside a fault that was found, as far as the budget goes. */
  String withinBudget(Supplier<String> detail) {
    try {
      return detail.get();
    } catch (Budget.Ended ended) {
      return "The budget ended before more was known of it.";
    }
  }

  String nameOf(int i) {
    return objective.layout().nameOf(i);
  }
}
