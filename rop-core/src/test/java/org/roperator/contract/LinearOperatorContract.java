package org.roperator.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.roperator.internal.Gaussian;
import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;

/**
 * The laws of {@link LinearOperator}.
 *
 * @param <A> the type of operator under test
 */
public interface LinearOperatorContract<A extends LinearOperator> {

  /**
   * Rounding allowed, relative to the size of the vectors compared: sums of up to some thousand
   * terms of mixed sign. An operator that solves or cancels states its own.
   */
  default double tolerance() {
    return 1e-12;
  }

  /** The operators under test; the implementing method carries {@code @Provide} too. */
  @Provide
  Arbitrary<A> operators();

  /** {@code A(αu + v) = αAu + Av}. */
  @Property(tries = 50)
  default void isLinear(@ForAll("operators") A a, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] u = Samples.gaussian(random, a.domainDimension());
    double[] v = Samples.gaussian(random, a.domainDimension());
    double alpha = Gaussian.draw(random);
    double[] combination = new double[u.length];
    Vectors.sum(v, alpha, u, combination);
    double[] au = a.times(u);
    double[] av = a.times(v);
    double[] expected = new double[av.length];
    Vectors.sum(av, alpha, au, expected);
    double[] difference = new double[av.length];
    Vectors.sum(a.times(combination), -1, expected, difference);
    double scale = Vectors.norm(av) + Math.abs(alpha) * Vectors.norm(au);
    assertTrue(
        Vectors.norm(difference) <= tolerance() * scale,
        () -> "deviation " + Vectors.norm(difference) + " at scale " + scale);
  }

  /** {@code ⟨u, Av⟩ = ⟨Aᵀu, v⟩}. */
  @Property(tries = 50)
  default void adjointMovesAcrossTheInnerProduct(@ForAll("operators") A a, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] v = Samples.gaussian(random, a.domainDimension());
    double[] u = Samples.gaussian(random, a.rangeDimension());
    LinearOperator adjoint = a.adjoint();
    assertEquals(a.domainDimension(), adjoint.rangeDimension());
    assertEquals(a.rangeDimension(), adjoint.domainDimension());
    double[] av = a.times(v);
    double[] atu = adjoint.times(u);
    double scale = Vectors.norm(u) * Vectors.norm(av) + Vectors.norm(atu) * Vectors.norm(v);
    assertEquals(Vectors.dot(u, av), Vectors.dot(atu, v), tolerance() * scale);
  }

  /** The same direction gives the same product bit for bit, and is not modified. */
  @Property(tries = 20)
  default void productsRepeatBitForBitAndLeaveTheDirectionAlone(
      @ForAll("operators") A a, @ForAll long seed) {
    double[] v = Samples.gaussian(Samples.random(seed), a.domainDimension());
    double[] before = v.clone();
    double[] first = a.times(v);
    double[] second = a.times(v);
    assertArrayEquals(first, second, 0.0);
    assertArrayEquals(before, v, 0.0);
  }

  /** Whatever stood in the array for the product, nothing of it is left. */
  @Property(tries = 20)
  default void productOverwritesItsArrayFully(@ForAll("operators") A a, @ForAll long seed) {
    double[] v = Samples.gaussian(Samples.random(seed), a.domainDimension());
    double[] out = new double[a.rangeDimension()];
    Arrays.fill(out, Double.NaN);
    a.apply(v, out);
    assertArrayEquals(a.times(v), out, 0.0);
  }

  /** A direction or product array of the wrong length is rejected with both lengths. */
  @Property(tries = 5)
  default void rejectsArraysOfWrongLengthNamingBoth(@ForAll("operators") A a) {
    int n = a.domainDimension();
    int m = a.rangeDimension();
    Refusals.assertRefused(() -> a.apply(new double[n + 2], new double[m]), n + 2, n);
    Refusals.assertRefused(() -> a.apply(new double[n], new double[m + 3]), m + 3, m);
  }

  /** {@code applyAll} gives what single products give, for 0 to 5 vectors, and overwrites fully. */
  @Property(tries = 30)
  default void blockProductsEqualSingleProducts(
      @ForAll("operators") A a, @ForAll long seed, @ForAll @IntRange(min = 0, max = 5) int k) {
    RandomGenerator random = Samples.random(seed);
    double[][] vs = new double[k][];
    double[][] outs = new double[k][a.rangeDimension()];
    for (int j = 0; j < k; j++) {
      vs[j] = Samples.gaussian(random, a.domainDimension());
      Arrays.fill(outs[j], Double.NaN);
    }
    double[][] before = Arrays.stream(vs).map(double[]::clone).toArray(double[][]::new);
    a.applyAll(vs, outs);
    for (int j = 0; j < k; j++) {
      assertArrayEquals(before[j], vs[j], 0.0);
      double[] single = a.times(vs[j]);
      double distance = Samples.relativeDistance(single, outs[j]);
      assertTrue(distance <= tolerance(), "relative distance " + distance);
    }
  }

  /** Blocks of unequal counts are rejected with both counts. */
  @Property(tries = 2)
  default void rejectsBlocksOfUnequalCounts(@ForAll("operators") A a) {
    Refusals.assertRefused(
        () -> a.applyAll(new double[2][a.domainDimension()], new double[3][a.rangeDimension()]),
        2,
        3);
  }
}
