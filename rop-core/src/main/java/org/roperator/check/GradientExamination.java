package org.roperator.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.roperator.check.CheckReport.ErrorCurve;
import org.roperator.check.CheckReport.Finding;
import org.roperator.function.Expansion;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Vectors;

/** The gradient against differences of values, along random directions, slices and axes. */
final class GradientExamination {

  /** Up to this many parameters, every one is looked at by itself. */
  private static final int FEW = 16;

  /** A wrong gradient of up to this many parameters is measured entry by entry. */
  private static final int MEASURED_FULLY = 48;

  private static final int SLICES = 8;

  /** Noise, relative to the terms of a sum, that double precision doesn't explain. */
  static final double NOISY = 1e-10;

  private final CountedObjective subject;
  private final double[] w;
  private final double value;
  private final double[] gradient;
  private final List<Finding> findings;

  private double worst = Double.NaN;
  private int looked;
  private int agreed;
  private int unresolved;
  private boolean wrong;
  private boolean kinked;
  private final List<Double> noises = new ArrayList<>();
  private ErrorCurve curve = new ErrorCurve(List.of(), OptionalDouble.empty());

  GradientExamination(CountedObjective subject, Expansion at, List<Finding> findings) {
    this.subject = subject;
    this.w = subject.w;
    this.value = at.value();
    this.gradient = at.gradient();
    this.findings = findings;
  }

  /** The largest relative error over the random directions; NaN where none could be taken. */
  double worst() {
    return worst;
  }

  ErrorCurve curve() {
    return curve;
  }

  boolean isWrong() {
    return wrong;
  }

  /** Along how many of the random directions it was looked. */
  int looked() {
    return looked;
  }

  void examine(double[][] directions) {
    for (int k = 0; k < directions.length && !stops(); k++) {
      DifferenceSweep sweep = along(directions[k]);
      double scale = scale(directions[k], sweep);
      if (k == 0) {
        curve = sweep.curve(scale);
        remarkOnKinkBeside(sweep, scale);
      }
      worst = max(worst, sweep.error() / scale);
      noises.add(noise(sweep));
      looked++;
    }
    for (double[] v : furtherDirections()) {
      if (!stops()) {
        along(v);
      }
    }
    conclude();
  }

  private boolean stops() {
    return wrong || kinked;
  }

  private List<double[]> furtherDirections() {
    List<double[]> further = new ArrayList<>();
    if (w.length <= FEW) {
      for (int i = 0; i < w.length; i++) {
        further.add(subject.axis(i));
      }
      return further;
    }
    List<ParameterLayout.Slice> slices = subject.objective.layout().slices();
    int stride = Math.max(1, (slices.size() + SLICES - 1) / SLICES);
    for (int k = 0; k < slices.size() && slices.size() > 1; k += stride) {
      further.add(restricted(subject.direction(), slices.get(k).from(), slices.get(k).to()));
    }
    return further;
  }

  private DifferenceSweep along(double[] v) {
    DifferenceSweep sweep = sweep(v, false);
    double scale = scale(v, sweep);
    double jump = sweep.slopeJump();
    if (sweep.jumps()) {
      kinked = true;
      reportJump(v);
    } else if (sweep.contradicts(allowed(v)) && !explains(jump, sweep.error())) {
      if (sweep(v, true).contradicts(allowed(v))) {
        wrong = true;
        report(v, sweep);
      }
    } else if (jump > 1e-6 * scale) {
      kinked = true;
      add(
          Verdict.KINK,
          "Along one direction the slope is %.6g on one side and %.6g on the other, down to steps"
              + " of %.0e.",
          sweep.derivative()[0] - 0.5 * jump,
          sweep.derivative()[0] + 0.5 * jump,
          subject.settings.smallest());
    } else if (sweep.agreesWithin(1e-3 * scale)) {
      agreed++;
    } else {
      unresolved++;
    }
    return sweep;
  }

  private void reportJump(double[] v) {
    double h = subject.settings.smallest();
    double[] below = new double[1];
    double[] above = new double[1];
    String sides =
        subject.withinBudget(
            () -> {
              subject.valuesAlong(w, v).at(-h, below);
              subject.valuesAlong(w, v).at(h, above);
              return String.format(
                  Locale.ROOT,
                  "Along one direction the value is %.6g on one side, %.6g at the point and %.6g"
                      + " on the other, down to steps of %.0e.",
                  below[0],
                  value,
                  above[0],
                  h);
            });
    add(Verdict.JUMP, "%s", sides);
  }

  private DifferenceSweep sweep(double[] v, boolean again) {
    double[] claimed = {Vectors.dot(gradient, v)};
    return subject.sweepOfValues(
        v, new double[] {value}, claimed, again ? CountedObjective.BETWEEN : 1);
  }

  /** At a kink any slope between the two sides is a subgradient. */
  private static boolean explains(double jump, double error) {
    return jump > 0 && error <= 0.501 * jump;
  }

  /** ⟨g, v⟩ may vanish by accident; its terms don't, and at a minimum the variation doesn't. */
  private double scale(double[] v, DifferenceSweep sweep) {
    double scale = Math.max(size(v), Math.abs(sweep.derivative()[0]));
    return Math.max(Math.max(scale, 1e-3 * sweep.variation()), Double.MIN_NORMAL);
  }

  private double size(double[] v) {
    double[] terms = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      terms[i] = gradient[i] * v[i];
    }
    return Vectors.norm(terms);
  }

  private double allowed(double[] v) {
    return subject.settings.tolerance() * size(v);
  }

  private void report(double[] v, DifferenceSweep sweep) {
    String where = subject.withinBudget(() -> where(v, sweep));
    add(
        Verdict.WRONG_GRADIENT,
        "⟨∇E, v⟩ is %.8g along a random v, but values change by %.8g ± %.1g per step. %s",
        Vectors.dot(gradient, v),
        sweep.derivative()[0],
        sweep.uncertainty(),
        where);
  }

  private String where(double[] v, DifferenceSweep sweep) {
    if (w.length > MEASURED_FULLY) {
      return measuredAround(worstEntry(v, 0, w.length, sweep.bestStep()));
    }
    return measured(IntStream.range(0, w.length).toArray());
  }

  /** Halves the direction until one entry is left, each time keeping the half that errs more. */
  private int worstEntry(double[] v, int from, int to, double step) {
    if (to - from == 1) {
      return from;
    }
    int middle = (from + to) >>> 1;
    return errorWithin(v, from, middle, step) >= errorWithin(v, middle, to, step)
        ? worstEntry(v, from, middle, step)
        : worstEntry(v, middle, to, step);
  }

  private double errorWithin(double[] v, int from, int to, double step) {
    double[] part = restricted(v, from, to);
    double[] claimed = {Vectors.dot(gradient, part)};
    return subject
        .sweepAbout(step, subject.valuesAlong(w, part), new double[] {value}, claimed)
        .error();
  }

  /** The worst entry among its neighbors and some far ones: is it alone? */
  private String measuredAround(int worst) {
    List<Integer> some = new ArrayList<>(List.of(worst));
    for (int k = 0; k < 12; k++) {
      int i = subject.random.nextInt(w.length);
      if (!some.contains(i)) {
        some.add(i);
      }
    }
    return "Of " + some.size() + " entries measured: " + measured(toArray(some));
  }

  private String measured(int[] entries) {
    double[] claimed = new double[w.length];
    double[] measured = new double[w.length];
    double[] uncertainty = new double[w.length];
    for (int i : entries) {
      double[] axis = subject.axis(i);
      DifferenceSweep sweep = sweep(axis, false);
      claimed[i] = gradient[i];
      measured[i] = sweep.derivative()[0] / axis[i];
      uncertainty[i] = Math.min(sweep.uncertainty() / axis[i], Double.MAX_VALUE);
    }
    Map<String, double[]> companions =
        entries.length == w.length ? Map.of("w, as a term ½c‖w‖² does", w) : Map.of();
    return new Diagnosis(subject, claimed, measured, uncertainty).sentence(companions);
  }

  /**
   * Whether one entry of the gradient is wrong, by differences of values along its axis; reports it
   * if so.
   */
  boolean isWrongAt(int i) {
    double[] axis = subject.axis(i);
    DifferenceSweep sweep = sweep(axis, false);
    if (!sweep.contradicts(1e-5 * size(axis)) || explains(sweep.slopeJump(), sweep.error())) {
      return false;
    }
    wrong = true;
    add(
        Verdict.WRONG_GRADIENT,
        "The entry of %s is %.8g, but values change by %.8g ± %.1g%s.",
        subject.nameOf(i),
        gradient[i],
        sweep.derivative()[0] / axis[i],
        sweep.uncertainty() / axis[i],
        Diagnosis.ratio(gradient[i] * axis[i], sweep.derivative()[0], sweep.uncertainty()));
    return true;
  }

  private double noise(DifferenceSweep sweep) {
    double terms = sweep.largestPhi();
    for (int i = 0; i < w.length; i++) {
      terms += Math.abs(gradient[i] * w[i]);
    }
    return sweep.noise() / (terms + Double.MIN_NORMAL);
  }

  private void remarkOnKinkBeside(DifferenceSweep sweep, double scale) {
    double distance = sweep.suddenAgreement();
    if (!stops() && distance > 0 && sweep.uncertainty() < 1e-3 * scale) {
      add(
          Verdict.CORRECT,
          "There seems to be a kink beside the point: values agree only at steps below %.0e.",
          distance);
    }
  }

  private void conclude() {
    double noise = median(noises);
    if (!stops() && noise > NOISY) {
      add(Verdict.LOW_PRECISION, "Values carry about %s.", digits(noise));
    } else if (!stops()
        && agreed > 0
        && (unresolved > agreed || (unresolved > 0 && worst > 0.01))) {
      add(
          Verdict.INCONCLUSIVE,
          "Along %d of %d directions differences of values are more uncertain than a thousandth.",
          unresolved,
          unresolved + agreed);
    } else if (!stops() && agreed == 0 && unresolved > 0) {
      add(
          Verdict.INCONCLUSIVE,
          "Differences of values along %d directions are all more uncertain than a thousandth.",
          unresolved);
    }
  }

  static String digits(double noise) {
    String count =
        String.format(Locale.ROOT, "%.0f digits (noise %.0e)", -Math.log10(noise), noise);
    return noise > 1e-9 && noise < 1e-6 ? count + ", as single precision does" : count;
  }

  static double median(List<Double> numbers) {
    List<Double> sorted = numbers.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) / 2);
  }

  static double max(double before, double now) {
    return Double.isNaN(before) ? now : Double.isNaN(now) ? before : Math.max(before, now);
  }

  static double[] restricted(double[] v, int from, int to) {
    double[] part = new double[v.length];
    System.arraycopy(v, from, part, from, to - from);
    return part;
  }

  private static int[] toArray(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  private void add(Verdict verdict, String format, Object... arguments) {
    findings.add(new Finding(verdict, String.format(Locale.ROOT, format, arguments)));
  }
}
