package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.parallel.Workers;

/** Coupled units by Gibbs sampling; see {@link Gibbs}. */
final class SampledUnits implements CoupledUnits<double[], double[]> {

  private final UnitCoding coding;
  private final double[] couplings;
  private final int units;
  private final Sampler sampler;

  /** A source of samples of these units. */
  @FunctionalInterface
  interface Sampler {

    /**
     * Draws samples under some fields.
     *
     * @param fields a field per unit
     * @param row what else the draws depend on
     * @param workers what to compute on
     */
    ChainSamples draw(double[] fields, int row, Workers workers);
  }

  SampledUnits(UnitCoding coding, double[] couplings, int units, Sampler sampler) {
    this.coding = coding;
    this.couplings = couplings;
    this.units = units;
    this.sampler = sampler;
  }

  @Override
  public double[] work() {
    return new double[0];
  }

  @Override
  public double[] direction(double[] v) {
    return v;
  }

  @Override
  public Solution<double[], double[]> solve(double[] x, int from, Workers workers) {
    double[] fields = Arrays.copyOfRange(x, from, from + units);
    return new Solved(fields, sampler.draw(fields, from / units, workers));
  }

  private final class Solved implements Solution<double[], double[]> {
    private final double[] fields;
    private final ChainSamples samples;
    private final double[] states;
    private final double[] shares;
    private final PhaseOutcome outcome;

    Solved(double[] fields, ChainSamples samples) {
      this.fields = fields;
      this.samples = samples;
      this.states = samples.states();
      this.shares = new double[samples.count()];
      Arrays.fill(shares, 1.0 / shares.length);
      this.outcome = samples.outcome();
    }

    private ChainAverages averages() {
      return new ChainAverages(
          new UnitwiseEstimates(coding, units, joined(couplings, fields, 0), states),
          samples.chains(),
          samples.kept(),
          outcome != PhaseOutcome.NOT_MIXED);
    }

    private double[] joined(double[] matrix, double[] x, int from) {
      double[] both = Arrays.copyOf(matrix, units * units + units);
      System.arraycopy(x, from, both, units * units, units);
      return both;
    }

    @Override
    public PhaseOutcome outcome() {
      return outcome;
    }

    @Override
    public double logPartition() {
      return samples.logPartition().logPartition();
    }

    @Override
    public void means(double[] work, double[] linear, double[] pairs) {
      double[] both = averages().means().values();
      System.arraycopy(both, 0, pairs, 0, units * units);
      System.arraycopy(both, units * units, linear, 0, units);
    }

    @Override
    public VectorEstimate meansEstimate(double[] work, int count) {
      return averages().means();
    }

    @Override
    public VectorEstimate responseEstimate(
        double[] v, double[] vx, int from, double[] work, int count) {
      return averages().covariances(joined(v, vx, from));
    }

    @Override
    public void response(
        double[] v, double[] vx, int from, double[] work, double[] linear, double[] pairs) {
      int n = shares.length;
      double[] d = new double[n];
      double meanD = 0;
      for (int r = 0; r < n; r++) {
        for (int i = 0; i < units; i++) {
          d[r] +=
              states[r * units + i]
                  * (vx[from + i] + 0.5 * LayerPair.dot(v, i * units, states, r * units, units));
        }
        meanD += d[r] / n;
      }
      double[] omega = new double[n];
      Variation.ofChains(samples.kept()).weigh(d, shares, 0, n, meanD, omega);
      Arrays.fill(linear, 0);
      Arrays.fill(pairs, 0);
      for (int r = 0; r < n; r++) {
        for (int i = 0; i < units; i++) {
          double weighted = omega[r] * states[r * units + i];
          linear[i] += weighted;
          for (int j = 0; j < units; j++) {
            pairs[i * units + j] += weighted * states[r * units + j];
          }
        }
      }
    }
  }
}
