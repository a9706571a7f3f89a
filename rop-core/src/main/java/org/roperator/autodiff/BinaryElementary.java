package org.roperator.autodiff;

/**
 * The table of elementary functions of two arguments {@code y = f(a, b)} with their first and
 * second partial derivatives.
 */
enum BinaryElementary {
  /** {@code ab}. */
  MULTIPLY {
    @Override
    double value(double a, double b) {
      return a * b;
    }

    @Override
    double a(double a, double b, double y) {
      return b;
    }

    @Override
    double b(double a, double b, double y) {
      return a;
    }

    @Override
    double aa(double a, double b, double y) {
      return 0;
    }

    @Override
    double ab(double a, double b, double y) {
      return 1;
    }

    @Override
    double bb(double a, double b, double y) {
      return 0;
    }
  },

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
   * <p>For a &lt; 0, where the function is not defined for the exponents nearby, the partial
   * derivatives with respect to b are NaN; so is at a = 0 what would be infinite while the value is
   * finite.
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
      return a > 0 ? logTimes(a, y) : atZero(a, b, 0);
    }

    @Override
    double aa(double a, double b, double y) {
      return Power.bend(a, b);
    }

    @Override
    double ab(double a, double b, double y) {
      return a > 0 ? Power.lowered(a, b, 1) * (1 + b * Math.log(a)) : atZero(a, b, 1);
    }

    @Override
    double bb(double a, double b, double y) {
      return a > 0 ? logTimes(a, logTimes(a, y)) : atZero(a, b, 0);
    }

    /** {@code y ln a}, 0 where the power vanishes faster than the logarithm grows. */
    private double logTimes(double a, double y) {
      return y == 0 ? 0 : y * Math.log(a);
    }

    /** A partial derivative of aᵇ for a that is not positive: 0 at a = 0 for exponents above. */
    private double atZero(double a, double b, double above) {
      return a == 0 && b > above ? 0 : Double.NaN;
    }
  },

  /** The angle of the point (b, a); at the origin all partial derivatives are NaN. */
  ATAN2 {
    @Override
    double value(double a, double b) {
      return Math.atan2(a, b);
    }

    @Override
    double a(double a, double b, double y) {
      int e = exponent(a, b);
      double u = Math.scalb(a, -e);
      double v = Math.scalb(b, -e);
      return Math.scalb(v / (u * u + v * v), -e);
    }

    @Override
    double b(double a, double b, double y) {
      return -a(b, a, y);
    }

    @Override
    double aa(double a, double b, double y) {
      int e = exponent(a, b);
      double u = Math.scalb(a, -e);
      double v = Math.scalb(b, -e);
      double s = u * u + v * v;
      return Math.scalb(-2 * u * v / (s * s), -2 * e);
    }

    @Override
    double ab(double a, double b, double y) {
      int e = exponent(a, b);
      double u = Math.scalb(a, -e);
      double v = Math.scalb(b, -e);
      double s = u * u + v * v;
      return Math.scalb((u - v) * (u + v) / (s * s), -2 * e);
    }

    @Override
    double bb(double a, double b, double y) {
      return -aa(a, b, y);
    }

    /** That of the larger, so that squares are of order one. */
    private int exponent(double a, double b) {
      return Math.getExponent(Math.max(Math.abs(a), Math.abs(b)));
    }
  },

  /** {@code a ln b}, 0 for a = 0 whatever b ≥ 0 is. */
  X_LOG_Y {
    @Override
    double value(double a, double b) {
      return a == 0 && b >= 0 ? 0 : a * Math.log(b);
    }

    @Override
    double a(double a, double b, double y) {
      return b == 0 && a == 0 ? Double.NaN : Math.log(b);
    }

    @Override
    double b(double a, double b, double y) {
      return a == 0 && b >= 0 ? 0 : a / inDomain(b);
    }

    @Override
    double aa(double a, double b, double y) {
      return 0;
    }

    @Override
    double ab(double a, double b, double y) {
      return b == 0 && a == 0 ? Double.NaN : 1 / inDomain(b);
    }

    @Override
    double bb(double a, double b, double y) {
      return a == 0 && b >= 0 ? 0 : -a / inDomain(b) / inDomain(b);
    }

    /** b without the sign of a zero; NaN where there is no logarithm, nor a derivative of one. */
    private double inDomain(double b) {
      return b >= 0 ? Math.abs(b) : Double.NaN;
    }
  },

  /** {@code √(a² + b²)} without overflow in between; at the origin all derivatives are NaN. */
  HYPOT {
    @Override
    double value(double a, double b) {
      return Math.hypot(a, b);
    }

    @Override
    double a(double a, double b, double y) {
      // A length among the smallest numbers has few digits.
      return y < SMALL ? SCALE * a / Math.hypot(SCALE * a, SCALE * b) : a / y;
    }

    @Override
    double b(double a, double b, double y) {
      return a(b, a, y);
    }

    @Override
    double aa(double a, double b, double y) {
      double v = b / y;
      return v * v / y;
    }

    @Override
    double ab(double a, double b, double y) {
      return -(a / y) * (b / y) / y;
    }

    @Override
    double bb(double a, double b, double y) {
      double u = a / y;
      return u * u / y;
    }
  };

  private static final double SMALL = 0x1p-1000;
  private static final double SCALE = 0x1p600;

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
}
