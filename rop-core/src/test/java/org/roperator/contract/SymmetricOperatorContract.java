package org.roperator.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

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
}
