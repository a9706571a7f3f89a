package org.roperator.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

/**
 * The laws of {@link SymmetricOperator}, on top of those of every linear operator.
 *
 * @param <A> the type of operator under test
 */
public interface SymmetricOperatorContract<A extends SymmetricOperator>
    extends LinearOperatorContract<A> {

  /** {@code ⟨u, Av⟩ = ⟨v, Au⟩}. */
  @Property(tries = 50)
  default void isSymmetric(@ForAll("operators") A a, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] u = Samples.gaussian(random, a.dimension());
    double[] v = Samples.gaussian(random, a.dimension());
    double[] av = a.times(v);
    double[] au = a.times(u);
    double scale = Vectors.norm(u) * Vectors.norm(av) + Vectors.norm(v) * Vectors.norm(au);
    assertEquals(Vectors.dot(u, av), Vectors.dot(v, au), tolerance() * scale);
  }

  /** {@code applyAll} gives what single products give, for 0 to 5 vectors, and overwrites fully. */
  @Property(tries = 30)
  default void blockProductsEqualSingleProducts(
      @ForAll("operators") A a, @ForAll long seed, @ForAll @IntRange(min = 0, max = 5) int k) {
    RandomGenerator random = Samples.random(seed);
    double[][] vs = new double[k][];
    double[][] outs = new double[k][a.dimension()];
    for (int j = 0; j < k; j++) {
      vs[j] = Samples.gaussian(random, a.dimension());
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

  /** Concurrent products agree bit for bit with sequential ones. */
  @Property(tries = 5)
  default void concurrentProductsAgreeBitForBit(@ForAll("operators") A a, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[][] vs = new double[16][];
    double[][] expected = new double[vs.length][];
    for (int j = 0; j < vs.length; j++) {
      vs[j] = Samples.gaussian(random, a.dimension());
      expected[j] = a.times(vs[j]);
    }
    double[][] concurrent =
        IntStream.range(0, vs.length)
            .parallel()
            .mapToObj(j -> a.times(vs[j]))
            .toArray(double[][]::new);
    for (int j = 0; j < vs.length; j++) {
      assertArrayEquals(expected[j], concurrent[j], 0.0);
    }
  }

  /** Blocks of unequal counts are rejected with both counts. */
  @Property(tries = 2)
  default void rejectsBlocksOfUnequalCounts(@ForAll("operators") A a) {
    Refusals.assertRefused(
        () -> a.applyAll(new double[2][a.dimension()], new double[3][a.dimension()]), 2, 3);
  }
}
