package org.roperator.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.roperator.check.DerivativeCheck;
import org.roperator.examples.data.BadInput;
import org.roperator.examples.data.Dataset;
import org.roperator.examples.data.Digits;
import org.roperator.examples.data.TrainTest;
import org.roperator.examples.recurrent.Completion;
import org.roperator.examples.recurrent.Lesson;
import org.roperator.examples.recurrent.Xor;
import org.roperator.examples.report.HvCheck;
import org.roperator.examples.report.RecurrentMetrics;
import org.roperator.examples.report.RecurrentReport;
import org.roperator.examples.report.RecurrentResults;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.function.Workers;
import org.roperator.optimize.GradientDescent;
import org.roperator.optimize.HessianFree;
import org.roperator.optimize.HessianFreeSettings;
import org.roperator.recurrent.FixedPointSolver;
import org.roperator.recurrent.RecurrentNetwork;
import org.roperator.recurrent.RecurrentObjective;
import org.roperator.recurrent.Settling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rop recurrent}: a network that settles learns to complete digits, twice. */
@Command(
    name = "recurrent",
    header = "Teach a network that settles to complete digits.",
    description = {
      "%nA square of 4×4 pixels is hidden of each 8×8 digit. A recurrent network is trained to settle"
          + " with the hidden pixels restored and the digit's class unit on: first by Hessian-free"
          + " optimisation with exact products through the equilibrium, then for the same time by"
          + " gradient descent with each of some rates. And exclusive or, with four hidden units among themselves. Exit code"
          + " 1 if gradient descent reaches the lower loss, or exclusive or is not learnt.%n"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    footer = {
      "",
      "Examples:",
      "  rop recurrent --seed 2",
      "  rop recurrent --images 1000 --hidden 40 --seconds 120"
    })
final class RecurrentCommand implements Callable<Integer> {

  /** Weights decay by this; without, the network learns its training digits by heart. */
  private static final double DECAY = 3e-3;

  /** Small weights settle at once, and the first steps are long enough to leave them. */
  private static final double GAIN = 0.3;

  /** Loose enough for line searches, which lose little where the loss is of order one. */
  private static final double TOLERANCE = 1e-7;

  /** A network that has not settled by now is as bad as one that never does. */
  private static final int MOST_ITERATIONS = 100;

  private static final double MOMENTUM = 0.9;
  private static final int TESTED = 300;
  private static final int CHECKED = 20;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "300",
      description = "Number of digits to train on (default: ${DEFAULT-VALUE}).")
  private int images;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      defaultValue = "20",
      description = "Number of hidden units (default: ${DEFAULT-VALUE}).")
  private int hidden;

  @Option(
      names = "--seconds",
      paramLabel = "X",
      defaultValue = "12",
      description =
          "Time after which Hessian-free optimisation begins no further iteration; gradient descent"
              + " gets as much as it took (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--learning-rates",
      paramLabel = "X",
      split = ",",
      defaultValue = "0.01,0.03,0.1,0.3",
      description =
          "Rates of gradient descent, each of which gets that time; the best counts. Its momentum"
              + " is 0.9 (default: ${DEFAULT-VALUE}).")
  private double[] rates;

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = run.out();
    Workers workers = run.workers();
    requireOptions();
    OutputFolder folder = run.folder();
    TrainTest digits = TrainTest.stratified(Digits.read(), 0.2, run.seed());
    if (images > digits.train().size()) {
      throw new BadInput(
          "--images is " + images + ", but there are " + digits.train().size() + " to train on.");
    }
    Completion train = new Completion(first(digits.train(), images), hidden, run.seed());
    Completion test = new Completion(first(digits.test(), TESTED), hidden, run.seed() + 1);
    RecurrentNetwork network = train.network();
    RecurrentObjective objective =
        network
            .objective(train.loss(), train.patterns())
            .withDecay(DECAY)
            .settlingBy(Settling.automatic().until(TOLERANCE).atMost(MOST_ITERATIONS))
            .on(workers);
    out.printf(
        Locale.ROOT,
        "%d digits to train on, %d to test on; %d units, %,d weights and biases, seed %d%n"
            + "%s%n%n",
        train.data().size(),
        test.data().size(),
        network.units(),
        network.dimension(),
        run.seed(),
        PlainText.means(RunOptions.blas(), workers.threads()));

    double[] start = network.initialise(GAIN, run.seed());
    HessianFree newton =
        HessianFree.with(
            HessianFreeSettings.defaults()
                .curvatureBatches(1)
                .initialDamping(0.3)
                .maxCgIterations(50)
                // Long steps leave the region where the network settles: better a new direction.
                .lineSearchShrink(0.5)
                .lineSearchTries(5)
                .dampingIncrease(3)
                .maxIterations(1000));
    RecurrentObjective relaxed = objective.solvingBy(FixedPointSolver.relaxation());
    boolean relaxes = warmUp(objective, relaxed, start);
    Lesson.Result hessianFree =
        new Lesson(network, test.patterns().get(0), seconds, 1, table(out, "Hessian-free", 1))
            .run(newton, objective, start);
    List<RecurrentResults.Descent> descents = new ArrayList<>();
    for (double rate : rates) {
      descents.add(
          new RecurrentResults.Descent(
              rate,
              new Lesson(
                      network,
                      test.patterns().get(0),
                      hessianFree.seconds(),
                      20,
                      table(out, "gradient descent, rate " + rate, 50))
                  .run(
                      GradientDescent.withRate(rate)
                          .momentum(MOMENTUM)
                          .maxEpochs(Integer.MAX_VALUE),
                      relaxes ? relaxed : objective,
                      start)));
    }
    out.println();

    Xor.Result xor = Xor.train(run.seed());
    int checked = Math.min(CHECKED, images);
    HvCheck check =
        new HvCheck(
            DerivativeCheck.of(
                    network
                        .objective(train.loss(), train.patterns().subList(0, checked))
                        .on(workers))
                .withDirections(2)
                .withSeed(run.seed())
                .at(hessianFree.optimization().parameters()),
            checked);
    RecurrentResults results =
        RecurrentResults.of(
            new RecurrentResults.Setup(
                run.commandLine(),
                run.seed(),
                workers.threads(),
                RunOptions.blas(),
                relaxes ? "relaxation" : "factorisation"),
            train,
            test,
            hessianFree,
            descents,
            xor,
            check);
    folder.write(
        RecurrentMetrics.json(results, BuildVersion.number()), RecurrentReport.html(results));
    results.summary().forEach(out::println);
    out.println();
    folder.sayWhere(out);
    return results.isGood() ? Rop.OK : Rop.BAD_RESULT;
  }

  /**
   * Whoever runs first would pay for what the virtual machine learns about both.
   *
   * @return whether a gradient by relaxation of the adjoint was the faster one at last
   */
  private static boolean warmUp(
      RecurrentObjective objective, RecurrentObjective relaxed, double[] start) {
    double[] v = start.clone();
    double[] out = new double[v.length];
    long factored = 0;
    long relaxing = 0;
    for (int i = 0; i < 3; i++) {
      long begun = System.nanoTime();
      FiniteSumExpansion at = objective.expandAt(start);
      factored = System.nanoTime() - begun;
      at.meanSquaredGradient();
      for (int j = 0; j < 5; j++) {
        at.gaussNewton().apply(v, out);
      }
      objective.value(start);
      begun = System.nanoTime();
      relaxed.expandAt(start);
      relaxing = System.nanoTime() - begun;
    }
    return relaxing < factored;
  }

  private void requireOptions() {
    Options.positive("--images", images);
    Options.positive("--hidden", hidden);
    Options.positive("--seconds", seconds);
    for (double rate : rates) {
      Options.positive("--learning-rates", rate);
    }
  }

  private static Dataset first(Dataset data, int count) {
    return data.select(IntStream.range(0, Math.min(count, data.size())).toArray());
  }

  private static Consumer<Lesson.Point> table(PrintWriter out, String method, int every) {
    out.printf(
        "%n%s%n%9s  %10s  %15s  %7s%n", method, "iteration", "loss", "spectral radius", "time");
    return point -> {
      if (point.iteration() % every == 0) {
        out.printf(
            Locale.ROOT,
            "%9d  %10.5f  %15.3f  %7s%n",
            point.iteration(),
            point.loss(),
            point.spectralRadius(),
            ProgressTable.time(point.seconds()));
      }
    };
  }
}
