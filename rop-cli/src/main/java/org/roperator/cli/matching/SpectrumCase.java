package org.roperator.cli.matching;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.roperator.nn.Dataset;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.matching.BackMatching;
import org.roperator.parallel.Workers;
import org.roperator.spectrum.DenseSpectrum;
import org.roperator.spectrum.MarchenkoPastur;

/**
 * The eigenvalues of H_z of a fully connected layer as it starts, over several draws of its
 * weights, beside the law of Marchenko and Pastur.
 */
public final class SpectrumCase {

  /** How many moments are compared. */
  public static final int MOMENTS = 4;

  /** By how much an eigenvalue of an orthogonal start may miss 0 or 1, of rounding. */
  private static final double ROUNDING = 1e-10;

  private final Start start;
  private final int inputs;
  private final int outputs;
  private final double[][] draws;

  /** How weights are drawn. */
  public enum Start {
    /** Normal, of variance 2/(inputs + outputs). */
    GAUSSIAN,
    /** Orthonormal rows or columns. */
    ORTHOGONAL;

    private Initializer initializer() {
      return this == GAUSSIAN ? Initializer.glorotNormal() : Initializer.orthogonal();
    }
  }

  private SpectrumCase(Start start, int inputs, int outputs, double[][] draws) {
    this.start = start;
    this.inputs = inputs;
    this.outputs = outputs;
    this.draws = draws;
  }

  /**
   * Measures the eigenvalues through the sweeps of a network.
   *
   * @param count how many draws, at least 2
   * @param seed what they depend on
   */
  public static SpectrumCase measure(
      Start start, int inputs, int outputs, int count, long seed, Workers workers) {
    Network network = Network.inputs(inputs).affine(outputs).affine(1);
    double[] x = new SplittableRandom(seed).doubles(inputs, -1, 1).toArray();
    Dataset one = Dataset.regression(x, inputs, new double[1], 1);
    double[][] draws = new double[count][];
    workers.run(
        count,
        i -> {
          double[] w = network.initialize(start.initializer(), seed + i);
          BackMatching matching = BackMatching.of(network, Loss.squaredError(), one, w);
          draws[i] = DenseSpectrum.of(matching.block(1).inputHessian(0)).values();
        });
    return new SpectrumCase(start, inputs, outputs, draws);
  }

  /** How the weights were drawn. */
  public Start start() {
    return start;
  }

  /** The number of inputs, the dimension of H_z. */
  public int inputs() {
    return inputs;
  }

  /** The number of outputs. */
  public int outputs() {
    return outputs;
  }

  /** How often the weights were drawn. */
  public int draws() {
    return draws.length;
  }

  /** The law of Gaussian weights of this start's variance. */
  public MarchenkoPastur law() {
    double variance = 2.0 * outputs / (inputs + outputs);
    return MarchenkoPastur.of((double) inputs / outputs, variance);
  }

  /** All eigenvalues, rising, in a fresh array. */
  public double[] eigenvalues() {
    double[] all = Arrays.stream(draws).flatMapToDouble(DoubleStream::of).toArray();
    Arrays.sort(all);
    return all;
  }

  /**
   * The smallest eigenvalue besides the {@code inputs − outputs} that are zero where there are more
   * inputs.
   */
  public double smallest() {
    int zeros = Math.max(0, inputs - outputs);
    return Arrays.stream(draws).mapToDouble(values -> values[zeros]).min().orElse(Double.NaN);
  }

  /** The largest eigenvalue. */
  public double largest() {
    return Arrays.stream(draws)
        .mapToDouble(values -> values[values.length - 1])
        .max()
        .orElse(Double.NaN);
  }

  /** The mean over the draws of the p-th moment. */
  public double moment(int p) {
    return moments(p).average().orElse(Double.NaN);
  }

  private DoubleStream moments(int p) {
    return Arrays.stream(draws)
        .mapToDouble(
            values -> Arrays.stream(values).map(x -> Math.pow(x, p)).average().orElse(Double.NaN));
  }

  /** The standard error of that mean, from the spread of the draws. */
  public double momentError(int p) {
    double mean = moment(p);
    double squares = moments(p).map(x -> (x - mean) * (x - mean)).sum();
    return Math.sqrt(squares / (draws.length - 1) / draws.length);
  }

  /**
   * By how many standard errors a moment lies above the law's, for weights that may follow it; NaN
   * for others.
   */
  public double deviation(int p) {
    return start == Start.GAUSSIAN ? (moment(p) - law().moment(p)) / momentError(p) : Double.NaN;
  }

  /**
   * The exact mean of the p-th moment of Gaussian weights at this size, of which the law's moment
   * is the limit: {@code E tr (WᵀW)ᵖ / inputs} for normal entries of variance v, by Wick's theorem.
   *
   * <p>With n inputs, N outputs and s² = vN: s², s⁴(1 + c + 1/N), … with c = n/N; the second lies
   * above the law's by s⁴/N.
   *
   * @param p from 1 to {@link #MOMENTS}
   */
  public double expected(int p) {
    double n = inputs;
    double m = outputs;
    double v = 2 / (n + m);
    double pairings =
        switch (p) {
          case 1 -> 1;
          case 2 -> m + n + 1;
          case 3 -> m * m + 3 * m * n + n * n + 3 * (m + n) + 4;
          case 4 ->
              m * m * m
                  + 6 * m * n * (m + n)
                  + n * n * n
                  + 6 * (m * m + n * n)
                  + 17 * m * n
                  + 21 * (m + n)
                  + 20;
          default ->
              throw new IllegalArgumentException(
                  "Moment " + p + " has no closed form here; take one from 1 to " + MOMENTS + ".");
        };
    return m * pairings * Math.pow(v, p);
  }

  /**
   * Whether the eigenvalues are what this start must give: of orthogonal weights zeros and ones, of
   * Gaussian weights such moments that Student's t of the draws, of draws − 1 degrees of freedom,
   * tells none from its {@link #expected} mean.
   *
   * @param chance how often right Gaussian weights may be called wrong, over all moments
   */
  public boolean isPlausible(double chance) {
    return start == Start.GAUSSIAN
        ? IntStream.rangeClosed(1, MOMENTS).allMatch(p -> isPlausible(p, chance / MOMENTS))
        : largestMiss() <= ROUNDING;
  }

  private boolean isPlausible(int p, double chance) {
    double t = new TDistribution(draws.length - 1.0).inverseCumulativeProbability(1 - chance / 2);
    return Math.abs(moment(p) - expected(p)) <= t * momentError(p);
  }

  /** By how much an eigenvalue misses 0 or 1 at most: {@code max |λ(λ − 1)|}. */
  public double largestMiss() {
    return Arrays.stream(draws)
        .flatMapToDouble(DoubleStream::of)
        .map(x -> Math.abs(x * (x - 1)))
        .max()
        .orElse(Double.NaN);
  }

  /** The same eigenvalues times a factor. */
  SpectrumCase scaled(double factor) {
    return new SpectrumCase(
        start,
        inputs,
        outputs,
        Arrays.stream(draws)
            .map(values -> DoubleStream.of(values).map(x -> factor * x).toArray())
            .toArray(double[][]::new));
  }

  /** Some of the draws. */
  SpectrumCase drawn(int from, int to) {
    return new SpectrumCase(start, inputs, outputs, Arrays.copyOfRange(draws, from, to));
  }
}
