package org.roperator.nn.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.layer.Activation;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.MiniBatches;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.rule.GradientDescent;

/** A recorder on a training run, beside the iterates that the run shows to anybody. */
class SpectrumRecorderTest {

  private static final Network NETWORK =
      Network.inputs(3).affine(4).then(Activation.tanh()).affine(2);
  private static final NetworkObjective OBJECTIVE =
      NetworkObjective.of(NETWORK, Loss.softmaxCrossEntropy(), Nets.labelled(30, 3, 2, 5))
          .withDecay(0.01);
  private static final double[] START = NETWORK.initialize(Initializer.glorotNormal(), 1);

  /** Products of one snapshot: each parameter once for the whole, once for its layer. */
  private static final int COST = 2 * 26;

  private static SpectrumRecorder recorder() {
    return SpectrumRecorder.of(OBJECTIVE, LayerSpectra.standard());
  }

  private static void train(SpectrumRecorder recorder, int epochs) {
    recorder.before(START);
    Epochs.of(epochs)
        .withBatches(MiniBatches.shuffled(10, 1))
        .stepping(GradientDescent.ofRate(0.3))
        .minimize(OBJECTIVE, START, recorder);
  }

  private static List<Integer> iterations(List<SpectrumSnapshot> snapshots) {
    return snapshots.stream().map(SpectrumSnapshot::iteration).toList();
  }

  @Test
  void snapshotsAreTheSpectraOfTheIterates() {
    SpectrumRecorder recorder = recorder().withSchedule(Schedule.at(3, 0));
    train(recorder, 4);
    assertEquals(List.of(0, 3), iterations(recorder.snapshots()));
    List<double[]> iterates = new ArrayList<>();
    Epochs.of(3)
        .withBatches(MiniBatches.shuffled(10, 1))
        .stepping(GradientDescent.ofRate(0.3))
        .minimize(
            OBJECTIVE,
            START,
            epoch -> {
              iterates.add(epoch.parameters());
              return Signal.CONTINUE;
            });
    SpectrumSnapshot last = recorder.snapshots().get(1);
    var at = OBJECTIVE.expandAt(iterates.get(2));
    assertEquals(at.value(), last.value());
    assertEquals(LayerSpectra.standard().of(at.hessian(), NETWORK.layout()), last.spectra());
    assertEquals(COST, last.products());
  }

  @Test
  void otherCurvatureIsMeasuredOnRequest() {
    SpectrumRecorder recorder =
        recorder().withCurvature(at -> ((FiniteSumExpansion) at).gaussNewton());
    recorder.before(START);
    double smallest = recorder.snapshots().get(0).spectra().get(0).summary().smallest();
    // The decay's 0.01 is the least a Gauss-Newton matrix has.
    assertTrue(smallest >= 0.01 - 1e-12, () -> "λ_min " + smallest);
  }

  @Test
  void schedules() {
    SpectrumRecorder doubling = recorder().withSchedule(Schedule.doubling());
    train(doubling, 9);
    assertEquals(List.of(0, 1, 2, 4, 8), iterations(doubling.snapshots()));
    SpectrumRecorder every = recorder().withSchedule(Schedule.every(3));
    train(every, 7);
    assertEquals(List.of(0, 3, 6), iterations(every.snapshots()));
  }

  @Test
  void theBudgetEndsSnapshotsButNotTheRun() {
    SpectrumRecorder recorder = recorder().withBudget(SnapshotBudget.products(3 * COST + COST - 1));
    train(recorder, 6);
    assertEquals(List.of(0, 1, 2), iterations(recorder.snapshots()));
    assertEquals(4, recorder.skipped());
    SpectrumRecorder exactly = recorder().withBudget(SnapshotBudget.products(3 * COST));
    train(exactly, 6);
    assertEquals(3, exactly.snapshots().size());
  }

  @Test
  void aBudgetOfNoTimeLeavesTheFirstSnapshotAlone() {
    SpectrumRecorder recorder = recorder().withBudget(SnapshotBudget.seconds(1e-9));
    train(recorder, 3);
    assertEquals(List.of(0), iterations(recorder.snapshots()));
    assertEquals(3, recorder.skipped());
  }

  @Test
  void whatWasTakenBeforeTheRunDiedHasBeenHandedOn() {
    List<SpectrumSnapshot> received = new ArrayList<>();
    Consumer<SpectrumSnapshot> dying =
        snapshot -> {
          received.add(snapshot);
          if (snapshot.iteration() == 2) {
            throw new IllegalStateException("The disk is full.");
          }
        };
    assertThrows(IllegalStateException.class, () -> train(recorder().withReceiver(dying), 5));
    assertEquals(List.of(0, 1, 2), iterations(received));
    assertFalse(received.get(2).spectra().isEmpty());
  }

  @Test
  void refusesEmptySchedulesAndBudgets() {
    assertRefused(() -> Schedule.every(0), "0");
    assertRefused(() -> SnapshotBudget.products(0), "0");
    assertRefused(() -> SnapshotBudget.seconds(-1), "-1");
  }

  @Test
  void isNotConfiguredOnceItHasBegun() {
    SpectrumRecorder recorder = recorder().withBudget(SnapshotBudget.products(COST));
    recorder.before(START);
    for (Runnable late :
        List.<Runnable>of(
            () -> recorder.withBudget(SnapshotBudget.unbounded()),
            () -> recorder.withSchedule(Schedule.every(2)),
            () -> recorder.withReceiver(snapshot -> {}),
            () -> recorder.withCurvature(at -> at.hessian()))) {
      String said = assertThrows(IllegalStateException.class, late::run).getMessage();
      assertEquals(
          "Snapshots taken: 1, left out: 0; say how to record before the run begins,"
              + " or begin another with SpectrumRecorder.of(objective, spectra).",
          said);
    }
    assertEquals(List.of(0), iterations(recorder.snapshots()));
  }
}
