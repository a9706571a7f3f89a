package org.roperator.optimize;

import java.util.Map;
import java.util.Optional;

/**
 * What one iteration of a method came to: a move to a lower point, a step that was rejected, or the
 * end of the run; immutable.
 */
public final class Move {

  private final Optional<Trial> to;
  private final double tried;
  private final Teller teller;
  private final boolean ends;
  private final OptimizationOutcome outcome;
  private final String reason;

  private Move(
      Optional<Trial> to,
      double tried,
      Teller teller,
      boolean ends,
      OptimizationOutcome outcome,
      String reason) {
    this.to = to;
    this.tried = tried;
    this.teller = teller;
    this.ends = ends;
    this.outcome = outcome;
    this.reason = reason;
  }

  /** Makes an {@link Iteration} of a kind of its own. */
  @FunctionalInterface
  public interface Teller {

    /**
     * The finished iteration.
     *
     * @param number counted from 1
     * @param value after it
     * @param w the parameters after it. Not modified.
     */
    Iteration tell(int number, double value, double[] w);
  }

  /**
   * The iterate moves.
   *
   * @param trial where to; its value is finite or −∞
   * @param figures the method's own numbers, in their order. Copied.
   */
  public static Move to(Trial trial, Map<String, Double> figures) {
    return to(trial, plain(figures));
  }

  /** The iterate moves, and the iteration is of the method's own kind. */
  public static Move to(Trial trial, Teller teller) {
    return new Move(
        Optional.of(trial), Double.NaN, teller, false, OptimizationOutcome.CONVERGED, "");
  }

  /**
   * The iterate stays: no step was good enough. As many in a row as the {@link Ending#patience()}
   * end the run as {@link OptimizationOutcome#STALLED}.
   *
   * @param tried the length of the step; NaN if there was none
   * @param reason ends a sentence that begins "20 steps in a row were rejected", such as " while
   *     the radius fell to 1e-12."
   * @param figures the method's own numbers, in their order. Copied.
   */
  public static Move rejected(double tried, String reason, Map<String, Double> figures) {
    return rejected(tried, OptimizationOutcome.STALLED, reason, plain(figures));
  }

  /**
   * The iterate stays, and the iteration is of the method's own kind.
   *
   * @param outcome that of the run if its patience ends with this step
   */
  public static Move rejected(
      double tried, OptimizationOutcome outcome, String reason, Teller teller) {
    return new Move(Optional.empty(), tried, teller, false, outcome, reason);
  }

  /**
   * The run ends where it is, without an iteration more.
   *
   * @param reason the numbers behind it, as a sentence
   */
  public static Move end(OptimizationOutcome outcome, String reason) {
    return new Move(Optional.empty(), Double.NaN, plain(Map.of()), true, outcome, reason);
  }

  private static Teller plain(Map<String, Double> figures) {
    return (number, value, w) -> new PlainIteration(number, value, w, figures);
  }

  Optional<Trial> to() {
    return to;
  }

  double tried() {
    return tried;
  }

  Iteration tell(int number, double value, double[] w) {
    return teller.tell(number, value, w);
  }

  boolean ends() {
    return ends;
  }

  OptimizationOutcome outcome() {
    return outcome;
  }

  String reason() {
    return reason;
  }
}
