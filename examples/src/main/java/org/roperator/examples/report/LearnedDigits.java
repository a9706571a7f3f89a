package org.roperator.examples.report;

import java.util.List;
import org.roperator.boltzmann.LogPartitionEstimate;
import org.roperator.examples.boltzmann.DigitsMachine;
import org.roperator.examples.boltzmann.DigitsRun;

/** A machine that learned digits in two ways. */
public final class LearnedDigits {
  private final DigitsMachine digits;
  private final DigitsRun contrastive;
  private final DigitsRun natural;
  private final LogPartitionEstimate annealed;
  private final double exact;
  private final double[][] madeUp;

  /**
   * A machine that learned.
   *
   * @param annealed ln Z of the second by annealed importance sampling
   * @param exact the same exactly
   * @param madeUp pictures it makes up. Kept.
   */
  public LearnedDigits(
      DigitsMachine digits,
      DigitsRun contrastive,
      DigitsRun natural,
      LogPartitionEstimate annealed,
      double exact,
      double[][] madeUp) {
    this.digits = digits;
    this.contrastive = contrastive;
    this.natural = natural;
    this.annealed = annealed;
    this.exact = exact;
    this.madeUp = madeUp;
  }

  DigitsMachine digits() {
    return digits;
  }

  DigitsRun natural() {
    return natural;
  }

  List<DigitsRun> runs() {
    return List.of(contrastive, natural);
  }

  LogPartitionEstimate annealed() {
    return annealed;
  }

  double exact() {
    return exact;
  }

  /** The pictures themselves. */
  double[][] madeUp() {
    return madeUp;
  }

  /** The clamped part of the likelihood is exact, so that the error is that of ln Z alone. */
  double annealedTestLogLikelihood() {
    return natural.testLogLikelihood() + exact - annealed.logPartition();
  }

  /** How many standard errors lie between the estimate of ln Z and the exact number. */
  public double errorsApart() {
    return Math.abs(annealed.logPartition() - exact) / annealed.standardError();
  }
}
