package org.roperator.check;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a {@link DerivativeCheck} found at one point. An immutable value; {@link #toString} reads
 * well in a terminal.
 */
public final class CheckReport {

  private static final int WIDTH = 100;

  private final Verdict verdict;
  private final List<Finding> findings;
  private final Measured measured;

  CheckReport(List<Finding> findings, Measured measured) {
    this.findings = List.copyOf(findings);
    this.verdict =
        findings.stream().map(Finding::verdict).min(Verdict::compareTo).orElse(Verdict.CORRECT);
    this.measured = measured;
  }

  /**
   * One thing a {@link DerivativeCheck} found.
   *
   * @param verdict what kind of thing; {@link Verdict#CORRECT} for a remark that is no fault
   * @param message where and how large, as one or two sentences
   */
  public record Finding(Verdict verdict, String message) {}

  /**
   * The distance between a derivative and its central differences, for a sweep of step sizes.
   *
   * <p>On a log-log plot it is a V: truncation falls as {@code h²} from the right, rounding rises
   * as {@code 1/h} to the left. A wrong derivative shows as a plateau instead.
   *
   * @param points the sweep, largest step first
   * @param order the observed order of convergence, near 2 for a smooth function with a right
   *     derivative; empty where too few steps show truncation, as on quadratics
   */
  public record ErrorCurve(List<Point> points, OptionalDouble order) {

    /** Copies the list. */
    public ErrorCurve {
      points = List.copyOf(points);
    }

    /**
     * One step of the sweep.
     *
     * @param step h: every parameter moved by up to a few times h, in units of the parameters' root
     *     mean square
     * @param error the relative error of the plain central difference
     */
    public record Point(double step, double error) {}
  }

  /**
   * How far a derivative was from its differences.
   *
   * @param largest the largest relative error over the directions; NaN where there is none
   * @param curve the errors along the first direction
   */
  record Discrepancy(double largest, ErrorCurve curve) {
    static final Discrepancy UNKNOWN =
        new Discrepancy(Double.NaN, new ErrorCurve(List.of(), OptionalDouble.empty()));
  }

  /** How often the objective was called. */
  record Calls(long values, long expansions, long products) {}

  /** The numbers of a report. */
  record Measured(
      int dimension,
      CheckSettings settings,
      Discrepancy gradient,
      Discrepancy hv,
      double symmetryError,
      double linearityError,
      Calls calls) {}

  /** The finding to mend first, or that all is well. */
  public Verdict verdict() {
    return verdict;
  }

  /** Whether value, gradient and Hessian were found to agree. */
  public boolean isCorrect() {
    return verdict == Verdict.CORRECT;
  }

  /** All that was found, in the order in which it was looked for. */
  public List<Finding> findings() {
    return findings;
  }

  /** The number of random directions. */
  public int directions() {
    return measured.settings.directions();
  }

  /**
   * The largest relative error of a directional derivative {@code ⟨∇E, v⟩} over the random
   * directions, against extrapolated central differences of values; NaN where none could be taken.
   */
  public double gradientError() {
    return measured.gradient.largest;
  }

  /**
   * The largest relative error {@code ‖Hv − D‖ / ‖Hv‖} over the random directions, where D are
   * extrapolated central differences of gradients; NaN where none could be taken.
   */
  public double hvError() {
    return measured.hv.largest;
  }

  /** The largest relative difference between {@code ⟨u, Hv⟩} and {@code ⟨v, Hu⟩}. */
  public double symmetryError() {
    return measured.symmetryError;
  }

  /** The largest relative difference between {@code H(αu + v)} and {@code αHu + Hv}. */
  public double linearityError() {
    return measured.linearityError;
  }

  /** The error of differences of values against the gradient, along the first direction. */
  public ErrorCurve gradientCurve() {
    return measured.gradient.curve;
  }

  /** The error of differences of gradients against Hv, along the first direction. */
  public ErrorCurve hvCurve() {
    return measured.hv.curve;
  }

  /** The number of times the objective's value was asked for. */
  public long valueEvaluations() {
    return measured.calls.values;
  }

  /** The number of expansions made. */
  public long expansions() {
    return measured.calls.expansions;
  }

  /** The number of Hessian-vector products taken. */
  public long products() {
    return measured.calls.products;
  }

  /**
   * Does nothing if the objective was found correct.
   *
   * @throws AssertionError with the whole report, otherwise
   */
  public void assertCorrect() {
    if (!isCorrect()) {
      throw new AssertionError(this.toString());
    }
  }

  /** The report as aligned lines of text. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    line(text, "%s: %s.", verdict, verdict.explanation());
    line(text, "");
    line(text, "  %-34s %12s %8s", "relative error of", "largest", "order");
    row(
        text,
        "the gradient, against values",
        measured.gradient.largest,
        measured.gradient.curve.order());
    row(text, "Hv, against gradients", measured.hv.largest, measured.hv.curve.order());
    row(text, "symmetry  ⟨u,Hv⟩ = ⟨v,Hu⟩", symmetryError(), OptionalDouble.empty());
    row(text, "linearity H(αu+v) = αHu+Hv", linearityError(), OptionalDouble.empty());
    line(text, "");
    for (Finding finding : findings) {
      String name = finding.verdict() == Verdict.CORRECT ? "Remark" : finding.verdict().name();
      paragraph(text, name + ": " + finding.message());
    }
    if (verdict != Verdict.CORRECT) {
      paragraph(text, "Next: " + verdict.nextStep());
    }
    line(
        text,
        "  %d parameters, %d random directions, tolerance %.0e; %d values, %d expansions, %d products.",
        measured.dimension,
        directions(),
        measured.settings.tolerance(),
        valueEvaluations(),
        expansions(),
        products());
    return text.toString();
  }

  private static void row(StringBuilder text, String what, double error, OptionalDouble order) {
    line(
        text,
        "  %-34s %12s %8s",
        what,
        Double.isNaN(error) ? "–" : String.format(Locale.ROOT, "%.1e", error),
        order.isPresent() ? String.format(Locale.ROOT, "h^%.2f", order.getAsDouble()) : "–");
  }

  /** Broken into lines of bearable length; those after the first stand further in. */
  private static void paragraph(StringBuilder text, String sentence) {
    StringBuilder line = new StringBuilder(" ");
    for (String word : sentence.split(" ", -1)) {
      if (line.length() + word.length() >= WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder("   ");
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }

  private static void line(StringBuilder text, String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
