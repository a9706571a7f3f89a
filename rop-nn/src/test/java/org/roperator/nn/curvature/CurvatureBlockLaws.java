package org.roperator.nn.curvature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.contract.SymmetricOperatorContract;
import org.roperator.internal.Vectors;
import org.roperator.nn.Loss;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.Averaging;
import org.roperator.operator.BlockDiagonal;
import org.roperator.operator.BlockDiagonal.Block;
import org.roperator.operator.SymmetricOperator;

/** Blocks of every kind keep the laws of symmetric operators, and agree with their matrices. */
class CurvatureBlockLaws implements SymmetricOperatorContract<CurvatureBlock> {

  private static final NetworkExpansion AT = expansion(0);
  private static final List<CurvatureBlock> BLOCKS = blocks();

  private static NetworkObjective objective(int inputs) {
    return NetworkObjective.of(
        Network.inputs(inputs).affine(4).then(Activation.logistic()).affine(3),
        Loss.softmaxCrossEntropy(),
        Nets.labelled(4, inputs, 3, 2));
  }

  private static NetworkExpansion expand(NetworkObjective objective) {
    return objective.expandAt(Samples.gaussian(Samples.random(3), objective.dimension()));
  }

  private static NetworkExpansion expansion(double decay) {
    return expand(objective(9).withDecay(decay));
  }

  /**
   * Of each kind: by products, Kronecker with matrix, few rows and one row, sums of these for
   * shared parameters, with regularizer; the last two with one of the weights alone.
   */
  private static List<CurvatureBlock> blocks() {
    List<CurvatureBlock> blocks = new ArrayList<>();
    for (Averaging averaging : Averaging.values()) {
      for (Partition partition :
          List.of(Partition.perArray().withRowGroups(2), Partition.perLayer())) {
        HessianBackpropagation.positiveCurvature()
            .withAveraging(averaging)
            .withPartition(partition)
            .of(AT)
            .blocks()
            .forEach(block -> blocks.add(block.operator()));
      }
      for (TiedNetwork net : TiedNetwork.affine()) {
        CurvatureBlock shared =
            HessianBackpropagation.positiveCurvature()
                .withAveraging(averaging)
                .withPartition(Partition.perLayer())
                .of(net.at(1))
                .block("layer1")
                .operator();
        blocks.add(shared);
      }
    }
    for (NetworkExpansion at : List.of(expansion(0.1), expand(objective(9).withWeightDecay(0.1)))) {
      KroneckerFactored.kflr().of(at).blocks().forEach(b -> blocks.add(b.operator()));
    }
    return blocks;
  }

  @Override
  @Provide
  public Arbitrary<CurvatureBlock> operators() {
    return Arbitraries.of(BLOCKS);
  }

  @Test
  void diagonalTraceAndLargestEigenvalueAreThoseOfTheMatrix() {
    for (CurvatureBlock block : BLOCKS) {
      double[][] matrix = block.dense();
      double[] diagonal = new double[matrix.length];
      double trace = 0;
      for (int i = 0; i < matrix.length; i++) {
        diagonal[i] = matrix[i][i];
        trace += matrix[i][i];
      }
      assertArrayEquals(diagonal, block.diagonal(), 1e-14);
      assertEquals(trace, block.trace(), 1e-13);
      double expected =
          MatrixUtils.createRealVector(
                  new EigenDecomposition(MatrixUtils.createRealMatrix(matrix)).getRealEigenvalues())
              .getMaxValue();
      Eigenvalue top = block.largestEigenvalue();
      assertEquals(expected, top.value(), top.error() + 1e-12 * expected);
      assertTrue(top.error() <= 1e-9 * expected, top.toString());
    }
  }

  @Test
  void dampedInversesInvert() {
    double lambda = 0.05;
    for (CurvatureBlock block : BLOCKS) {
      double[] v = Samples.gaussian(Samples.random(4), block.dimension());
      double[] back = block.dampedInverse(lambda).times(block.damped(lambda).times(v));
      // Eigenvectors are orthogonal to some 1e-14, and the condition is below 100.
      assertTrue(Samples.relativeDistance(v, back) < 1e-11, "" + Samples.relativeDistance(v, back));
    }
  }

  /**
   * The weights' decay and none of the biases: from the factors, of a block too large for dense.
   */
  @Test
  void factorsInvertBlocksWhoseWeightsAloneDecay() {
    CurvatureBlock block =
        KroneckerFactored.kflr()
            .of(expand(objective(1100).withWeightDecay(0.1)))
            .block("layer1")
            .operator();
    assertRefused(block::dense, 4404, BlockProducts.MOST_DENSE);
    double[] v = Samples.gaussian(Samples.random(4), block.dimension());
    double[] back = block.dampedInverse(0.05).times(block.damped(0.05).times(v));
    // As above; the factors' condition is some thousand.
    assertTrue(Samples.relativeDistance(v, back) < 1e-10, "" + Samples.relativeDistance(v, back));
    assertRefused(() -> block.dampedInverse(-0.01), 4404);
  }

  /**
   * However small λ is, x = (C + λI)⁻¹v solves a system that is off by rounding relative to C. The
   * eigenvectors that come from the smaller side SSᵀ are worst for rows so close to one another
   * that an eigenvalue is near the cut-off, 1e-12 of the largest.
   */
  @Test
  void tinyDampingIsSolvedBackwardStably() {
    List<CurvatureBlock> blocks = new ArrayList<>(BLOCKS.subList(0, BLOCKS.size() - 2));
    for (double gap : new double[] {1e-2, 1e-4, 1e-5, 1e-6, 1e-7}) {
      double[] rows = Samples.gaussian(Samples.random(1), 3 * 9);
      for (int i = 0; i < 9; i++) {
        rows[9 + i] = rows[i] + gap * rows[9 + i];
      }
      Factor factor = Factor.ofRows(AT.blas(), rows, 3, 9);
      blocks.add(new KroneckerBlock(AT.blas(), new double[] {2, 1, 1, 2}, 2, factor, false));
    }
    for (CurvatureBlock block : blocks) {
      for (double share : new double[] {1e-4, 1e-7, 1e-10, 1e-12}) {
        assertTrue(backwardError(block, share) < 1e-11, block.dimension() + ", " + share);
      }
    }
  }

  /** Here it is off by rounding times the ratio of decay plus λ to λ, the scales of the factors. */
  @Test
  void tinyDampingOfBiasesBesideWeightsThatDecayCostsDigits() {
    for (CurvatureBlock block : BLOCKS.subList(BLOCKS.size() - 2, BLOCKS.size())) {
      for (double share : new double[] {1e-4, 1e-7, 1e-10}) {
        double ratio = 1 + 0.1 / (share * block.largestEigenvalue().value());
        assertTrue(backwardError(block, share) < 1e-14 * ratio, block.dimension() + ", " + share);
      }
    }
  }

  /** The residual relative to ‖C‖‖x‖ + ‖v‖, with λ a share of the largest eigenvalue. */
  private static double backwardError(CurvatureBlock block, double share) {
    double top = block.largestEigenvalue().value();
    double[] v = Samples.gaussian(Samples.random(4), block.dimension());
    double[] x = block.dampedInverse(share * top).times(v);
    double[] residual = block.damped(share * top).times(x);
    Vectors.addScaled(-1, v, residual);
    return Vectors.norm(residual) / (top * Vectors.norm(x) + Vectors.norm(v));
  }

  @Test
  void dampingThatLeavesABlockIndefiniteIsRefused() {
    CurvatureBlock indefinite =
        HessianBackpropagation.hessian().of(AT).block("layer1.W").operator();
    assertRefused(() -> indefinite.dampedInverse(1e-9), "smallest eigenvalue", 1e-9);
    for (CurvatureBlock block : BLOCKS) {
      assertRefused(() -> block.dampedInverse(-10), "The damping is", "smallest eigenvalue");
    }
    assertRefused(() -> indefinite.dampedInverse(Double.NaN), "damping", "finite");
  }

  /** Γ = −1: the largest eigenvalue belongs to the smallest of A. */
  @Test
  void negativeFactorsTurnTheSpectrumAround() {
    double[] a = {2, 0, 0, 3};
    CurvatureBlock block =
        new KroneckerBlock(
            AT.blas(), new double[] {-1}, 1, Factor.explicit(AT.blas(), a, 2), false);
    assertEquals(-2, block.largestEigenvalue().value(), 1e-12);
  }

  @Test
  void blocksTooLargeForAMatrixAreRefused() {
    Network network = Network.inputs(4097).affine(1);
    CurvatureBlock block =
        HessianBackpropagation.hessian()
            .of(
                NetworkObjective.of(network, Loss.squaredError(), Nets.valued(2, 4097, 1, 1))
                    .expandAt(new double[4098]))
            .block("layer1.W")
            .operator();
    assertRefused(block::dense, 4097, BlockProducts.MOST_DENSE);
  }

  /** The whole is symmetric and has nothing between blocks; the regularizer stands in each. */
  @Test
  void theWholeIsTheSumOfItsBlocks() {
    BlockDiagonal<CurvatureBlock> whole =
        HessianBackpropagation.gaussNewton()
            .withPartition(Partition.perLayer().withRowGroups(2))
            .of(expansion(0.5));
    double[] v = Samples.gaussian(Samples.random(4), whole.dimension());
    double[] expected = new double[v.length];
    for (Block<CurvatureBlock> block : whole.blocks()) {
      block.scatter(block.operator().times(block.of(v)), expected);
    }
    assertArrayEquals(expected, whole.times(v));
    double[][] outs = new double[3][v.length];
    whole.applyAll(new double[][] {v, v.clone(), new double[v.length]}, outs);
    assertTrue(Samples.relativeDistance(expected, outs[1]) < 1e-14);
    assertEquals(0, Vectors.maxAbs(outs[2]));
    SymmetricOperator plain =
        HessianBackpropagation.gaussNewton()
            .withPartition(Partition.perLayer().withRowGroups(2))
            .of(AT);
    double[] regularized = plain.times(v);
    Vectors.addScaled(0.5, v, regularized);
    assertTrue(Samples.relativeDistance(regularized, expected) < 1e-14);
  }
}
