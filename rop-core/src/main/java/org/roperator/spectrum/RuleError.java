package org.roperator.spectrum;

import java.util.function.DoubleUnaryOperator;

/** What Gauss rules of m steps leave out of an integral, from those of one probe after another. */
interface RuleError {

  /** Takes the rules of a probe in. */
  void add(ProbeRules probe, DoubleUnaryOperator f);

  /**
   * The part of the standard error; infinite where the rules tell nothing of it.
   *
   * @param negligible what does not count beside other errors
   */
  double size(double negligible);

  /** Whether the rules are too short for {@link #size} to be more than a guess. */
  boolean outweighs(double negligible);
}
