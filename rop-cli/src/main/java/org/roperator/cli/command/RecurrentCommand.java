package org.roperator.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.roperator.check.DerivativeCheck;
import org.roperator.cli.metrics.MetricsJson;
import org.roperator.cli.recurrent.Completion;
import org.roperator.cli.recurrent.Lesson;
import org.roperator.cli.recurrent.RecurrentMetrics;
import org.roperator.cli.recurrent.RecurrentResults;
import org.roperator.cli.recurrent.RecurrentSoFar;
import org.roperator.cli.recurrent.Xor;
import org.roperator.cli.report.RecurrentPage;
import org.roperator.cli.run.HvCheck;
import org.roperator.data.BadInput;
import org.roperator.data.Digits;
import org.roperator.data.LabeledData;
import org.roperator.data.TrainTest;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.optimize.Damping;
import org.roperator.optimize.Ending;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.HessianFree;
import org.roperator.optimize.InnerSolve;
import org.roperator.optimize.LineSearch;
import org.roperator.optimize.rule.GradientDescent;
import org.roperator.parallel.Workers;
import org.roperator.recurrent.FixedPointSolver;
import org.roperator.recurrent.Pattern;
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
          + " optimization with exact products through the equilibrium, then for the same time by"
          + " gradient descent with each of some rates. And exclusive or, with four hidden units among themselves. Exit code"
          + " 1 if gradient descent reaches the lower loss, or exclusive or is not learnt.%n"
    },
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

  /** Vectors of parameters: of the optimizer, and factors of the network at each thread. */
  private static final int VECTORS = 40;

  private static final double MOMENTUM = 0.9;

  /** Of gradient descent, whose iterations are short; every row has a radius. */
  private static final int ROWS_APART = 50;

  private static final int LOOKS_APART = 25;
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
          "Time after which Hessian-free optimization begins no further iteration; gradient descent"
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
    TrainTest digits = TrainTest.stratified(Digits.read(), 0.2, run.seed());
    if (images > digits.train().size()) {
      throw new BadInput(
          "--images is " + images + ", but there are " + digits.train().size() + " to train on.");
    }
    OutputFolder folder = run.folder();
    Completion train = new Completion(first(digits.train(), images), hidden, run.seed());
    Completion test = new Completion(first(digits.test(), TESTED), hidden, run.seed() + 1);
    RecurrentNetwork network = train.network();
    RecurrentObjective objective =
        RecurrentObjective.of(network, train.loss(), train.patterns())
            .withDecay(DECAY)
            .withSettling(
                Settling.standard().untilResidual(TOLERANCE).atMostIterations(MOST_ITERATIONS))
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

    double[] start = network.initialize(GAIN, run.seed());
    HessianFree newton =
        HessianFree.standard()
            .withCurvatureBatches(1)
            .withDamping(Damping.standard().withInitial(0.7).withIncrease(3))
            .withInnerSolve(InnerSolve.standard().atMostIterations(50))
            // Long steps leave the region where the network settles: better a new direction.
            .withLineSearch(LineSearch.standard().withShrink(0.5).atMostTries(5))
            .withEnding(Ending.standard().atMostIterations(1000));
    RecurrentObjective relaxed = objective.withSolver(FixedPointSolver.relaxation());
    boolean relaxes = warmUp(objective, relaxed, start);
    RecurrentResults.Setup setup =
        new RecurrentResults.Setup(
            run.circumstances(workers), relaxes ? "relaxation" : "factorization");
    RecurrentOutputs outputs =
        new RecurrentOutputs(folder, new RecurrentSoFar(setup, train, test), network.layout());
    Pattern watched = test.patterns().get(0);
    LessonTable table = new LessonTable(out, "Hessian-free", 1, 1);
    Lesson.Result hessianFree =
        new Lesson(
                network,
                watched,
                seconds,
                1,
                soFar -> {
                  outputs.newton(soFar);
                  table.add(soFar.last());
                })
            .run(newton, objective, start);
    outputs.newton(hessianFree);
    table.end(hessianFree.progress().last());
    List<RecurrentResults.Descent> descents = new ArrayList<>();
    for (double rate : DoubleStream.of(rates).distinct().toArray()) {
      LessonTable rows =
          new LessonTable(out, "gradient descent, rate " + rate, ROWS_APART, LOOKS_APART);
      Lesson.Result descent =
          new Lesson(
                  network,
                  watched,
                  hessianFree.seconds(),
                  LOOKS_APART,
                  soFar -> {
                    outputs.descent(rate, soFar);
                    rows.add(soFar.last());
                  })
              .run(
                  Epochs.of(Integer.MAX_VALUE)
                      .stepping(GradientDescent.ofRate(rate).withMomentum(MOMENTUM)),
                  relaxes ? relaxed : objective,
                  start);
      outputs.descent(rate, descent);
      rows.end(descent.progress().last());
      descents.add(new RecurrentResults.Descent(rate, descent));
    }
    out.println();

    Xor.Result xor = Xor.train(run.seed());
    outputs.know(xor);
    int checked = Math.min(CHECKED, images);
    HvCheck check =
        new HvCheck(
            DerivativeCheck.of(
                    RecurrentObjective.of(
                            network, train.loss(), train.patterns().subList(0, checked))
                        .on(workers))
                .withDirections(2)
                .withSeed(run.seed())
                .at(hessianFree.optimization().parameters()),
            checked);
    outputs.know(check);
    RecurrentResults results =
        RecurrentResults.of(setup, train, test, hessianFree, descents, xor, check);
    folder.write(
        MetricsJson.of(RecurrentMetrics.of(BuildVersion.number(), results)),
        () -> RecurrentPage.html(results));
    results.summary().forEach(out::println);
    out.println();
    folder.sayWhere(out);
    out.println("Weights  " + folder.file(RecurrentOutputs.NEWTON + RecurrentOutputs.WEIGHTS));
    return results.isGood() ? ExitCode.OK : ExitCode.BAD_RESULT;
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
    Options.upTo(10_000, "--hidden", hidden);
    double units = 74.0 + hidden; // 8 × 8 pixels and 10 classes
    Options.requireRoom("--hidden " + hidden, units * units, VECTORS, 0);
    Options.positive("--seconds", seconds);
    for (double rate : rates) {
      Options.positive("--learning-rates", rate);
    }
  }

  private static LabeledData first(LabeledData data, int count) {
    return data.select(IntStream.range(0, Math.min(count, data.size())).toArray());
  }
}
