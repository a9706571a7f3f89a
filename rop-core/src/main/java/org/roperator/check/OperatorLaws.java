package org.roperator.check;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

/** What every symmetric operator obeys: linearity, symmetry, blocks that equal single products. */
final class OperatorLaws {

  /** Deviations from exact laws up to this size are rounding's, in double precision. */
  static final double EXACT = 1e-9;

  /** Deviations beyond it are too large even for single precision. */
  private static final double GROSS = 1e-5;

  /** Up to this many parameters, the entries that differ most are looked for. */
  private static final int MOST_COLUMNS = 48;

  private final Subject subject;
  private final List<Finding> findings;

  private double symmetryError = Double.NaN;
  private double linearityError = Double.NaN;

  OperatorLaws(Subject subject, List<Finding> findings) {
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
    subject.products += copies.length;
    h.applyAll(copies, outs);
    for (int k = 0; k < directions.length; k++) {
      double[] v = directions[k];
      double[] hv = subject.times(h, v);
      symmetryError = GradientExamination.max(symmetryError, asymmetry(u, hu, v, hv));
      linearityError = GradientExamination.max(linearityError, nonLinearity(h, u, hu, v, hv, -0.7));
      linearityError = GradientExamination.max(linearityError, nonLinearity(h, u, hu, v, hv, 1e3));
      Vectors.addScaled(-1, hv, outs[k]);
      blockError =
          Math.max(blockError, Vectors.norm(outs[k]) / (Vectors.norm(hv) + Double.MIN_NORMAL));
    }
    boolean linear =
        judge(
            Verdict.NOT_LINEAR,
            linearityError,
            "H(αu + v) differs from αHu + Hv by %.1e of it",
            OperatorLaws::nowhere);
    boolean symmetric =
        !linear
            || judge(
                Verdict.NOT_SYMMETRIC,
                symmetryError,
                "⟨u, Hv⟩ and ⟨v, Hu⟩ differ by %.1e of ‖u‖‖Hv‖",
                () -> whereNotSymmetric(h));
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

  private static String nowhere() {
    return "";
  }

  /** For few parameters the pair of entries that differ most. */
  private String whereNotSymmetric(SymmetricOperator h) {
    int n = subject.dimension();
    if (n > MOST_COLUMNS) {
      return "";
    }
    double[][] columns = new double[n][];
    for (int j = 0; j < n; j++) {
      double[] unit = new double[n];
      unit[j] = 1;
      columns[j] = subject.times(h, unit);
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
    return String.format(
        Locale.ROOT,
        " Entry (%s, %s) is %.6g, its mirror %.6g.",
        subject.nameOf(row),
        subject.nameOf(column),
        columns[column][row],
        columns[row][column]);
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
