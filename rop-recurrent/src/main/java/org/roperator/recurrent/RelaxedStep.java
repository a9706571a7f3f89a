package org.roperator.recurrent;

/**
 * An explicit Euler step of {@code τ dy/dt = r}, with half the longest stable step as measured.
 *
 * <p>Near an equilibrium {@code f = r/τ} changes by {@code Δf = −M Δy}, {@code M = T⁻¹(I − DWᵀ)}. A
 * mode of eigenvalue μ of M is followed stably for {@code η < 2 Re μ / |μ|²}; along the last step
 * {@code −⟨Δy, Δf⟩ / ⟨Δf, Δf⟩} is just half of that (and the step of Barzilai and Borwein). The
 * step shrinks at once and grows by half at most.
 *
 * <p>A mode that turns on an ellipse is measured now too short and now too long, and steps that are
 * too short don't take it on to where it is measured otherwise. Whoever sees that it does not come
 * to rest asks for {@linkplain #shorten() even steps}, and half as long ones each further time: any
 * constant step below the bound leads to rest.
 */
final class RelaxedStep implements StepRule {

  private static final double GROWTH = 1.5;
  private static final double SMALLEST = 1e-4;

  /** Even steps below this part of the longest are as good as the network's own motion. */
  private static final double FINE = 1.0 / 16;

  private final double[] timeConstants;
  private final double largest;
  private final double[] yBefore;
  private final double[] fBefore;
  private double eta;
  private double even;
  private boolean begun;

  RelaxedStep(double[] timeConstants) {
    this.timeConstants = timeConstants;
    double shortest = Double.POSITIVE_INFINITY;
    for (double tau : timeConstants) {
      shortest = Math.min(shortest, tau);
    }
    this.largest = shortest; // so that no unit goes further than to its σ
    this.eta = shortest;
    this.even = 1;
    this.yBefore = new double[timeConstants.length];
    this.fBefore = new double[timeConstants.length];
  }

  @Override
  public void step(double[] y, double[] r, int at) {
    observe(y, r, at);
    for (int i = 0; i < yBefore.length; i++) {
      y[at + i] += eta * fBefore[i];
    }
  }

  /** Begins again for another system. */
  void forget() {
    eta = largest;
    even = 1;
    begun = false;
  }

  /** Even steps as a part of the longest; 1 as long as steps are measured. */
  double even() {
    return even;
  }

  @Override
  public boolean shorten() {
    even /= 2;
    eta = even * largest;
    return even >= FINE;
  }

  /** Takes notice of a state and its residuals; the step after it may also be someone else's. */
  double observe(double[] y, double[] r, int at) {
    double along = 0;
    double square = 0;
    for (int i = 0; i < yBefore.length; i++) {
      double f = r[at + i] / timeConstants[i];
      double change = f - fBefore[i];
      along += (y[at + i] - yBefore[i]) * change;
      square += change * change;
      yBefore[i] = y[at + i];
      fBefore[i] = f;
    }
    if (even == 1 && begun && along < 0 && square > 0) {
      eta =
          Math.min(largest, Math.min(GROWTH * eta, Math.max(SMALLEST * largest, -along / square)));
    }
    begun = true;
    return eta;
  }
}
