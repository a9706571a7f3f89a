package org.roperator.recurrent;

import java.util.Arrays;

/**
 * The relaxations of the paper: {@code u ← u + ηT⁻¹(s − u + WᵀDu)} and {@code u ← u + ηT⁻¹(s − u +
 * DWu)} until they stand still, all right-hand sides together. With the time constants T of the
 * units they do if the steps are short enough and the network itself does: {@code T⁻¹(I − DW)} and
 * {@code T⁻¹(I − WᵀD)} have the eigenvalues of {@code T⁻¹(I − DWᵀ)}.
 *
 * <p>They stand still where {@code max |r| ≤ tol (max |s| + max |u|)}: near a bifurcation u is much
 * larger than s, and its rounding alone exceeds any share of s.
 */
final class RelaxedSystems implements FixedPointSystems {

  private final Dynamics dynamics;
  private final double[] slopes;
  private final int count;
  private final double tolerance;
  private final int limit;

  RelaxedSystems(Dynamics dynamics, Settled settled, double tolerance, int limit) {
    this.dynamics = dynamics;
    this.slopes = FixedPointSystems.slopesOf(dynamics, settled);
    this.count = settled.count();
    this.tolerance = tolerance;
    this.limit = limit;
  }

  @Override
  public double[] slopes() {
    return slopes;
  }

  @Override
  public void refresh(int row) {}

  @Override
  public boolean canPolish() {
    return false;
  }

  @Override
  public boolean isSingular(int row) {
    return false;
  }

  @Override
  public void solveTangent(int row, double[] s, Area area) {
    throw new UnsupportedOperationException("A relaxation has nothing to polish with.");
  }

  @Override
  public void solveTangents(double[] s, int k, Area area) {
    relax(s, k, area, true);
  }

  @Override
  public void solveAdjoints(double[] s, int k, Area area) {
    relax(s, k, area, false);
  }

  private void relax(double[] s, int k, Area area, boolean tangent) {
    int n = dynamics.n();
    int active = count * k;
    double[] u = area.lend(active * n);
    double[] r = area.lend(active * n);
    double[] product = area.lend(active * n);
    int[] place = new int[active];
    double[] size = new double[active];
    StepRule[] rules = new StepRule[active];
    for (int p = 0; p < active; p++) {
      place[p] = p;
      size[p] = largest(s, p * n);
      rules[p] = new RelaxedStep(dynamics.network().timeConstants());
      Arrays.fill(u, p * n, (p + 1) * n, 0);
    }
    for (int iteration = 0; active > 0; iteration++) {
      multiply(u, product, place, active, k, tangent);
      for (int p = active - 1; p >= 0; p--) {
        int at = p * n;
        int home = place[p] * n;
        for (int i = 0; i < n; i++) {
          r[at + i] = s[home + i] - u[at + i] + product[at + i];
        }
        double residual = largest(r, at);
        boolean solved = residual <= tolerance * (size[p] + largest(u, at));
        if (!solved && iteration < limit && residual < Double.POSITIVE_INFINITY) {
          rules[p].step(u, r, at);
          continue;
        }
        if (solved) {
          System.arraycopy(u, at, s, home, n);
        } else {
          Arrays.fill(s, home, home + n, Double.NaN);
        }
        active--;
        System.arraycopy(u, active * n, u, at, n);
        place[p] = place[active];
        size[p] = size[active];
        rules[p] = rules[active];
      }
    }
  }

  private void multiply(
      double[] u, double[] product, int[] place, int active, int k, boolean tangent) {
    int n = dynamics.n();
    Rows out = Rows.of(product, n, active);
    if (tangent) {
      scale(u, place, active, k, product);
      double[] scaled = Arrays.copyOf(product, active * n);
      dynamics.connections().forward(dynamics.w(), Rows.of(scaled, n, active), 0, out);
    } else {
      dynamics.connections().backward(dynamics.w(), Rows.of(u, n, active), 0, out);
      scale(product, place, active, k, product);
    }
  }

  private void scale(double[] in, int[] place, int active, int k, double[] out) {
    int n = dynamics.n();
    for (int p = 0; p < active; p++) {
      int slope = place[p] / k * n;
      for (int i = 0; i < n; i++) {
        out[p * n + i] = slopes[slope + i] * in[p * n + i];
      }
    }
  }

  /** NaN if an entry is. */
  private double largest(double[] v, int at) {
    double largest = 0;
    for (int i = at; i < at + dynamics.n(); i++) {
      largest = Math.max(largest, Math.abs(v[i]));
    }
    return largest;
  }
}
