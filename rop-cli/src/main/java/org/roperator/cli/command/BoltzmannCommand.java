package org.roperator.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.roperator.boltzmann.BoltzmannObjective;
import org.roperator.boltzmann.LogPartitionEstimate;
import org.roperator.check.DerivativeCheck;
import org.roperator.cli.boltzmann.DigitsMachine;
import org.roperator.cli.boltzmann.DigitsRun;
import org.roperator.cli.boltzmann.LearnedDigits;
import org.roperator.cli.boltzmann.Race;
import org.roperator.cli.boltzmann.ToyProblem;
import org.roperator.cli.run.HvCheck;
import org.roperator.data.BadInput;
import org.roperator.data.Digits;
import org.roperator.data.TrainTest;
import org.roperator.parallel.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rop boltzmann}: Boltzmann machines learning to second order. */
@Command(
    name = "boltzmann",
    header = "Let Boltzmann machines learn to second order.",
    description = {
      "%nThe encoder and the shifter problem exactly, second-order against gradient steps; then a"
          + " restricted machine on binary 8×8 digits from samples. Exit code 1 if on one of the"
          + " problems no second-order method needed fewer passes, a product was not exact, or"
          + " annealed importance sampling is far from the exact ln Z.%n"
    })
final class BoltzmannCommand implements Callable<Integer> {

  private static final double TEST_SHARE = 0.2;
  private static final int MADE_UP = 40;

  /** Standard errors beyond which the estimate of ln Z counts as wrong. */
  private static final double MOST_ERRORS = 6;

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "2500",
      description =
          "Most passes through all states that a method may take on each of the problems learned"
              + " exactly (default: ${DEFAULT-VALUE}).")
  private int passes;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      defaultValue = "16",
      description = "Hidden units of the machine for digits, 1 to 18 (default: ${DEFAULT-VALUE}).")
  private int hidden;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "80",
      description = "Natural-gradient steps on the digits (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--cd-steps",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Contrastive-divergence steps on the digits (default: ${DEFAULT-VALUE}).")
  private int contrastiveSteps;

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    requireBetween("--passes", passes, 1_000_000);
    requireBetween("--hidden", hidden, DigitsMachine.MOST_HIDDEN);
    requireBetween("--steps", steps, 100_000);
    requireBetween("--cd-steps", contrastiveSteps, 10_000_000);
    Workers workers = run.workers();
    OutputFolder folder = run.folder();
    PrintWriter out = run.out();

    BoltzmannOutputs outputs = new BoltzmannOutputs(folder, run.circumstances(workers));

    List<Race> races = new ArrayList<>();
    for (ToyProblem problem : List.of(ToyProblem.encoder(), ToyProblem.shifter())) {
      races.add(race(problem, workers, outputs, out));
    }
    HvCheck check = check(races.get(0));
    outputs.know(check);
    out.printf(
        Locale.ROOT,
        "Hv check: %s; exact products and central differences differ by %.1e.%n%n",
        check.report().verdict(),
        check.report().hvError());

    LearnedDigits learned = learn(workers, outputs, out);
    outputs.finish(learned.runs(), out);
    return verdict(races, check, learned.logPartition().orElseThrow(), out);
  }

  private static void requireBetween(String option, int number, int most) {
    if (number < 1 || number > most) {
      throw new BadInput(
          String.format(
              Locale.ROOT, "%s is %d, but must lie from 1 to %,d.", option, number, most));
    }
  }

  private Race race(
      ToyProblem problem, Workers workers, BoltzmannOutputs outputs, PrintWriter out) {
    out.printf(
        "%s: %s, %d patterns, exactly%n",
        problem.name(), problem.machine(), problem.patterns().size());
    out.printf("  %-26s  %10s  %10s%n", "method (best η)", "passes", "divergence");
    Race race =
        Race.run(
            problem,
            passes,
            run.seed(),
            workers,
            soFar -> {
              outputs.know(soFar);
              Race.Run last = soFar.runs().get(soFar.runs().size() - 1);
              out.printf(
                  Locale.ROOT,
                  "  %-26s  %,10d  %10.4f%n",
                  last.method(),
                  last.end().passes(),
                  last.end().divergence());
            });
    out.printf(Locale.ROOT, "  passes to %.4f, a twentieth of the start's", race.target());
    String before = ": ";
    for (Race.Run r : race.runs()) {
      out.print(before + r.method() + " " + passes(r.passesTo(race.target())));
      before = "; ";
    }
    out.printf("%n%n");
    return race;
  }

  private static String passes(OptionalLong passes) {
    return passes.isPresent() ? String.format(Locale.ROOT, "%,d", passes.getAsLong()) : "never";
  }

  private HvCheck check(Race race) {
    ToyProblem problem = race.problem();
    return new HvCheck(
        DerivativeCheck.of(BoltzmannObjective.divergence(problem.machine(), problem.patterns()))
            .withSeed(run.seed())
            .at(problem.start(run.seed())),
        problem.patterns().size());
  }

  private LearnedDigits learn(Workers workers, BoltzmannOutputs outputs, PrintWriter out) {
    DigitsMachine digits =
        DigitsMachine.of(
            TrainTest.stratified(Digits.read(), TEST_SHARE, run.seed()),
            hidden,
            run.seed(),
            workers);
    out.printf(
        Locale.ROOT,
        "binary digits: %,d to train on, %,d to test on; %s, from samples%n",
        digits.trainSize(),
        digits.testSize(),
        digits.machine());
    out.printf("  %-24s  %6s  %8s  %14s%n", "method", "step", "time", "log-likelihood");
    LearnedDigits nothing = LearnedDigits.none(digits);
    DigitsRun contrastive =
        digits.byContrastiveDivergence(
            contrastiveSteps,
            soFar -> {
              outputs.know(nothing, digits.machine(), soFar);
              say(out, soFar, contrastiveSteps);
            });
    LearnedDigits one = nothing.with(contrastive);
    outputs.know(one);
    DigitsRun natural =
        digits.byNaturalGradient(
            steps,
            soFar -> {
              outputs.know(one, digits.machine(), soFar);
              say(out, soFar, steps);
            });
    LearnedDigits both = one.with(natural);
    outputs.know(both);
    double[] w = natural.parameters();
    LogPartitionEstimate annealed = digits.annealed(w);
    double exact = digits.logPartition(w);
    LearnedDigits learned = both.with(new LearnedDigits.LogPartition(annealed, exact));
    outputs.know(learned);
    for (DigitsRun r : learned.runs()) {
      out.printf(
          Locale.ROOT,
          "  %s: %.3f nats per training digit, %.3f per test digit, exactly%n",
          r.method(),
          r.end().logLikelihood(),
          r.testLogLikelihood());
    }
    out.printf(
        Locale.ROOT,
        "  ln Z by annealed importance sampling %.4f ± %.4f, exactly %.4f%n%n",
        annealed.logPartition(),
        annealed.standardError(),
        exact);
    if (!annealed.sidesAgree()) {
      out.printf(
          Locale.ROOT,
          "  Warning: chains begun on two sides disagree by %.2f in ln Z; they don't mix.%n%n",
          annealed.disagreement());
    }
    LearnedDigits all = learned.withMadeUp(digits.madeUp(w, MADE_UP));
    outputs.know(all);
    return all;
  }

  /** A fifth of the points will do for the terminal, and the last. */
  private static void say(PrintWriter out, DigitsRun run, int steps) {
    DigitsRun.Point point = run.end();
    if (point.step() % (5 * DigitsMachine.stepsApart(steps)) == 0 || point.step() == steps) {
      out.printf(
          Locale.ROOT,
          "  %-24s  %6d  %8s  %14.3f%n",
          run.method(),
          point.step(),
          ProgressTable.time(point.seconds()),
          point.logLikelihood());
    }
  }

  private static int verdict(
      List<Race> races, HvCheck check, LearnedDigits.LogPartition logPartition, PrintWriter out) {
    List<Race> slow = races.stream().filter(race -> !race.secondOrderNeedsFewerPasses()).toList();
    boolean faulty = check.report().verdict().isFault();
    boolean far = !(logPartition.errorsApart() <= MOST_ERRORS); // NaN, too, is bad
    for (Race race : slow) {
      out.println(
          "BAD: "
              + race.problem().name()
              + ": neither second-order method needed fewer passes to the target than the faster"
              + " first-order one.");
    }
    if (faulty) {
      out.println("BAD: " + check.report().verdict());
    }
    if (far) {
      out.printf(
          Locale.ROOT,
          "BAD: annealed importance sampling is %.1f standard errors from the exact ln Z.%n",
          logPartition.errorsApart());
    }
    return !slow.isEmpty() || faulty || far ? ExitCode.BAD_RESULT : ExitCode.OK;
  }
}
