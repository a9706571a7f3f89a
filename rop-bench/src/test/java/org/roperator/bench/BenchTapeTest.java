package org.roperator.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.hipparchus.analysis.differentiation.DSFactory;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.DenseHessian;
import org.roperator.autodiff.TapeExpansion;
import org.roperator.autodiff.TapeObjective;

/** What is compared computes the same. */
class BenchTapeTest {

  /** The sums of 200 cases are taken in different orders. */
  private static final double ROUNDING = 1e-13;

  @Test
  void theNetworkHasTheSameProductsByScalarsAndByArrays() {
    double[] w = TapePrograms.normal(TapePrograms.WEIGHTS, 0.3, 3);
    double[] v = TapePrograms.normal(TapePrograms.WEIGHTS, 1, 4);
    TapeExpansion scalars = TapeProgram.SCALAR_NETWORK.objective().expandAt(w);
    TapeExpansion arrays = TapeProgram.ARRAY_NETWORK.objective().expandAt(w);
    assertEquals(scalars.value(), arrays.value(), ROUNDING);
    assertArrayEquals(scalars.gradient(), arrays.gradient(), ROUNDING);
    assertArrayEquals(scalars.hessian().times(v), arrays.hessian().times(v), ROUNDING);
  }

  @Test
  void recordingAloneComputesTheValueAndSweepsNothing() {
    double[] w = TapePrograms.normal(TapePrograms.WEIGHTS, 0.3, 3);
    double[] swept = TapePrograms.normal(TapePrograms.WEIGHTS, 1, 4);
    double value = TapeProgram.SCALAR_NETWORK.recordingOnly().gradient(w, swept);
    assertEquals(TapeProgram.SCALAR_NETWORK.objective().value(w), value);
    assertArrayEquals(new double[TapePrograms.WEIGHTS], swept);
  }

  @Test
  void forwardModeFindsTheChainsHessianToo() {
    int n = 4;
    double[] w = TapePrograms.normal(n, 0.3, 3);
    DenseHessian expected =
        DenseHessian.of(TapeObjective.of(n, TapePrograms::rosenbrock).expandAt(w));
    DerivativeStructure[] x = new DerivativeStructure[n];
    Arrays.setAll(x, i -> new DerivativeStructure(n, 2, i, w[i]));
    DerivativeStructure commonsMath = TapePrograms.rosenbrock(x);
    DSFactory factory = new DSFactory(n, 2);
    var z = new org.hipparchus.analysis.differentiation.DerivativeStructure[n];
    Arrays.setAll(z, i -> factory.variable(i, w[i]));
    var hipparchus = TapePrograms.rosenbrock(z);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int[] orders = new int[n];
        orders[i]++;
        orders[j]++;
        // Entries are of the size of 100.
        assertEquals(expected.entry(i, j), commonsMath.getPartialDerivative(orders), 1e-11);
        assertEquals(expected.entry(i, j), hipparchus.getPartialDerivative(orders), 1e-11);
      }
    }
  }
}
