package org.roperator.autodiff;

import org.apache.commons.math3.util.FastMath;

/**
 * The table of elementary functions of two arguments {@code y = f(a, b)} with their first and
 * second partial derivatives.
 */
enum BinaryElementary {
  /** {@code a/b}. */
  DIVIDE {
    @Override
    double value(double a, double b) {
      return a / b;
    }

    @Override
    double a(double a, double b, double y) {
      return 1 / b;
    }

    @Override
    double b(double a, double b, double y) {
      return -y / b;
    }

    @Override
    double aa(double a, double b, double y) {
      return 0;
    }

    @Override
    double ab(double a, double b, double y) {
      return -1 / b / b;
    }

    @Override
    double bb(double a, double b, double y) {
      return 2 * y / b / b;
    }
  },

  /**
   * {@code aᵇ}.
   *
   * <p>At a = 0 and at a &lt; 0, where the function is not defined for all exponents nearby, the
   * partial derivatives with respect to b are 0; at a = 0 those with respect to a that would be
   * infinite while the value is finite are 0 too.
   */
  POWER {
    @Override
    double value(double a, double b) {
      return Math.pow(a, b);
    }

    @Override
    double a(double a, double b, double y) {
      return Power.slope(a, b);
    }

    @Override
    double b(double a, double b, double y) {
      return a > 0 ? logTimes(a, y) : zeroOrNaN(y);
    }

    @Override
    double aa(double a, double b, double y) {
      return Power.bend(a, b);
    }

    @Override
    double ab(double a, double b, double y) {
      return a > 0 ? Math.pow(a, b - 1) * (1 + b * Math.log(a)) : zeroOrNaN(y);
    }

    @Override
    double bb(double a, double b, double y) {
      return a > 0 ? logTimes(a, logTimes(a, y)) : zeroOrNaN(y);
    }

    /** {@code y ln a}, 0 where the power vanishes faster than the logarithm grows. */
    private double logTimes(double a, double y) {
      return y == 0 ? 0 : y * Math.log(a);
    }

    private double zeroOrNaN(double y) {
      return Double.isNaN(y) ? Double.NaN : 0;
    }
  },

  /** The angle of the point (b, a); at the origin all partial derivatives are 0. */
  ATAN2 {
    @Override
    double value(double a, double b) {
      return Math.atan2(a, b);
    }

    @Override
    double a(double a, double b, double y) {
      double r = radius(a, b);
      return b / r / r;
    }

    @Override
    double b(double a, double b, double y) {
      double r = radius(a, b);
      return -a / r / r;
    }

    @Override
    double aa(double a, double b, double y) {
      double r = radius(a, b);
      return -2 * (a / r) * (b / r) / r / r;
    }

    @Override
    double ab(double a, double b, double y) {
      double r = radius(a, b);
      return (a / r - b / r) * (a / r + b / r) / r / r;
    }

    @Override
    double bb(double a, double b, double y) {
      return -aa(a, b, y);
    }
  },

  /** {@code √(a² + b²)} without overflow in between; at the origin all derivatives are 0. */
  HYPOT {
    @Override
    double value(double a, double b) {
      return FastMath.hypot(a, b);
    }

    @Override
    double a(double a, double b, double y) {
      return a / orOne(y);
    }

    @Override
    double b(double a, double b, double y) {
      return b / orOne(y);
    }

    @Override
    double aa(double a, double b, double y) {
      double v = b / orOne(y);
      return v * v / orOne(y);
    }

    @Override
    double ab(double a, double b, double y) {
      return -(a / orOne(y)) * (b / orOne(y)) / orOne(y);
    }

    @Override
    double bb(double a, double b, double y) {
      double u = a / orOne(y);
      return u * u / orOne(y);
    }
  };

  /** The value y. */
  abstract double value(double a, double b);

  /** {@code ∂y/∂a}. */
  abstract double a(double a, double b, double y);

  /** {@code ∂y/∂b}. */
  abstract double b(double a, double b, double y);

  /** {@code ∂²y/∂a²}. */
  abstract double aa(double a, double b, double y);

  /** {@code ∂²y/∂a∂b}. */
  abstract double ab(double a, double b, double y);

  /** {@code ∂²y/∂b²}. */
  abstract double bb(double a, double b, double y);

  /** {@code √(a² + b²)}, and 1 at the origin, so that what is divided by it becomes 0 there. */
  private static double radius(double a, double b) {
    return orOne(FastMath.hypot(a, b));
  }

  private static double orOne(double r) {
    return r == 0 ? 1 : r;
  }
}
