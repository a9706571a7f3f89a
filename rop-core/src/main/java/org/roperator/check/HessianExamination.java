package org.roperator.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.roperator.check.CheckReport.ErrorCurve;
import org.roperator.check.CheckReport.Finding;
import org.roperator.function.Expansion;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/** The Hessian as the derivative of the gradient. */
final class HessianExamination {

  private static final int MOST_BLOCKS = 8;

  private final CountedObjective subject;
  private final GradientExamination gradients;
  private final double[] w;
  private final Expansion at;
  private final SymmetricOperator h;
  private final List<Finding> findings;

  private double worst = Double.NaN;
  private int looked;
  private int agreed;
  private int unresolved;
  private boolean wrong;
  private boolean kinked;
  private final List<Double> noises = new ArrayList<>();
  private ErrorCurve curve = new ErrorCurve(List.of(), OptionalDouble.empty());

  HessianExamination(
      CountedObjective subject,
      Expansion at,
      GradientExamination gradients,
      List<Finding> findings) {
    this.subject = subject;
    this.gradients = gradients;
    this.w = subject.w;
    this.at = at;
    this.h = at.hessian();
    this.findings = findings;
  }

  /** The largest relative error over the random directions; NaN where none could be taken. */
  double worst() {
    return worst;
  }

  ErrorCurve curve() {
    return curve;
  }

  /** Along how many of the random directions it was looked. */
  int looked() {
    return looked;
  }

  /**
   * Looks along random directions.
   *
   * @param lawful whether the Hessian obeys the laws of operators; if not, that is the fault to
   *     mend first, and its consequences here are not reported
   */
  void examine(double[][] directions, boolean lawful) {
    for (int k = 0; k < directions.length; k++) {
      DifferenceSweep sweep = along(w, at, directions[k], lawful);
      double scale = scale(at, sweep);
      if (k == 0) {
        curve = sweep.curve(scale);
      }
      worst = GradientExamination.max(worst, sweep.error() / scale);
      noises.add(noise(sweep));
      looked++;
    }
    if (!wrong && !kinked && lawful && !gradients.isWrong()) {
      besideThePoint();
    }
    conclude();
  }

  private DifferenceSweep along(double[] p, Expansion there, double[] v, boolean report) {
    double[] hv = subject.times(there.hessian(), v);
    double[] gradient = there.gradient();
    DifferenceSweep sweep = subject.sweep(subject.gradientsAlong(p, v), gradient, hv);
    double scale = scale(there, sweep);
    if (wrong || kinked) {
      return sweep;
    }
    if (!Vectors.isFinite(hv)) {
      wrong = true;
      if (report) {
        add(Verdict.NOT_FINITE, "Hv along a random direction has entries that are not finite.");
      }
      return sweep;
    }
    if (sweep.divergesSteadily()) {
      kinked = true;
      add(
          Verdict.KINK,
          "The gradient jumps at the point: its differences grow steadily down to steps of %.0e.",
          subject.settings.smallest());
    } else if (contradicts(sweep, hv)) {
      DifferenceSweep again = subject.sweepAgain(subject.gradientsAlong(p, v), gradient, hv);
      if (contradicts(again, hv)) {
        wrong = true;
        if (report && !gradients.isWrong()) {
          report(v, hv, sweep, scale);
        }
      }
    } else if (sweep.agreesWithin(1e-3 * scale)) {
      agreed++;
    } else {
      unresolved++;
    }
    return sweep;
  }

  private boolean contradicts(DifferenceSweep sweep, double[] hv) {
    double size = Math.max(Vectors.norm(hv), Vectors.norm(sweep.derivative()));
    return sweep.contradicts(subject.settings.tolerance() * size) || entryContradicts(sweep, hv);
  }

  /** Whether an entry is grossly wrong that the norm of all does not feel. */
  private static boolean entryContradicts(DifferenceSweep sweep, double[] hv) {
    double[] measured = sweep.derivative();
    double[] uncertainty = sweep.uncertainties();
    for (int i = 0; i < hv.length && sweep.isResolved(); i++) {
      double error = Math.abs(hv[i] - measured[i]);
      double size = Math.max(Math.abs(hv[i]), Math.abs(measured[i]));
      if (error > 1e-3 * size + 50 * uncertainty[i] && error > 1e-9 * Vectors.maxAbs(hv)) {
        return true;
      }
    }
    return false;
  }

  /** Where the curvature vanishes, errors are measured against a thousandth of the gradient. */
  private static double scale(Expansion there, DifferenceSweep sweep) {
    double size = Vectors.norm(sweep.derivative());
    double least = Math.max(Vectors.norm(there.gradient()), sweep.variation());
    return Math.max(Math.max(size, 1e-3 * least), Double.MIN_NORMAL);
  }

  private void report(double[] v, double[] hv, DifferenceSweep sweep, double scale) {
    Diagnosis diagnosis = new Diagnosis(subject, hv, sweep.derivative(), sweep.uncertainties());
    if (isOfTheGradient(diagnosis.offenders())) {
      return;
    }
    Map<String, double[]> companions = new LinkedHashMap<>();
    companions.put("v, as a term ½c‖w‖² does", v);
    companions.put("the gradient", at.gradient());
    String sentence = diagnosis.sentence(companions);
    add(
        Verdict.WRONG_HESSIAN,
        "Hv differs from differences of gradients by %.2g of itself, known to %.0e. %s%s%s",
        sweep.error() / scale,
        sweep.uncertainty() / scale,
        sentence,
        subject.withinBudget(() -> wrongBlocks(v)),
        subject.withinBudget(
            () -> isGaussNewton(v, hv) ? " It is the product of the Gauss-Newton operator." : ""));
  }

  /** Where gradient and Hessian disagree, values decide which of them is wrong. */
  private boolean isOfTheGradient(int[] offenders) {
    try {
      for (int k = 0; k < Math.min(3, offenders.length); k++) {
        if (gradients.isWrongAt(offenders[k])) {
          return true;
        }
      }
      return false;
    } catch (Budget.Ended undecided) {
      return false;
    }
  }

  /** Which blocks of H are wrong, if only some are, from a direction within one slice at a time. */
  private String wrongBlocks(double[] v) {
    List<ParameterLayout.Slice> slices = subject.objective.layout().slices();
    if (slices.size() < 2 || slices.size() > MOST_BLOCKS) {
      return "";
    }
    List<String> wrongOnes = new ArrayList<>();
    for (ParameterLayout.Slice column : slices) {
      double[] part = GradientExamination.restricted(v, column.from(), column.to());
      double[] hv = subject.times(h, part);
      DifferenceSweep sweep = subject.sweep(subject.gradientsAlong(w, part), at.gradient(), hv);
      for (ParameterLayout.Slice row : slices) {
        if (differs(sweep, hv, row)) {
          wrongOnes.add("(" + row.name() + ", " + column.name() + ")");
        }
      }
    }
    boolean some = !wrongOnes.isEmpty() && wrongOnes.size() < slices.size() * slices.size();
    return some ? " The wrong blocks of H are " + String.join(", ", wrongOnes) + "." : "";
  }

  private static boolean differs(DifferenceSweep sweep, double[] hv, ParameterLayout.Slice row) {
    double error = 0;
    double uncertainty = 0;
    for (int i = row.from(); i < row.to(); i++) {
      error = Math.hypot(error, hv[i] - sweep.derivative()[i]);
      uncertainty = Math.hypot(uncertainty, sweep.uncertainties()[i]);
    }
    return error > 1e-6 * Vectors.norm(hv) + 10 * uncertainty;
  }

  private boolean isGaussNewton(double[] v, double[] hv) {
    if (!(at instanceof FiniteSumExpansion sum && sum.hasGaussNewton())) {
      return false;
    }
    double[] difference = subject.times(sum.gaussNewton(), v);
    Vectors.addScaled(-1, hv, difference);
    return Vectors.norm(difference) <= OperatorLaws.EXACT * Vectors.norm(hv);
  }

  /** What was right at w may be frozen there. */
  private void besideThePoint() {
    double[] p = subject.neighbor();
    Expansion there = subject.expandAt(p);
    double[] v = subject.direction();
    double[] hv = subject.times(there.hessian(), v);
    DifferenceSweep sweep = subject.sweep(subject.gradientsAlong(p, v), there.gradient(), hv);
    if (contradicts(sweep, hv) && !sweep.divergesSteadily()) {
      double[] here = subject.times(h, v);
      Vectors.addScaled(-1, hv, here);
      wrong = true;
      boolean frozen = Vectors.maxAbs(here) == 0;
      add(
          frozen ? Verdict.STALE_STATE : Verdict.WRONG_HESSIAN,
          frozen
              ? "Hv is the same, bit for bit, at w and beside it, where differences of gradients"
                  + " have changed: it belongs to the first point."
              : "Hv is right at w, but beside it differs from differences of gradients by %.2g.",
          sweep.error() / scale(there, sweep));
    }
  }

  private double noise(DifferenceSweep sweep) {
    return sweep.noise()
        / (sweep.largestPhi() + Vectors.norm(sweep.derivative()) + Double.MIN_NORMAL);
  }

  private void conclude() {
    double noise = GradientExamination.median(noises);
    if (wrong || kinked || gradients.isWrong()) {
      return;
    }
    if (noise > GradientExamination.NOISY) {
      add(Verdict.LOW_PRECISION, "Gradients carry about %s.", GradientExamination.digits(noise));
    } else if (agreed > 0 && (unresolved > agreed || (unresolved > 0 && worst > 0.01))) {
      add(
          Verdict.INCONCLUSIVE,
          "Along %d of %d directions differences of gradients are more uncertain than a"
              + " thousandth.",
          unresolved,
          unresolved + agreed);
    } else if (agreed == 0 && unresolved > 0) {
      add(
          Verdict.INCONCLUSIVE,
          "Differences of gradients along %d directions are all more uncertain than a thousandth.",
          unresolved);
    }
  }

  private void add(Verdict verdict, String format, Object... arguments) {
    findings.add(new Finding(verdict, String.format(Locale.ROOT, format, arguments)));
  }
}
