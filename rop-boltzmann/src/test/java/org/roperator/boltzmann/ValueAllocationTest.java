package org.roperator.boltzmann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.operator.SymmetricOperator;

/** A value needs no conditional means, so it makes and keeps none; products keep theirs. */
class ValueAllocationTest {

  private static final int VISIBLE = 200;
  private static final int HIDDEN = 12;

  /** A mean of each visible unit in each state of the hidden ones. */
  private static final long ALL_MEANS = 8L * VISIBLE * (1 << HIDDEN);

  private final BoltzmannMachine machine = BoltzmannMachine.restricted(VISIBLE, HIDDEN);
  private final double[] w = new double[machine.dimension()];
  private final BoltzmannObjective objective =
      BoltzmannObjective.divergence(machine, Patterns.of(new double[][] {new double[VISIBLE]}));

  private static long allocatedBy(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    work.run();
    return threads.getThreadAllocatedBytes(id) - before;
  }

  @Test
  void theValueMakesNoMeans() {
    // Independent fair units: −ln P of any visible pattern is that of so many coins.
    assertEquals(VISIBLE * Math.log(2), objective.value(w), 1e-11);
    long bytes = allocatedBy(() -> objective.value(w));
    assertTrue(bytes < ALL_MEANS / 2, () -> bytes + " bytes");
  }

  @Test
  void productsKeepTheirMeans() {
    BoltzmannExpansion at = objective.expandAt(w);
    double[] v = Samples.gaussian(Samples.random(1), w.length);
    double[] out = new double[w.length];
    SymmetricOperator hessian = at.hessian();
    hessian.apply(v, out);
    long bytes = allocatedBy(() -> hessian.apply(v, out));
    assertTrue(bytes < ALL_MEANS / 2, () -> bytes + " bytes");
  }
}
