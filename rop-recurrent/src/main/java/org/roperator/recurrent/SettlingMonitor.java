package org.roperator.recurrent;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Watches one pattern settle and tells what becomes of it.
 *
 * <p>Windows double in length: from iteration t/2 to t. A motion that comes to rest has smaller
 * residuals in each window than in the one before; one that does not, but whose path within the
 * window is many times as long as the window's furthest excursion, goes round.
 */
final class SettlingMonitor {

  /** Beyond this a state is not coming back. */
  private static final double UNBOUNDED = 1e12;

  /** Before this many iterations nobody is said to go round. */
  private static final int EARLIEST = 512;

  /** After this many iterations, with nothing gained, steps may be at fault. */
  private static final int PATIENCE = 128;

  private static final double FALLING = 0.9;
  private static final double ROUND = 6;

  private final double tolerance;
  private final int limit;
  private final double[] windowStart;
  private final double[] before;
  private double[] residuals = new double[32];
  private int iteration;
  private double windowLargest;
  private double windowLargestBefore = Double.POSITIVE_INFINITY;
  private double path;
  private double excursion;

  SettlingMonitor(int n, Settling settling) {
    this.tolerance = settling.tolerance();
    this.limit = settling.limit();
    this.windowStart = new double[n];
    this.before = new double[n];
  }

  /**
   * Looks at a state; says what became of it if that is clear, and nothing to go on.
   *
   * @param rule what makes the steps, told to make shorter ones where the state goes round
   */
  @Nullable SettlingOutcome observe(double[] y, double[] x, double[] r, int at, StepRule rule) {
    double residual = 0;
    double largestInput = 0;
    double largestState = 0;
    double moved = 0;
    double step = 0;
    for (int i = 0; i < windowStart.length; i++) {
      residual = Math.max(residual, Math.abs(r[at + i]));
      largestInput = Math.max(largestInput, Math.abs(x[at + i]));
      largestState = Math.max(largestState, Math.abs(y[at + i]));
      moved = Math.max(moved, Math.abs(y[at + i] - windowStart[i]));
      step = Math.max(step, Math.abs(y[at + i] - before[i]));
      before[i] = y[at + i];
    }
    record(residual);
    if (!Double.isFinite(residual + largestInput + largestState)) {
      return SettlingOutcome.DIVERGED; // before ∞ ≤ τ (1 + ∞) counts as rest
    }
    if (residual <= tolerance * (1 + largestInput)) {
      return SettlingOutcome.CONVERGED;
    }
    if (!(residual <= UNBOUNDED && largestState <= UNBOUNDED)) {
      return SettlingOutcome.DIVERGED;
    }
    path += step;
    excursion = Math.max(excursion, moved);
    windowLargest = Math.max(windowLargest, residual);
    if (iteration >= limit) {
      return atLimit();
    }
    boolean windowEnds = Integer.bitCount(iteration) == 1;
    if (windowEnds) {
      boolean falls = windowLargest <= FALLING * windowLargestBefore;
      // A cycle of the steps, and not of the network, ends with shorter ones.
      boolean shorter = falls || iteration < PATIENCE || rule.shorten();
      if (!shorter && iteration >= EARLIEST && goesRound()) {
        return SettlingOutcome.LIMIT_CYCLE;
      }
      openWindow(y, at);
    }
    iteration++;
    return null;
  }

  private void record(double residual) {
    if (iteration == residuals.length) {
      residuals = Arrays.copyOf(residuals, 2 * residuals.length);
    }
    residuals[iteration] = residual;
  }

  private boolean goesRound() {
    return windowLargest > FALLING * windowLargestBefore && path > ROUND * excursion;
  }

  private void openWindow(double[] y, int at) {
    windowLargestBefore = windowLargest;
    windowLargest = 0;
    path = 0;
    excursion = 0;
    System.arraycopy(y, at, windowStart, 0, windowStart.length);
  }

  /** What the first and the second half of the way say about one that did not end. */
  private SettlingOutcome atLimit() {
    int half = iteration / 2;
    double early = largestBetween(half / 2, half);
    double late = largestBetween(half, iteration + 1);
    if (late > 2 * early && late > 1) {
      return SettlingOutcome.DIVERGED;
    }
    return late > FALLING * early && path > ROUND * excursion
        ? SettlingOutcome.LIMIT_CYCLE
        : SettlingOutcome.SLOW;
  }

  private double largestBetween(int from, int to) {
    double largest = 0;
    for (int t = from; t < to; t++) {
      largest = Math.max(largest, residuals[t]);
    }
    return largest;
  }

  double tolerance() {
    return tolerance;
  }

  int iterations() {
    return iteration;
  }

  /** The residual after 0, 1, … iterations. */
  double[] residuals() {
    return Arrays.copyOf(residuals, iteration + 1);
  }
}
