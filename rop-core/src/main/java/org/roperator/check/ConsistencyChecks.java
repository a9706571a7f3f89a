package org.roperator.check;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.roperator.check.CheckReport.Finding;
import org.roperator.function.Expansion;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * What must hold before differences mean anything: finite numbers, the same at every call, and no
 * array shared between the objective and its caller.
 */
final class ConsistencyChecks {

  private final CountedObjective subject;
  private final List<Finding> findings;
  private final double[] v;

  ConsistencyChecks(CountedObjective subject, List<Finding> findings) {
    this.subject = subject;
    this.findings = findings;
    this.v = subject.direction();
  }

  /** Adds what it finds; returns whether differences are worth taking. */
  boolean examine() {
    try {
      if (!isFiniteAndOfItsDimension()) {
        return false;
      }
      subject.scout();
      repeats();
      if (!findings.isEmpty()) {
        return false; // differences of numbers that change by themselves say nothing
      }
      sharesNoArrays();
      if (!findings.isEmpty()) {
        return false;
      }
      agreesOnItsValue(subject.w);
      agreesOnItsValue(subject.neighbor());
      return true;
    } catch (Budget.Ended ended) {
      throw ended;
    } catch (OutOfMemoryError tooLarge) {
      add(
          Verdict.THROWS,
          "An evaluation ran out of memory at the point or right beside it (%s).",
          Objects.toString(tooLarge.getMessage(), "no message"));
      return false;
    } catch (RuntimeException thrown) {
      StackTraceElement[] trace = thrown.getStackTrace();
      add(Verdict.THROWS, "%s%s.", thrown, trace.length == 0 ? "" : ", at " + trace[0]);
      return false;
    }
  }

  private boolean isFiniteAndOfItsDimension() {
    int n = subject.dimension();
    double value = subject.value(subject.w.clone());
    Expansion at = subject.expandAt(subject.w.clone());
    double[] gradient = at.gradient();
    SymmetricOperator h = at.hessian();
    if (at.dimension() != n || gradient.length != n || h.dimension() != n) {
      add(
          Verdict.WRONG_SHAPE,
          "The objective has dimension %d, its expansion %d, its gradient %d, its Hessian %d.",
          n,
          at.dimension(),
          gradient.length,
          h.dimension());
      return false;
    }
    if (!Double.isFinite(value) || !Double.isFinite(at.value())) {
      add(Verdict.NOT_FINITE, "The value is %s, the expansion's %s.", value, at.value());
    }
    entriesAreFinite("The gradient", gradient);
    double[] hv = subject.times(h, v);
    entriesAreFinite("A product Hv", hv);
    return findings.isEmpty();
  }

  private void entriesAreFinite(String what, double[] x) {
    int count = 0;
    int first = -1;
    for (int i = x.length - 1; i >= 0; i--) {
      if (!Double.isFinite(x[i])) {
        count++;
        first = i;
      }
    }
    if (count > 0) {
      add(
          Verdict.NOT_FINITE,
          "%s has %s not finite; the first is %s = %s.",
          what,
          count == 1 ? "one entry that is" : count + " entries that are",
          subject.nameOf(first),
          x[first]);
    }
  }

  /** All numbers of an expansion at a point, in one array. */
  private double[] snapshot(double[] point) {
    return snapshot(subject.expandAt(point.clone()), subject.value(point.clone()));
  }

  private double[] snapshot(Expansion at, double value) {
    int n = subject.dimension();
    double[] all = Arrays.copyOf(at.gradient(), 2 * n + 2);
    System.arraycopy(subject.times(at.hessian(), v), 0, all, n, n);
    all[2 * n] = at.value();
    all[2 * n + 1] = value;
    return all;
  }

  private void repeats() {
    double[] p = subject.neighbor();
    double[] first = snapshot(subject.w);
    double[] second = snapshot(subject.w);
    double[] third = snapshot(subject.w);
    double[] beside = snapshot(p);
    double[] back = snapshot(subject.w);
    if (!Arrays.equals(second, third)) {
      double change = relativeChange(second, third);
      add(
          Verdict.NOT_DETERMINISTIC,
          "Two calls at one point differ by %.1e relative, in %s: %s.",
          change,
          whereTheyDiffer(second, third),
          change < 1e-12
              ? "as sums do whose terms are added in changing order"
              : "as noise, dropout or a sample drawn at every call does");
    } else if (!Arrays.equals(first, second) || !Arrays.equals(back, second)) {
      double[] other = Arrays.equals(back, second) ? first : back;
      add(
          Verdict.STALE_STATE,
          "A call at w gives other numbers after a call at another point than after one at w,"
              + " in %s.",
          whereTheyDiffer(second, other));
    } else if (isFrozen(second, beside)) {
      add(
          Verdict.STALE_STATE,
          "The gradient is the same, bit for bit, at two points, though values and Hv say it"
              + " changes.");
    } else {
      outlivesLaterExpansions(p, second);
    }
  }

  private boolean isFrozen(double[] here, double[] beside) {
    int n = subject.dimension();
    double curvature = 0;
    double slope = 0;
    for (int i = 0; i < n; i++) {
      curvature += Math.abs(here[n + i]);
      slope += Math.abs(here[i]);
    }
    return slope > 0
        && curvature > 1e-9 * slope
        && here[2 * n + 1] != beside[2 * n + 1]
        && Arrays.equals(here, 0, n, beside, 0, n);
  }

  private void outlivesLaterExpansions(double[] p, double[] expected) {
    Expansion at = subject.expandAt(subject.w.clone());
    snapshot(p);
    double[] now = snapshot(at, expected[expected.length - 1]);
    if (!Arrays.equals(now, expected)) {
      add(
          Verdict.STALE_STATE,
          "An expansion changes when another is made at another point, in %s: they share a work"
              + " array.",
          whereTheyDiffer(expected, now));
    }
  }

  private void sharesNoArrays() {
    double[] point = subject.w.clone();
    Expansion at = subject.expandAt(point);
    if (!Arrays.equals(point, subject.w)) {
      add(Verdict.SHARED_ARRAYS, "expandAt(w) modifies w.");
    }
    double[] asked = subject.w.clone();
    subject.value(asked);
    if (!Arrays.equals(asked, subject.w)) {
      add(Verdict.SHARED_ARRAYS, "value(w) modifies w.");
    }
    System.arraycopy(subject.neighbor(), 0, point, 0, point.length);
    double[] expected = snapshot(subject.w);
    double[] now = snapshot(at, expected[expected.length - 1]);
    if (!Arrays.equals(now, expected)) {
      add(
          Verdict.SHARED_ARRAYS,
          "The expansion keeps w instead of a copy: overwriting w changes %s.",
          whereTheyDiffer(expected, now));
      return;
    }
    double[] given = at.gradient();
    Arrays.fill(given, Double.NaN);
    if (!Arrays.equals(snapshot(at, expected[expected.length - 1]), expected)) {
      add(
          Verdict.SHARED_ARRAYS,
          "gradient() hands out its own array instead of a copy: overwriting it changes the"
              + " expansion.");
    }
    productsKeepToTheirArrays("A product", at.hessian());
    if (at instanceof FiniteSumExpansion sum && sum.hasGaussNewton()) {
      productsKeepToTheirArrays("A Gauss-Newton product", sum.gaussNewton());
    }
  }

  private void productsKeepToTheirArrays(String what, SymmetricOperator h) {
    double[] expected = subject.times(h, v.clone());
    double[] direction = v.clone();
    double[] out = new double[v.length];
    Arrays.fill(out, Double.NaN);
    subject.spendProducts(1);
    h.apply(direction, out);
    if (!Arrays.equals(direction, v)) {
      add(Verdict.SHARED_ARRAYS, "%s modifies its direction v.", what);
    }
    boolean overwrites = Arrays.equals(out, expected);
    double[] before = pattern(expected);
    System.arraycopy(before, 0, out, 0, out.length);
    subject.spendProducts(1);
    h.apply(v.clone(), out);
    if (!overwrites && !addsTo(before, expected, out, what)) {
      add(
          Verdict.SHARED_ARRAYS,
          "%s does not overwrite its array fully: what stood there before shows.",
          what);
    }
    if (overwrites) {
      blocksOverwrite(what + " of applyAll", h);
    }
  }

  private void blocksOverwrite(String what, SymmetricOperator h) {
    double[][] clean = new double[2][v.length];
    double[][] dirty = new double[2][];
    subject.spendProducts(4);
    h.applyAll(new double[][] {v.clone(), v.clone()}, clean);
    for (int k = 0; k < dirty.length; k++) {
      dirty[k] = pattern(clean[k]);
    }
    h.applyAll(new double[][] {v.clone(), v.clone()}, dirty);
    for (int k = 0; k < dirty.length; k++) {
      if (addsTo(pattern(clean[k]), clean[k], dirty[k], what)) {
        return;
      }
    }
  }

  /** Finite numbers of the size of a product, all different from it and from zero. */
  private static double[] pattern(double[] product) {
    double largest = Vectors.maxAbs(product);
    double size = largest > 0 ? largest : 1;
    double[] pattern = new double[product.length];
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = size * (1 + i % 61 / 64.0);
    }
    return pattern;
  }

  /**
   * Whether a product added one multiple of what stood in its array in every entry that it did not
   * overwrite; an entry that it left alone tells nothing, unless its own part is not zero.
   */
  private boolean addsTo(double[] before, double[] expected, double[] out, String what) {
    double tolerance = 1e-9 * Vectors.maxAbs(before);
    double multiple = 0;
    int first = -1;
    int count = 0;
    boolean writes = false;
    for (int i = 0; i < out.length; i++) {
      double rest = out[i] - expected[i];
      if (Math.abs(rest) > tolerance) {
        multiple = first < 0 ? rest / before[i] : multiple;
        first = first < 0 ? i : first;
        count++;
        writes |= out[i] != before[i];
        if (!(Math.abs(rest - multiple * before[i]) <= tolerance)) {
          return false;
        }
      }
    }
    if (!writes) {
      return false;
    }
    boolean once = Math.abs(multiple - 1) < 1e-6;
    add(
        Verdict.ADDS_TO_OUT,
        "%s adds to %swhat stood in its array instead of overwriting it, in %s; the first is %s.",
        what,
        once ? "" : String.format(Locale.ROOT, "%.6g times ", multiple),
        count == out.length ? "every entry" : count + " of " + out.length + " entries",
        subject.nameOf(first));
    return true;
  }

  private void agreesOnItsValue(double[] point) {
    Expansion at = subject.expandAt(point.clone());
    double alone = subject.value(point.clone());
    // Rounding of a sum is relative to its terms, which ⟨|∇E|, |w|⟩ stands for.
    double[] gradient = at.gradient();
    double terms = Math.max(Math.abs(alone), Math.abs(at.value()));
    for (int i = 0; i < gradient.length; i++) {
      terms += Math.abs(gradient[i] * point[i]);
    }
    double difference = Math.abs(alone - at.value());
    boolean agreed =
        findings.stream().noneMatch(finding -> finding.verdict() == Verdict.VALUES_DISAGREE);
    if (agreed && difference > 1e-10 * terms) {
      add(
          Verdict.VALUES_DISAGREE,
          "value(w) is %.10g, but expandAt(w).value() is %.10g%s.",
          alone,
          at.value(),
          Diagnosis.ratio(at.value(), alone, 0));
    }
  }

  private String whereTheyDiffer(double[] x, double[] y) {
    int n = subject.dimension();
    int i = Arrays.mismatch(x, y);
    if (i < n) {
      return "the gradient (" + subject.nameOf(i) + ")";
    }
    return i < 2 * n ? "Hv (" + subject.nameOf(i - n) + ")" : "the value";
  }

  private static double relativeChange(double[] x, double[] y) {
    double[] difference = new double[x.length];
    Vectors.sum(x, -1, y, difference);
    return Vectors.norm(difference) / (Vectors.norm(x) + Double.MIN_NORMAL);
  }

  private void add(Verdict verdict, String format, Object... arguments) {
    findings.add(new Finding(verdict, String.format(Locale.ROOT, format, arguments)));
  }
}
