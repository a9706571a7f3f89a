package org.roperator.nn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.ImageShape;
import org.roperator.nn.layer.Kernel;
import org.roperator.operator.SymmetricOperator;

/** Beyond the memory budget products linearize again, each time in the same arrays. */
class UncachedProductsTest {

  private static final int EXAMPLES = 512;
  private static final int SHARDS = 4;

  /** Passes and batches, which hold arrays, are made anew; below the numbers of any one layer. */
  private static final int BYTES_PER_SHARD = 8_000;

  private static final Network NETWORK =
      ImageNetwork.of(new ImageShape(8, 8, 1))
          .convolution(3, Kernel.of(3))
          .then(Activation.tanh())
          .maxPooling(Kernel.of(2))
          .averagePooling(Kernel.of(2))
          .flatten()
          .layerNormalization()
          .affine(10)
          .batchNormalization()
          .scaled()
          .affine(3);

  @Test
  void productsAllocateNothingOfTheSizeOfTheData() {
    NetworkObjective objective =
        NetworkObjective.of(NETWORK, Loss.softmaxCrossEntropy(), Nets.labelled(EXAMPLES, 64, 3, 1))
            .withBatchesOf(EXAMPLES / SHARDS)
            .withMemoryBudget(0);
    double[] w = NETWORK.initialize(Initializer.glorotNormal(), 1);
    NetworkExpansion at = objective.expandAt(w);
    double[] v = Samples.gaussian(Samples.random(2), w.length);
    double[] out = new double[w.length];
    for (SymmetricOperator matrix : new SymmetricOperator[] {at.hessian(), at.gaussNewton()}) {
      long bytes = bytesOfLastProduct(matrix, v, out);
      assertTrue(bytes < SHARDS * BYTES_PER_SHARD, () -> bytes + " bytes");
    }
  }

  private static long bytesOfLastProduct(SymmetricOperator matrix, double[] v, double[] out) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = 0;
    for (int i = 0; i < 5; i++) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      matrix.apply(v, out);
      bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }
    return bytes;
  }
}
