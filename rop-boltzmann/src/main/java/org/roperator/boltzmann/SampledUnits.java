package org.roperator.boltzmann;

import java.util.Arrays;
import org.roperator.function.Workers;

/** Coupled units by Gibbs sampling; see {@link Gibbs}. */
final class SampledUnits implements CoupledUnits<double[], double[]> {

  private final UnitCoding coding;
  private final double[] couplings;
  private final int units;
  private final Gibbs sampler;

  SampledUnits(UnitCoding coding, double[] couplings, int units, Gibbs sampler) {
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
    Gibbs.Drawn drawn =
        sampler.draw(
            SpinSystem.of(coding, couplings, fields), sampler.seedOf(from / units), workers);
    return new Solved(fields, drawn);
  }

  private final class Solved implements Solution<double[], double[]> {
    private final double[] fields;
    private final double[] states;
    private final double logPartition;
    private final double[] shares;

    Solved(double[] fields, Gibbs.Drawn drawn) {
      this.fields = fields;
      this.states = drawn.states();
      this.logPartition = drawn.logPartition().logPartition();
      this.shares = new double[states.length / units];
      Arrays.fill(shares, 1.0 / shares.length);
    }

    @Override
    public PhaseOutcome outcome() {
      return PhaseOutcome.SAMPLED;
    }

    @Override
    public double logPartition() {
      return logPartition;
    }

    @Override
    public void means(double[] work, double[] linear, double[] pairs) {
      Arrays.fill(linear, 0);
      Arrays.fill(pairs, 0);
      double[] m = new double[units];
      for (int r = 0; r < shares.length; r++) {
        for (int i = 0; i < units; i++) {
          m[i] =
              coding.mean(
                  fields[i] + LayerPair.dot(couplings, i * units, states, r * units, units));
          linear[i] += shares[r] * m[i];
        }
        // Both ways of averaging a pair, over either unit given the other.
        for (int i = 0; i < units; i++) {
          for (int j = 0; j < units; j++) {
            pairs[i * units + j] +=
                0.5 * shares[r] * (m[i] * states[r * units + j] + states[r * units + i] * m[j]);
          }
        }
      }
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
      Mixture.Variation.ofChains(sampler.kept()).weigh(d, shares, 0, n, meanD, omega);
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
