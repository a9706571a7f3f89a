package org.roperator.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.dense.Matrix;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.Dropout;
import org.roperator.nn.layer.LayerContract;
import org.roperator.parallel.Sharding;

/** One mask for good, the same however the data are cut; none in use. */
class DropoutTest {

  private final Dataset data = Nets.valued(7, 3, 2, 5);

  private final Network network =
      Network.inputs(3)
          .affine(6)
          .then(Activation.tanh())
          .dropout(0.4, 11)
          .residual(inner -> inner.affine(6).dropout(0.2, 12))
          .affine(2);

  /** The factors of all examples, told by what becomes of ones. */
  private static double[] masks(int examples, int units, double rate, long seed) {
    double[] ones = new double[examples * units];
    Arrays.fill(ones, 1);
    return LayerContract.numbers(
        Dropout.of(units, rate, seed)
            .outputs(
                Matrix.of(ones, 0, examples, units), new double[0], 0, LayerContract.workspace()));
  }

  private static TapeNetwork.Step dropout(int units, double rate, long seed) {
    double[] masks = masks(7, units, rate, seed);
    return (x, w, from) -> {
      for (int n = 0; n < x.length; n++) {
        for (int i = 0; i < units; i++) {
          x[n][i] = x[n][i].multiply(masks[n * units + i]);
        }
      }
      return x;
    };
  }

  @Test
  void derivativesAreThoseOfTheMaskedNetworkHoweverItIsCut() {
    NetworkObjective objective = NetworkObjective.of(network, Loss.squaredError(), data);
    TapeNetwork.of(
            network,
            TapeNetwork.affine(6),
            TapeNetwork.tanh(),
            dropout(6, 0.4, 11),
            (x, w, from) -> {
              var y = dropout(6, 0.2, 12).apply(TapeNetwork.affine(6).apply(x, w, from), w, from);
              for (int n = 0; n < x.length; n++) {
                for (int i = 0; i < 6; i++) {
                  y[n][i] = y[n][i].add(x[n][i]);
                }
              }
              return y;
            },
            TapeNetwork.affine(2))
        .assertAgrees(
            data,
            7,
            objective,
            objective.cutBy((n, p) -> Sharding.inLanes(n, 3, 2)),
            objective.cutBy((n, p) -> Sharding.inLanes(n, 2, 2)).withMemoryBudget(0));
  }

  /** An example keeps its mask in whatever company it is. */
  @Test
  void restrictionsKeepTheMasks() {
    NetworkObjective objective = NetworkObjective.of(network, Loss.squaredError(), data);
    double[] w = Samples.gaussian(Samples.random(1), network.dimension());
    double sum = 0;
    for (int[] part : new int[][] {{5, 1, 3}, {2}, {6, 0}, {4}}) {
      sum += part.length * objective.restrictedTo(part).value(w);
    }
    assertEquals(objective.value(w), sum / 7, 1e-13);
    assertEquals(
        objective.restrictedTo(new int[] {3}).value(w),
        objective.restrictedTo(new int[] {5, 1, 3}).restrictedTo(new int[] {2}).value(w));
    assertEquals(
        objective.restrictedTo(new int[] {4}).value(w),
        objective
            .restrictedTo(new int[] {3, 4, 5})
            .restrictedTo(new int[] {1, 2})
            .restrictedTo(new int[] {0})
            .value(w));
  }

  @Test
  void asManyAreDroppedAsTheRateSaysAndTheOthersEnlarged() {
    double[] masks = masks(2000, 50, 0.3, 3);
    long dropped = Arrays.stream(masks).filter(m -> m == 0).count();
    // Binomial: mean 30,000, standard deviation √(100,000 · 0.3 · 0.7) = 145; five of them.
    assertTrue(Math.abs(dropped - 30_000) < 5 * 145, () -> dropped + " dropped");
    assertEquals(100_000 - dropped, Arrays.stream(masks).filter(m -> m == 1 / (1 - 0.3)).count());
    // Neither units nor examples nor seeds repeat each other.
    for (int shift : new int[] {1, 50, 51}) {
      long same = 0;
      for (int i = shift; i < masks.length; i++) {
        same += (masks[i] == 0) == (masks[i - shift] == 0) ? 1 : 0;
      }
      // Agreement of independent ones: 0.7² + 0.3² = 0.58.
      assertEquals(0.58, same / (double) masks.length, 0.01);
    }
    double[] other = masks(2000, 50, 0.3, 4);
    long same = 0;
    for (int i = 0; i < masks.length; i++) {
      same += (masks[i] == 0) == (other[i] == 0) ? 1 : 0;
    }
    assertEquals(0.58, same / (double) masks.length, 0.01);
    double[] none = masks(3, 4, 0, 1);
    assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, none);
  }

  @Test
  void redrawingGivesOtherMasksEverywhereAndTheSameForTheSameSeed() {
    NetworkObjective objective = NetworkObjective.of(network, Loss.squaredError(), data);
    double[] w = Samples.gaussian(Samples.random(1), network.dimension());
    assertEquals(objective.withSeed(5).value(w), objective.withSeed(5).value(w));
    assertNotEquals(objective.withSeed(5).value(w), objective.withSeed(6).value(w));
    assertNotEquals(objective.withSeed(5).value(w), objective.value(w));
    Network inner = Network.inputs(3).residual(block -> block.dropout(0.5, 1).affine(3)).affine(2);
    NetworkObjective within = NetworkObjective.of(inner, Loss.squaredError(), data);
    double[] u = Samples.gaussian(Samples.random(1), inner.dimension());
    assertNotEquals(within.value(u), within.withSeed(2).value(u));
    Network skip =
        Network.inputs(3)
            .residual(block -> block.affine(3), past -> past.affine(3).dropout(0.5, 1))
            .affine(2);
    NetworkObjective past = NetworkObjective.of(skip, Loss.squaredError(), data);
    double[] z = Samples.gaussian(Samples.random(1), skip.dimension());
    assertNotEquals(past.value(z), past.withSeed(2).value(z));
    assertRefused(() -> Prediction.of(skip, z).outputs(data), "layer 1", "inference");
  }

  @Test
  void nothingIsDroppedInUse() {
    double[] w = Samples.gaussian(Samples.random(1), network.dimension());
    assertRefused(
        () -> Prediction.of(network, w).outputs(data), "layer 3", "dropout of 6", "inference");
    Network whole =
        Network.inputs(3)
            .affine(6)
            .then(Activation.tanh())
            .residual(inner -> inner.affine(6))
            .affine(2);
    assertArrayEquals(
        Prediction.of(whole, w).outputs(data),
        Prediction.of(network.inference(w, data), w).outputs(data),
        1e-13);
  }

  @Test
  void ratesOutOfRangeAreRefused() {
    assertRefused(() -> Dropout.of(3, 1, 1), "rate", 1.0);
    assertRefused(() -> Dropout.of(3, -0.1, 1), "rate", -0.1);
    assertRefused(() -> Dropout.of(3, Double.NaN, 1), "rate", "NaN");
    assertRefused(() -> Dropout.of(0, 0.5, 1), "units", 0);
  }
}
