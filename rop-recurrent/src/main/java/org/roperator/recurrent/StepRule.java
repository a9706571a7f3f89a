package org.roperator.recurrent;

/** The rule by which a state follows another; may have a memory, so each pattern needs its own. */
interface StepRule {

  /**
   * Makes a step.
   *
   * @param y holds the state from {@code at} on. Overwritten by the next.
   * @param r holds its residuals from {@code at} on. Not modified.
   * @param at index of the first entry in both
   */
  void step(double[] y, double[] r, int at);

  /**
   * Makes steps shorter from here on, if the rule has shorter ones.
   *
   * @return whether it has
   */
  default boolean shorten() {
    return false;
  }

  /** {@code y ← y + r}, for n numbers. */
  static StepRule plain(int n) {
    return (y, r, at) -> {
      for (int i = at; i < at + n; i++) {
        y[i] += r[i];
      }
    };
  }
}
