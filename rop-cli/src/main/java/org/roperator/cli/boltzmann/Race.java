package org.roperator.cli.boltzmann;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.roperator.boltzmann.BoltzmannObjective;
import org.roperator.boltzmann.ExpectationMethod;
import org.roperator.cli.metrics.Meaning;
import org.roperator.optimize.Curvature;
import org.roperator.optimize.Damping;
import org.roperator.optimize.Ending;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.HessianFree;
import org.roperator.optimize.InnerSolve;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;
import org.roperator.optimize.rule.GradientDescent;
import org.roperator.parallel.Workers;

/**
 * Optimizers on one problem from one start, measured in passes over the states of the machine to a
 * divergence set before they start.
 *
 * @param problem the problem
 * @param startDivergence G at the start
 * @param runs one for each method: steps with the exact Hessian, natural-gradient steps, gradient
 *     descent with the best of its rates, and the same with momentum; fewer while it goes on
 */
public record Race(ToyProblem problem, double startDivergence, List<Run> runs) {

  /** The race is to this share of the divergence at the start: all but a twentieth is learned. */
  public static final double TARGET_SHARE = 0.05;

  /** So small that it moves no minimum by much, and keeps weights finite. */
  public static final double DECAY = 1e-4;

  private static final int METHODS = 4;
  private static final double MOMENTUM = 0.9;
  private static final double[] RATES = {0.5, 1, 2};

  /** With momentum the effective rate is 1/(1 − μ) times as large. */
  private static final double[] MOMENTUM_RATES = {0.3, 0.6};

  /**
   * A point of a run.
   *
   * @param passes how many passes it took
   * @param divergence G there, without decay
   */
  public record Point(
      @Meaning("how many passes it took") long passes,
      @Meaning("the divergence there, in nats") double divergence) {}

  /** How one method did. */
  public static final class Run {
    private final String method;
    private final List<Point> points;
    private final double[] w;

    Run(String method, List<Point> points, double[] w) {
      this.method = method;
      this.points = List.copyOf(points);
      this.w = w;
    }

    /** The method, with its rate. */
    public String method() {
      return method;
    }

    /** G along the way. */
    public List<Point> points() {
      return points;
    }

    /** The last point. */
    public Point end() {
      return points.get(points.size() - 1);
    }

    /** Where the run ended. */
    public double[] parameters() {
      return w.clone();
    }

    /** The passes after which G was first no larger. */
    public OptionalLong passesTo(double divergence) {
      return points.stream()
          .filter(p -> p.divergence() <= divergence)
          .mapToLong(Point::passes)
          .findFirst();
    }
  }

  /**
   * Runs all methods.
   *
   * @param passes how many passes each run may take; what goes beyond doesn't count
   * @param said given the race so far whenever a run has ended, which is its last
   */
  public static Race run(
      ToyProblem problem, int passes, long seed, Workers workers, Consumer<Race> said) {
    Track track = new Track(problem, passes, problem.start(seed), workers);
    Race race = new Race(problem, track.startDivergence(), List.of());
    race = race.with(track.run("exact Hessian", secondOrder(Curvature.hessian(), passes)), said);
    race =
        race.with(
            track.run("natural gradient", secondOrder(Curvature.gaussNewton(), passes)), said);
    Optimizer[] plain = new Optimizer[RATES.length];
    String[] names = new String[RATES.length];
    for (int i = 0; i < RATES.length; i++) {
      plain[i] = Epochs.of(passes).stepping(GradientDescent.ofRate(RATES[i]));
      names[i] = String.format(Locale.ROOT, "gradient, η %.1f", RATES[i]);
    }
    race = race.with(track.best(names, plain), said);
    Optimizer[] heavy = new Optimizer[MOMENTUM_RATES.length];
    String[] heavyNames = new String[MOMENTUM_RATES.length];
    for (int i = 0; i < MOMENTUM_RATES.length; i++) {
      heavy[i] =
          Epochs.of(passes)
              .stepping(GradientDescent.ofRate(MOMENTUM_RATES[i]).withMomentum(MOMENTUM));
      heavyNames[i] = String.format(Locale.ROOT, "momentum, η %.1f", MOMENTUM_RATES[i]);
    }
    return race.with(track.best(heavyNames, heavy), said);
  }

  /** Truncated early, since far from a minimum only the first few directions of a step last. */
  private static Optimizer secondOrder(Curvature curvature, int passes) {
    return HessianFree.standard()
        .withCurvature(curvature)
        .withCurvatureBatches(1)
        .withDamping(Damping.standard().withInitial(0.1).withDecrease(0.5))
        .withInnerSolve(InnerSolve.standard().atMostIterations(20).untilProgress(5e-3))
        .withEnding(Ending.standard().atMostIterations(passes));
  }

  private Race with(Run run, Consumer<Race> said) {
    List<Run> more = new ArrayList<>(runs);
    more.add(run);
    Race race = new Race(problem, startDivergence, List.copyOf(more));
    said.accept(race);
    return race;
  }

  /** Whether all methods have run. */
  public boolean isOver() {
    return runs.size() == METHODS;
  }

  /** Of the two second-order runs the one that got sooner to the target. */
  public Run secondOrder() {
    return sooner(runs.get(0), runs.get(1));
  }

  /** Of gradient descent without and with momentum the one that got sooner to the target. */
  public Run firstOrder() {
    return sooner(runs.get(2), runs.get(3));
  }

  private Run sooner(Run one, Run other) {
    return order(target()).compare(one, other) <= 0 ? one : other;
  }

  /** The divergence that the race is to. */
  public double target() {
    return TARGET_SHARE * startDivergence;
  }

  /** Whether a second-order method needed fewer passes to the target than any first-order one. */
  public boolean secondOrderNeedsFewerPasses() {
    OptionalLong second = secondOrder().passesTo(target());
    OptionalLong first = firstOrder().passesTo(target());
    return second.isPresent() && (first.isEmpty() || second.getAsLong() < first.getAsLong());
  }

  /** Sooner at the target first; of those that never got there, the lower in the end. */
  private static Comparator<Run> order(double target) {
    return Comparator.<Run>comparingLong(run -> run.passesTo(target).orElse(Long.MAX_VALUE))
        .thenComparingDouble(run -> run.end().divergence());
  }

  /** One problem, one start. */
  private record Track(ToyProblem problem, BoltzmannObjective plain, int most, Start start) {

    Track(ToyProblem problem, int most, double[] start, Workers workers) {
      this(
          problem,
          BoltzmannObjective.divergence(problem.machine(), problem.patterns()).on(workers),
          most,
          new Start(start));
    }

    double startDivergence() {
      return plain.value(start.w);
    }

    Run run(String method, Optimizer optimizer) {
      PassCounter counter = new PassCounter();
      BoltzmannObjective objective =
          plain.withDecay(DECAY).withExpectations(counter, ExpectationMethod.exact());
      List<Point> points = new ArrayList<>();
      points.add(new Point(0, startDivergence()));
      OptimizationResult result =
          optimizer.minimize(
              objective,
              start.w,
              iteration -> {
                if (counter.passes() > most) {
                  return Signal.STOP; // and the step that took too many doesn't count
                }
                // A pass that isn't counted: it is for the record alone.
                points.add(new Point(counter.passes(), plain.value(iteration.parameters())));
                return Signal.CONTINUE;
              });
      return new Run(method, points, result.parameters());
    }

    Run best(String[] methods, Optimizer[] optimizers) {
      List<Run> runs = new ArrayList<>();
      for (int i = 0; i < methods.length; i++) {
        runs.add(run(methods[i], optimizers[i]));
      }
      return Collections.min(runs, order(TARGET_SHARE * startDivergence()));
    }
  }

  private static final class Start {
    private final double[] w;

    Start(double[] w) {
      this.w = w;
    }
  }
}
