package org.roperator.optimize.leastsquares;

import java.util.Arrays;
import org.roperator.internal.Vectors;

/**
 * The model {@code ½‖r + Jp‖²} by one QR factorization of {@code JD⁻¹}, and for each radius the λ
 * of {@code (JᵀJ + λD²)p = −Jᵀr} by Newton's method on the length of the step, safeguarded by
 * bounds (Moré 1978, section 5). {@code JᵀJ} is never formed.
 */
final class DenseModel implements StepModel {

  private static final int MOST_STEPS = 10;

  /** λ starts at least at this part of its upper bound where that below is zero. */
  private static final double LEAST_PART = 1e-3;

  private final PivotedQr qr;
  private final double[] scales;
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
   * @param scales D, above 0. Kept.
   * @param slack how far a step's length may be from the radius
   * @param lambda the λ of the step before
   */
  DenseModel(double[][] columns, double[] residuals, double[] scales, double slack, double lambda) {
    for (int j = 0; j < columns.length; j++) {
      for (int i = 0; i < columns[j].length; i++) {
        columns[j][i] /= scales[j];
      }
    }
    this.qr = new PivotedQr(columns);
    this.scales = scales;
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
    double length = Vectors.norm(undamped);
    if (length <= (1 + slack) * radius) {
      lambda = 0;
      return told(undamped, length, 0);
    }
    double low = 0;
    if (qr.rank() == scales.length) {
      double[] t = undamped.clone();
      Vectors.scale(1 / length, t);
      qr.solveLower(t);
      low = (length / radius - 1) / Vectors.dot(t, t);
    }
    double high = Vectors.norm(gradient) / radius;
    lambda = Math.min(Math.max(lambda, low), high);
    if (lambda == 0) {
      lambda = LEAST_PART * high;
    }
    for (int k = 1; ; k++) {
      DampedTriangle damped = new DampedTriangle(qr, q, lambda);
      double[] z = damped.z();
      length = Vectors.norm(z);
      if (Math.abs(length - radius) <= slack * radius || k == MOST_STEPS) {
        return told(z, length, lambda);
      }
      if (length > radius) {
        low = Math.max(low, lambda);
      } else {
        high = Math.min(high, lambda);
      }
      double newton = lambda + (length / radius - 1) / damped.slope(length);
      lambda = Math.max(Math.max(low, LEAST_PART * LEAST_PART * high), Math.min(newton, high));
    }
  }

  /** The step of the scaled variables z in the order of R. */
  private Step told(double[] z, double length, double multiplier) {
    double[] rz = new double[qr.rows()];
    double[] p = new double[scales.length];
    for (int i = 0; i < rz.length; i++) {
      for (int j = i; j < z.length; j++) {
        rz[i] += qr.r(i, j) * z[j];
      }
    }
    for (int j = 0; j < z.length; j++) {
      int place = qr.order()[j];
      p[place] = z[j] / scales[place];
    }
    // For such a step the fall −gᵀp − ½‖Jp‖² is a sum of squares, which cancels nothing.
    double decrease = 0.5 * Vectors.dot(rz, rz) + multiplier * Vectors.dot(z, z);
    return Step.of(p, multiplier, length, decrease);
  }

  /** {@code Rᵀq}: the gradient in the scaled variables, in the order of R. */
  private double[] transposedTimes(double[] u) {
    double[] product = new double[scales.length];
    for (int i = 0; i < u.length; i++) {
      for (int j = i; j < product.length; j++) {
        product[j] += qr.r(i, j) * u[i];
      }
    }
    return product;
  }
}
