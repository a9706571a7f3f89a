package org.roperator;

/**
 * How a computation ended: the common face of the enumerations in which methods name their ends.
 *
 * <p>Numerical trouble is an outcome, not an exception and never a silent number. Whoever wants to
 * know more than success or not compares with the constants of the enumeration.
 */
public interface Outcome {

  /** The name of the constant. */
  String name();

  /** What it means, as the rest of a sentence that begins "It ended because". */
  String explanation();

  /** Whether what was asked for was reached, so that its numbers can be used as they are. */
  boolean isSuccess();
}
