package org.roperator.solve;

/** Which iterates of a solve are kept, besides the last. */
public final class IterateGrid {

  private static final IterateGrid NONE = new IterateGrid(Double.POSITIVE_INFINITY, 2);

  private final double first;
  private final double growth;

  private IterateGrid(double first, double growth) {
    this.first = first;
    this.growth = growth;
  }

  /** Keeps no iterate at all. */
  public static IterateGrid none() {
    return NONE;
  }

  /**
   * Keeps the iterates after {@code ⌈a·qʲ⌉} iterations, j = 0, 1, …: about {@code ln(i/a)/ln q} of
   * them in i iterations.
   *
   * @param first a, at least 1
   * @param growth q, above 1
   */
  public static IterateGrid geometric(double first, double growth) {
    if (!(first >= 1 && first < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The first iterate kept is " + first + ", but must be finite and at least 1.");
    }
    if (!(growth > 1 && growth < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The growth of the grid is " + growth + ", but must be finite and above 1.");
    }
    return new IterateGrid(first, growth);
  }

  /** Whether any iterate is kept. */
  boolean keepsAny() {
    return first < Double.POSITIVE_INFINITY;
  }

  /** The smallest number on the grid above i. */
  double after(int i) {
    if (i >= first && (growth - 1) * (i + 1.0) <= 1) {
      return i + 1.0; // numbers of the grid are so close here that every integer is on it
    }
    double next = first;
    while (Math.ceil(next) <= i) {
      next *= growth;
    }
    return Math.ceil(next);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IterateGrid that && first == that.first && growth == that.growth;
  }

  @Override
  public int hashCode() {
    return 31 * Double.hashCode(first) + Double.hashCode(growth);
  }

  @Override
  public String toString() {
    return keepsAny() ? "iterates at ⌈" + first + "·" + growth + "ʲ⌉" : "no iterates";
  }
}
