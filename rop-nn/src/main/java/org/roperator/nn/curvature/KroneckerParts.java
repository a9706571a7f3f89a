package org.roperator.nn.curvature;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roperator.dense.Blas;

/** The two factors of every layer's blocks; blocks with the same inputs share theirs. */
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

  CurvatureBlock block(BlockSlot slot) {
    BlockSlot allRows =
        new BlockSlot(slot.layer(), 0, slot.layer().rows(), slot.weights(), slot.biases());
    Factor factor = factors.computeIfAbsent(allRows, this::factor);
    return new KroneckerBlock(
        blas, gamma(slot), slot.rows(), factor, slot.weights() && slot.biases());
  }

  private Factor factor(BlockSlot slot) {
    return moments
        .get(layers.indexOf(slot.layer()))
        .factor(blas, sums, slot.weights(), slot.biases());
  }

  /** The rows and columns of Γ that belong to a block. */
  private double[] gamma(BlockSlot slot) {
    double[] gamma = gammas.getOrDefault(slot.layer().index(), new double[0]);
    int outputs = slot.layer().rows();
    int rows = slot.rows();
    if (rows == outputs) {
      return gamma;
    }
    double[] part = new double[rows * rows];
    for (int i = 0; i < rows; i++) {
      int row = (slot.rowFrom() + i) * outputs + slot.rowFrom();
      System.arraycopy(gamma, row, part, i * rows, rows);
    }
    return part;
  }
}
