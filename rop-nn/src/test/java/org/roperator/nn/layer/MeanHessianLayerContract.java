package org.roperator.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The laws of {@link MeanHessianLayer}: averages sent back through one layer. */
interface MeanHessianLayerContract extends LayerContract {

  /** What multiplies the weights stands there for every example; nothing, if there are none. */
  @Test
  default void factorsAreTheInputs() {
    Draw draw = new Draw(layer(), 3, 1);
    HessianPass pass = (HessianPass) draw.forward(0);
    boolean none = layer().parameters().isEmpty() || ((MeanHessianLayer) layer()).isShift();
    int expected = none ? 0 : 3 * layer().inputs();
    assertEquals(expected, pass.factor().size());
  }

  /** Equations (6) and (7), over shards, against dense Jacobians of the single examples. */
  @Property(tries = 10)
  default void averagesAreThoseOfTheExamples(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int rows) {
    Draw draw = new Draw(layer(), rows, seed);
    DenseSweep sweep = new DenseSweep(draw);
    for (SecondSummand summand : SecondSummand.values()) {
      for (HessianRule.Place place : HessianRule.Place.values()) {
        for (Averaging averaging :
            new Averaging[] {Averaging.HESSIANS, Averaging.HESSIANS_AND_JACOBIANS}) {
          HessianRule rule = new HessianRule(averaging, summand, place);
          double[] actual = sweep.averaged((MeanHessianLayer) layer(), rule);
          LayerContract.assertClose(DenseSweep.flat(sweep.expected(rule)), actual, 1e-11);
        }
      }
    }
  }
}
