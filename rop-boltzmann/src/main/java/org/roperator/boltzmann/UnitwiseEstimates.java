package org.roperator.boltzmann;

import java.util.Arrays;

/**
 * Samples of all units, each unit averaged given all the others.
 *
 * <pre>
 * p_ij = ⟨m_i s_j⟩,     q_ij = ⟨E[s_i D | rest] s_j⟩,     E[s_i D | rest] = m_i (D − s_i ẋ_i) + ⟨s_i²⟩ ẋ_i
 * </pre>
 *
 * with {@code m_i = ⟨s_i | rest⟩} and {@code ẋ_i = v_i + Σ_j v_ij s_j}; a pair takes the mean of
 * both ways. For units 0 and 1 this is {@code q_ij = ⟨m_i s_j (D + (1 − s_i) ẋ_i)⟩}.
 */
final class UnitwiseEstimates implements RowEstimates {

  private final BoltzmannMachine machine;
  private final double[] theta;
  private final double[] samples;
  private final double[] couplings;
  private final double[] matrix;
  private final double[] m;
  private final double[] e;

  UnitwiseEstimates(BoltzmannMachine machine, double[] theta, double[] samples) {
    int n = machine.units();
    this.machine = machine;
    this.theta = theta;
    this.samples = samples;
    this.couplings = new double[n * n];
    this.matrix = new double[n * n];
    this.m = new double[n];
    this.e = new double[n];
  }

  private double field(double[] p, int r, int i) {
    int n = m.length;
    return p[machine.connections().biasesFrom() + i]
        + LayerPair.dot(couplings, i * n, samples, r * n, n);
  }

  private void average(int r) {
    machine.connections().spread(theta, 0, m.length, couplings);
    for (int i = 0; i < m.length; i++) {
      m[i] = machine.coding().mean(field(theta, r, i));
    }
  }

  @Override
  public void means(int r, double[] f) {
    average(r);
    collect(r, m, f);
  }

  private void collect(int r, double[] conditional, double[] out) {
    int n = m.length;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        matrix[i * n + j] =
            0.5 * (conditional[i] * samples[r * n + j] + samples[r * n + i] * conditional[j]);
      }
    }
    Arrays.fill(out, 0);
    machine.connections().collect(matrix, 0, n, out);
    System.arraycopy(conditional, 0, out, machine.connections().biasesFrom(), n);
  }

  @Override
  public double products(int r, double[] v, double[] z) {
    average(r);
    int n = m.length;
    machine.connections().spread(v, 0, n, couplings);
    double d = 0;
    for (int i = 0; i < n; i++) {
      e[i] = field(v, r, i);
      d += 0.5 * samples[r * n + i] * (e[i] + v[machine.connections().biasesFrom() + i]);
    }
    for (int i = 0; i < n; i++) {
      double mean = m[i];
      e[i] = mean * (d - samples[r * n + i] * e[i]) + machine.coding().meanSquare(mean) * e[i];
    }
    collect(r, e, z);
    return d;
  }
}
