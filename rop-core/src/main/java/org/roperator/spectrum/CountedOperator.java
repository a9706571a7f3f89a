package org.roperator.spectrum;

import java.util.Arrays;
import java.util.function.Function;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

/**
 * Products of an operator, counted, checked to be finite, and of a size whose fourth powers are
 * neither infinite nor zero.
 *
 * <p>Where the first product that is not zero is larger than 2²⁰⁰ or smaller than 2⁻²⁰⁰, products
 * are those of {@code 2⁻ᵉA}, e being its exponent, and {@link #restored} takes results back: by
 * powers of two, so exactly. Between those bounds products are handed on as they are. This is the
 * one place that cares for the size of an operator.
 */
final class CountedOperator {

  /** Squares of squares of products up to here, and of their roundings, are normal numbers. */
  private static final int WINDOW = 200;

  /** Beyond this the vectors are scaled too, lest products overflow or lose digits at zero. */
  private static final int FAR = 900;

  private final SymmetricOperator operator;
  private final Workers workers;
  private final boolean squared;
  private final boolean scaling;
  private double[][] scaledVectors = new double[0][];
  private double[] norms = new double[0];
  private int products;
  private int exponent;
  private boolean settled;
  private boolean zeroSeen;
  private boolean outgrown;
  private boolean infinitySeen;

  /** One that hands products on as they are. */
  CountedOperator(SymmetricOperator operator) {
    this(operator, Workers.of(1), false, false);
  }

  private CountedOperator(
      SymmetricOperator operator, Workers workers, boolean squared, boolean scaling) {
    this.operator = operator;
    this.workers = workers;
    this.squared = squared;
    this.scaling = scaling;
  }

  /**
   * What a run makes of the products of an operator, whatever its size. A run that meets products
   * far larger than the first ones showed ends as if they were not finite, and is made anew.
   *
   * @param workers where the products of several vectors are checked
   */
  static <T> T over(SymmetricOperator a, Workers workers, Function<CountedOperator, T> run) {
    return new CountedOperator(a, workers, false, true).settling(run);
  }

  /** As {@link #over}, with {@code A²} in place of A, at two products for one. */
  static <T> T overSquare(SymmetricOperator a, Workers workers, Function<CountedOperator, T> run) {
    return new CountedOperator(a, workers, true, true).settling(run);
  }

  private <T> T settling(Function<CountedOperator, T> run) {
    while (true) {
      T result = run.apply(this);
      if (!outgrown) {
        return result;
      }
      outgrown = false;
    }
  }

  int dimension() {
    return operator.dimension();
  }

  int products() {
    return products;
  }

  /** The norm of one of the last products. */
  double norm(int product) {
    return norms[product];
  }

  /** The largest norm among the last products. */
  double largestNorm() {
    return Arrays.stream(norms).max().orElse(0);
  }

  /** A number of the size of A, from one of the size of the products of A. */
  double restored(double x) {
    return exponent == 0 ? x : Math.scalb(x, exponent);
  }

  /** A number of the size of the products of A, from one of the size of A. */
  double reduced(double x) {
    return exponent == 0 ? x : Math.scalb(x, -exponent);
  }

  /** Numbers of the size of A, in the array of those of the size of its products. */
  double[] restored(double[] xs) {
    for (int i = 0; i < xs.length && exponent != 0; i++) {
      xs[i] = restored(xs[i]);
    }
    return xs;
  }

  /** Computes all products and answers whether they and their norms are finite. */
  boolean apply(double[][] vs, double[][] outs) {
    if (!squared) {
      return apply(vs, outs, WINDOW);
    }
    double[][] between = new double[vs.length][operator.dimension()];
    return apply(vs, between, WINDOW) && apply(between, outs, 2 * WINDOW);
  }

  private boolean apply(double[][] vs, double[][] outs, int window) {
    multiply(vs, outs);
    measure(outs);
    if (!Vectors.isFinite(norms)) {
      // Infinity may come from the sums of a product alone; from 2⁻⁵⁰⁰v it does not.
      boolean known = Arrays.stream(norms).anyMatch(Double::isNaN) || exponent > FAR;
      if (scaling && !known) {
        // A second time, the first products have settled back where later ones overflow: stay far.
        begin(FAR + 100, infinitySeen);
        infinitySeen = true;
      }
      return false;
    }
    if (!scaling) {
      return true;
    }
    if (!settled) {
      settle(vs, outs);
      return true;
    }
    int now = Math.getExponent(largestNorm());
    if (now > window) {
      begin(exponent + now, true);
      return false;
    }
    return true;
  }

  private void begin(int exponent, boolean settled) {
    this.exponent = exponent;
    this.settled = settled;
    this.outgrown = true;
  }

  /** Brings the first products that are not zero to the size they keep. */
  private void settle(double[][] vs, double[][] outs) {
    if (largestNorm() == 0 && !zeroSeen) {
      // Zero may be what is left of numbers smaller than the smallest.
      zeroSeen = true;
      exponent = -FAR - 100;
      multiply(vs, outs);
      measure(outs);
    }
    double largest = largestNorm();
    if (largest == 0) {
      exponent = 0;
      return;
    }
    settled = true;
    int found = exponent + Math.getExponent(largest);
    int chosen = Math.abs(found) <= WINDOW ? 0 : found;
    int change = exponent - chosen;
    if (change == 0) {
      return;
    }
    boolean afresh = Math.abs(exponent) > FAR || Math.abs(chosen) > FAR;
    exponent = chosen;
    if (afresh) {
      multiply(vs, outs);
    } else {
      workers.run(outs.length, i -> scale(outs[i], change));
    }
    measure(outs);
  }

  private void measure(double[][] outs) {
    norms = new double[outs.length];
    workers.run(outs.length, i -> norms[i] = Vectors.norm(outs[i]));
  }

  /** The products of {@code 2⁻ᵉA}, half of the exponent taken from the vectors where it is far. */
  private void multiply(double[][] vs, double[][] outs) {
    products += vs.length;
    int before = Math.abs(exponent) > FAR ? exponent / 2 : 0;
    double[][] from = before == 0 ? vs : scaled(vs, -before);
    if (from.length == 1) {
      operator.apply(from[0], outs[0]);
    } else {
      operator.applyAll(from, outs);
    }
    if (exponent != 0) {
      workers.run(outs.length, i -> scale(outs[i], before - exponent));
    }
  }

  private double[][] scaled(double[][] vs, int by) {
    if (scaledVectors.length != vs.length) {
      scaledVectors = new double[vs.length][operator.dimension()];
    }
    for (int j = 0; j < vs.length; j++) {
      System.arraycopy(vs[j], 0, scaledVectors[j], 0, vs[j].length);
      scale(scaledVectors[j], by);
    }
    return scaledVectors;
  }

  private static void scale(double[] v, int by) {
    for (int i = 0; i < v.length; i++) {
      v[i] = Math.scalb(v[i], by);
    }
  }
}
