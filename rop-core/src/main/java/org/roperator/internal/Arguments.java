package org.roperator.internal;

/** Checks of arguments at the door, with messages that name both sides. */
public final class Arguments {

  private Arguments() {}

  /**
   * Requires a vector of a given length.
   *
   * @param what the vector's name at the start of the message, such as {@code "Direction"}
   * @param v the vector
   * @param length the length it must have
   * @param why the end of the message, such as {@code "this operator acts on dimension 10"}
   * @throws IllegalArgumentException «Direction has length 12, but this operator acts on dimension
   *     10.»
   */
  public static void requireLength(String what, double[] v, int length, String why) {
    if (v.length != length) {
      throw new IllegalArgumentException(what + " has length " + v.length + ", but " + why + ".");
    }
  }

  /**
   * Requires the arguments of a product {@code out = A v} on ℝⁿ.
   *
   * @param dimension n
   * @param v the vector A is applied to
   * @param out the vector it fills
   * @throws IllegalArgumentException if a length is wrong or both arrays are the same
   */
  public static void requireProduct(int dimension, double[] v, double[] out) {
    requireProduct(dimension, dimension, v, out);
  }

  /**
   * Requires the arguments of a product {@code out = A v}.
   *
   * @param domain the dimension A acts on
   * @param range the dimension of what it gives
   * @param v the vector it is applied to
   * @param out the vector it fills
   * @throws IllegalArgumentException if a length is wrong or both arrays are the same
   */
  public static void requireProduct(int domain, int range, double[] v, double[] out) {
    requireDirection(domain, v);
    if (out.length != range) {
      throw new IllegalArgumentException(
          "The array for the product has length "
              + out.length
              + ", but this operator gives vectors of dimension "
              + range
              + ".");
    }
    if (v == out) {
      throw new IllegalArgumentException(
          "Direction and product are one array; a product needs a second array to write to.");
    }
  }

  /**
   * Requires the arguments of a block of products on ℝⁿ.
   *
   * @param dimension n
   * @param vs the vectors an operator is applied to
   * @param outs the vectors it fills
   * @throws IllegalArgumentException if the counts differ, a length is wrong, or an array stands
   *     twice
   */
  public static void requireProducts(int dimension, double[][] vs, double[][] outs) {
    requireProducts(dimension, dimension, vs, outs);
  }

  /**
   * Requires the arguments of a block of products {@code outs[j] = A vs[j]}.
   *
   * @param domain the dimension A acts on
   * @param range the dimension of what it gives
   * @param vs the vectors it is applied to
   * @param outs the vectors it fills
   * @throws IllegalArgumentException if the counts differ, a length is wrong, or an array stands
   *     twice
   */
  public static void requireProducts(int domain, int range, double[][] vs, double[][] outs) {
    if (vs.length != outs.length) {
      throw new IllegalArgumentException(
          "There are " + vs.length + " directions, but " + outs.length + " arrays for products.");
    }
    for (int j = 0; j < vs.length; j++) {
      requireDirection(domain, vs[j]);
      if (outs[j].length != range) {
        throw new IllegalArgumentException(
            "The array for product "
                + j
                + " has length "
                + outs[j].length
                + ", but this operator gives vectors of dimension "
                + range
                + ".");
      }
      for (double[] v : vs) {
        if (v == outs[j]) {
          throw new IllegalArgumentException(
              "A direction and product "
                  + j
                  + " are one array; every product needs an array of its own.");
        }
      }
      for (int i = 0; i < j; i++) {
        if (outs[i] == outs[j]) {
          throw new IllegalArgumentException(
              "Products " + i + " and " + j + " share one array; each needs its own.");
        }
      }
    }
  }

  private static void requireDirection(int dimension, double[] v) {
    if (v.length != dimension) {
      throw new IllegalArgumentException(
          "Direction has length "
              + v.length
              + ", but this operator acts on dimension "
              + dimension
              + ".");
    }
  }

  /**
   * Requires every entry to be finite.
   *
   * @param what the vector's name at the start of the message
   * @param v the vector
   * @throws IllegalArgumentException naming the first entry that is NaN or infinite
   */
  public static void requireFinite(String what, double[] v) {
    for (int i = 0; i < v.length; i++) {
      if (!Double.isFinite(v[i])) {
        throw new IllegalArgumentException(
            what + " has the entry " + v[i] + " at index " + i + ", but entries must be finite.");
      }
    }
  }

  /**
   * Requires one finite number.
   *
   * @param what the number's name at the start of the message
   * @param x the number
   * @return x
   * @throws IllegalArgumentException if it is NaN or infinite
   */
  public static double requireFinite(String what, double x) {
    if (!Double.isFinite(x)) {
      throw new IllegalArgumentException(what + " is " + x + ", but must be finite.");
    }
    return x;
  }

  /**
   * Requires a whole number of at least one.
   *
   * @param what the number's name at the start of the message
   * @param n the number
   * @return n
   * @throws IllegalArgumentException if it is below one
   */
  public static int requirePositive(String what, int n) {
    if (n < 1) {
      throw new IllegalArgumentException(what + " is " + n + ", but must be at least 1.");
    }
    return n;
  }

  /** The same for long numbers. */
  public static long requirePositive(String what, long n) {
    if (n < 1) {
      throw new IllegalArgumentException(what + " is " + n + ", but must be at least 1.");
    }
    return n;
  }

  /**
   * Requires a whole number of at least zero.
   *
   * @param what the number's name at the start of the message
   * @param n the number
   * @return n
   * @throws IllegalArgumentException if it is negative
   */
  public static int requireNonNegative(String what, int n) {
    if (n < 0) {
      throw new IllegalArgumentException(what + " is " + n + ", but must be at least 0.");
    }
    return n;
  }

  /**
   * Requires a finite number of at least zero.
   *
   * @param what the number's name at the start of the message
   * @param x the number
   * @return x
   * @throws IllegalArgumentException if it is negative, NaN or infinite
   */
  public static double requireNonNegative(String what, double x) {
    if (!(x >= 0 && x < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          what + " is " + x + ", but must be finite and at least 0.");
    }
    return x;
  }

  /**
   * Requires a point of an objective: its length, and that every entry is finite.
   *
   * @param w the point
   * @param dimension the dimension of the objective
   * @throws IllegalArgumentException «The point has length 3, but the objective has dimension 2.»
   */
  public static void requirePoint(double[] w, int dimension) {
    requireLength("The point", w, dimension, "the objective has dimension " + dimension);
    requireFinite("The point", w);
  }

  /**
   * Requires a finite number above zero.
   *
   * @param what the number's name at the start of the message
   * @param x the number
   * @return x
   * @throws IllegalArgumentException if it is zero, negative, NaN or infinite
   */
  public static double requirePositive(String what, double x) {
    if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + " is " + x + ", but must be finite and above 0.");
    }
    return x;
  }

  /**
   * Requires a number of a range.
   *
   * @param what the number's name at the start of the message
   * @param x the number
   * @param least the smallest allowed
   * @param most the largest allowed
   * @return x
   * @throws IllegalArgumentException if it is smaller, larger or NaN
   */
  public static double requireBetween(String what, double x, double least, double most) {
    if (!(x >= least && x <= most)) {
      throw new IllegalArgumentException(
          what + " is " + x + ", but must lie from " + least + " to " + most + ".");
    }
    return x;
  }
}
