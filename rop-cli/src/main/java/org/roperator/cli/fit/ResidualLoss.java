package org.roperator.cli.fit;

import org.roperator.autodiff.Elementary;
import org.roperator.autodiff.VarArray;

/**
 * What residuals cost: {@code ρ(u)} with {@code ρ(u) ≈ u²/2} at 0, u in units of their scale.
 *
 * <p>The constants c are those at which the estimate of a mean of normal numbers has 95 % of the
 * precision of least squares.
 */
public enum ResidualLoss {
  /** {@code u²/2}: least squares. */
  SQUARED("squared", Double.POSITIVE_INFINITY) {
    @Override
    VarArray of(VarArray u) {
      return u.map(Elementary.SQUARE).multiply(0.5);
    }
  },
  /** {@code u²/2} up to c = 1.345 and {@code c|u| − c²/2} beyond (Huber 1964). */
  HUBER("huber", 1.345) {
    @Override
    VarArray of(VarArray u) {
      VarArray held = u.min(tuning()).max(-tuning());
      return held.multiply(u).subtract(held.map(Elementary.SQUARE).multiply(0.5));
    }
  },
  /** {@code c²(√(1 + (u/c)²) − 1)}, c = 1.287: Huber's loss without its corner. */
  SOFT_L1("soft-l1", 1.287) {
    @Override
    VarArray of(VarArray u) {
      VarArray square = u.divide(tuning()).map(Elementary.SQUARE);
      return square.add(1).map(Elementary.SQRT).subtract(1).multiply(tuning() * tuning());
    }
  },
  /** {@code c²/2 ln(1 + (u/c)²)}, c = 2.385: far residuals have little pull. */
  CAUCHY("cauchy", 2.385) {
    @Override
    VarArray of(VarArray u) {
      return u.divide(tuning())
          .map(Elementary.SQUARE)
          .map(Elementary.LOG1P)
          .multiply(tuning() * tuning() / 2);
    }
  },
  /** {@code c²/6 (1 − (1 − (u/c)²)³)} up to c = 4.685 and level beyond (Beaton and Tukey 1974). */
  TUKEY("tukey", 4.685) {
    @Override
    VarArray of(VarArray u) {
      VarArray left = u.divide(tuning()).map(Elementary.SQUARE).min(1).negate().add(1);
      return left.map(Elementary.SQUARE)
          .multiply(left)
          .negate()
          .add(1)
          .multiply(tuning() * tuning() / 6);
    }
  };

  private final String label;
  private final double tuning;

  ResidualLoss(String label, double tuning) {
    this.label = label;
    this.tuning = tuning;
  }

  /** Its name on the command line. */
  public String label() {
    return label;
  }

  /** The constant c. */
  public double tuning() {
    return tuning;
  }

  /** Whether it rises ever less steeply, so that it may have several minima. */
  boolean isRedescending() {
    return this == CAUCHY || this == TUKEY;
  }

  /** {@code ρ(uᵢ)}. */
  abstract VarArray of(VarArray u);
}
