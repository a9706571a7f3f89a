package org.roperator.boltzmann;

import java.util.Arrays;

/**
 * The oracle: a machine by nested loops over its states, straight from {@code E = κ(Σ w_ij s_i s_j
 * + Σ b_i s_i)} and {@code P = e^(−E/T)/Z}, with no natural parameters and no covariances.
 */
final class NaiveMachine {

  private final BoltzmannMachine machine;
  private final double[][] weights;
  private final double[] biases;
  private final int units;

  NaiveMachine(BoltzmannMachine machine, double[] w) {
    this.machine = machine;
    this.weights = machine.weights(w);
    this.biases = machine.biases(w);
    this.units = machine.units();
  }

  private double[] state(int code) {
    double low = machine.coding() == UnitCoding.ZERO_ONE ? 0 : -1;
    double[] s = new double[units];
    for (int i = 0; i < units; i++) {
      s[i] = (code >> i & 1) == 1 ? 1 : low;
    }
    return s;
  }

  private double energy(double[] s) {
    double sum = 0;
    for (int i = 0; i < units; i++) {
      sum += biases[i] * s[i];
      for (int j = i + 1; j < units; j++) {
        sum += weights[i][j] * s[i] * s[j];
      }
    }
    return machine.sign() == EnergySign.NEGATIVE ? -sum : sum;
  }

  private static boolean agrees(double[] s, double[] pattern) {
    for (int i = 0; i < pattern.length; i++) {
      if (s[i] != pattern[i]) {
        return false;
      }
    }
    return true;
  }

  /** ln of the sum of e^(−E/T) over the states that begin with the pattern. */
  double logSum(double... pattern) {
    double top = Double.NEGATIVE_INFINITY;
    for (int code = 0; code < 1 << units; code++) {
      if (agrees(state(code), pattern)) {
        top = Math.max(top, -energy(state(code)) / machine.temperature());
      }
    }
    double sum = 0;
    for (int code = 0; code < 1 << units; code++) {
      double[] s = state(code);
      if (agrees(s, pattern)) {
        sum += Math.exp(-energy(s) / machine.temperature() - top);
      }
    }
    return top + Math.log(sum);
  }

  /** ⟨f⟩ over the states that begin with the pattern. */
  double[] means(double... pattern) {
    return moment(new double[machine.dimension()], 1, pattern);
  }

  /** Cov(f, D) over the states that begin with the pattern, as ⟨fD⟩ − ⟨f⟩⟨D⟩. */
  double[] covariances(double[] v, double... pattern) {
    double[] q = moment(v, 0, pattern);
    double[] p = means(pattern);
    double meanD = 0;
    for (int i = 0; i < p.length; i++) {
      meanD += p[i] * v[i];
    }
    for (int i = 0; i < p.length; i++) {
      q[i] -= p[i] * meanD;
    }
    return q;
  }

  /** ⟨f (constant + ⟨v, f⟩)⟩. */
  private double[] moment(double[] v, double constant, double[] pattern) {
    double logZ = logSum(pattern);
    double[] sum = new double[machine.dimension()];
    for (int code = 0; code < 1 << units; code++) {
      double[] s = state(code);
      if (!agrees(s, pattern)) {
        continue;
      }
      double probability = Math.exp(-energy(s) / machine.temperature() - logZ);
      double[] f = machine.statistics(s);
      double factor = constant;
      for (int i = 0; i < f.length; i++) {
        factor += v[i] * f[i];
      }
      for (int i = 0; i < f.length; i++) {
        sum[i] += probability * factor * f[i];
      }
    }
    return sum;
  }

  /** Σ P⁺ ln(P⁺/P⁻) over equally weighted patterns, equal ones among them. */
  double divergence(double[][] patterns) {
    double sum = 0;
    for (double[] pattern : patterns) {
      double share =
          Arrays.stream(patterns).filter(q -> Arrays.equals(q, pattern)).count()
              / (double) patterns.length;
      sum += (Math.log(share) - (logSum(pattern) - logSum())) / patterns.length;
    }
    return sum;
  }

  /** The mean over patterns of ⟨f⟩ with the pattern clamped. */
  double[] clampedMeans(double[][] patterns) {
    double[] mean = new double[machine.dimension()];
    for (double[] pattern : patterns) {
      double[] p = means(pattern);
      for (int i = 0; i < p.length; i++) {
        mean[i] += p[i] / patterns.length;
      }
    }
    return mean;
  }
}
