package org.roperator.recurrent;

/** {@code Σ ln(1 + exp yₖ) − tₖyₖ}. */
final class LogisticTerm implements SeparableTerm {

  private final int[] units;

  LogisticTerm(int[] units) {
    this.units = units;
  }

  @Override
  public int[] units() {
    return units;
  }

  private static final UnitFunction LOGISTIC = UnitFunction.logistic();

  @Override
  public double value(double y, double t) {
    return Math.max(y, 0) + Math.log1p(Math.exp(-Math.abs(y))) - t * y;
  }

  @Override
  public double slope(double y, double t) {
    return LOGISTIC.value(y) - t;
  }

  @Override
  public double bend(double y, double t) {
    return LOGISTIC.slope(y);
  }

  @Override
  public void requireFit(PatternBatch patterns) {
    SeparableTerm.super.requireFit(patterns);
    for (int i = 0; i < patterns.targets.length; i++) {
      double t = patterns.targets[i];
      if (counts(i % patterns.n) && (t < 0 || t > 1)) {
        throw new IllegalArgumentException(
            "Pattern "
                + i / patterns.n
                + " has the target "
                + t
                + " for unit "
                + i % patterns.n
                + ", but logistic cross-entropy takes probabilities from 0 to 1.");
      }
    }
  }

  private boolean counts(int unit) {
    for (int named : units) {
      if (named == unit) {
        return true;
      }
    }
    return units.length == 0;
  }
}
