package org.roperator.perturb;

import java.util.Arrays;
import org.roperator.dense.Blas;
import org.roperator.dense.SymmetricEigen;
import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Scratch;

/**
 * A symmetric approximation Ĥ of a Hessian that grows by what it is told of products {@code Hv =
 * z}.
 *
 * <pre>{@code
 * RankTwoHessian h = RankTwoHessian.zero(n).updated(v1, z1).updated(v2, z2);
 * }</pre>
 *
 * <p>Kept as {@code Ĥ = Ĥ₀ + Q S Qᵀ} with k orthonormal columns Q: memory O(k n), a product O(k n)
 * besides that of the start Ĥ₀; two columns come with each update, never more than n, and none
 * beyond the memory, where the directions of the smallest curvature are forgotten. Immutable and
 * safe to share: an update gives a new operator, which shares its columns with the old one.
 */
public final class RankTwoHessian implements SymmetricOperator {

  /** A vector that is shorter than this after orthogonalization lies in the span already. */
  private static final double DEPENDENT = 1e-12;

  private final SymmetricOperator start;
  private final int memory;
  private final double[][] q;
  private final double[][] s;
  private final Scratch<double[]> scratch;

  private RankTwoHessian(SymmetricOperator start, int memory, double[][] q, double[][] s) {
    this.start = start;
    this.memory = memory;
    this.q = q;
    this.s = s;
    this.scratch = Scratch.ofLength(2 * Math.max(1, q.length));
  }

  /** The zero operator of ℝⁿ, to be updated; its first update is of rank two. */
  public static RankTwoHessian zero(int dimension) {
    return from(SymmetricOperator.zero(dimension));
  }

  /**
   * Any operator, to be updated.
   *
   * @param start Ĥ₀; its products are taken whenever this operator's are
   */
  public static RankTwoHessian from(SymmetricOperator start) {
    return new RankTwoHessian(start, start.dimension(), new double[0][], new double[0][]);
  }

  /**
   * The same operator with a bound on its columns.
   *
   * @param columns the most columns kept, at least 2; n unless told
   */
  public RankTwoHessian withMemory(int columns) {
    if (columns < 2) {
      throw new IllegalArgumentException(
          "The memory is " + columns + " columns, but an update needs at least 2.");
    }
    return new RankTwoHessian(start, columns, q, s).compressed();
  }

  /** The number of columns kept. */
  public int columns() {
    return q.length;
  }

  /**
   * With the smallest symmetric change that makes {@code Ĥv = z}.
   *
   * @param v a direction other than zero, finite. Not modified.
   * @param z the Hessian's product with it, finite. Not modified.
   */
  public RankTwoHessian updated(double[] v, double[] z) {
    return updatedBy(QuasiNewtonUpdate.RANK_TWO, v, z);
  }

  /**
   * With an update of choice; unchanged where the update is left out.
   *
   * @param update which one
   * @param v a direction other than zero, finite. Not modified.
   * @param z the Hessian's product with it, finite. Not modified.
   */
  public RankTwoHessian updatedBy(QuasiNewtonUpdate update, double[] v, double[] z) {
    require("The direction", v);
    require("The product", z);
    if (Vectors.maxAbs(v) == 0) {
      throw new IllegalArgumentException(
          "The direction is zero, but an update needs one that is not.");
    }
    int k = -QuasiNewtonUpdate.exponent(v);
    double[] direction = scaled(v, k);
    return taking(update, direction, scaledProduct(z, k), times(direction));
  }

  private RankTwoHessian taking(QuasiNewtonUpdate update, double[] v, double[] z, double[] before) {
    QuasiNewtonUpdate.Change change = update.change(v, z, before);
    return change.isNone() ? this : plus(change).compressed();
  }

  /** The direction and all that belongs to it times a power of two leave the update what it is. */
  private static double[] scaled(double[] x, int k) {
    double[] copy = x.clone();
    QuasiNewtonUpdate.scale(copy, k);
    return copy;
  }

  private static double[] scaledProduct(double[] z, int k) {
    double[] copy = scaled(z, k);
    if (!Vectors.isFinite(copy)) {
      throw new IllegalArgumentException(
          "The product's largest entry is "
              + Vectors.maxAbs(z)
              + " and the direction's about 2^"
              + -k
              + "; their ratio, the size of the Hessian, is more than a double holds.");
    }
    return copy;
  }

  /**
   * With a noisy product taken in with less weight: the residual {@code r = z − Ĥv} counts {@code
   * max(0, 1 − ‖e‖²/‖r‖²)} times, so that noise alone changes nothing.
   *
   * @param update which update
   * @param v a direction other than zero, finite. Not modified.
   * @param z an estimate of the Hessian's product with it, finite. Not modified.
   * @param standardErrors e, those of z, at least 0. Not modified.
   */
  public RankTwoHessian updatedBy(
      QuasiNewtonUpdate update, double[] v, double[] z, double[] standardErrors) {
    require("The direction", v);
    require("The product", z);
    require("The standard errors", standardErrors);
    if (Vectors.maxAbs(v) == 0) {
      return updatedBy(update, v, z); // refuses it
    }
    int k = -QuasiNewtonUpdate.exponent(v);
    double[] direction = scaled(v, k);
    double[] before = times(direction);
    double[] r = new double[z.length];
    Vectors.sum(scaledProduct(z, k), -1, before, r);
    int unity = -QuasiNewtonUpdate.exponent(r);
    double noise = Vectors.norm(scaled(standardErrors, k + unity)) / Vectors.norm(scaled(r, unity));
    if (!(noise < 1)) { // 0/0, too
      return this;
    }
    double[] believed = before.clone();
    Vectors.addScaled(1 - noise * noise, r, believed);
    return taking(update, direction, believed, before);
  }

  /**
   * With the smallest symmetric change that makes {@code Ĥvⱼ = zⱼ} for all j at once; n independent
   * exact products give the Hessian itself.
   *
   * <p>The directions are orthogonalized and their products with them, which is exact as far as the
   * zⱼ are products of one symmetric operator; a direction that depends on those before it to 1e-8
   * says nothing new and is left out.
   *
   * @param vs directions, finite. Not modified.
   * @param zs the Hessian's products with them, finite. Not modified.
   */
  public RankTwoHessian updatedAll(double[][] vs, double[][] zs) {
    if (vs.length != zs.length) {
      throw new IllegalArgumentException(
          "There are " + vs.length + " directions, but " + zs.length + " products.");
    }
    double[][] units = new double[vs.length][];
    double[][] images = new double[vs.length][];
    int count = 0;
    RankTwoHessian result = this;
    for (int j = 0; j < vs.length; j++) {
      require("Direction " + j, vs[j]);
      require("Product " + j, zs[j]);
      int exponent = QuasiNewtonUpdate.exponent(vs[j]);
      double[] v = scaled(vs[j], -exponent);
      double[] z = scaledProduct(zs[j], -exponent);
      double whole = Vectors.norm(v);
      for (int pass = 0; pass < 2; pass++) { // twice is enough for orthogonality to rounding
        for (int k = 0; k < count; k++) {
          double along = Vectors.dot(units[k], v);
          Vectors.addScaled(-along, units[k], v);
          Vectors.addScaled(-along, images[k], z);
        }
      }
      double length = Vectors.norm(v);
      if (length > 1e-8 * whole) {
        Vectors.scale(1 / length, v);
        Vectors.scale(1 / length, z);
        units[count] = v;
        images[count++] = z;
        result = result.updated(v, z);
      }
    }
    return result;
  }

  @Override
  public int dimension() {
    return start.dimension();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    start.apply(v, out);
    double[] work = scratch.take();
    try {
      // out += Q S (Qᵀ v).
      int k = q.length;
      for (int j = 0; j < k; j++) {
        work[j] = Vectors.dot(q[j], v);
      }
      for (int i = 0; i < k; i++) {
        double sum = 0;
        for (int j = 0; j < k; j++) {
          sum += s[i][j] * work[j];
        }
        Vectors.addScaled(sum, q[i], out);
      }
    } finally {
      scratch.giveBack(work);
    }
  }

  private RankTwoHessian plus(QuasiNewtonUpdate.Change change) {
    Span span = new Span(q);
    double[] x = span.coordinatesOf(change.x);
    double[] y = span.coordinatesOf(change.y);
    double[][] columns = span.columns();
    int k = columns.length;
    double[][] sum = new double[k][k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        double before = i < q.length && j < q.length ? s[i][j] : 0;
        double xi = at(x, i);
        double yi = at(y, i);
        double xj = at(x, j);
        double yj = at(y, j);
        sum[i][j] =
            before + change.a * (xi * xj) + change.b * (xi * yj + yi * xj) + change.c * (yi * yj);
      }
    }
    return new RankTwoHessian(start, memory, columns, sum);
  }

  private static double at(double[] coordinates, int i) {
    return i < coordinates.length ? coordinates[i] : 0;
  }

  /** The directions of the largest curvature, as many as memory holds. */
  private RankTwoHessian compressed() {
    if (q.length <= memory) {
      return this;
    }
    int k = q.length;
    double[] flat = new double[k * k];
    for (int i = 0; i < k; i++) {
      System.arraycopy(s[i], 0, flat, i * k, k);
    }
    SymmetricEigen eigen = SymmetricEigen.of(k, flat, Blas.instance());
    double[][] kept = new double[memory][dimension()];
    double[][] values = new double[memory][memory];
    int low = 0;
    int high = k - 1;
    for (int c = 0; c < memory; c++) {
      int next = Math.abs(eigen.value(low)) > Math.abs(eigen.value(high)) ? low++ : high--;
      double[] coordinates = eigen.vector(next);
      for (int j = 0; j < k; j++) {
        Vectors.addScaled(coordinates[j], q[j], kept[c]);
      }
      values[c][c] = eigen.value(next);
    }
    return new RankTwoHessian(start, memory, kept, values);
  }

  private void require(String what, double[] x) {
    Arguments.requireLength(what, x, dimension(), "this operator acts on dimension " + dimension());
    Arguments.requireFinite(what, x);
  }

  /** Orthonormal columns that grow to span what they are asked for. */
  private static final class Span {

    private double[][] columns;

    Span(double[][] columns) {
      this.columns = columns;
    }

    double[][] columns() {
      return columns;
    }

    /** The coordinates of x, after a column was added if x does not lie in the span. */
    double[] coordinatesOf(double[] x) {
      double[] rest = x.clone();
      double[] coordinates = new double[columns.length + 1];
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < columns.length; j++) {
          double along = Vectors.dot(columns[j], rest);
          coordinates[j] += along;
          Vectors.addScaled(-along, columns[j], rest);
        }
      }
      double length = Vectors.norm(rest);
      if (length > DEPENDENT * Vectors.norm(x) && columns.length < x.length) {
        Vectors.scale(1 / length, rest);
        coordinates[columns.length] = length;
        columns = Arrays.copyOf(columns, columns.length + 1);
        columns[columns.length - 1] = rest;
      }
      return coordinates;
    }
  }
}
