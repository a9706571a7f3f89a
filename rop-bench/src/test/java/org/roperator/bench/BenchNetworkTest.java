package org.roperator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.roperator.bench.BenchNetwork.Quantity;
import org.roperator.contract.CountingBlas;
import org.roperator.dense.Blas;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.parallel.Workers;

/** The products that a rate is computed from are those that are done, no more and no fewer. */
class BenchNetworkTest {

  @Test
  void networksDoTheMatrixProductsTheyNeedAndNoOthers() {
    for (BenchNetwork network : new BenchNetwork[] {BenchNetwork.IRIS, BenchNetwork.SMALL}) {
      CountingBlas blas = new CountingBlas(Blas.instance());
      FiniteSumExpansion expansion =
          network.objective(Workers.of(1)).withBlas(blas).expandAt(network.point());
      assertEquals(network.multiplyAdds(Quantity.GRADIENT), blas.multiplyAdds());
      blas.reset();
      expansion.hessian().times(network.direction());
      assertEquals(network.multiplyAdds(Quantity.HESSIAN), blas.multiplyAdds());
      blas.reset();
      expansion.gaussNewton().times(network.direction());
      assertEquals(network.multiplyAdds(Quantity.GAUSS_NEWTON), blas.multiplyAdds());
    }
  }

  @Test
  void countsAreThoseOfTheFormulas() {
    // 16 examples, layers of 20 and 15 weights.
    assertEquals(16 * (2 * 20 + 3 * 15), BenchNetwork.IRIS.multiplyAdds(Quantity.GRADIENT));
    assertEquals(16 * (2 * 20 + 6 * 15), BenchNetwork.IRIS.multiplyAdds(Quantity.HESSIAN));
    assertEquals(16 * (2 * 20 + 4 * 15), BenchNetwork.IRIS.multiplyAdds(Quantity.GAUSS_NEWTON));
  }

  @Test
  void aRowGivesTimesRatiosAndShares() {
    SpeedTable.Row row =
        new SpeedTable.Row(
            BenchNetwork.IRIS,
            2,
            Map.of(
                Quantity.GRADIENT, new SpeedTable.Measured(4, 100),
                Quantity.HESSIAN, new SpeedTable.Measured(5, 64),
                Quantity.GAUSS_NEWTON, new SpeedTable.Measured(2.5, 48)),
            new SpeedTable.Measured(4000, 0));
    // 2 · 512³ multiply-adds twice in 4 ms are 134.2 GF/s; an Hv of 2,080 in 5 µs is 0.832.
    assertEquals(134.217728, row.dgemmRate(), 1e-9);
    assertEquals(0.832 / 134.217728, row.share(Quantity.HESSIAN), 1e-12);
    assertEquals(1.25, row.ratio());
    assertEquals(
        "| 4-5-3 (16) | 2 | 4.00 µs | 5.00 µs | 2.50 µs | 1.25 | 1 % | 1 % | 134.2 | 64 / 48 |",
        row.markdown());
    assertEquals(
        SpeedTable.header().lines().findFirst().orElseThrow().split("\\|", -1).length,
        row.markdown().split("\\|", -1).length);
    assertTrue(BenchNetwork.ENCODER.title().startsWith("784-1000-500-250-30 (1000)"));
  }
}
