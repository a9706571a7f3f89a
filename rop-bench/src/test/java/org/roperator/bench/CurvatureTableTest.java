package org.roperator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.roperator.contract.CountingBlas;
import org.roperator.dense.Blas;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.curvature.HessianBackpropagation;
import org.roperator.nn.layer.Averaging;
import org.roperator.parallel.Workers;

/** The multiply-adds that shares are computed from are those that are done. */
class CurvatureTableTest {

  @Test
  void productsDoTheMultiplyAddsTheyAreCountedWith() {
    CountingBlas blas = new CountingBlas(Blas.instance());
    NetworkExpansion at =
        BenchNetwork.FUNNEL
            .objective(Workers.of(2))
            .withBlas(blas)
            .expandAt(BenchNetwork.FUNNEL.point());
    HessianBackpropagation pch = HessianBackpropagation.positiveCurvature();
    blas.reset();
    times(pch, at, "layer3.W");
    assertEquals(CurvatureTable.exactProduct(3), blas.multiplyAdds());
    blas.reset();
    pch.withAveraging(Averaging.HESSIANS_AND_JACOBIANS).of(at);
    // Wᵀ𝓗W of each layer but the first; the loss's own Hessian takes no matrix product.
    long sweep = 0;
    int[] widths = {1024, 512, 256, 128, 64, 32, 16, 10};
    for (int l = 1; l < widths.length; l++) {
      sweep += (long) widths[l] * widths[l - 1] * (widths[l] + widths[l - 1]);
    }
    assertEquals(sweep, blas.multiplyAdds());
    HessianBackpropagation six = pch.withAveraging(Averaging.HESSIANS);
    var block = six.of(at).block("layer2.W").operator();
    blas.reset();
    block.times(new double[block.dimension()]);
    assertEquals(CurvatureTable.averagedProduct(2), blas.multiplyAdds());
  }

  private static void times(HessianBackpropagation curvature, NetworkExpansion at, String block) {
    var operator = curvature.of(at).block(block).operator();
    operator.times(new double[operator.dimension()]);
  }
}
