package org.roperator.cli.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The point nearest to the origin among {@code b + Σ μᵢ aᵢ} with all μᵢ ≥ 0, by the active-set
 * method of Lawson and Hanson (1974, chapter 23).
 *
 * <p>At that point ρ all {@code aᵢ·ρ ≥ 0}, and {@code b·ρ = ‖ρ‖²}: either ρ is 0, and −b is a
 * combination of the aᵢ, or ρ is a direction in which none of them points backwards, a certificate
 * that it is none (Farkas).
 */
final class NonNegativeCombination {

  /** An angle, as a sine, that is rounding. */
  private static final double ROUNDING = 1e-12;

  private final double[][] a;
  private final double[] b;
  private final double[] mu;
  private final List<Integer> passive = new ArrayList<>();

  private NonNegativeCombination(double[][] a, double[] b) {
    this.a = a;
    this.b = b;
    this.mu = new double[a.length];
  }

  /**
   * The nearest point ρ.
   *
   * @param a vectors of length 1. Not modified.
   * @param b a vector of length 1 at most. Not modified.
   */
  static double[] nearest(double[][] a, double[] b) {
    return new NonNegativeCombination(a, b).solve();
  }

  private double[] solve() {
    double[] rho = b.clone();
    boolean[] refused = new boolean[a.length];
    int limit = 10 * (b.length + 10) * 10;
    for (int iteration = 0; iteration < limit && passive.size() < b.length; iteration++) {
      int entering = mostBackwards(rho, refused);
      if (entering < 0) {
        break;
      }
      passive.add(entering);
      double[] z = fitted();
      if (z.length == 0 || !(z[z.length - 1] > 0)) {
        passive.remove(passive.size() - 1);
        refused[entering] = true; // rounding alone made it look useful
        continue;
      }
      stepTo(z);
      rho = residual();
      Arrays.fill(refused, false);
    }
    return rho;
  }

  /** The vector that points most against ρ and is not in use, or −1. */
  private int mostBackwards(double[] rho, boolean[] refused) {
    double size = Math.sqrt(dot(rho, rho));
    int best = -1;
    double least = -ROUNDING * size;
    for (int i = 0; i < a.length && size > ROUNDING; i++) {
      double along = refused[i] ? 0 : dot(a[i], rho);
      if (along < least && !passive.contains(i)) {
        least = along;
        best = i;
      }
    }
    return best;
  }

  /** Moves μ to the unconstrained z, or as far as none becomes negative, again and again. */
  private void stepTo(double[] first) {
    double[] z = first;
    while (Arrays.stream(z).anyMatch(x -> x <= 0)) {
      double share = 1;
      for (int i = 0; i < z.length; i++) {
        double from = mu[passive.get(i)];
        if (z[i] <= 0) {
          share = Math.min(share, from / (from - z[i]));
        }
      }
      for (int i = z.length - 1; i >= 0; i--) {
        int index = passive.get(i);
        mu[index] += share * (z[i] - mu[index]);
        if (z[i] <= 0 && mu[index] <= ROUNDING) {
          mu[index] = 0;
          passive.remove(i);
        }
      }
      z = fitted();
    }
    for (int i = 0; i < z.length; i++) {
      mu[passive.get(i)] = z[i];
    }
  }

  /**
   * The coefficients that bring {@code b + Σ zᵢaᵢ} nearest to 0 over those in use; none if rounding
   * decides.
   */
  private double[] fitted() {
    int m = passive.size();
    double[][] q = new double[m][];
    double[][] r = new double[m][m];
    double[] z = new double[m];
    double[] rest = b.clone();
    for (int k = 0; k < m; k++) {
      q[k] = a[passive.get(k)].clone();
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < k; j++) {
          r[j][k] += subtract(q[k], q[j]);
        }
      }
      r[k][k] = Math.sqrt(dot(q[k], q[k]));
      if (r[k][k] < ROUNDING) {
        return new double[0];
      }
      for (int i = 0; i < q[k].length; i++) {
        q[k][i] /= r[k][k];
      }
      z[k] = -subtract(rest, q[k]);
    }
    for (int k = m - 1; k >= 0; k--) {
      for (int l = k + 1; l < m; l++) {
        z[k] -= r[k][l] * z[l];
      }
      z[k] /= r[k][k];
    }
    return z;
  }

  private static double subtract(double[] v, double[] q) {
    double part = dot(v, q);
    for (int i = 0; i < v.length; i++) {
      v[i] -= part * q[i];
    }
    return part;
  }

  private double[] residual() {
    double[] rho = b.clone();
    for (int index : passive) {
      for (int i = 0; i < rho.length; i++) {
        rho[i] += mu[index] * a[index][i];
      }
    }
    return rho;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
