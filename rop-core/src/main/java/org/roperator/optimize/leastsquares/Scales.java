package org.roperator.optimize.leastsquares;

import java.util.SplittableRandom;
import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;

/** The scales D of the parameters, from the norms of the columns of the Jacobian met so far. */
final class Scales {

  /** Estimates take so many products; fewer columns or rows tell exact norms for less. */
  static final int PROBES = 8;

  private static final long SEED = 1978;

  private final StepScaling scaling;
  private final double[] largest;
  private double[] now;

  Scales(int n, StepScaling scaling) {
    this.scaling = scaling;
    largest = new double[n];
    now = largest;
  }

  /**
   * At the next point.
   *
   * @param norms of the columns there. Kept.
   */
  void meet(double[] norms) {
    now = norms;
    grow(norms);
  }

  /** The norms of the columns at this point. Not copied. */
  double[] norms() {
    return now;
  }

  /** Other sizes of the parameters' effects, such as roots of curvatures. Not kept. */
  void grow(double[] sizes) {
    for (int j = 0; j < largest.length; j++) {
      largest[j] = Math.max(largest[j], sizes[j]);
    }
  }

  /** The norms of a matrix's columns. */
  static double[] normsOf(double[][] columns) {
    double[] norms = new double[columns.length];
    for (int j = 0; j < norms.length; j++) {
      norms[j] = Vectors.norm(columns[j]);
    }
    return norms;
  }

  /**
   * The norms of a map's columns, to some 25 %: the mean squares of {@code Aᵀu} over random signs
   * u, the same in every run.
   */
  static double[] estimatedNormsOf(LinearOperator a) {
    SplittableRandom random = new SplittableRandom(SEED);
    LinearOperator adjoint = a.adjoint();
    double[][] products = new double[a.domainDimension()][PROBES];
    double[] u = new double[a.rangeDimension()];
    double[] product = new double[products.length];
    for (int k = 0; k < PROBES; k++) {
      for (int i = 0; i < u.length; i++) {
        u[i] = random.nextInt(2) == 0 ? 1 : -1;
      }
      adjoint.apply(u, product);
      for (int j = 0; j < product.length; j++) {
        products[j][k] = product[j];
      }
    }
    double[] norms = normsOf(products);
    Vectors.scale(1 / Math.sqrt(PROBES), norms);
    return norms;
  }

  /**
   * D, in a fresh array. A column that was always zero takes the largest scale of the others, and 1
   * if there is none.
   */
  double[] positive() {
    double largestOfAll = Vectors.maxAbs(largest);
    double top = largestOfAll > 0 ? largestOfAll : 1;
    double[] d = largest.clone();
    for (int j = 0; j < d.length; j++) {
      d[j] = d[j] > 0 && scaling == StepScaling.BY_PARAMETER ? d[j] : top;
    }
    return d;
  }

  /** {@code ‖Dx‖}. */
  double lengthOf(double[] x) {
    double[] d = positive();
    for (int j = 0; j < d.length; j++) {
      d[j] *= x[j];
    }
    return Vectors.norm(d);
  }

  /** What the rounding of w changes the residuals by, at most: {@code 2⁻⁵² Σ ‖Jⱼ‖ |wⱼ|}. */
  double rounding(double[] w) {
    double sum = 0;
    for (int j = 0; j < w.length; j++) {
      sum += now[j] * Math.abs(w[j]);
    }
    return 0x1p-52 * sum;
  }
}
