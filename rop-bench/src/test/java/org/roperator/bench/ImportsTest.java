package org.roperator.bench;

import org.roperator.architecture.HouseContract;
import org.roperator.architecture.HouseRules;

/** The rules of the house in rop-bench. */
class ImportsTest extends HouseContract {

  @Override
  protected HouseRules rules() {
    return HouseRules.ofModuleWith(BenchNetwork.class)
        .withDefaultBlasIn("org.roperator.bench.BlockShapes.multiply")
        .withDefaultBlasIn("org.roperator.bench.BoltzmannTable.sampled")
        .withDefaultBlasIn("org.roperator.bench.CurvatureTable.product")
        .withDefaultBlasIn("org.roperator.bench.DgemmBenchmark.<init>")
        .withDefaultBlasIn("org.roperator.bench.LayersTable.convolution")
        .withDefaultBlasIn("org.roperator.bench.LayersTable.products")
        .withDefaultBlasIn("org.roperator.bench.NetworkProductsBenchmark.dgemm");
  }
}
