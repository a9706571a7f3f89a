package org.roperator.nn.layer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * What holds of residual blocks as of all layers, but for two laws that hold of their parts:
 * outputs affine in the parameters, and second summands changed as a whole. That they fail here
 * says that there is something to see. See {@link ResidualTest}.
 */
interface ResidualLayerContract extends LayerContract {

  @Override
  @Property(tries = 1)
  default void parametersHaveNoSecondSummand(@ForAll long seed) {
    assertFailsSomewhere(LayerContract.super::parametersHaveNoSecondSummand);
  }

  @Override
  @Property(tries = 1)
  default void summandsAreChangedAsTheirEigenvaluesAre(@ForAll long seed) {
    assertFailsSomewhere(LayerContract.super::summandsAreChangedAsTheirEigenvaluesAre);
  }

  /** At one of the same twenty points: bends of one sign alone are changed as one. */
  private static void assertFailsSomewhere(LongConsumer law) {
    assertTrue(LongStream.range(0, 20).anyMatch(seed -> fails(law, seed)));
  }

  private static boolean fails(LongConsumer law, long seed) {
    try {
      law.accept(seed);
      return false;
    } catch (AssertionError expected) {
      return true;
    }
  }
}
