package org.roperator.nn;

import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * What holds of residual blocks as of all layers, but for two laws that hold of their parts:
 * outputs affine in the parameters, and second summands changed as a whole. See {@link
 * ResidualTest}.
 */
interface ResidualLayerContract extends LayerContract {

  @Override
  @Property(tries = 1)
  default void parametersHaveNoSecondSummand(@ForAll long seed) {
    assertThrows(
        AssertionError.class, () -> LayerContract.super.parametersHaveNoSecondSummand(seed));
  }

  @Override
  @Property(tries = 1)
  default void summandsAreChangedAsTheirEigenvaluesAre(@ForAll long seed) {
    assertThrows(
        AssertionError.class,
        () -> LayerContract.super.summandsAreChangedAsTheirEigenvaluesAre(seed));
  }
}
