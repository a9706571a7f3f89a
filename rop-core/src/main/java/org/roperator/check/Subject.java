package org.roperator.check;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

/** The objective under test at its point, with every call counted. */
final class Subject {

  final Objective objective;
  final double[] w;
  final DerivativeCheck.Settings settings;
  final RandomGenerator random;

  /** The length in which steps are measured: a mean size of the parameters, 1 where w is zero. */
  private final double unit;

  /** Whether the parameters are of such different sizes that each moves in a unit of its own. */
  private final boolean mixedScales;

  long values;
  long expansions;
  long products;

  Subject(Objective objective, double[] w, DerivativeCheck.Settings settings) {
    this.objective = objective;
    this.w = w;
    this.settings = settings;
    this.random = new SplittableRandom(settings.seed());
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
    values++;
    return objective.value(point);
  }

  Expansion expandAt(double[] point) {
    expansions++;
    return objective.expandAt(point);
  }

  double[] times(SymmetricOperator a, double[] v) {
    products++;
    return a.times(v.clone()); // a product that modifies its direction must not spoil ours
  }

  /** A Gaussian direction in the units of length. */
  double[] direction() {
    double[] v = new double[w.length];
    for (int i = 0; i < v.length; i++) {
      v[i] = unit(i) * random.nextGaussian();
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

  /** A point beside w. */
  double[] neighbour() {
    double[] p = direction();
    Vectors.scale(0.05, p);
    Vectors.addScaled(1, w, p);
    return p;
  }

  /** The curve {@code t ↦ E(p + tv)}; NaN where the objective throws. */
  DifferenceSweep.Curve valuesAlong(double[] p, double[] v) {
    double[] shifted = new double[p.length];
    return (t, out) -> {
      Vectors.sum(p, t, v, shifted);
      try {
        out[0] = value(shifted);
      } catch (RuntimeException outsideTheDomain) {
        out[0] = Double.NaN;
      }
    };
  }

  /** The curve {@code t ↦ ∇E(p + tv)}; NaN where the objective throws. */
  DifferenceSweep.Curve gradientsAlong(double[] p, double[] v) {
    double[] shifted = new double[p.length];
    return (t, out) -> {
      Vectors.sum(p, t, v, shifted);
      try {
        System.arraycopy(expandAt(shifted).gradient(), 0, out, 0, out.length);
      } catch (RuntimeException outsideTheDomain) {
        Arrays.fill(out, Double.NaN);
      }
    };
  }

  DifferenceSweep sweep(DifferenceSweep.Curve curve, double[] centre, double[] claimed) {
    return DifferenceSweep.of(curve, centre, claimed, settings.largest(), settings.smallest());
  }

  /** The same sweep between the steps of the first, to confirm what it says. */
  DifferenceSweep sweepAgain(DifferenceSweep.Curve curve, double[] centre, double[] claimed) {
    double shift = 0.55;
    return DifferenceSweep.of(
        curve, centre, claimed, shift * settings.largest(), shift * settings.smallest());
  }

  /** A short sweep about a step that is known to do well. */
  DifferenceSweep sweepAbout(
      double step, DifferenceSweep.Curve curve, double[] centre, double[] claimed) {
    return DifferenceSweep.of(curve, centre, claimed, 10 * step, 0.1 * step);
  }

  String nameOf(int i) {
    return objective.layout().nameOf(i);
  }
}
