package org.roperator.optimize;

/** What became of the step of one {@link HessianFree} iteration. */
public enum HessianFreeStep {
  /** The step that conjugate gradients found was taken. */
  TAKEN,
  /**
   * Conjugate gradients met a direction of negative curvature, and a step they had found before it
   * was taken.
   */
  TAKEN_BEFORE_NEGATIVE_CURVATURE,
  /** The very first direction had negative curvature, and the step was taken along it, downhill. */
  TAKEN_ALONG_NEGATIVE_CURVATURE,
  /** No multiple of the step lowered the objective enough; the parameters stayed. */
  REJECTED
}
