package org.roperator.check;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.roperator.check.CheckReport.Finding;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/** What every symmetric operator obeys: linearity, symmetry, blocks that equal single products. */
final class OperatorLaws {

  /** Deviations from exact laws up to this size are rounding's, in double precision. */
  static final double EXACT = 1e-9;

  /** Deviations beyond it are too large even for single precision. */
  private static final double GROSS = 1e-5;

  /** By how much an unsymmetry must exceed the nonlinearity not to come of the same rounding. */
  private static final double CLEAR = 1e3;

  /** Up to this many parameters, the entries that differ most are looked for. */
  private static final int MOST_COLUMNS = 48;

  private final CountedObjective subject;
  private final List<Finding> findings;

  private double symmetryError = Double.NaN;
  private double linearityError = Double.NaN;

  OperatorLaws(CountedObjective subject, List<Finding> findings) {
    this.subject = subject;
    this.findings = findings;
  }

  /** The largest relative difference between ⟨u, Hv⟩ and ⟨v, Hu⟩. */
  double symmetryError() {
    return symmetryError;
  }

  /** The largest relative difference between H(αu + v) and αHu + Hv. */
  double linearityError() {
    return linearityError;
  }

  /**
   * Whether the operator obeys them; reports what it does not.
   *
   * @param directions to try it on. Not modified.
   */
  boolean obeyedBy(SymmetricOperator h, double[][] directions) {
    double[] u = subject.direction();
    double[] hu = subject.times(h, u);
    double blockError = 0;
    double[][] outs = new double[directions.length][subject.dimension()];
    double[][] copies = new double[directions.length][];
    for (int k = 0; k < copies.length; k++) {
      copies[k] = directions[k].clone();
    }
    subject.spendProducts(copies.length);
    h.applyAll(copies, outs);
    boolean finite = Vectors.isFinite(hu);
    for (int k = 0; k < directions.length; k++) {
      double[] v = directions[k];
      double[] hv = subject.times(h, v);
      finite &= Vectors.isFinite(hv) && Vectors.isFinite(outs[k]);
      symmetryError = GradientExamination.max(symmetryError, asymmetry(u, hu, v, hv));
      for (double alpha : new double[] {-0.7, 1e3}) {
        if (Math.abs(alpha) * Vectors.norm(hu) < 0.5 * Double.MAX_VALUE) {
          double error = nonLinearity(h, u, hu, v, hv, alpha);
          finite &= Double.isFinite(error);
          linearityError = GradientExamination.max(linearityError, error);
        }
      }
      Vectors.addScaled(-1, hv, outs[k]);
      blockError =
          Math.max(blockError, Vectors.norm(outs[k]) / (Vectors.norm(hv) + Double.MIN_NORMAL));
    }
    if (!finite) {
      add(
          Verdict.NOT_FINITE,
          "A product along a random direction, of applyAll, or of αu + v has entries that are not"
              + " finite, though Hv along another has none.");
      return false;
    }
    boolean linear =
        judge(
            Verdict.NOT_LINEAR,
            linearityError,
            "H(αu + v) differs from αHu + Hv by %.1e of it",
            OperatorLaws::nowhere);
    boolean symmetric = !linear || judgeSymmetry(h, directions);
    boolean blocksAgree =
        judge(
            Verdict.WRONG_HESSIAN,
            blockError,
            "applyAll and single products differ by %.1e",
            OperatorLaws::nowhere);
    return linear && symmetric && blocksAgree;
  }

  private boolean judge(Verdict verdict, double error, String format, Supplier<String> where) {
    if (error <= EXACT) {
      return true;
    }
    if (error > GROSS) {
      add(verdict, format + ".%s", error, where.get());
    } else {
      add(
          Verdict.LOW_PRECISION,
          format + ": an exact product has 16 digits, this one about %.0f.",
          error,
          -Math.log10(error));
    }
    return false;
  }

  /** What is lost to few digits shows in linearity too; a few unsymmetric entries do not. */
  private boolean judgeSymmetry(SymmetricOperator h, double[][] directions) {
    String format = "⟨u, Hv⟩ and ⟨v, Hu⟩ differ by %.1e of ‖u‖‖Hv‖";
    boolean few = symmetryError <= GROSS && symmetryError > CLEAR * linearityError;
    if (symmetryError <= EXACT || !few) {
      return judge(
          Verdict.NOT_SYMMETRIC, symmetryError, format, () -> whereNotSymmetric(h, directions));
    }
    add(
        Verdict.NOT_SYMMETRIC,
        format + ", though H is linear to %.0e: few entries differ, or little.%s",
        symmetryError,
        linearityError,
        whereNotSymmetric(h, directions));
    return false;
  }

  private static String nowhere() {
    return "";
  }

  /** For few parameters the pair of entries that differ most, for many one that differs much. */
  private String whereNotSymmetric(SymmetricOperator h, double[][] directions) {
    return subject.withinBudget(() -> entriesNotSymmetric(h, directions));
  }

  private String entriesNotSymmetric(SymmetricOperator h, double[][] directions) {
    int n = subject.dimension();
    if (n > MOST_COLUMNS) {
      return foundByHalving(h, subject.direction(), directions[0]);
    }
    double[][] columns = new double[n][];
    for (int j = 0; j < n; j++) {
      columns[j] = subject.times(h, unit(j));
    }
    int row = 0;
    int column = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        if (Math.abs(columns[j][i] - columns[i][j])
            > Math.abs(columns[column][row] - columns[row][column])) {
          row = i;
          column = j;
        }
      }
    }
    return entries(row, column, columns[column][row], columns[row][column]);
  }

  private String entries(int row, int column, double entry, double mirror) {
    return String.format(
        Locale.ROOT,
        " Entry (%s, %s) is %.6g, its mirror %.6g.",
        subject.nameOf(row),
        subject.nameOf(column),
        entry,
        mirror);
  }

  /** Halves u, then v, each time keeping the half of which ⟨u, Hv⟩ − ⟨v, Hu⟩ has more. */
  private String foundByHalving(SymmetricOperator h, double[] u, double[] v) {
    int i = worstPart(h, u, v);
    double[] one = unit(i);
    int j = worstPart(h, v, one);
    double entry = subject.times(h, unit(j))[i];
    double mirror = subject.times(h, one)[j];
    boolean differ = Math.abs(entry - mirror) > EXACT * (Math.abs(entry) + Math.abs(mirror));
    return i != j && differ ? entries(i, j, entry, mirror) : "";
  }

  /** The index of an entry of u that ⟨u, Hv⟩ − ⟨v, Hu⟩ owes much to. */
  private int worstPart(SymmetricOperator h, double[] u, double[] v) {
    double[] hv = subject.times(h, v);
    int from = 0;
    int to = u.length;
    while (to - from > 1) {
      int middle = (from + to) >>> 1;
      boolean left =
          difference(h, GradientExamination.restricted(u, from, middle), v, hv)
              >= difference(h, GradientExamination.restricted(u, middle, to), v, hv);
      from = left ? from : middle;
      to = left ? middle : to;
    }
    return from;
  }

  private double difference(SymmetricOperator h, double[] u, double[] v, double[] hv) {
    return Math.abs(Vectors.dot(u, hv) - Vectors.dot(v, subject.times(h, u)));
  }

  private double[] unit(int i) {
    double[] unit = new double[subject.dimension()];
    unit[i] = 1;
    return unit;
  }

  static double asymmetry(double[] u, double[] au, double[] v, double[] av) {
    double scale = Vectors.norm(u) * Vectors.norm(av) + Vectors.norm(v) * Vectors.norm(au);
    return Math.abs(Vectors.dot(u, av) - Vectors.dot(v, au)) / (scale + Double.MIN_NORMAL);
  }

  double nonLinearity(
      SymmetricOperator a, double[] u, double[] au, double[] v, double[] av, double alpha) {
    double[] both = new double[v.length];
    Vectors.sum(v, alpha, u, both);
    double[] deviation = subject.times(a, both);
    Vectors.addScaled(-1, av, deviation);
    Vectors.addScaled(-alpha, au, deviation);
    double scale = Math.abs(alpha) * Vectors.norm(au) + Vectors.norm(av);
    return Vectors.norm(deviation) / (scale + Double.MIN_NORMAL);
  }

  private void add(Verdict verdict, String format, Object... arguments) {
    findings.add(new Finding(verdict, String.format(Locale.ROOT, format, arguments)));
  }
}
