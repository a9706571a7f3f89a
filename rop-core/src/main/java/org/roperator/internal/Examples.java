package org.roperator.internal;

/** Checks of example indices of a finite sum that is restricted to some of its examples. */
public final class Examples {

  private Examples() {}

  /**
   * Requires at least one index, each from 0 to {@code size − 1}.
   *
   * @param examples the indices
   * @param size the number of examples there are
   * @throws IllegalArgumentException naming the first index out of range, or if there is none
   */
  public static void requireIndices(int[] examples, int size) {
    if (examples.length == 0) {
      throw new IllegalArgumentException(
          "A finite sum can't be restricted to no examples at all; name at least one of the "
              + size
              + ".");
    }
    for (int i = 0; i < examples.length; i++) {
      if (examples[i] < 0 || examples[i] >= size) {
        throw new IllegalArgumentException(
            "Example "
                + examples[i]
                + " at position "
                + i
                + " does not exist; there are "
                + size
                + ", counted from 0.");
      }
    }
  }
}
