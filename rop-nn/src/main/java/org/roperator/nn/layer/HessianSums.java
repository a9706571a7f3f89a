package org.roperator.nn.layer;

/**
 * What one layer sums over the examples for the averages of Hessian back-propagation: a part of an
 * array whose meaning the layer alone knows.
 */
public final class HessianSums {

  private final double[] array;
  private final int from;
  private final double weight;
  private final double beta;

  /**
   * Sums within an array.
   *
   * @param array holds the sums. Kept and updated.
   * @param from index of the first
   * @param weight 1/N, what a term that is to become a mean over N examples is multiplied by
   * @param beta 0 or 1, what the old sums are multiplied by
   */
  public HessianSums(double[] array, int from, double weight, double beta) {
    this.array = array;
    this.from = from;
    this.weight = weight;
    this.beta = beta;
  }

  /** The array that holds the sums. */
  public double[] array() {
    return array;
  }

  /** Index of the first sum. */
  public int from() {
    return from;
  }

  /** 1/N. Adjoints carry it already. */
  public double weight() {
    return weight;
  }

  /** What the old sums are multiplied by: 0 for arbitrary ones, NaN among them, or 1. */
  public double beta() {
    return beta;
  }
}
