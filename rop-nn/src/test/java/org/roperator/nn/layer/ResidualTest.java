package org.roperator.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.nn.CountingLayer;
import org.roperator.nn.Cuts;
import org.roperator.nn.Dataset;
import org.roperator.nn.Loss;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.TapeNetwork;
import org.roperator.nn.curvature.HessianBackpropagation;
import org.roperator.nn.curvature.KroneckerFactored;
import org.roperator.nn.layer.LayerContract.Draw;
import org.roperator.parallel.Workers;

/** Residual blocks within networks. */
class ResidualTest {

  private static final double EPSILON = 1e-3;

  private final Dataset data = Nets.valued(7, 3, 2, 5);

  /** The sum of two branches of steps, each with its parameters behind those of the one before. */
  private static TapeNetwork.Step sum(TapeNetwork.Step f, int skipFrom, TapeNetwork.Step s) {
    return (x, w, from) -> {
      var y = f.apply(x, w, from);
      var z = s.apply(x, w, from + skipFrom);
      for (int n = 0; n < y.length; n++) {
        for (int i = 0; i < y[n].length; i++) {
          y[n][i] = y[n][i].add(z[n][i]);
        }
      }
      return y;
    };
  }

  private static TapeNetwork.Step then(
      TapeNetwork.Step first, int nextFrom, TapeNetwork.Step next) {
    return (x, w, from) -> next.apply(first.apply(x, w, from), w, from + nextFrom);
  }

  @Test
  void identityAndProjectedSkipsAgreeWithTheTapeInShards() {
    Network network =
        Network.inputs(3)
            .residual(block -> block.affine(4).then(Activation.tanh()).affine(3))
            .then(Activation.tanh())
            .residual(
                block ->
                    block
                        .then(Activation.tanh())
                        .affine(2)
                        .residual(inner -> inner.affine(2).then(Activation.tanh())),
                skip -> skip.affine(2));
    TapeNetwork.Step inner =
        sum(then(TapeNetwork.affine(2), 6, TapeNetwork.tanh()), 6, (x, w, from) -> x);
    TapeNetwork tape =
        TapeNetwork.of(
            network,
            sum(
                then(
                    then(TapeNetwork.affine(4), 16, TapeNetwork.tanh()), 16, TapeNetwork.affine(3)),
                31,
                (x, w, from) -> x),
            TapeNetwork.tanh(),
            sum(
                then(then(TapeNetwork.tanh(), 0, TapeNetwork.affine(2)), 8, inner),
                14,
                TapeNetwork.affine(2)));
    NetworkObjective objective = NetworkObjective.of(network, Loss.squaredError(), data);
    tape.assertAgrees(
        data,
        7,
        objective,
        Cuts.inLanes(objective, 3, 2).on(Workers.of(2)),
        Cuts.inLanes(objective, 2, 2).withMemoryBudget(0));
    assertEquals("layer1.inner1.W", network.layout().slices().get(0).name());
    assertEquals(
        "layer2.inner2.inner1.b",
        HessianBackpropagation.hessian()
            .of(objective.expandAt(new double[network.dimension()]))
            .blocks()
            .get(7)
            .name());
  }

  @Test
  void normalizedBlocksAgreeWithTheTapeBatchByBatch() {
    Network network =
        Network.inputs(3)
            .affine(3)
            .residual(
                block ->
                    block
                        .affine(3)
                        .then(BatchNormalization.of(3).withEpsilon(EPSILON))
                        .then(Activation.tanh()))
            .affine(2);
    TapeNetwork.Step inner =
        then(
            then(TapeNetwork.affine(3), 12, TapeNetwork.batchNormalization(3, EPSILON)),
            0,
            TapeNetwork.tanh());
    NetworkObjective objective = NetworkObjective.of(network, Loss.squaredError(), data);
    TapeNetwork tape =
        TapeNetwork.of(
            network,
            TapeNetwork.affine(3),
            sum(inner, 12, (x, w, from) -> x),
            TapeNetwork.affine(2));
    tape.assertAgrees(data, 7, objective, Cuts.inLanes(objective, 3, 2));
    tape.assertAgrees(data, 4, objective.withBatchesOf(4));
    double[] w = Samples.gaussian(Samples.random(3), network.dimension());
    assertEquals(
        objective.value(w),
        NetworkObjective.of(network.inference(w, data), Loss.squaredError(), data).value(w),
        1e-13);
  }

  /**
   * {@code 𝓗x = (I + J)ᵀ 𝓗y (I + J) + W₁ᵀ |φ″ ∘ W₂ᵀ ȳ| W₁}: summands of parts, not of the whole.
   */
  @Property(tries = 20)
  void summandsWithinAreChangedOneByOne(@ForAll long seed) {
    Network start = Network.inputs(3);
    Layer layer =
        ResidualLayer.of(3, start.affine(4).then(Activation.tanh()).affine(3).layers(), List.of());
    Draw draw = new Draw(layer, 1, seed);
    DenseSweep sweep = new DenseSweep(draw);
    RealMatrix first = matrix(draw.w, draw.from, 4, 3);
    RealMatrix second = matrix(draw.w, draw.from + 16, 3, 4);
    double[] z = first.operate(draw.x);
    double[] bar = second.transpose().operate(draw.yBar);
    for (SecondSummand summand : SecondSummand.values()) {
      double[] bend = new double[4];
      for (int i = 0; i < 4; i++) {
        double t = Math.tanh(z[i] + draw.w[draw.from + 12 + i]);
        bend[i] = DenseSweep.written(summand, -2 * t * (1 - t * t) * bar[i]);
      }
      RealMatrix curved =
          first.transpose().multiply(MatrixUtils.createRealDiagonalMatrix(bend)).multiply(first);
      double[][] expected = DenseSweep.plus(sweep.congruence(0, 0), curved.getData(), 1);
      LayerContract.assertClose(
          DenseSweep.flat(expected), DenseSweep.flat(sweep.product(0, summand)), 1e-11);
    }
  }

  private static RealMatrix matrix(double[] w, int from, int rows, int columns) {
    RealMatrix matrix = MatrixUtils.createRealMatrix(rows, columns);
    for (int i = 0; i < rows * columns; i++) {
      matrix.setEntry(i / columns, i % columns, w[from + i]);
    }
    return matrix;
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Network network = Network.inputs(4);
    assertRefused(() -> network.residual(block -> block.affine(3)), 4, 3, "skip -> skip.affine(3)");
    assertRefused(
        () -> network.residual(block -> block.affine(3), skip -> skip.affine(2)), "skip", 2, 3);
    assertRefused(() -> network.residual(block -> block), "no layers", "affine(4)");
    assertRefused(() -> network.residual(block -> Network.inputs(3).affine(4)), 3, 4);
    assertRefused(
        () -> network.residual(block -> block.then(new CountingLayer(4, new AtomicLong()))),
        "CountingLayer",
        "HessianLayer");
    Network block = Network.inputs(3).affine(3).residual(inner -> inner.affine(3)).affine(2);
    NetworkExpansion at =
        NetworkObjective.of(block, Loss.squaredError(), data)
            .expandAt(new double[block.dimension()]);
    assertRefused(
        () -> HessianBackpropagation.gaussNewton().withAveraging(Averaging.HESSIANS).of(at),
        "Layer 2",
        "residual block");
    assertRefused(() -> KroneckerFactored.kflr().of(at), "Layer 2", "EACH_EXAMPLE");
  }
}
