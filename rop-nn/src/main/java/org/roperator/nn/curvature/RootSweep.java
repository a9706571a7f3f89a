package org.roperator.nn.curvature;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roperator.dense.Matrix;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.Shard;
import org.roperator.nn.layer.HessianPass;
import org.roperator.nn.layer.SecondSummand;
import org.roperator.nn.layer.Workspace;

/**
 * Sends vectors back from the outputs, each example's through its own Jacobians, and sums their
 * outer products at the outputs of every layer with parameters: {@code Γ = mean Σ ggᵀ}.
 */
final class RootSweep {

  /** Numbers, 32 MB of them, that the vectors of one shard may take at one layer. */
  private static final long MOST_NUMBERS = 1 << 22;

  private final NetworkExpansion at;
  private final FrozenRoots roots;
  private final List<LayerSlot> layers;
  private final Network network;
  private final int[] froms;
  private final KroneckerSums inputs;

  private RootSweep(NetworkExpansion at, FrozenRoots roots, List<LayerSlot> layers) {
    this.at = at;
    this.roots = roots;
    this.layers = layers;
    this.network = at.network();
    LayerSlot.requireFactors(network);
    this.froms = new int[layers.size() + 1];
    for (int l = 0; l < layers.size(); l++) {
      int outputs = layers.get(l).layer().outputs();
      froms[l + 1] = Math.addExact(froms[l], Math.multiplyExact(outputs, outputs));
    }
    this.inputs = new KroneckerSums(at, layers, false, froms[layers.size()]);
  }

  static KroneckerParts run(NetworkExpansion at, FrozenRoots roots, List<LayerSlot> layers) {
    return new RootSweep(at, roots, layers).run();
  }

  private KroneckerParts run() {
    double[] sums = new double[inputs.end()];
    at.sum(
        1,
        sums,
        sums.length,
        (shard, sum, work) -> {
          if (sum.beta() == 0) {
            Arrays.fill(sum.array(), 0, froms[layers.size()], 0);
          }
          sendBack(shard, sum.array(), work);
          inputs.add(shard, sum.array(), sum.beta(), work);
        });
    Map<Integer, double[]> gammas = new HashMap<>();
    for (int l = 0; l < layers.size(); l++) {
      gammas.put(layers.get(l).index(), Arrays.copyOfRange(sums, froms[l], froms[l + 1]));
    }
    return inputs.finished(sums, gammas);
  }

  private void sendBack(Shard shard, double[] sums, Workspace work) {
    int widest = layers.stream().mapToInt(slot -> slot.layer().outputs()).max().orElse(1);
    long perVector = (long) shard.examples() * widest;
    int group = (int) Math.max(1, Math.min(roots.perExample(), MOST_NUMBERS / perVector));
    for (int from = 0; from < roots.perExample(); from += group) {
      work.rewind();
      int k = Math.min(group, roots.perExample() - from);
      sendBack(shard, copied(shard, from, k, work), k, sums, work);
    }
  }

  private Matrix copied(Shard shard, int from, int k, Workspace work) {
    int outputs = network.outputs();
    Matrix u = work.matrix(shard.examples() * k, outputs);
    for (int n = 0; n < shard.examples(); n++) {
      System.arraycopy(
          roots.array(),
          roots.from(shard.firstExample() + n) + from * outputs,
          u.array(),
          u.from() + n * k * outputs,
          k * outputs);
    }
    return u;
  }

  private void sendBack(Shard shard, Matrix outputs, int k, double[] sums, Workspace work) {
    Matrix u = outputs;
    int next = layers.size() - 1;
    for (int i = network.layers().size() - 1; next >= 0; i--) {
      if (i == layers.get(next).index()) {
        addProducts(u, sums, froms[next], work);
        next--;
      }
      if (next >= 0) {
        HessianPass pass = (HessianPass) shard.pass(i);
        u = pass.backwardHessian(Matrix.empty(), u, k, SecondSummand.DROP, work);
      }
    }
  }

  private static void addProducts(Matrix u, double[] sums, int from, Workspace work) {
    Matrix products = work.view(sums, from, u.columns(), u.columns(), u.columns());
    work.blas().multiply(u.transposed(), u, 1, products);
  }
}
