package org.roperator.cli.boltzmann;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roperator.boltzmann.LogPartitionEstimate;

/** A machine that learned digits in two ways, or as much of it as is known yet. */
public final class LearnedDigits {

  /**
   * ln Z after the second way.
   *
   * @param annealed by annealed importance sampling
   * @param exact exactly
   */
  public record LogPartition(LogPartitionEstimate annealed, double exact) {

    /** How many standard errors lie between the estimate and the exact number. */
    public double errorsApart() {
      return Math.abs(annealed.logPartition() - exact) / annealed.standardError();
    }
  }

  private final DigitsMachine digits;
  private final List<DigitsRun> runs;
  private final Optional<LogPartition> logPartition;
  private final double[][] madeUp;

  private LearnedDigits(
      DigitsMachine digits,
      List<DigitsRun> runs,
      Optional<LogPartition> logPartition,
      double[][] madeUp) {
    this.digits = digits;
    this.runs = List.copyOf(runs);
    this.logPartition = logPartition;
    this.madeUp = madeUp;
  }

  /** A machine that has learned nothing yet. */
  public static LearnedDigits none(DigitsMachine digits) {
    return new LearnedDigits(digits, List.of(), Optional.empty(), new double[0][]);
  }

  /** The same with a run, in the place of what was known of it before. */
  public LearnedDigits with(DigitsRun run) {
    List<DigitsRun> more = new ArrayList<>(runs);
    more.removeIf(before -> before.method().equals(run.method()));
    more.add(run);
    return new LearnedDigits(digits, more, logPartition, madeUp);
  }

  /** The same with ln Z. */
  public LearnedDigits with(LogPartition known) {
    return new LearnedDigits(digits, runs, Optional.of(known), madeUp);
  }

  /** The same with pictures it makes up. Kept. */
  public LearnedDigits withMadeUp(double[][] pictures) {
    return new LearnedDigits(digits, runs, logPartition, pictures);
  }

  /** The machine and its data. */
  public DigitsMachine digits() {
    return digits;
  }

  /** The run by natural gradients, which is the second. */
  public DigitsRun natural() {
    return runs.get(1);
  }

  /** The runs there are. */
  public List<DigitsRun> runs() {
    return runs;
  }

  /** ln Z, once it is known. */
  public Optional<LogPartition> logPartition() {
    return logPartition;
  }

  /** The pictures themselves. */
  public double[][] madeUp() {
    return madeUp;
  }

  /** The clamped part of the likelihood is exact, so that the error is that of ln Z alone. */
  public double annealedTestLogLikelihood(LogPartition known) {
    return natural().testLogLikelihood() + known.exact() - known.annealed().logPartition();
  }
}
