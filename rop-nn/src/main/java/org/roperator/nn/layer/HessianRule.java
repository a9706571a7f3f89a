package org.roperator.nn.layer;

/**
 * By which of its variants Hessian back-propagation runs.
 *
 * @param averaging what is averaged over the batch
 * @param summand what becomes of the second summand
 * @param place where that happens to it
 */
public record HessianRule(Averaging averaging, SecondSummand summand, Place place) {

  /** Where absolute value or positive part are taken of the second summand. */
  public enum Place {
    /** Of each example's own, before they are added. */
    EACH_EXAMPLE,
    /** Of their sum over the batch; this makes sense only where something is averaged. */
    BATCH
  }

  /**
   * Checks that the three fit together.
   *
   * @throws IllegalArgumentException if nothing is averaged, but the summand is to be changed in
   *     the average
   */
  public HessianRule {
    boolean changed = summand == SecondSummand.ABSOLUTE || summand == SecondSummand.CLIP;
    if (averaging == Averaging.EACH_EXAMPLE && place == Place.BATCH && changed) {
      throw new IllegalArgumentException(
          "The averaging is "
              + averaging
              + ", but the place of "
              + summand
              + " is "
              + place
              + ": without an average it can only be "
              + Place.EACH_EXAMPLE
              + ".");
    }
  }

  /** One example's entry of the second summand, as it enters the sum over the batch. */
  public double ofExample(double r) {
    return place == Place.EACH_EXAMPLE ? summand.of(r) : r;
  }

  /** An entry of the sum over the batch, as it enters the Hessian. */
  public double ofBatch(double r) {
    return place == Place.BATCH ? summand.of(r) : r;
  }
}
