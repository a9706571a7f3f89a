package org.roperator.check;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.roperator.function.FiniteSum;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Vectors;

/** Guesses the fault from the way in which a wrong vector differs from the right one. */
final class Diagnosis {

  /** How well a guess must explain the difference. */
  private static final double FIT = 1e-3;

  private static final int WORST = 3;

  /** The exponent of zero and of what is not finite. */
  private static final int NONE = Integer.MIN_VALUE;

  private final CountedObjective subject;
  private final double[] claimed;
  private final double[] measured;
  private final double[] uncertainty;
  private final double[] excess;

  /**
   * Of a wrong vector.
   *
   * @param claimed what the objective says. Kept, not modified.
   * @param measured what differences say. Kept, not modified.
   * @param uncertainty that of the differences, by entry. Kept, not modified.
   */
  Diagnosis(CountedObjective subject, double[] claimed, double[] measured, double[] uncertainty) {
    this.subject = subject;
    this.claimed = claimed;
    this.measured = measured;
    this.uncertainty = uncertainty;
    this.excess = new double[claimed.length];
    Vectors.sum(claimed, -1, measured, excess);
  }

  /**
   * One or two sentences.
   *
   * @param companions vectors, by name, that the difference may be a multiple of
   */
  String sentence(Map<String, double[]> companions) {
    List<String> parts = new ArrayList<>();
    if (Vectors.maxAbs(claimed) == 0) {
      return "It is zero where differences are not.";
    }
    double relativeExcess = multipleIn(measured);
    if (!Double.isNaN(relativeExcess)) {
      return "It is " + times(1 + relativeExcess) + " everywhere.";
    }
    for (Map.Entry<String, double[]> companion : companions.entrySet()) {
      double multiple = multipleIn(companion.getValue());
      if (!Double.isNaN(multiple)) {
        parts.add(
            String.format(
                Locale.ROOT, "It differs by %s times %s.", number(multiple), companion.getKey()));
      }
    }
    parts.addAll(transposedSlices());
    parts.add(worstEntries());
    return String.join(" ", parts);
  }

  /**
   * The c with {@code excess = c y}; NaN if there is none, or none that a double holds.
   *
   * <p>Both are brought to the size of one, so that no square leaves the range of doubles.
   */
  private double multipleIn(double[] y) {
    int exponentOfY = exponent(y);
    int exponent = exponent(excess);
    if (exponentOfY == NONE || exponent == NONE) {
      return Double.NaN;
    }
    double[] unit = scaled(y, -exponentOfY);
    double[] rest = scaled(excess, -exponent);
    double size = Vectors.norm(rest);
    double c = Vectors.dot(rest, unit) / Vectors.dot(unit, unit);
    Vectors.addScaled(-c, unit, rest);
    double doubt = Vectors.norm(scaled(uncertainty, -exponent));
    boolean fits = size > 30 * doubt && Vectors.norm(rest) <= FIT * size + 3 * doubt;
    double multiple = Math.scalb(c, exponent - exponentOfY);
    return fits && Double.isFinite(multiple) ? multiple : Double.NaN;
  }

  /** That of the largest entry, which scaling by its negative brings between 1 and 2. */
  private static int exponent(double[] x) {
    double largest = Vectors.maxAbs(x);
    return largest > 0 && Double.isFinite(largest) ? Math.getExponent(largest) : NONE;
  }

  private static double[] scaled(double[] x, int exponent) {
    return Arrays.stream(x).map(entry -> Math.scalb(entry, exponent)).toArray();
  }

  private List<String> transposedSlices() {
    List<String> found = new ArrayList<>();
    for (ParameterLayout.Slice slice : subject.objective.layout().slices()) {
      int[] shape = slice.shape();
      if (shape.length == 2 && shape[0] > 1 && shape[1] > 1 && isTransposed(slice, shape)) {
        found.add("In " + slice.name() + " rows and columns are exchanged.");
      }
    }
    return found;
  }

  private boolean isTransposed(ParameterLayout.Slice slice, int[] shape) {
    double off = 0;
    double size = 0;
    double difference = 0;
    for (int i = 0; i < shape[0]; i++) {
      for (int j = 0; j < shape[1]; j++) {
        double here = claimed[slice.from() + i * shape[1] + j];
        off += Math.abs(here - measured[slice.from() + j * shape[0] + i]);
        difference += Math.abs(excess[slice.from() + i * shape[1] + j]);
        size += Math.abs(here);
      }
    }
    return off <= FIT * size && difference > 0.01 * size;
  }

  private String worstEntries() {
    int[] offenders = offenders();
    StringBuilder text = new StringBuilder();
    if (offenders.length == 1) {
      text.append("One entry alone is wrong:");
    } else if (offenders.length < claimed.length) {
      text.append(offenders.length).append(" of ").append(claimed.length);
      text.append(" entries are wrong").append(slicesOf(offenders)).append(", worst");
    } else {
      text.append("Every entry is wrong, worst");
    }
    for (int k = 0; k < Math.min(WORST, offenders.length); k++) {
      int i = offenders[k];
      text.append(k == 0 ? " " : "; ")
          .append(
              String.format(
                  Locale.ROOT,
                  "%s is %.6g, differences say %.6g%s",
                  subject.nameOf(i),
                  claimed[i],
                  measured[i],
                  ratio(claimed[i], measured[i], uncertainty[i])));
    }
    return text.append('.').toString();
  }

  /** The entries that differ clearly, the worst first; at least one. */
  int[] offenders() {
    double largest = Vectors.maxAbs(excess);
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < excess.length; i++) {
      if (Math.abs(excess[i]) > Math.max(1e-6 * largest, 10 * uncertainty[i])
          || Math.abs(excess[i]) == largest) {
        found.add(i);
      }
    }
    found.sort((i, j) -> Double.compare(Math.abs(excess[j]), Math.abs(excess[i])));
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The slices all offenders lie in, if they leave any out. */
  private String slicesOf(int[] offenders) {
    List<String> names = new ArrayList<>();
    List<ParameterLayout.Slice> slices = subject.objective.layout().slices();
    for (ParameterLayout.Slice slice : slices) {
      for (int i : offenders) {
        if (i >= slice.from() && i < slice.to()) {
          names.add(slice.name());
          break;
        }
      }
    }
    return names.size() < slices.size() ? ", all in " + String.join(", ", names) : "";
  }

  private String times(double factor) {
    if (subject.objective instanceof FiniteSum sum && sum.size() > 1) {
      int size = sum.size();
      if (isNear(factor, size, FIT) || isNear(factor, 1.0 / size, FIT)) {
        return number(factor)
            + " times what it should be, as a sum is of a mean over "
            + size
            + ",";
      }
    }
    return isNear(factor, -1, FIT)
        ? "of the opposite sign"
        : number(factor) + " times what it should be";
  }

  /**
   * The end of a sentence that says two numbers are in a simple ratio; empty if they aren't.
   *
   * @param uncertainty that of the measured number
   */
  static String ratio(double claimed, double measured, double uncertainty) {
    double c = claimed / measured;
    double slack = Math.min(0.01, FIT + 5 * uncertainty / Math.abs(measured));
    if (isNear(c, -1, slack)) {
      return " (the opposite sign)";
    }
    for (int k = 2; k <= 4; k++) {
      for (double simple : new double[] {k, 1.0 / k, -k, -1.0 / k}) {
        if (isNear(c, simple, slack)) {
          return " (" + number(simple) + " times)";
        }
      }
    }
    return "";
  }

  private static boolean isNear(double x, double y, double slack) {
    return Math.abs(x - y) < slack * Math.abs(y);
  }

  /** Up to seven digits, without the zeros at the end. */
  private static String number(double x) {
    return Double.toString(new BigDecimal(x).round(new MathContext(7)).doubleValue())
        .replaceFirst("\\.0$", "");
  }
}
