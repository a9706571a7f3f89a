package org.roperator.autodiff;

import org.apache.commons.math3.special.Gamma;
import org.roperator.function.ScalarFunction;
import org.roperator.internal.Hyperbolic;

/**
 * The table of elementary functions of one argument: value, first and second derivative.
 *
 * <p>The rules of {@link Dual} and of the tape's sweeps follow from it. Where a function is defined
 * but has no finite derivative, its derivatives are NaN; the constants say where.
 */
public enum Elementary implements ScalarFunction {
  /** {@code |x|}; at 0 the piece x. A tape takes −x if that is positive beside. */
  ABS {
    @Override
    public double value(double x) {
      return Math.abs(x);
    }

    @Override
    public double slope(double x, double y) {
      return x == 0 ? 1 : Math.signum(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return flat(x);
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

  /** {@code √x}; at 0, where the tangent is vertical, both derivatives are NaN. */
  SQRT {
    @Override
    public double value(double x) {
      return Math.sqrt(x);
    }

    @Override
    public double slope(double x, double y) {
      return x == 0 ? Double.NaN : 0.5 / y;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return -0.5 * slope / x;
    }
  },

  /** The cube root; at 0, where the tangent is vertical, both derivatives are NaN. */
  CBRT {
    @Override
    public double value(double x) {
      return Math.cbrt(x);
    }

    @Override
    public double slope(double x, double y) {
      if (x == 0) {
        return Double.NaN;
      }
      return Double.isInfinite(x) ? 0 : y / x / 3;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return -slope / x / 1.5;
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
      return x >= 0 ? 1 / Math.abs(x) : Double.NaN;
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
      return x >= 0 ? LOG10_E / Math.abs(x) : Double.NaN;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return -slope / Math.abs(x);
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

  /** The arc sine; at ±1, where the tangent is vertical, both derivatives are NaN. */
  ASIN {
    @Override
    public double value(double x) {
      return Math.asin(x);
    }

    @Override
    public double slope(double x, double y) {
      return finiteOrNaN(x, 1 / Math.sqrt(oneMinusSquare(x)));
    }

    @Override
    public double bend(double x, double y, double slope) {
      double u = oneMinusSquare(x);
      return finiteOrNaN(x, x / (u * Math.sqrt(u)));
    }
  },

  /** The arc cosine; at ±1, where the tangent is vertical, both derivatives are NaN. */
  ACOS {
    @Override
    public double value(double x) {
      return Math.acos(x);
    }

    @Override
    public double slope(double x, double y) {
      return -finiteOrNaN(x, 1 / Math.sqrt(oneMinusSquare(x)));
    }

    @Override
    public double bend(double x, double y, double slope) {
      double u = oneMinusSquare(x);
      return -finiteOrNaN(x, x / (u * Math.sqrt(u)));
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
      return Math.abs(x) < FAR ? 1 / (1 + x * x) : 1 / x / x;
    }

    @Override
    public double bend(double x, double y, double slope) {
      return Math.abs(x) < FAR ? -2 * x * slope * slope : -2 * slope / x;
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
      return Hyperbolic.inverseSine(x);
    }

    @Override
    public double slope(double x, double y) {
      return Math.abs(x) < FAR ? 1 / Math.sqrt(1 + x * x) : 1 / Math.abs(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      if (Math.abs(x) >= FAR) {
        return -slope / x;
      }
      double u = 1 + x * x;
      return -x / (u * Math.sqrt(u));
    }
  },

  /** The inverse hyperbolic cosine; at 1, where the tangent is vertical, both are NaN. */
  ACOSH {
    @Override
    public double value(double x) {
      return Hyperbolic.inverseCosine(x);
    }

    @Override
    public double slope(double x, double y) {
      if (x <= 1) {
        return Double.NaN;
      }
      return x < FAR ? 1 / Math.sqrt((x - 1) * (x + 1)) : 1 / x;
    }

    @Override
    public double bend(double x, double y, double slope) {
      if (x <= 1) {
        return Double.NaN;
      }
      double u = (x - 1) * (x + 1);
      return x < FAR ? -x / (u * Math.sqrt(u)) : -slope / x;
    }
  },

  /** The inverse hyperbolic tangent. */
  ATANH {
    @Override
    public double value(double x) {
      return Hyperbolic.inverseTangent(x);
    }

    @Override
    public double slope(double x, double y) {
      return Math.abs(x) <= 1 ? 1 / oneMinusSquare(x) : Double.NaN;
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
      return ErrorFunction.erf(x);
    }

    @Override
    public double slope(double x, double y) {
      return ErrorFunction.timesExpOfMinusSquare(TWO_OVER_SQRT_PI, x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return curved(-2 * TWO_OVER_SQRT_PI, x);
    }
  },

  /** The complement {@code 1 − erf x}, accurate where erf is almost one. */
  ERFC {
    @Override
    public double value(double x) {
      return ErrorFunction.erfc(x);
    }

    @Override
    public double slope(double x, double y) {
      return ErrorFunction.timesExpOfMinusSquare(-TWO_OVER_SQRT_PI, x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return curved(2 * TWO_OVER_SQRT_PI, x);
    }
  },

  /** The scaled complement {@code exp(x²) erfc x}, which falls as 1/x. */
  ERFCX {
    @Override
    public double value(double x) {
      return ErrorFunction.erfcx(x);
    }

    @Override
    public double slope(double x, double y) {
      return -2 * y * ErrorFunction.firstRatio(x, y);
    }

    @Override
    public double bend(double x, double y, double slope) {
      double r = ErrorFunction.firstRatio(x, y);
      return 8 * y * r * ErrorFunction.secondRatio(x, r);
    }
  },

  /** {@code ln Φ(x)}, the logarithm of the probability that a standard normal number is below x. */
  LOG_NORMAL_CDF {
    @Override
    public double value(double x) {
      return ErrorFunction.logNormalCdf(x);
    }

    @Override
    public double slope(double x, double y) {
      return ErrorFunction.slopeOfLogNormalCdf(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return ErrorFunction.bendOfLogNormalCdf(x, slope);
    }
  },

  /**
   * {@code ln(1 − eˣ)} for x &lt; 0, accurate near 0 and far below: the logarithm of a probability
   * from that of its complement.
   */
  LOG1M_EXP {
    @Override
    public double value(double x) {
      if (x == 0) {
        return Double.NEGATIVE_INFINITY;
      }
      return x > -LN_2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
    }

    @Override
    public double slope(double x, double y) {
      if (x > 0) {
        return Double.NaN;
      }
      // At a zero of either sign the difference below is one that is not negative.
      return x < -40 ? -Math.exp(x) : -1 / Math.abs(Math.expm1(-x));
    }

    @Override
    public double bend(double x, double y, double slope) {
      return slope / Math.abs(Math.expm1(x));
    }
  },

  /** {@code (eˣ − 1)/x}, 1 at 0. */
  EXPM1_RATIO {
    @Override
    public double value(double x) {
      return Ratios.expm1(x);
    }

    @Override
    public double slope(double x, double y) {
      return Ratios.slopeOfExpm1(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return Ratios.bendOfExpm1(x);
    }
  },

  /** {@code sin x / x}, 1 at 0. */
  SINC {
    @Override
    public double value(double x) {
      return Ratios.sine(x);
    }

    @Override
    public double slope(double x, double y) {
      return Ratios.slopeOfSine(x, y);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return Ratios.bendOfSine(x, y, slope);
    }
  },

  /**
   * {@code −x ln x}, 0 at 0, whose sum over probabilities is their entropy; the derivatives at 0,
   * where the tangent is vertical, are NaN.
   */
  ENTROPY {
    @Override
    public double value(double x) {
      return x == 0 ? 0 : -x * Math.log(x);
    }

    @Override
    public double slope(double x, double y) {
      return x == 0 ? Double.NaN : Ratios.minusLogOfE(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return x > 0 ? -1 / x : Double.NaN;
    }
  },

  /** The logarithm of the gamma function, for x > 0. */
  LOG_GAMMA {
    @Override
    public double value(double x) {
      return x == Double.POSITIVE_INFINITY ? x : Gamma.logGamma(x);
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
      double e = Math.exp(-Math.abs(x));
      return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    @Override
    public double slope(double x, double y) {
      return logisticSlope(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return -slope * Hyperbolic.tangent(0.5 * x, Math.exp(-Math.abs(x)));
    }
  },

  /** {@code ln(1 + eˣ)}. */
  SOFTPLUS {
    @Override
    public double value(double x) {
      double tail = Math.log1p(Math.exp(-Math.abs(x)));
      return x > 0 ? x + tail : tail;
    }

    @Override
    public double slope(double x, double y) {
      return SIGMOID.value(x);
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
      return flat(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return flat(x);
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
      return flat(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return flat(x);
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
      return flat(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return flat(x);
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
      return flat(x);
    }

    @Override
    public double bend(double x, double y, double slope) {
      return flat(x);
    }
  };

  private static final double LOG10_E = 0.4342944819032518;
  private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;
  private static final double LN_2 = 0.6931471805599453;

  /** From here on 1 + x² is x² to the last digit, and beyond may overflow. */
  private static final double FAR = 1e9;

  @Override
  public double slope(double x) {
    return slope(x, value(x));
  }

  @Override
  public double bend(double x) {
    double y = value(x);
    return bend(x, y, slope(x, y));
  }

  @Override
  public abstract double slope(double x, double y);

  @Override
  public abstract double bend(double x, double y, double slope);

  /** {@code c x exp(−x²)}. */
  private static double curved(double c, double x) {
    return Math.abs(x) > FAR ? 0 : ErrorFunction.timesExpOfMinusSquare(c * x, x);
  }

  /** {@code 1 − x²} with one rounding that counts. */
  private static double oneMinusSquare(double x) {
    return Math.abs(x) < 0.5 ? 1 - x * x : (1 - x) * (1 + x);
  }

  /** {@code σ'(x) = e/(1 + e)²} with {@code e = e^(−|x|)}: y(1 − y) would cancel for large x. */
  private static double logisticSlope(double x) {
    double e = Math.exp(-Math.abs(x));
    return e / ((1 + e) * (1 + e));
  }

  /** The slope of arc sine, NaN at the two ends of its domain. */
  private static double finiteOrNaN(double x, double slope) {
    return Math.abs(x) == 1 ? Double.NaN : slope;
  }

  /** A derivative that is 0 wherever there is a value. */
  private static double flat(double x) {
    return Double.isNaN(x) ? Double.NaN : 0;
  }
}
