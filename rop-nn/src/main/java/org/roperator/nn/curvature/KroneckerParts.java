package org.roperator.nn.curvature;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roperator.dense.Blas;
import org.roperator.nn.Batch;
import org.roperator.nn.HessianPass;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.Shard;
import org.roperator.nn.Workspace;

/** The two factors of every layer's blocks, while they are summed and thereafter. */
final class KroneckerParts {

  private final Blas blas;
  private final List<LayerSlot> layers;
  private final List<InputMoment> moments = new ArrayList<>();
  private final Map<Integer, double[]> gammas = new HashMap<>();
  private final Map<String, Factor> factors = new HashMap<>();
  private final int end;
  private double[] sums = {};

  /**
   * Parts whose sums begin at an index.
   *
   * @param meansAlone whether the inputs' mean will do
   */
  KroneckerParts(NetworkExpansion at, List<LayerSlot> layers, boolean meansAlone, int from) {
    this.blas = at.blas();
    this.layers = layers;
    int next = from;
    for (LayerSlot layer : layers) {
      int examples = at.objective().size();
      InputMoment moment =
          meansAlone
              ? InputMoment.ofMean(layer, examples, next)
              : InputMoment.ofProducts(layer, examples, next);
      moments.add(moment);
      next = Math.addExact(next, moment.sums());
    }
    this.end = next;
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

  /** Takes the finished sums. */
  void finish(double[] sums) {
    this.sums = sums;
  }

  /** Takes a layer's Γ. Copied. */
  void gamma(int layer, Batch matrix) {
    double[] copy = new double[matrix.size()];
    System.arraycopy(matrix.array(), matrix.from(), copy, 0, copy.length);
    gammas.put(layer, copy);
  }

  CurvatureBlock block(BlockSlot slot) {
    LayerSlot layer = slot.layer();
    double[] gamma = gammas.getOrDefault(layer.index(), new double[0]);
    int rows = slot.rows();
    double[] part = gamma;
    if (rows < layer.rows()) {
      part = new double[rows * rows];
      for (int i = 0; i < rows; i++) {
        int row = (slot.rowFrom() + i) * layer.rows() + slot.rowFrom();
        System.arraycopy(gamma, row, part, i * rows, rows);
      }
    }
    Factor factor =
        factors.computeIfAbsent(
            layer.name() + slot.weights() + slot.biases(),
            name ->
                moments
                    .get(layers.indexOf(layer))
                    .factor(blas, sums, slot.weights(), slot.biases()));
    return new KroneckerBlock(blas, part, rows, factor, slot.weights() && slot.biases());
  }
}
