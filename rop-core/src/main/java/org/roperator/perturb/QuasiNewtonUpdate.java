package org.roperator.perturb;

import org.roperator.internal.Vectors;

/**
 * How a symmetric approximation Ĥ takes in that the Hessian maps v to z.
 *
 * <p>Each makes {@code Ĥv = z} and changes Ĥ by a matrix of rank one or two. With {@code y = Ĥv}
 * and {@code r = z − y}:
 */
public enum QuasiNewtonUpdate {

  /**
   * {@code Ĥ + (r vᵀ + v rᵀ)/‖v‖² − (v·r) v vᵀ/‖v‖⁴}: the smallest symmetric change in the
   * Frobenius norm. Takes any Hessian, indefinite ones too (Powell's symmetric Broyden update).
   */
  RANK_TWO {
    @Override
    Change change(double[] v, double[] z, double[] y) {
      double square = Vectors.dot(v, v);
      double[] r = difference(z, y);
      double size = toUnity(r);
      double along = Vectors.dot(v, r) / square;
      return new Change(v, r, -size * (along / square), size / square, 0);
    }
  },

  /**
   * {@code Ĥ + r rᵀ/(r·v)}: the one symmetric change of rank one. Left out where {@code |r·v|} is
   * below 1e-8 of {@code ‖r‖‖v‖}, as is usual.
   */
  SYMMETRIC_RANK_ONE {
    @Override
    Change change(double[] v, double[] z, double[] y) {
      double[] r = difference(z, y);
      double size = toUnity(r);
      double slope = Vectors.dot(r, v);
      return Math.abs(slope) <= 1e-8 * Vectors.norm(r) * Vectors.norm(v)
          ? Change.none(v)
          : new Change(r, r, size / slope, 0, 0);
    }
  },

  /**
   * {@code Ĥ + z zᵀ/(z·v) − y yᵀ/(v·y)} (Broyden, Fletcher, Goldfarb, Shanno): keeps Ĥ positive
   * definite. Left out where the curvature {@code z·v} or {@code v·y} is not above 0.
   */
  BFGS {
    @Override
    Change change(double[] v, double[] z, double[] y) {
      double sizeOfZ = toUnity(z);
      double sizeOfY = toUnity(y);
      double curvature = Vectors.dot(z, v);
      double model = Vectors.dot(v, y);
      return isPositive(curvature, z, v) && isPositive(model, y, v)
          ? new Change(z, y, sizeOfZ / curvature, 0, -sizeOfY / model)
          : Change.none(v);
    }
  },

  /**
   * {@code (I − z vᵀ/(z·v)) Ĥ (I − v zᵀ/(z·v)) + z zᵀ/(z·v)} (Davidon, Fletcher, Powell): keeps Ĥ
   * positive definite. Left out where the curvature {@code z·v} is not above 0.
   */
  DFP {
    @Override
    Change change(double[] v, double[] z, double[] y) {
      double sizeOfZ = toUnity(z);
      double sizeOfY = toUnity(y);
      double curvature = Vectors.dot(z, v);
      double model = Vectors.dot(v, y);
      return isPositive(curvature, z, v)
          ? new Change(
              z, y, (sizeOfZ + sizeOfY * (model / curvature)) / curvature, -sizeOfY / curvature, 0)
          : Change.none(v);
    }
  };

  /** The change {@code a x xᵀ + b (x yᵀ + y xᵀ) + c y yᵀ}; x and y may be one. */
  static final class Change {

    final double[] x;
    final double[] y;
    final double a;
    final double b;
    final double c;

    Change(double[] x, double[] y, double a, double b, double c) {
      this.x = x;
      this.y = y;
      this.a = a;
      this.b = b;
      this.c = c;
    }

    static Change none(double[] v) {
      return new Change(v, v, 0, 0, 0);
    }

    boolean isNone() {
      return a == 0 && b == 0 && c == 0;
    }
  }

  /**
   * The change that makes {@code Ĥv = z}. Its vectors have entries of about 1, whatever the sizes
   * of Hessian and direction: no square overflows.
   *
   * @param v of largest entry from 1 to below 2. Kept.
   * @param z Kept and overwritten.
   * @param y {@code Ĥv} before. Kept and overwritten.
   */
  abstract Change change(double[] v, double[] z, double[] y);

  private static boolean isPositive(double product, double[] x, double[] y) {
    return product > 1e-12 * Vectors.norm(x) * Vectors.norm(y);
  }

  /**
   * Scales by a power of two so that the largest entry is from 1 to below 2; answers its inverse.
   */
  private static double toUnity(double[] x) {
    int exponent = exponent(x);
    scale(x, -exponent);
    return Math.scalb(1.0, exponent);
  }

  /** The k with {@code 2ᵏ ≤ ‖x‖∞ < 2ᵏ⁺¹}; 0 for zero. */
  static int exponent(double[] x) {
    double largest = Vectors.maxAbs(x);
    return largest == 0
        ? 0
        : largest >= Double.MIN_NORMAL
            ? Math.getExponent(largest)
            : Math.getExponent(largest * 0x1p60) - 60;
  }

  /** {@code x ← 2ᵏ x}. */
  static void scale(double[] x, int k) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.scalb(x[i], k);
    }
  }

  private static double[] difference(double[] z, double[] y) {
    double[] r = new double[z.length];
    Vectors.sum(z, -1, y, r);
    return r;
  }
}
