package org.roperator.nn.curvature;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.Shard;
import org.roperator.nn.layer.HessianPass;
import org.roperator.nn.layer.Workspace;

/** Where a sweep over the examples sums what the inputs of every layer contribute to its blocks. */
final class KroneckerSums {

  private final NetworkExpansion at;
  private final List<LayerSlot> layers;
  private final List<InputMoment> moments = new ArrayList<>();
  private final int end;

  /**
   * Sums that begin at an index.
   *
   * @param meansAlone whether the inputs' mean will do
   */
  KroneckerSums(NetworkExpansion at, List<LayerSlot> layers, boolean meansAlone, int from) {
    this.at = at;
    this.layers = layers;
    int next = from;
    for (LayerSlot layer : layers) {
      InputMoment moment = moment(layer, at.data().size(), meansAlone, next);
      moments.add(moment);
      next = Math.addExact(next, moment.sums());
    }
    this.end = next;
  }

  private static InputMoment moment(LayerSlot layer, int examples, boolean meanAlone, int from) {
    if (layer.isShift()) {
      return InputMoment.ofConstant();
    }
    return meanAlone
        ? InputMoment.ofMean(layer, examples, from)
        : InputMoment.ofProducts(layer, examples, from);
  }

  /** One past the index of the last sum. */
  int end() {
    return end;
  }

  /** Adds a shard's part to the sums. */
  void add(Shard shard, double[] sums, double beta, Workspace work) {
    for (int l = 0; l < moments.size(); l++) {
      HessianPass pass = (HessianPass) shard.pass(layers.get(l).index());
      moments.get(l).add(shard, pass.factor(), sums, beta, work);
    }
  }

  /**
   * The factors of all layers.
   *
   * @param sums finished. Kept.
   * @param gammas Γ of each layer by its index in the network. Kept.
   */
  KroneckerParts finished(double[] sums, Map<Integer, double[]> gammas) {
    return new KroneckerParts(at.blas(), layers, moments, sums, gammas);
  }
}
