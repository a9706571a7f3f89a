package org.roperator.check;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

/** One run of a {@link DerivativeCheck} at one point. */
final class Examination {

  /** An alarm needs a discrepancy of this many uncertainties. */
  private static final double CLEAR = 10;

  private final Objective objective;
  private final double[] w;
  private final DerivativeCheck.Settings settings;
  private final RandomGenerator random;
  private final List<Finding> findings = new ArrayList<>();

  private ErrorCurve gradientCurve = new ErrorCurve(List.of(), OptionalDouble.empty());
  private ErrorCurve hvCurve = new ErrorCurve(List.of(), OptionalDouble.empty());
  private double gradientError = Double.NaN;
  private double hvError = Double.NaN;
  private double symmetryError = Double.NaN;
  private double linearityError = Double.NaN;
  private long values;
  private long expansions;
  private long products;

  Examination(Objective objective, double[] w, DerivativeCheck.Settings settings) {
    this.objective = objective;
    this.w = w;
    this.settings = settings;
    this.random = new SplittableRandom(settings.seed());
  }

  CheckReport report() {
    Expansion at = expandAt(w);
    double[] gradient = at.gradient();
    SymmetricOperator h = at.hessian();
    double[][] directions = new double[settings.directions()][];
    double[][] hvs = new double[directions.length][];
    for (int k = 0; k < directions.length; k++) {
      directions[k] = direction();
      hvs[k] = times(h, directions[k]);
    }
    for (int k = 0; k < directions.length; k++) {
      gradientAlong(directions[k], gradient, k == 0);
    }
    operatorLaws(h, directions, hvs);
    for (int k = 0; k < directions.length; k++) {
      hessianAlong(directions[k], gradient, hvs[k], k == 0);
    }
    return new CheckReport(
        findings,
        new CheckReport.Measured(
            w.length,
            settings.directions(),
            settings.tolerance(),
            gradientError,
            hvError,
            symmetryError,
            linearityError,
            gradientCurve,
            hvCurve,
            values,
            expansions,
            products));
  }

  /** Gaussian numbers in units of the parameters' root mean square. */
  private double[] direction() {
    double unit = Vectors.norm(w) / Math.sqrt(w.length);
    double[] v = new double[w.length];
    for (int i = 0; i < v.length; i++) {
      v[i] = (unit > 0 ? unit : 1) * random.nextGaussian();
    }
    return v;
  }

  private void gradientAlong(double[] v, double[] gradient, boolean first) {
    double[] shifted = new double[w.length];
    DifferenceSweep sweep =
        DifferenceSweep.of(
            (t, out) -> {
              Vectors.sum(w, t, v, shifted);
              out[0] = value(shifted);
            },
            new double[] {Vectors.dot(gradient, v)},
            settings.largest(),
            settings.smallest());
    // ⟨g, v⟩ may vanish by accident; its terms don't.
    double scale = 0;
    for (int i = 0; i < v.length; i++) {
      scale += gradient[i] * gradient[i] * v[i] * v[i];
    }
    scale = Math.max(Math.sqrt(scale), Math.abs(sweep.derivative()[0]));
    scale = Math.max(scale, Double.MIN_NORMAL);
    if (first) {
      gradientCurve = sweep.curve(scale);
    }
    gradientError = worst(gradientError, sweep.error() / scale);
    if (sweep.error() > settings.tolerance() * scale + CLEAR * sweep.uncertainty()) {
      findings.add(
          new Finding(
              Verdict.WRONG_GRADIENT,
              String.format(
                  "⟨∇E, v⟩ is %.6g, but values differ by %.6g ± %.1g per step.",
                  Vectors.dot(gradient, v), sweep.derivative()[0], sweep.uncertainty())));
    }
  }

  private void hessianAlong(double[] v, double[] gradient, double[] hv, boolean first) {
    double[] shifted = new double[w.length];
    DifferenceSweep sweep =
        DifferenceSweep.of(
            (t, out) -> {
              Vectors.sum(w, t, v, shifted);
              double[] g = expandAt(shifted).gradient();
              System.arraycopy(g, 0, out, 0, out.length);
            },
            hv,
            settings.largest(),
            settings.smallest());
    // Where the curvature vanishes, errors are measured against a thousandth of the gradient.
    double scale =
        Math.max(
            Math.max(Vectors.norm(hv), Vectors.norm(sweep.derivative())),
            1e-3 * Vectors.norm(gradient));
    scale = Math.max(scale, Double.MIN_NORMAL);
    if (first) {
      hvCurve = sweep.curve(scale);
    }
    hvError = worst(hvError, sweep.error() / scale);
    if (sweep.error() > settings.tolerance() * scale + CLEAR * sweep.uncertainty()) {
      findings.add(
          new Finding(
              Verdict.WRONG_HESSIAN,
              String.format(
                  "‖Hv − D‖ is %.2g of ‖Hv‖, where D are central differences of gradients.",
                  sweep.error() / scale)));
    }
  }

  private void operatorLaws(SymmetricOperator h, double[][] directions, double[][] hvs) {
    double[] u = direction();
    double[] hu = times(h, u);
    symmetryError = 0;
    linearityError = 0;
    for (int k = 0; k < directions.length; k++) {
      double[] v = directions[k];
      double[] hv = hvs[k];
      double scale =
          Vectors.norm(u) * Vectors.norm(hv)
              + Vectors.norm(v) * Vectors.norm(hu)
              + Double.MIN_NORMAL;
      symmetryError =
          worst(symmetryError, Math.abs(Vectors.dot(u, hv) - Vectors.dot(v, hu)) / scale);
      double alpha = -0.7;
      double[] both = new double[v.length];
      Vectors.sum(v, alpha, u, both);
      double[] deviation = times(h, both);
      Vectors.addScaled(-1, hv, deviation);
      Vectors.addScaled(-alpha, hu, deviation);
      double size = Vectors.norm(hu) + Vectors.norm(hv) + Double.MIN_NORMAL;
      linearityError = worst(linearityError, Vectors.norm(deviation) / size);
    }
    if (linearityError > settings.tolerance()) {
      findings.add(
          new Finding(Verdict.NOT_LINEAR, String.format("The deviation is %.2g.", linearityError)));
    }
    if (symmetryError > settings.tolerance()) {
      findings.add(
          new Finding(
              Verdict.NOT_SYMMETRIC, String.format("The deviation is %.2g.", symmetryError)));
    }
  }

  private static double worst(double before, double now) {
    return Double.isNaN(before) ? now : Math.max(before, now);
  }

  private double value(double[] point) {
    values++;
    return objective.value(point);
  }

  private Expansion expandAt(double[] point) {
    expansions++;
    return objective.expandAt(point);
  }

  private double[] times(SymmetricOperator h, double[] v) {
    products++;
    return h.times(v);
  }
}
