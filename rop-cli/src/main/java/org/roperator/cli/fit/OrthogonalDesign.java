package org.roperator.cli.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.roperator.data.BadInput;
import org.roperator.data.Excerpt;

/**
 * A design as {@code X = Q R}: the columns of Q have weighted mean square 1 and are orthogonal, R
 * is upper triangular. A fit in {@code γ = Rβ} sees Q alone, whose Hessian is well conditioned
 * however the columns of X are scaled and near to one another; {@code β = R⁻¹γ} is exact algebra.
 *
 * <p>By Gram and Schmidt, each column twice, after which Q is orthogonal to rounding. Immutable.
 * Cost: 4np² operations, memory 2np numbers.
 */
final class OrthogonalDesign {

  /** Nearer to those before it than this part of itself, a column is one of their sums. */
  private static final double DEPENDENT = 1e-10;

  /** A column takes part in a sum if it makes up so much of it. */
  private static final double TAKES_PART = 1e-7;

  private static final double ROUNDING = 0x1p-46;

  private final Design design;
  private final double[][] q;
  private final double[][] r;
  private final double[] scales;

  /** Keeps the arrays; R is that of columns over their scales. */
  private OrthogonalDesign(Design design, double[][] q, double[][] r, double[] scales) {
    this.design = design;
    this.q = q;
    this.r = r;
    this.scales = scales;
  }

  /**
   * Takes a design apart.
   *
   * @param weights of the rows, above 0
   * @throws BadInput if a column is a sum of multiples of others, naming them
   */
  static OrthogonalDesign of(Design design, double[] weights) {
    int p = design.width();
    double[] shares = shares(weights);
    double[][] columns = new double[p][];
    double[][] r = new double[p][p];
    double[] own = new double[p];
    double[] scales = new double[p];
    double worst = 0;
    for (int k = 0; k < p; k++) {
      double[] column = design.column(k);
      double scale = Arrays.stream(column).map(Math::abs).max().orElse(0);
      double[] v = Arrays.stream(column).map(x -> scale == 0 ? 0 : x / scale).toArray();
      double size = norm(v, shares);
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < k; j++) {
          r[j][k] += subtractPart(v, columns[j], shares);
          if (j == 0 && pass == 0 && design.hasIntercept()) {
            own[k] = norm(v, shares);
          }
        }
      }
      r[k][k] = norm(v, shares);
      own[k] = k > 0 && design.hasIntercept() ? own[k] : size;
      worst = Math.max(worst, own[k] == 0 ? 1 : size / own[k]);
      if (!(r[k][k] > (DEPENDENT + ROUNDING * worst) * own[k])) {
        throw dependent(design, r, own, k);
      }
      for (int i = 0; i < v.length; i++) {
        v[i] /= r[k][k];
      }
      columns[k] = v;
      scales[k] = scale;
    }
    return new OrthogonalDesign(design, transposed(columns, design.rows()), r, scales);
  }

  private static double[] shares(double[] weights) {
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(w -> w / sum).toArray();
  }

  /** Takes the part along q away from v, and says how large it was. */
  private static double subtractPart(double[] v, double[] q, double[] shares) {
    double part = 0;
    for (int i = 0; i < v.length; i++) {
      part += shares[i] * q[i] * v[i];
    }
    for (int i = 0; i < v.length; i++) {
      v[i] -= part * q[i];
    }
    return part;
  }

  private static double norm(double[] v, double[] shares) {
    double sum = 0;
    for (int i = 0; i < v.length; i++) {
      sum += shares[i] * v[i] * v[i];
    }
    return Math.sqrt(sum);
  }

  private static double[][] transposed(double[][] columns, int rows) {
    double[][] q = new double[rows][columns.length];
    for (int j = 0; j < columns.length; j++) {
      for (int i = 0; i < rows; i++) {
        q[i][j] = columns[j][i];
      }
    }
    return q;
  }

  /**
   * What to say of column k, which is a sum of those before it.
   *
   * @param r of columns in units of their largest entries
   * @param own how long each is but for its mean, in the same units
   */
  private static BadInput dependent(Design design, double[][] r, double[] own, int k) {
    double[] c = IntStream.range(0, k).mapToDouble(j -> r[j][k]).toArray();
    for (int j = k - 1; j >= 0; j--) {
      for (int l = j + 1; l < k; l++) {
        c[j] -= r[j][l] * c[l];
      }
      c[j] /= r[j][j];
    }
    List<String> others = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    for (int j = design.hasIntercept() ? 1 : 0; j < k; j++) {
      if (Math.abs(c[j]) * own[j] > TAKES_PART * own[k]) {
        others.add(design.term(j).name());
        sources.add(design.term(j).column());
      }
    }
    String name = Excerpt.of(design.term(k).name());
    String column = Excerpt.of(design.term(k).column());
    if (others.isEmpty()) {
      return new BadInput(
          "The column "
              + column
              + " has the same value in every row, but for rounding, from which nothing can be"
              + " told; leave it out with --without "
              + column
              + ".");
    }
    boolean same =
        others.size() == 1 && Arrays.equals(design.column(k), named(design, others.get(0)));
    String all = sources.stream().distinct().map(Excerpt::of).collect(Collectors.joining(", "));
    return new BadInput(
        (same
                ? "The columns " + all + " and " + column + " hold the same numbers"
                : "The column "
                    + name
                    + " is a sum of multiples of "
                    + Excerpt.list(", ", others)
                    + (design.hasIntercept() ? " and a constant" : ""))
            + ", so their coefficients can't be told apart; leave out one of them, such as with"
            + " --without "
            + column
            + ".");
  }

  private static double[] named(Design design, String name) {
    return IntStream.range(0, design.width())
        .filter(j -> design.term(j).name().equals(name))
        .mapToObj(design::column)
        .findFirst()
        .orElseThrow();
  }

  Design design() {
    return design;
  }

  int width() {
    return r.length;
  }

  /** Q row by row: the arrays themselves, not to be modified. */
  double[][] rows() {
    return q;
  }

  /** {@code Qγ}. */
  double[] predict(double[] gamma) {
    double[] eta = new double[q.length];
    for (int i = 0; i < eta.length; i++) {
      for (int j = 0; j < r.length; j++) {
        eta[i] += q[i][j] * gamma[j];
      }
    }
    return eta;
  }

  /** {@code β = R⁻¹γ}. Not modified. */
  double[] coefficients(double[] gamma) {
    double[] beta = scaled(gamma);
    for (int j = 0; j < beta.length; j++) {
      beta[j] /= scales[j];
    }
    return beta;
  }

  /** The coefficients of columns over their scales. */
  private double[] scaled(double[] gamma) {
    double[] beta = Arrays.copyOf(gamma, r.length);
    for (int j = r.length - 1; j >= 0; j--) {
      for (int l = j + 1; l < r.length; l++) {
        beta[j] -= r[j][l] * beta[l];
      }
      beta[j] /= r[j][j];
    }
    return beta;
  }

  /**
   * {@code T C Tᵀ}, where T is R⁻¹ for the coefficients and the identity for what comes behind
   * them.
   *
   * @param covariance C, of γ and other parameters. Not modified.
   * @param unit of the linear predictor
   */
  Covariance covariance(double[][] covariance, double unit) {
    double[] units = new double[covariance.length];
    for (int j = 0; j < units.length; j++) {
      units[j] = j < scales.length ? unit / scales[j] : 1;
    }
    double[][] rows = transformRows(flipped(transformRows(covariance)));
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < i; j++) {
        rows[i][j] = rows[j][i]; // but for rounding it is
      }
    }
    return new Covariance(rows, units);
  }

  private double[][] transformRows(double[][] matrix) {
    double[][] rows = new double[matrix.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = matrix[i].clone();
      System.arraycopy(scaled(rows[i]), 0, rows[i], 0, r.length);
    }
    return rows;
  }

  private static double[][] flipped(double[][] matrix) {
    double[][] other = new double[matrix.length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        other[i][j] = matrix[j][i];
      }
    }
    return other;
  }
}
