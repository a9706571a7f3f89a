package org.roperator.nn.curvature;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roperator.dense.Blas;

/** The two factors of every layer's blocks; blocks with the same inputs have the same one. */
final class KroneckerParts {

  private final Blas blas;
  private final List<LayerSlot> layers;
  private final List<InputMoment> moments;
  private final double[] sums;
  private final Map<Integer, double[]> gammas;
  private final Map<BlockSlot, Factor> factors = new HashMap<>();

  KroneckerParts(
      Blas blas,
      List<LayerSlot> layers,
      List<InputMoment> moments,
      double[] sums,
      Map<Integer, double[]> gammas) {
    this.blas = blas;
    this.layers = layers;
    this.moments = moments;
    this.sums = sums;
    this.gammas = gammas;
  }

  /**
   * The sum of what layers contribute to a block.
   *
   * @param slots the same parameters in each layer that has them
   */
  CurvatureBlock block(List<BlockSlot> slots) {
    List<CurvatureBlock> terms = slots.stream().map(this::term).toList();
    return terms.size() == 1 ? terms.get(0) : new SummedBlock(terms);
  }

  /** {@code Γ ⊗ A}; {@code A ⊗ Γ} of weights turned round, whose rows belong to inputs. */
  private CurvatureBlock term(BlockSlot slot) {
    LayerSlot layer = slot.layer();
    BlockSlot allRows = new BlockSlot(layer, 0, layer.rows(), slot.weights(), slot.biases());
    Factor inputs = factors.computeIfAbsent(allRows, this::factor);
    double[] gamma = gammas.getOrDefault(layer.index(), new double[0]);
    boolean turned = layer.isTransposed();
    return new KroneckerBlock(
        blas,
        part(turned ? inputs.matrix() : gamma, slot),
        slot.rows(),
        turned ? Factor.explicit(blas, gamma, layer.inputs()) : inputs,
        slot.weights() && slot.biases());
  }

  private Factor factor(BlockSlot slot) {
    LayerSlot layer = slot.layer();
    Factor factor =
        moments.get(layers.indexOf(layer)).factor(blas, sums, slot.weights(), slot.biases());
    return layer.isTransposed() ? factor.toExplicit() : factor;
  }

  /** The rows and columns that belong to a block, of a matrix for all rows. */
  private static double[] part(double[] matrix, BlockSlot slot) {
    int all = slot.layer().rows();
    int rows = slot.rows();
    if (rows == all) {
      return matrix;
    }
    double[] part = new double[rows * rows];
    for (int i = 0; i < rows; i++) {
      int row = (slot.rowFrom() + i) * all + slot.rowFrom();
      System.arraycopy(matrix, row, part, i * rows, rows);
    }
    return part;
  }
}
