package org.roperator.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.roperator.nn.layer.LayerContract.DIFFERENCES;
import static org.roperator.nn.layer.LayerContract.H;
import static org.roperator.nn.layer.LayerContract.ROUNDING;
import static org.roperator.nn.layer.LayerContract.assertClose;
import static org.roperator.nn.layer.LayerContract.fresh;
import static org.roperator.nn.layer.LayerContract.numbers;
import static org.roperator.nn.layer.LayerContract.slope;
import static org.roperator.nn.layer.LayerContract.workspace;

import java.util.Arrays;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.roperator.dense.Matrix;
import org.roperator.internal.Vectors;
import org.roperator.nn.layer.LayerContract.Backward;
import org.roperator.nn.layer.LayerContract.Draw;
import org.roperator.nn.layer.LayerContract.Products;

/** The laws of {@link HessianLayer}: curvature sent back through one layer. */
interface HessianLayerContract {

  /** The layer under test; smooth at normal inputs. */
  Layer layer();

  /** Whether no kink lies between two inputs, across which differences say nothing. */
  default boolean isSmoothBetween(double[] below, double[] above) {
    return true;
  }

  /** Random numbers without a kink within H of them. */
  default Draw smoothDraw(int rows, long seed) {
    Draw draw = new Draw(layer(), rows, seed);
    double[] below = Draw.moved(draw.x, -H, draw.xDot);
    Assume.that(isSmoothBetween(below, Draw.moved(draw.x, H, draw.xDot)));
    return draw;
  }

  /** Where parameters don't move, a sweep is told so rather than given zeros. */
  @Property(tries = 20)
  default void absentDirectionsAndTangentsAreZeros(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int rows) {
    Draw draw = new Draw(layer(), rows, seed);
    HessianPass pass = (HessianPass) draw.forward(0);
    Workspace work = workspace();
    double[] along = numbers(pass.forwardDot(draw.tangent(), draw.direction(), work));
    double[] inputsAlone = numbers(pass.forwardDot(draw.tangent(), Directions.none(1), work));
    Arrays.fill(draw.direction, 0);
    assertClose(
        numbers(pass.forwardDot(draw.tangent(), draw.direction(), work)), inputsAlone, ROUNDING);
    if (!layer().parameters().isEmpty()) {
      draw.withDirections(seed + 17);
      double[] both =
          numbers(pass.forwardDot(Matrix.empty(), draw.direction(), work)); // x does not move
      Vectors.addScaled(1, inputsAlone, both);
      assertClose(along, both, ROUNDING);
    }
  }

  @Property(tries = 20)
  default void adjointsByTheParametersAloneAreThoseOfTheBackwardSweep(@ForAll long seed) {
    Draw draw = new Draw(layer(), 3, seed);
    double[] sum = fresh(draw.w.length);
    Matrix u = draw.adjoint(0);
    ((HessianPass) draw.forward(0)).parameterAdjoint(u, new Accumulator(sum, 1, 0), workspace());
    assertClose(new Backward(draw, 0).wBar, draw.own(sum), ROUNDING);
    assertClose(draw.yBar, numbers(u), 0); // not modified
  }

  /** Outputs are affine in the parameters: no term of the parameters' Hessian is left out. */
  @Property(tries = 20)
  default void parametersHaveNoSecondSummand(@ForAll long seed) {
    Draw draw = new Draw(layer(), 3, seed);
    Arrays.fill(draw.xDot, 0);
    Arrays.fill(draw.yBarDot, 0);
    assertEquals(
        0,
        Vectors.maxAbs(draw.own(new Products(draw.backwardPass(draw.input(0)), draw).sum)),
        1e-14);
  }

  /**
   * {@code 𝓗x = Jᵀ 𝓗y J + C}, by the differences of the backward sweep with the parameters fixed.
   */
  @Property(tries = 30)
  default void productsOfTheHessianAreTheDerivativeOfTheAdjoint(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int rows) {
    Draw draw = smoothDraw(rows, seed);
    Arrays.fill(draw.direction, 0);
    double[] expected = slope(new Backward(draw, H).xBar, new Backward(draw, -H).xBar);
    HessianPass pass = (HessianPass) draw.backwardPass(draw.input(0));
    Matrix xDot = draw.tangent();
    Workspace work = workspace();
    pass.forwardDot(xDot, Directions.none(1), work);
    Matrix product = pass.backwardHessian(xDot, draw.adjointTangent(), 1, SecondSummand.KEEP, work);
    assertClose(expected, numbers(product), DIFFERENCES);
  }

  @Property(tries = 20)
  default void summandsAreChangedAsTheirEigenvaluesAre(@ForAll long seed) {
    DenseSweep sweep = new DenseSweep(new Draw(layer(), 1, seed));
    for (SecondSummand summand : SecondSummand.values()) {
      double[][] expected = DenseSweep.plus(sweep.congruence(0, 0), sweep.summand(0, summand), 1);
      assertClose(DenseSweep.flat(expected), DenseSweep.flat(sweep.product(0, summand)), 1e-11);
    }
  }
}
