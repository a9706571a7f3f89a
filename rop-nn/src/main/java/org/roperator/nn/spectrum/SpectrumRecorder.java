package org.roperator.nn.spectrum;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Iteration;
import org.roperator.optimize.OptimizationListener;

/**
 * Takes snapshots of spectra while a model is trained, and hands each on as soon as it is there.
 *
 * <pre>{@code
 * SpectrumRecorder recorder =
 *     SpectrumRecorder.of(objective, LayerSpectra.standard())
 *         .withSchedule(Schedule.doubling())
 *         .withBudget(SnapshotBudget.products(20_000))
 *         .withReceiver(file::append);
 * recorder.before(w);
 * method.minimize(objective, w, recorder);
 * }</pre>
 *
 * <p>Snapshots are handed on one by one on the optimizer's thread, so that a run that dies has lost
 * none that was taken; what the receiver throws ends the run. The objective measured need not be
 * the one trained: a restriction of it to some examples costs less. Once the budget has no room for
 * another snapshot as dear as the last, there are no more. A recorder is for one run, on one
 * thread.
 */
public final class SpectrumRecorder implements OptimizationListener {

  private final Objective objective;
  private final LayerSpectra spectra;
  private final Function<Expansion, SymmetricOperator> curvature;
  private final Schedule schedule;
  private final SnapshotBudget budget;
  private final Consumer<SpectrumSnapshot> receiver;
  private final List<SpectrumSnapshot> snapshots = new ArrayList<>();
  private final SnapshotBudget.Account account;
  private int skipped;

  private SpectrumRecorder(
      Objective objective,
      LayerSpectra spectra,
      Function<Expansion, SymmetricOperator> curvature,
      Schedule schedule,
      SnapshotBudget budget,
      Consumer<SpectrumSnapshot> receiver) {
    this.objective = objective;
    this.spectra = spectra;
    this.curvature = curvature;
    this.schedule = schedule;
    this.budget = budget;
    this.receiver = receiver;
    this.account = budget.open();
  }

  /**
   * A recorder of the Hessian after every iteration, without a bound, that keeps its snapshots.
   *
   * @param objective what to measure, with the layout of its parameters
   * @param spectra how
   */
  public static SpectrumRecorder of(Objective objective, LayerSpectra spectra) {
    return new SpectrumRecorder(
        objective,
        spectra,
        Expansion::hessian,
        Schedule.every(1),
        SnapshotBudget.unbounded(),
        snapshot -> {});
  }

  /**
   * A recorder of another curvature matrix than the Hessian.
   *
   * @throws IllegalStateException if this recorder has begun
   */
  public SpectrumRecorder withCurvature(Function<Expansion, SymmetricOperator> curvature) {
    requireNotBegun();
    return new SpectrumRecorder(objective, spectra, curvature, schedule, budget, receiver);
  }

  /**
   * A recorder on another schedule than after every iteration.
   *
   * @throws IllegalStateException if this recorder has begun
   */
  public SpectrumRecorder withSchedule(Schedule schedule) {
    requireNotBegun();
    return new SpectrumRecorder(objective, spectra, curvature, schedule, budget, receiver);
  }

  /**
   * A recorder within a budget of products and time.
   *
   * @throws IllegalStateException if this recorder has begun
   */
  public SpectrumRecorder withBudget(SnapshotBudget budget) {
    requireNotBegun();
    return new SpectrumRecorder(objective, spectra, curvature, schedule, budget, receiver);
  }

  /**
   * A recorder with a receiver, which is handed each snapshot as soon as it is there.
   *
   * @throws IllegalStateException if this recorder has begun
   */
  public SpectrumRecorder withReceiver(Consumer<SpectrumSnapshot> receiver) {
    requireNotBegun();
    return new SpectrumRecorder(objective, spectra, curvature, schedule, budget, receiver);
  }

  /** Another recorder would begin its budget again, and have none of the snapshots. */
  private void requireNotBegun() {
    if (!snapshots.isEmpty() || skipped > 0) {
      throw new IllegalStateException(
          "Snapshots taken: "
              + snapshots.size()
              + ", left out: "
              + skipped
              + "; say how to record before the run begins, or begin another with"
              + " SpectrumRecorder.of(objective, spectra).");
    }
  }

  /**
   * Takes the snapshot before the first iteration, if one is due after 0 of them.
   *
   * @param w the start. Not modified.
   */
  public void before(double[] w) {
    takeIfDue(0, w);
  }

  /** Takes a snapshot if one is due; never stops the run. */
  @Override
  public Signal afterIteration(Iteration iteration) {
    takeIfDue(iteration.number(), iteration.parameters());
    return Signal.CONTINUE;
  }

  private void takeIfDue(int iteration, double[] w) {
    if (!schedule.isDueAfter(iteration)) {
      return;
    }
    if (!account.hasRoomForAnother()) {
      skipped++;
      return;
    }
    account.begin();
    Expansion at = objective.expandAt(w);
    List<BlockSpectrum> measured = spectra.of(curvature.apply(at), objective.layout());
    int products = measured.stream().mapToInt(BlockSpectrum::products).sum();
    account.end(products);
    SpectrumSnapshot snapshot = new SpectrumSnapshot(iteration, at.value(), measured, products);
    snapshots.add(snapshot);
    receiver.accept(snapshot);
  }

  /** All snapshots taken so far. */
  public List<SpectrumSnapshot> snapshots() {
    return List.copyOf(snapshots);
  }

  /** How many were due but left out, for the budget had no room for them. */
  public int skipped() {
    return skipped;
  }
}
