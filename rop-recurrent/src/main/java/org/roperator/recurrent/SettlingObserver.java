package org.roperator.recurrent;

/** Is told how a network settles. */
@FunctionalInterface
public interface SettlingObserver {

  /**
   * Called for each state, the first and the last among them.
   *
   * @param iteration how many steps led to it
   * @param y the state. Not to be modified or kept.
   * @param residual {@code max |σ(Wᵀy + …) − y|}
   */
  void at(int iteration, double[] y, double residual);
}
