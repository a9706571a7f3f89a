package org.roperator.optimize;

/**
 * The Levenberg-Marquardt damping λ and its rule: up where the model was poor, down where it was
 * good.
 *
 * @param lambda λ now
 * @param settings the factors and thresholds
 */
record Damping(double lambda, HessianFreeSettings settings) {

  static Damping initial(HessianFreeSettings settings) {
    return new Damping(settings.initialDamping(), settings);
  }

  /** The damping after a step that was taken with a reduction ratio; NaN counts as poor. */
  Damping after(double rho) {
    if (rho > settings.goodRatio()) {
      return new Damping(
          Math.max(settings.minDamping(), settings.dampingDecrease() * lambda), settings);
    }
    return rho >= settings.poorRatio() ? this : raised();
  }

  /** The damping after a step that was rejected, or after negative curvature. */
  Damping raised() {
    return new Damping(Math.min(Double.MAX_VALUE, settings.dampingIncrease() * lambda), settings);
  }
}
