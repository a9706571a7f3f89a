package org.roperator.autodiff;

import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.math3.util.FastMath;

/**
 * The table of elementary functions of one argument: value, first and second derivative.
 *
 * <p>The rules of {@link Dual} and of the tape's sweeps follow from it. Where a function is defined
 * but has no finite derivative, both derivatives are taken as zero; the constants say where.
 */
public enum Elementary implements ScalarFunction {
  /** {@code |x|}; the derivative at 0 is 0. */
  ABS {
    @Override
    public double value(double x) {
      return Math.abs(x);
    }

    @Override
    public double slope(double x, double y) {
      return Math.signum(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return 0;
    }
  },

  /** {@code 1/x}. */
  RECIPROCAL {
    @Override
    public double value(double x) {
      return 1 / x;
    }

    @Override
    public double slope(double x, double y) {
      return -y * y;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return -2 * y * slope;
    }
  },

  /** {@code x²}. */
  SQUARE {
    @Override
    public double value(double x) {
      return x * x;
    }

    @Override
    public double slope(double x, double y) {
      return 2 * x;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return 2;
    }
  },

  /** {@code √x}; at 0, where the tangent is vertical, both derivatives are 0. */
  SQRT {
    @Override
    public double value(double x) {
      return Math.sqrt(x);
    }

    @Override
    public double slope(double x, double y) {
      return x == 0 ? 0 : 0.5 / y;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return x == 0 ? 0 : -0.5 * slope / x;
    }
  },

  /** The cube root; at 0, where the tangent is vertical, both derivatives are 0. */
  CBRT {
    @Override
    public double value(double x) {
      return Math.cbrt(x);
    }

    @Override
    public double slope(double x, double y) {
      return x == 0 ? 0 : 1 / (3 * y * y);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return x == 0 ? 0 : -2 * slope / (3 * x);
    }
  },

  /** {@code eˣ}. */
  EXP {
    @Override
    public double value(double x) {
      return Math.exp(x);
    }

    @Override
    public double slope(double x, double y) {
      return y;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return y;
    }
  },

  /** {@code eˣ − 1}, accurate near 0. */
  EXPM1 {
    @Override
    public double value(double x) {
      return Math.expm1(x);
    }

    @Override
    public double slope(double x, double y) {
      return Math.exp(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return slope;
    }
  },

  /** The natural logarithm. */
  LOG {
    @Override
    public double value(double x) {
      return Math.log(x);
    }

    @Override
    public double slope(double x, double y) {
      return x >= 0 ? 1 / x : Double.NaN;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return -slope * slope;
    }
  },

  /** {@code ln(1 + x)}, accurate near 0. */
  LOG1P {
    @Override
    public double value(double x) {
      return Math.log1p(x);
    }

    @Override
    public double slope(double x, double y) {
      return x >= -1 ? 1 / (1 + x) : Double.NaN;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return -slope * slope;
    }
  },

  /** The logarithm to base 10. */
  LOG10 {
    @Override
    public double value(double x) {
      return Math.log10(x);
    }

    @Override
    public double slope(double x, double y) {
      return x >= 0 ? LOG10_E / x : Double.NaN;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return -slope / x;
    }
  },

  /** The sine. */
  SIN {
    @Override
    public double value(double x) {
      return Math.sin(x);
    }

    @Override
    public double slope(double x, double y) {
      return Math.cos(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return -y;
    }
  },

  /** The cosine. */
  COS {
    @Override
    public double value(double x) {
      return Math.cos(x);
    }

    @Override
    public double slope(double x, double y) {
      return -Math.sin(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return -y;
    }
  },

  /** The tangent. */
  TAN {
    @Override
    public double value(double x) {
      return Math.tan(x);
    }

    @Override
    public double slope(double x, double y) {
      return 1 + y * y;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return 2 * y * slope;
    }
  },

  /** The arc sine; at ±1, where the tangent is vertical, both derivatives are 0. */
  ASIN {
    @Override
    public double value(double x) {
      return Math.asin(x);
    }

    @Override
    public double slope(double x, double y) {
      return finiteOrZero(x, 1 / Math.sqrt((1 - x) * (1 + x)));
    }

    @Override
    public double bend(double x, double y, double slope) {
      return x * slope * slope * slope;
    }
  },

  /** The arc cosine; at ±1, where the tangent is vertical, both derivatives are 0. */
  ACOS {
    @Override
    public double value(double x) {
      return Math.acos(x);
    }

    @Override
    public double slope(double x, double y) {
      return -finiteOrZero(x, 1 / Math.sqrt((1 - x) * (1 + x)));
    }

    @Override
    public double bend(double x, double y, double slope) {
      return x * slope * slope * slope;
    }
  },

  /** The arc tangent. */
  ATAN {
    @Override
    public double value(double x) {
      return Math.atan(x);
    }

    @Override
    public double slope(double x, double y) {
      return 1 / (1 + x * x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return -2 * x * slope * slope;
    }
  },

  /** The hyperbolic sine. */
  SINH {
    @Override
    public double value(double x) {
      return Math.sinh(x);
    }

    @Override
    public double slope(double x, double y) {
      return Math.cosh(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return y;
    }
  },

  /** The hyperbolic cosine. */
  COSH {
    @Override
    public double value(double x) {
      return Math.cosh(x);
    }

    @Override
    public double slope(double x, double y) {
      return Math.sinh(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return y;
    }
  },

  /** The hyperbolic tangent. */
  TANH {
    @Override
    public double value(double x) {
      return Hyperbolic.tangent(x, Math.exp(-2 * Math.abs(x)));
    }

    @Override
    public double slope(double x, double y) {
      return Hyperbolic.slopeOfTangent(Math.exp(-2 * Math.abs(x)));
    }

    @Override
    public double bend(double x, double y, double slope) {
      return -2 * y * slope;
    }
  },

  /** The inverse hyperbolic sine. */
  ASINH {
    @Override
    public double value(double x) {
      return FastMath.asinh(x);
    }

    @Override
    public double slope(double x, double y) {
      return 1 / FastMath.hypot(1, x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return -x * slope * slope * slope;
    }
  },

  /** The inverse hyperbolic cosine; at 1, where the tangent is vertical, both derivatives are 0. */
  ACOSH {
    @Override
    public double value(double x) {
      return FastMath.acosh(x);
    }

    @Override
    public double slope(double x, double y) {
      return x == 1 ? 0 : 1 / (Math.sqrt(x - 1) * Math.sqrt(x + 1));
    }

    @Override
    public double bend(double x, double y, double slope) {
      return -x * slope * slope * slope;
    }
  },

  /** The inverse hyperbolic tangent. */
  ATANH {
    @Override
    public double value(double x) {
      return FastMath.atanh(x);
    }

    @Override
    public double slope(double x, double y) {
      return Math.abs(x) <= 1 ? 1 / ((1 - x) * (1 + x)) : Double.NaN;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return 2 * x * slope * slope;
    }
  },

  /** The error function {@code 2/√π ∫₀ˣ e^(−t²) dt}. */
  ERF {
    @Override
    public double value(double x) {
      return Erf.erf(x);
    }

    @Override
    public double slope(double x, double y) {
      return TWO_OVER_SQRT_PI * Math.exp(-x * x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return -2 * x * slope;
    }
  },

  /** The logarithm of the gamma function, for x > 0. */
  LOG_GAMMA {
    @Override
    public double value(double x) {
      return Gamma.logGamma(x);
    }

    @Override
    public double slope(double x, double y) {
      return x > 0 ? Polygamma.digamma(x) : Double.NaN;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return x > 0 ? Polygamma.trigamma(x) : Double.NaN;
    }
  },

  /** The digamma function {@code ψ = (ln Γ)'}. */
  DIGAMMA {
    @Override
    public double value(double x) {
      return Polygamma.digamma(x);
    }

    @Override
    public double slope(double x, double y) {
      return Polygamma.trigamma(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return Polygamma.tetragamma(x);
    }
  },

  /** The logistic function {@code 1/(1 + e⁻ˣ)}. */
  SIGMOID {
    @Override
    public double value(double x) {
      return 1 / (1 + Math.exp(-x));
    }

    @Override
    public double slope(double x, double y) {
      return logisticSlope(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return -slope * Math.tanh(0.5 * x);
    }
  },

  /** {@code ln(1 + eˣ)}. */
  SOFTPLUS {
    @Override
    public double value(double x) {
      return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    @Override
    public double slope(double x, double y) {
      return 1 / (1 + Math.exp(-x));
    }

    @Override
    public double bend(double x, double y, double slope) {
      return logisticSlope(x);
    }
  },

  /** The sign −1, 0 or 1; its derivative is 0 everywhere. */
  SIGNUM {
    @Override
    public double value(double x) {
      return Math.signum(x);
    }

    @Override
    public double slope(double x, double y) {
      return 0;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return 0;
    }
  },

  /** The largest whole number not above x; its derivative is 0 everywhere. */
  FLOOR {
    @Override
    public double value(double x) {
      return Math.floor(x);
    }

    @Override
    public double slope(double x, double y) {
      return 0;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return 0;
    }
  },

  /** The smallest whole number not below x; its derivative is 0 everywhere. */
  CEIL {
    @Override
    public double value(double x) {
      return Math.ceil(x);
    }

    @Override
    public double slope(double x, double y) {
      return 0;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return 0;
    }
  },

  /** The nearest whole number, even at a tie; its derivative is 0 everywhere. */
  RINT {
    @Override
    public double value(double x) {
      return Math.rint(x);
    }

    @Override
    public double slope(double x, double y) {
      return 0;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return 0;
    }
  };

  private static final double LOG10_E = 1 / Math.log(10);
  private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

  /** {@code σ'(x) = e/(1 + e)²} with {@code e = e^(−|x|)}: y(1 − y) would cancel for large x. */
  private static double logisticSlope(double x) {
    double e = Math.exp(-Math.abs(x));
    return e / ((1 + e) * (1 + e));
  }

  /** The slope of arc sine, 0 at the two ends of its domain. */
  private static double finiteOrZero(double x, double slope) {
    return Math.abs(x) == 1 ? 0 : slope;
  }
}
