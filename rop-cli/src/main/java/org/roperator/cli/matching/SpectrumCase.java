package org.roperator.cli.matching;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
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

  /** The largest deviation of a moment, either way; NaN for weights that follow no law. */
  public double largestDeviation() {
    return IntStream.rangeClosed(1, MOMENTS)
        .mapToDouble(p -> Math.abs(deviation(p)))
        .max()
        .orElse(Double.NaN);
  }
}
