package org.roperator.cli.boltzmann;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.roperator.boltzmann.BoltzmannMachine;
import org.roperator.boltzmann.BoltzmannObjective;
import org.roperator.boltzmann.ExpectationMethod;
import org.roperator.boltzmann.GibbsPhase;
import org.roperator.boltzmann.LogPartition;
import org.roperator.boltzmann.LogPartitionEstimate;
import org.roperator.boltzmann.Patterns;
import org.roperator.boltzmann.PersistentChains;
import org.roperator.boltzmann.Phase;
import org.roperator.data.LabeledData;
import org.roperator.data.TrainTest;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Workers;
import org.roperator.solve.ConjugateGradient;
import org.roperator.solve.StoppingRule;

/**
 * A restricted machine that learns binary digits from sampled statistics alone, in two ways:
 * gradient steps from mini-batches with persistent chains, and natural-gradient steps, each one
 * solve by conjugate gradients with the Fisher matrix of frozen samples.
 *
 * <p>The hidden layer is small enough to be summed out, so that every likelihood can be told
 * exactly and annealed importance sampling be held against it.
 */
public final class DigitsMachine {

  /** More hidden units can't be summed out in a moment. */
  public static final int MOST_HIDDEN = 18;

  /** Temperatures and chains of the annealed importance sampling in the end. */
  public static final int TEMPERATURES = 2000;

  /** See {@link #TEMPERATURES}. */
  public static final int ANNEALED_CHAINS = 500;

  private static final double BLACK = 0.5;
  private static final double DECAY = 1e-4;
  private static final double SMALL = 0.01;
  private static final int BATCH = 100;
  private static final int CHAINS = 100;
  private static final double RATE = 0.2;
  private static final int MANY_CHAINS = 500;
  private static final int SWEEPS = 5;
  private static final double NATURAL_RATE = 0.6;
  private static final double DAMPING = 0.03;
  private static final int CG_STEPS = 20;
  private static final int POINTS = 20;

  private final BoltzmannMachine machine;
  private final double[][] train;
  private final double[][] test;
  private final long seed;
  private final Workers workers;

  private DigitsMachine(
      BoltzmannMachine machine, double[][] train, double[][] test, long seed, Workers workers) {
    this.machine = machine;
    this.train = train;
    this.test = test;
    this.seed = seed;
    this.workers = workers;
  }

  /** A machine for digits whose pixels count as black from one half on. */
  public static DigitsMachine of(TrainTest digits, int hidden, long seed, Workers workers) {
    return new DigitsMachine(
        BoltzmannMachine.restricted(digits.train().width(), hidden),
        binary(digits.train()),
        binary(digits.test()),
        seed,
        workers);
  }

  private static double[][] binary(LabeledData digits) {
    double[][] rows = new double[digits.size()][digits.width()];
    for (int i = 0; i < rows.length; i++) {
      int from = i * digits.width();
      Arrays.setAll(rows[i], k -> digits.features()[from + k] >= BLACK ? 1 : 0);
    }
    return rows;
  }

  /** The machine. */
  public BoltzmannMachine machine() {
    return machine;
  }

  /** The number of training digits. */
  public int trainSize() {
    return train.length;
  }

  /** The number of test digits. */
  public int testSize() {
    return test.length;
  }

  /** Weights next to nothing, and biases that alone give each pixel its share of black. */
  private double[] start() {
    SplittableRandom random = new SplittableRandom(seed);
    int pixels = machine.visible();
    int weights = pixels * machine.hidden();
    double[] w = new double[machine.dimension()];
    for (int i = 0; i < weights; i++) {
      w[i] = SMALL * (2 * random.nextDouble() - 1);
    }
    for (int i = 0; i < pixels; i++) {
      int pixel = i;
      double black = Arrays.stream(train).mapToDouble(digit -> digit[pixel]).sum();
      w[weights + i] = Math.log((black + 1) / (train.length - black + 1));
    }
    return w;
  }

  private BoltzmannObjective likelihood(double[][] digits) {
    return BoltzmannObjective.negativeLogLikelihood(machine, Patterns.of(digits)).on(workers);
  }

  /** Takes the step of a number from w, in place. */
  @FunctionalInterface
  private interface Step {
    void take(int step, double[] w);
  }

  /** How many steps lie between two points of a run; the last step is always one. */
  public static int stepsApart(int steps) {
    return Math.max(1, steps / POINTS);
  }

  private DigitsRun learn(
      String method, int steps, Step step, double[] w, Consumer<DigitsRun> said) {
    BoltzmannObjective loss = likelihood(train);
    List<DigitsRun.Point> points = new ArrayList<>();
    points.add(new DigitsRun.Point(0, 0, -loss.value(w)));
    double seconds = 0;
    int apart = stepsApart(steps);
    for (int k = 0; k < steps; k++) {
      long began = System.nanoTime();
      step.take(k, w);
      seconds += (System.nanoTime() - began) / 1e9;
      if ((k + 1) % apart == 0 || k + 1 == steps) {
        points.add(new DigitsRun.Point(k + 1, seconds, -loss.value(w)));
        said.accept(new DigitsRun(method, points, Double.NaN, w.clone()));
      }
    }
    return new DigitsRun(method, points, -likelihood(test).value(w), w);
  }

  /** Adds {@code p⁺ − p⁻} and the pull of the decay. */
  private double[] ascent(Phase clamped, Phase free, double[] w) {
    double[] g = clamped.means();
    Vectors.addScaled(-1, free.means(), g);
    for (int i = 0; i < machine.visible() * machine.hidden(); i++) {
      g[i] -= DECAY * w[i];
    }
    return g;
  }

  /**
   * Persistent contrastive divergence: mini-batches, one sweep of the chains per step.
   *
   * @param said given the run so far at each of its points
   */
  public DigitsRun byContrastiveDivergence(int steps, Consumer<DigitsRun> said) {
    List<Patterns> batches = new ArrayList<>();
    for (int from = 0; from < train.length; from += BATCH) {
      batches.add(
          Patterns.of(Arrays.copyOfRange(train, from, Math.min(train.length, from + BATCH))));
    }
    double[] w = start();
    PersistentChains chains = PersistentChains.of(machine, w, CHAINS, seed);
    return learn(
        "contrastive divergence",
        steps,
        (k, at) -> {
          GibbsPhase free = chains.advance(at, 1, workers);
          Phase clamped =
              ExpectationMethod.exact()
                  .clamped(machine, at, batches.get(k % batches.size()), workers);
          double rate = RATE * (1 - (double) k / steps);
          Vectors.addScaled(rate, ascent(clamped, free, at), at);
        },
        w,
        said);
  }

  /**
   * Natural-gradient steps: {@code (Cov + λI) p = p⁺ − p⁻} with Cov from frozen samples.
   *
   * @param said given the run so far at each of its points
   */
  public DigitsRun byNaturalGradient(int steps, Consumer<DigitsRun> said) {
    Patterns all = Patterns.of(train);
    double[] w = start();
    PersistentChains chains = PersistentChains.of(machine, w, MANY_CHAINS, seed + 1);
    ConjugateGradient solver =
        ConjugateGradient.until(
            StoppingRule.residualBelow(1e-3).or(StoppingRule.iterations(CG_STEPS)));
    return learn(
        "natural gradient",
        steps,
        (k, at) -> {
          GibbsPhase free = chains.advance(at, SWEEPS, workers);
          Phase clamped = ExpectationMethod.exact().clamped(machine, at, all, workers);
          double[] p =
              solver.solve(free.covariance().damped(DAMPING), ascent(clamped, free, at)).solution();
          double rate = NATURAL_RATE * Math.min(1, 2 * (1 - (double) k / steps));
          Vectors.addScaled(rate, p, at);
        },
        w,
        said);
  }

  /** ln Z by annealed importance sampling. */
  public LogPartitionEstimate annealed(double[] w) {
    return ExpectationMethod.gibbs(ANNEALED_CHAINS, seed + 2)
        .withTemperatures(TEMPERATURES)
        .logPartition(machine, w, workers);
  }

  /** ln Z exactly. */
  public double logPartition(double[] w) {
    return LogPartition.of(machine).on(workers).value(w);
  }

  /** Pictures the machine makes up: probabilities of pixels given the hidden units of samples. */
  public double[][] madeUp(double[] w, int count) {
    double[][] samples =
        ExpectationMethod.gibbs(count, seed + 3)
            .withTemperatures(500)
            .withSettling(500)
            .free(machine, w, workers)
            .samples();
    double[][] weights = machine.weights(w);
    double[] biases = machine.biases(w);
    double[][] pictures = new double[count][machine.visible()];
    for (int c = 0; c < count; c++) {
      for (int i = 0; i < machine.visible(); i++) {
        double x = biases[i];
        for (int h = machine.visible(); h < machine.units(); h++) {
          x += weights[i][h] * samples[c][h];
        }
        pictures[c][i] = 1 / (1 + Math.exp(-x));
      }
    }
    return pictures;
  }

  /** The weights of one hidden unit, scaled to ±½ and shifted to ½: black pulls, white pushes. */
  public double[] receptiveField(double[] w, int hidden) {
    double[] field =
        Arrays.copyOf(machine.weights(w)[machine.visible() + hidden], machine.visible());
    double most = Vectors.maxAbs(field);
    for (int i = 0; i < field.length; i++) {
      field[i] = 0.5 + (most == 0 ? 0 : 0.5 * field[i] / most);
    }
    return field;
  }
}
