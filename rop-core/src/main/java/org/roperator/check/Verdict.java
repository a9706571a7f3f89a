package org.roperator.check;

import org.roperator.Outcome;

/**
 * What a {@link DerivativeCheck} found, the causes first and their consequences last: where several
 * findings meet, the first of these is the one to mend first.
 */
public enum Verdict implements Outcome {

  /** The objective threw an exception at the point. */
  THROWS("the objective threw at this point", "Run the objective at this point on its own."),

  /** An expansion, gradient or Hessian has another dimension than its objective. */
  WRONG_SHAPE(
      "an expansion, gradient or Hessian has another dimension than the objective",
      "Give every array the length that dimension() states."),

  /** A value, gradient or product at the point is NaN or infinite. */
  NOT_FINITE(
      "a value, gradient or product is not finite here",
      "Look for a logarithm, root or division at the edge of its domain, or an overflow."),

  /** Two calls at one point gave different numbers. */
  NOT_DETERMINISTIC(
      "the same point gives different numbers from call to call",
      "Draw random numbers once, outside the objective, and fix the order of parallel sums."),

  /** What comes back depends on the point that was evaluated before. */
  STALE_STATE(
      "the result belongs to a point that was evaluated before",
      "Something is cached without its point; compute it anew in expandAt, or key it by the point."),

  /** A product adds to its array instead of overwriting it. */
  ADDS_TO_OUT(
      "a product adds to what stood in its array",
      "Clear the array at the start of every product, or assign where there is a +=."),

  /** An argument, or an array handed out, is shared with the objective. */
  SHARED_ARRAYS(
      "the objective shares an array with its caller",
      "Copy w on the way in and the gradient on the way out; write out fully and leave v alone."),

  /** The value by itself and the value of the expansion differ. */
  VALUES_DISAGREE(
      "value(w) and expandAt(w).value() are not the same function",
      "Let both run the same forward pass, with the same terms and the same mean."),

  /** The gradient is not the derivative of the value. */
  WRONG_GRADIENT(
      "the gradient is not the derivative of the value",
      "Mend the gradient first; the Hessian is checked against it."),

  /** A product is not linear in its direction. */
  NOT_LINEAR(
      "H(αu + v) differs from αHu + Hv",
      "Every line of the R-sweep must be linear in the dotted quantities; R{constant} is 0."),

  /** The Hessian differs from its transpose. */
  NOT_SYMMETRIC(
      "⟨u, Hv⟩ differs from ⟨v, Hu⟩",
      "Look for a transposed index, or a term that only one of the two R-sweeps has."),

  /** The Hessian's products are not the derivative of the gradient. */
  WRONG_HESSIAN(
      "H v is not the derivative of the gradient along v",
      "Compare the R-sweep line by line with the gradient; a second derivative may be missing."),

  /** The Gauss-Newton operator is not symmetric or not positive semi-definite. */
  WRONG_GAUSS_NEWTON(
      "the Gauss-Newton operator is not symmetric and positive semi-definite",
      "JᵀAJ needs the same J on both sides, and the Hessian of a convex loss between them."),

  /** The value jumps at the point, so that there is no derivative across it. */
  JUMP(
      "the value jumps at this very point",
      "A step or a branch cut runs through it, as that of atan2 does; check at a point beside it."),

  /** The numbers carry far fewer digits than double precision has. */
  LOW_PRECISION(
      "the numbers carry far fewer digits than double precision has",
      "Look for a float, an early-stopped iteration, or a difference of nearly equal numbers."),

  /** The function has a kink at the point, so that there is no derivative to compare with. */
  KINK(
      "there is a kink at this very point",
      "Derivatives are one-sided here; check at a point beside it."),

  /** A limit of time, evaluations or memory ended the check before all was looked at. */
  OUT_OF_BUDGET(
      "the check was ended by its budget before all was looked at",
      "Allow more (atMostTime, atMostEvaluations), ask for fewer directions, or check a smaller instance."),

  /** The differences are too inaccurate to tell right from wrong. */
  INCONCLUSIVE(
      "the differences are too inaccurate here to tell right from wrong",
      "Check at a point where the function is smoother or better scaled, or widen the steps."),

  /** Value, gradient and Hessian agree. */
  CORRECT("value, gradient and Hessian agree", "Nothing to do.");

  private final String explanation;
  private final String nextStep;

  Verdict(String explanation, String nextStep) {
    this.explanation = explanation;
    this.nextStep = nextStep;
  }

  @Override
  public String explanation() {
    return explanation;
  }

  @Override
  public boolean isSuccess() {
    return this == CORRECT;
  }

  /** What to do about it, as a sentence. */
  public String nextStep() {
    return nextStep;
  }

  /** Whether something is wrong, rather than right or beyond what differences can tell. */
  public boolean isFault() {
    return this != CORRECT
        && this != JUMP
        && this != KINK
        && this != OUT_OF_BUDGET
        && this != INCONCLUSIVE;
  }
}
