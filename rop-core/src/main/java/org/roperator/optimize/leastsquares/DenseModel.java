package org.roperator.optimize.leastsquares;

import java.util.Arrays;
import org.roperator.internal.Vectors;

/**
 * The model {@code ½‖r + Jp‖²} by one QR factorization of J with its columns brought to norm 1, so
 * that none is small beside the others when their rank is told, and for each radius the λ of {@code
 * (JᵀJ + λD²)p = −Jᵀr} by Newton's method on the length of the step, safeguarded by bounds (Moré
 * 1978, section 5). {@code JᵀJ} is never formed.
 */
final class DenseModel implements StepModel {

  private static final int MOST_STEPS = 10;

  /** λ starts at least at this part of its upper bound where that below is zero. */
  private static final double LEAST_PART = 1e-3;

  /** A column that fell so far keeps its parameter in place. */
  private static final double LARGEST_STRETCH = 1e100;

  private final PivotedQr qr;
  private final double[] norms;
  private final double[] stretch;
  private final double[] q;
  private final double[] gradient;
  private final double slack;
  private final double[] undamped;
  private double lambda;

  /**
   * A model.
   *
   * @param columns J's columns. Overwritten and kept.
   * @param residuals r. Not modified.
   * @param norms of the columns. Not modified.
   * @param scales D, above 0 and no smaller. Not modified.
   * @param slack how far a step's length may be from the radius
   * @param lambda the λ of the step before
   */
  DenseModel(
      double[][] columns,
      double[] residuals,
      double[] norms,
      double[] scales,
      double slack,
      double lambda) {
    this.norms = norms.clone();
    for (int j = 0; j < columns.length; j++) {
      this.norms[j] = norms[j] > 0 ? norms[j] : scales[j];
      for (int i = 0; i < columns[j].length; i++) {
        columns[j][i] /= this.norms[j];
      }
    }
    this.qr = new PivotedQr(columns);
    this.stretch = new double[norms.length];
    for (int j = 0; j < stretch.length; j++) {
      int place = qr.order()[j];
      stretch[j] = Math.min(LARGEST_STRETCH, scales[place] / this.norms[place]);
    }
    this.slack = slack;
    this.lambda = lambda;
    this.q = qr.transposedTimes(residuals);
    this.gradient = transposedTimes(q);
    this.undamped = Arrays.copyOf(q, qr.rank());
    Vectors.scale(-1, undamped);
    qr.solveUpper(undamped);
  }

  @Override
  public double fall() {
    double[] seen = Arrays.copyOf(q, qr.rank());
    return 0.5 * Vectors.dot(seen, seen);
  }

  @Override
  public int rank() {
    return qr.rank();
  }

  @Override
  public Step step(double radius) {
    double length = lengthOf(undamped);
    if (length <= (1 + slack) * radius) {
      lambda = 0;
      return told(undamped, length, 0);
    }
    double low = 0;
    if (qr.rank() == norms.length) {
      double[] t = stretchedTwice(undamped, length);
      qr.solveLower(t);
      low = (length / radius - 1) / Vectors.dot(t, t);
    }
    double high = Vectors.norm(gradient) / radius;
    lambda = Math.min(Math.max(lambda, low), high);
    if (lambda == 0) {
      lambda = LEAST_PART * high;
    }
    for (int k = 1; ; k++) {
      DampedTriangle damped = new DampedTriangle(qr, stretch, q, lambda);
      double[] z = damped.z();
      length = lengthOf(z);
      if (Math.abs(length - radius) <= slack * radius || k == MOST_STEPS) {
        return told(z, length, lambda);
      }
      if (length > radius) {
        low = Math.max(low, lambda);
      } else {
        high = Math.min(high, lambda);
      }
      double newton = lambda + (length / radius - 1) / damped.slope(stretchedTwice(z, length));
      lambda = Math.max(Math.max(low, LEAST_PART * LEAST_PART * high), Math.min(newton, high));
    }
  }

  /** {@code ‖Dp‖} for the variables z, p times the norms of the columns, in the order of R. */
  private double lengthOf(double[] z) {
    double[] scaled = new double[stretch.length];
    for (int j = 0; j < z.length; j++) {
      scaled[j] = stretch[j] * z[j];
    }
    return Vectors.norm(scaled);
  }

  /** {@code E²z/‖Ez‖} with the stretch E. */
  private double[] stretchedTwice(double[] z, double length) {
    double[] t = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      t[j] = stretch[j] * (stretch[j] * z[j] / length);
    }
    return t;
  }

  /** The step of the variables z in the order of R. */
  private Step told(double[] z, double length, double multiplier) {
    double[] rz = new double[qr.rows()];
    double[] p = new double[norms.length];
    for (int i = 0; i < rz.length; i++) {
      for (int j = i; j < z.length; j++) {
        rz[i] += qr.r(i, j) * z[j];
      }
    }
    for (int j = 0; j < z.length; j++) {
      int place = qr.order()[j];
      p[place] = z[j] / norms[place];
    }
    // For such a step the fall −gᵀp − ½‖Jp‖² is a sum of squares, which cancels nothing.
    double decrease = 0.5 * Vectors.dot(rz, rz) + multiplier * length * length;
    return Step.of(p, multiplier, length, decrease);
  }

  /** {@code E⁻¹Rᵀq}: the gradient in the scaled variables, in the order of R. */
  private double[] transposedTimes(double[] u) {
    double[] product = new double[norms.length];
    for (int i = 0; i < u.length; i++) {
      for (int j = i; j < product.length; j++) {
        product[j] += qr.r(i, j) * u[i] / stretch[j];
      }
    }
    return product;
  }
}
