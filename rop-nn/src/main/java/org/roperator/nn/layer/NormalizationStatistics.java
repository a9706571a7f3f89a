package org.roperator.nn.layer;

import java.util.function.IntBinaryOperator;
import org.roperator.dense.Matrix;

/**
 * What normalized groups know of themselves, and how their derivatives come out of sums.
 *
 * <p>With x̂ the m normalized values of a group, {@code s = 1/√(v + ε)}, {@code a = yBar}, {@code q
 * = mean(x̂a)} and {@code P = I − 11ᵀ/m − x̂x̂ᵀ/m}:
 *
 * <pre>
 * xBar    = s P a
 * yDot    = s P xDot
 * xBarDot = s P yBarDot + C xDot        C = −s² (Pa x̂ᵀ + x̂ (Pa)ᵀ + m q P) / m
 * </pre>
 *
 * <p>P is a projection only if ε = 0; with {@code h = mean(x̂²) = v/(v + ε)} it takes x̂ to {@code
 * (1 − h) x̂}. All of them are combinations of what stands there already, with coefficients from
 * sums over the group.
 */
final class NormalizationStatistics {

  /** Beside the square of a, below this the square of r is rounding. */
  private static final double NEGLIGIBLE = 1e-13;

  /** Sums of squares above it have all their digits: those that vanish are 1e-30 of it. */
  private static final double LEAST = 1e-290;

  private final int length;
  private final int groups;
  private final double[] means;
  private final double[] factors;
  private final double[] fillings;
  private final double[] barMeans;
  private final double[] barProducts;

  /**
   * Room for the statistics of groups of so many values each.
   *
   * @param length m
   * @param memory lends the room
   */
  NormalizationStatistics(int length, int groups, Workspace memory) {
    this.length = length;
    this.groups = groups;
    this.means = memory.numbers(groups);
    this.factors = memory.numbers(groups);
    this.fillings = memory.numbers(groups);
    this.barMeans = memory.numbers(groups);
    this.barProducts = memory.numbers(groups);
  }

  static double requireEpsilon(double epsilon) {
    if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The ε of a normalization is " + epsilon + ", but must be finite and ≥ 0.");
    }
    return epsilon;
  }

  /** Of each group μ, to be filled in. */
  double[] means() {
    return means;
  }

  /** Of each group s, to be filled in. */
  double[] factors() {
    return factors;
  }

  /** Of each group h, to be filled in. */
  double[] fillings() {
    return fillings;
  }

  /**
   * Sets s and h of a group from its centered values.
   *
   * <p>Where their squares overflowed, or vanished while ε doesn't cover them, they are squared
   * again in a size near 1.
   *
   * @param squares the sum of the squares
   * @param centered the group's values are at from, from + step, …
   */
  void setScale(int g, double squares, double epsilon, double[] centered, int from, int step) {
    double variance = squares / length;
    int exponent = 0;
    double added = epsilon;
    if (!(variance < Double.POSITIVE_INFINITY && variance + epsilon > LEAST)) {
      double largest = 0;
      for (int i = 0; i < length; i++) {
        largest = Math.max(largest, Math.abs(centered[from + i * step]));
      }
      if (largest > 0 && largest < Double.POSITIVE_INFINITY) {
        exponent = Math.getExponent(largest);
        if (epsilon > 0) {
          exponent = Math.max(exponent, Math.getExponent(epsilon) / 2);
        }
        added = Math.scalb(epsilon, -2 * exponent);
        variance = 0;
        for (int i = 0; i < length; i++) {
          double scaled = Math.scalb(centered[from + i * step], -exponent);
          variance += scaled * scaled / length;
        }
      }
    }
    factors[g] = Math.scalb(1 / Math.sqrt(variance + added), -exponent);
    fillings[g] = variance / (variance + added);
  }

  /** Remembers the mean of yBar and of its product with x̂, from their sums. */
  void remember(double[] sums, double[] products) {
    for (int g = 0; g < groups; g++) {
      barMeans[g] = sums[g] / length;
      barProducts[g] = products[g] / length;
    }
  }

  /**
   * Of {@code s P t = c₀ + c₁ t + c₂ x̂}.
   *
   * @param sums Σt
   * @param products Σx̂t
   * @param c Overwritten.
   */
  void projection(
      IntBinaryOperator group, int count, int k, double[] sums, double[] products, double[][] c) {
    for (int i = 0; i < count; i++) {
      double s = factors[group.applyAsInt(i, k)];
      c[0][i] = -s * sums[i] / length;
      c[1][i] = s;
      c[2][i] = -s * products[i] / length;
    }
  }

  /** For each direction and group the sums of u and x̂u, of xDot, x̂ xDot and a xDot. */
  static final class Sums {
    final double[] u;
    final double[] xu;
    final double[] dot;
    final double[] xDot;
    final double[] aDot;

    /**
     * The arrays are kept.
     *
     * @param of the sums of R{∂E/∂y}, or of 𝓗y yDot, and of its products with x̂
     * @param kept those of xDot
     * @param aDot those of its products with yBar
     */
    Sums(double[][] of, Matrix[] kept, double[] aDot) {
      this.u = of[0];
      this.xu = of[1];
      this.dot = kept[0].array();
      this.xDot = kept[1].array();
      this.aDot = aDot;
    }
  }

  /** Of {@code s P u + C xDot = c₀ + c₁ u + c₂ a + c₃ xDot + c₄ x̂}. */
  void second(IntBinaryOperator group, int count, int k, Sums sums, double[][] c) {
    double m = length;
    for (int i = 0; i < count; i++) {
      int g = group.applyAsInt(i, k);
      double s = factors[g];
      double q = barProducts[g];
      double mean = sums.dot[i] / m;
      double along = sums.xDot[i] / m;
      // Σ R{x̂} a, without R{x̂} itself.
      double moved = s * (sums.aDot[i] - m * (mean * barMeans[g] + along * q));
      c[0][i] = s * s * (along * barMeans[g] + q * mean) - s * sums.u[i] / m;
      c[1][i] = s;
      c[2][i] = -s * s * along;
      c[3][i] = -s * s * q;
      c[4][i] = 2 * s * s * along * q - s * (moved + sums.xu[i]) / m;
    }
  }

  /**
   * The same with C's eigenvalues changed. But for a plane C is {@code −s²q} where P is one; the
   * plane is spanned by x̂ and {@code r = a − mean(a) − x̂q/h}, where C is 2 × 2.
   *
   * @param squares Σa² of each group
   */
  void second(
      IntBinaryOperator group,
      int count,
      int k,
      Sums sums,
      double[] squares,
      SecondSummand summand,
      double[][] c) {
    double m = length;
    double[] plane = new double[3];
    for (int i = 0; i < count; i++) {
      int g = group.applyAsInt(i, k);
      double s = factors[g];
      double h = fillings[g];
      double q = barProducts[g];
      double tilt = h > 0 ? q / h : 0;
      double size = Math.sqrt(m * h);
      double rest = squares[g] - m * (barMeans[g] * barMeans[g] + tilt * q);
      double r = rest > NEGLIGIBLE * squares[g] ? Math.sqrt(rest) : 0;
      double first = h > 0 ? sums.xDot[i] / size : 0;
      double second =
          r > 0 ? (sums.aDot[i] - barMeans[g] * sums.dot[i] - tilt * sums.xDot[i]) / r : 0;
      double elsewhere = summand.of(-s * s * q);
      plane[0] = -3 * s * s * q * (1 - h);
      plane[1] = -s * s * r * Math.sqrt(h / m);
      plane[2] = -s * s * q;
      change(plane, summand);
      double z1 = h > 0 ? (plane[0] - elsewhere) * first + plane[1] * second : 0;
      double z2 = r > 0 ? plane[1] * first + (plane[2] - elsewhere) * second : 0;
      double ofA = r > 0 ? z2 / r : 0;
      c[0][i] = -s * sums.u[i] / m - elsewhere * sums.dot[i] / m - ofA * barMeans[g];
      c[1][i] = s;
      c[2][i] = ofA;
      c[3][i] = elsewhere;
      c[4][i] = (h > 0 ? z1 / size : 0) - ofA * tilt - s * sums.xu[i] / m;
    }
  }

  /** Changes the eigenvalues of a symmetric matrix (a, b; b, d), given as a, b, d. */
  private static void change(double[] matrix, SecondSummand summand) {
    double a = matrix[0];
    double b = matrix[1];
    double d = matrix[2];
    double middle = (a + d) / 2;
    double radius = Math.hypot((a - d) / 2, b);
    double high = summand.of(middle + radius);
    double low = summand.of(middle - radius);
    if (radius == 0) {
      matrix[0] = high;
      matrix[2] = high;
      return;
    }
    // f(M) = mean of f's + half their difference · (M − middle)/radius.
    double slope = (high - low) / (2 * radius);
    double mean = (high + low) / 2;
    matrix[0] = mean + slope * (a - d) / 2;
    matrix[1] = slope * b;
    matrix[2] = mean - slope * (a - d) / 2;
  }
}
