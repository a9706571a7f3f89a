package org.roperator.cli.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.roperator.cli.matching.Architecture;
import org.roperator.cli.matching.ConditioningRun;
import org.roperator.cli.matching.SpectrumCase;
import org.roperator.cli.matching.TrainingComparison;
import org.roperator.cli.matching.TrainingComparison.MethodResult;
import org.roperator.cli.matching.TrainingPlan;
import org.roperator.cli.run.MethodRun;
import org.roperator.data.TrainTest;
import org.roperator.nn.Dataset;
import org.roperator.parallel.Workers;

/**
 * The parts of {@code rop local-hessian}, each with a line for what is done.
 *
 * @param seed what all draws depend on
 * @param workers where to compute
 * @param out where to say so
 */
record LocalHessianParts(long seed, Workers workers, PrintWriter out) {

  private static final int[][] SHAPES = {{300, 600}, {300, 300}, {400, 200}};

  private static final int CONDITION_WIDTH = 20;
  private static final int CONDITION_BATCH = 100;
  private static final double CONDITION_RATE = 0.02;

  List<SpectrumCase> spectra(int draws) {
    List<SpectrumCase> cases = new ArrayList<>();
    for (SpectrumCase.Start start : SpectrumCase.Start.values()) {
      // Orthogonal weights all have the same spectrum: two draws show it.
      int count = start == SpectrumCase.Start.GAUSSIAN ? draws : 2;
      for (int[] shape : SHAPES) {
        cases.add(SpectrumCase.measure(start, shape[0], shape[1], count, seed, workers));
        out.printf(
            Locale.ROOT,
            "spectrum   %-10s  %d → %d%n",
            start.name().toLowerCase(Locale.ROOT),
            shape[0],
            shape[1]);
      }
    }
    return cases;
  }

  List<ConditioningRun> conditions(TrainTest examples, int blocks, int epochs) {
    Dataset train = examples.train().toDataset();
    List<Integer> moments = List.of(0, 1, 5, 15).stream().filter(epoch -> epoch <= epochs).toList();
    ConditioningRun.Plan plan =
        new ConditioningRun.Plan(
            CONDITION_WIDTH, blocks, CONDITION_BATCH, CONDITION_RATE, moments, seed);
    Architecture[] architectures = Architecture.values();
    ConditioningRun[] runs = new ConditioningRun[architectures.length];
    workers.run(
        runs.length,
        i -> {
          runs[i] = ConditioningRun.measure(architectures[i], plan, train);
          synchronized (out) {
            out.printf("conditions %s%n", architectures[i].title());
          }
        });
    return List.of(runs);
  }

  List<MethodResult> training(TrainingPlan plan, TrainTest examples) {
    TrainingComparison comparison = TrainingComparison.of(plan, examples);
    AtomicInteger done = new AtomicInteger();
    Stopwatch watch = Stopwatch.started();
    out.printf(
        Locale.ROOT,
        "training   on %,d examples, %,d to validate; %d runs%n",
        comparison.trainSize(),
        comparison.validationSize(),
        comparison.runs());
    return comparison.run(
        workers,
        (MethodRun one) -> {
          int number = done.incrementAndGet();
          if (number % 10 == 0 || number == comparison.runs()) {
            out.printf(
                Locale.ROOT,
                "training   %d of %d runs  %s, left %s%n",
                number,
                comparison.runs(),
                watch.time(),
                watch.left(number, comparison.runs() - number));
          }
        });
  }
}
