package org.roperator.boltzmann;

/**
 * Samples of m coupled units, each unit averaged given all the others.
 *
 * <pre>
 * p_ij = ⟨m_i s_j⟩,     q_ij = ⟨E[s_i D | rest] s_j⟩,     E[s_i D | rest] = m_i (D − s_i ẋ_i) + ⟨s_i²⟩ ẋ_i
 * </pre>
 *
 * with {@code m_i = ⟨s_i | rest⟩} and {@code ẋ_i = v_i + Σ_j v_ij s_j}; a pair takes the mean of
 * both ways. For units 0 and 1 this is {@code q_ij = ⟨m_i s_j (D + (1 − s_i) ẋ_i)⟩}.
 *
 * <p>f and v hold a full symmetric matrix of pairs, zero on its diagonal, and the m units after it.
 */
final class UnitwiseEstimates implements ChainAverages.Samples {

  private final UnitCoding coding;
  private final int units;
  private final double[] theta;
  private final double[] samples;
  private final double[] m;
  private final double[] e;
  private double[] v = new double[0];

  /**
   * Estimates from samples.
   *
   * @param theta couplings and fields, in the order of f. Kept.
   * @param samples row by row. Kept.
   */
  UnitwiseEstimates(UnitCoding coding, int units, double[] theta, double[] samples) {
    this.coding = coding;
    this.units = units;
    this.theta = theta;
    this.samples = samples;
    this.m = new double[units];
    this.e = new double[units];
  }

  @Override
  public int dimension() {
    return units * units + units;
  }

  private double field(double[] p, int r, int i) {
    return p[units * units + i] + LayerPair.dot(p, i * units, samples, r * units, units);
  }

  private void average(int r) {
    for (int i = 0; i < units; i++) {
      m[i] = coding.mean(field(theta, r, i));
    }
  }

  @Override
  public void means(int r, double[] f) {
    average(r);
    collect(r, m, f);
  }

  private void collect(int r, double[] conditional, double[] f) {
    for (int i = 0; i < units; i++) {
      f[i * units + i] = 0;
      for (int j = 0; j < i; j++) {
        double pair =
            0.5
                * (conditional[i] * samples[r * units + j]
                    + samples[r * units + i] * conditional[j]);
        f[i * units + j] = pair;
        f[j * units + i] = pair;
      }
    }
    System.arraycopy(conditional, 0, f, units * units, units);
  }

  @Override
  public void toward(double[] direction) {
    v = direction;
  }

  @Override
  public double products(int r, double[] f, double[] z) {
    means(r, f);
    double d = 0;
    for (int i = 0; i < units; i++) {
      e[i] = field(v, r, i);
      d += 0.5 * samples[r * units + i] * (e[i] + v[units * units + i]);
    }
    for (int i = 0; i < units; i++) {
      e[i] = m[i] * (d - samples[r * units + i] * e[i]) + coding.meanSquare(m[i]) * e[i];
    }
    collect(r, e, z);
    return d;
  }
}
