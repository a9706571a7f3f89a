package org.roperator.perturb;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Workers;

/**
 * Evaluates a black box at perturbed points, in parallel but with a result that does not depend on
 * the threads: each draw has a number, its own random stream, and its own place for its values.
 */
final class Sampler {

  private final BlackBox box;
  private final double[] w;
  private final Draws draws;
  private final Workers workers;

  private long evaluations;
  private long thrown;
  private long notFinite;
  private Optional<String> firstFailure = Optional.empty();

  /**
   * A sampler about a point.
   *
   * @param w the point. Kept.
   */
  Sampler(BlackBox box, double[] w, Draws draws, Workers workers) {
    this.box = box;
    this.w = w;
    this.draws = draws;
    this.workers = workers;
  }

  /** The point, which no evaluation is given itself. Not to be modified. */
  double[] point() {
    return w;
  }

  /** How the points are drawn. */
  Draws draws() {
    return draws;
  }

  int evaluationsPerDraw() {
    return draws.mirrored() ? 2 : 1;
  }

  /** Fills {@code out} with the perturbation of a draw. */
  void draw(long number, double[] out) {
    draws.kind().draw(draws.seed(), number, out);
    Vectors.scale(draws.size(), out);
  }

  /**
   * The values of consecutive draws.
   *
   * @return for each draw the value at {@code w + Δw} and, if mirrored, at {@code w − Δw}; NaN
   *     where it failed
   */
  double[][] values(long from, int count) {
    return valuesAbout(count, evaluationsPerDraw(), (k, dw) -> draw(from + k, dw));
  }

  /** What fills in the perturbation of a number; called on any thread. */
  @FunctionalInterface
  interface Moves {
    void fill(int number, double[] dw);
  }

  /**
   * The values at {@code w + Δw} and, of two sides, at {@code w − Δw}; NaN where it failed, and
   * where the calling thread was interrupted before.
   */
  double[][] valuesAbout(int count, int sides, Moves moves) {
    Thread caller = Thread.currentThread();
    double[][] values = new double[count][sides];
    boolean[] skipped = new boolean[count];
    AtomicReferenceArray<String> messages = new AtomicReferenceArray<>(count);
    workers.run(
        count,
        k -> {
          if (caller.isInterrupted()) {
            skipped[k] = true;
            Arrays.fill(values[k], Double.NaN);
            return;
          }
          double[] dw = new double[w.length];
          moves.fill(k, dw);
          for (int side = 0; side < values[k].length; side++) {
            double[] point = new double[w.length];
            Vectors.sum(w, side == 0 ? 1 : -1, dw, point);
            try {
              values[k][side] = box.value(point);
            } catch (RuntimeException failure) {
              values[k][side] = THROWN;
              messages.compareAndSet(k, null, failure.toString());
            }
          }
        });
    for (int k = 0; k < count; k++) {
      if (firstFailure.isEmpty()) {
        firstFailure = Optional.ofNullable(messages.get(k));
      }
      if (!skipped[k]) {
        tally(values[k]);
      }
    }
    return values;
  }

  /** The value at a point of choice; NaN where it fails. */
  double value(double[] point) {
    double[] value = new double[1];
    try {
      value[0] = box.value(point.clone());
    } catch (RuntimeException failure) {
      value[0] = THROWN;
      firstFailure = firstFailure.or(() -> Optional.of(failure.toString()));
    }
    tally(value);
    return value[0];
  }

  /** A NaN that no arithmetic gives, to mark an evaluation that threw. */
  private static final double THROWN = Double.longBitsToDouble(0x7FF8_0000_0000_0DEAL);

  private void tally(double[] values) {
    for (double value : values) {
      evaluations++;
      if (Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(THROWN)) {
        thrown++;
      } else if (!Double.isFinite(value)) {
        notFinite++;
      }
    }
  }

  boolean mostlyFailed() {
    return 2 * (thrown + notFinite) > evaluations;
  }

  PerturbationEstimate.Tally tally() {
    return new PerturbationEstimate.Tally(evaluations, thrown, notFinite, firstFailure);
  }
}
