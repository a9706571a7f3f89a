package org.roperator.solve;

import java.util.Arrays;
import org.roperator.internal.Arnoldi;
import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;

/**
 * Cycles of minimal residuals: the least squares problem {@code min ‖βe₁ − Hc‖} in the Arnoldi
 * basis, kept triangular by one rotation per step.
 */
final class GmresRun {

  /** A cycle that leaves more than this of the residual will not be followed by a better one. */
  private static final double STAGNATION = 1 - 1e-3;

  private final double relative;
  private final int cycle;
  private final int limit;
  private final Arnoldi arnoldi = new Arnoldi();
  private final double[] cos;
  private final double[] sin;
  private final double[] g;
  private final double[] c;
  private final double[][] r;
  private double[] residual = new double[0];
  private double[] work = new double[0];
  private double[] before = new double[0];
  private int products;

  GmresRun(double relative, int cycle, int limit) {
    this.relative = relative;
    this.cycle = cycle;
    this.limit = limit;
    this.cos = new double[cycle];
    this.sin = new double[cycle];
    this.g = new double[cycle + 1];
    this.c = new double[cycle];
    this.r = new double[cycle][];
    for (int j = 0; j < cycle; j++) {
      r[j] = new double[j + 1];
    }
  }

  /** Solves from x = 0; the result has no solution besides x. */
  GmresResult solve(LinearOperator a, double[] b, double[] x) {
    int n = b.length;
    if (work.length != n) {
      work = new double[n];
      residual = new double[n];
      before = new double[n];
    }
    products = 0;
    Arrays.fill(x, 0);
    double bNorm = Vectors.norm(b);
    double target = relative * bNorm;
    System.arraycopy(b, 0, residual, 0, n);
    double norm = bNorm;
    if (!Double.isFinite(norm)) {
      return GmresResult.of(GmresOutcome.NOT_FINITE, products, norm, bNorm);
    }
    while (norm > target) {
      if (products >= limit) {
        return GmresResult.of(GmresOutcome.PRODUCT_LIMIT, products, norm, bNorm);
      }
      System.arraycopy(x, 0, before, 0, n);
      if (!runCycle(a, x, target)) {
        return GmresResult.of(GmresOutcome.NOT_FINITE, products, norm, bNorm);
      }
      boolean cutShort = products >= limit;
      a.apply(x, work);
      products++;
      Vectors.sum(b, -1, work, residual);
      double left = Vectors.norm(residual);
      if (!Double.isFinite(left)) {
        System.arraycopy(before, 0, x, 0, n);
        return GmresResult.of(GmresOutcome.NOT_FINITE, products, norm, bNorm);
      }
      boolean stagnated = left > STAGNATION * norm && left > target && !cutShort;
      norm = left;
      if (stagnated) {
        return GmresResult.of(GmresOutcome.STAGNATED, products, norm, bNorm);
      }
    }
    return GmresResult.of(GmresOutcome.RESIDUAL_REACHED, products, norm, bNorm);
  }

  /** One cycle; returns false and leaves x if a number was not finite. */
  private boolean runCycle(LinearOperator a, double[] x, double target) {
    g[0] = arnoldi.begin(residual);
    int j = 0;
    while (j < cycle && products < limit) {
      double below = arnoldi.step(a::apply, work);
      products++;
      if (!Double.isFinite(below)) {
        return false;
      }
      rotate(j, below);
      j++;
      if (below == 0 || Math.abs(g[j]) <= 0.5 * target) {
        break;
      }
    }
    int used = backSubstitute(j);
    for (int i = 0; i < used; i++) {
      if (!Double.isFinite(c[i])) {
        return false;
      }
    }
    arnoldi.addCombination(c, used, x);
    return true;
  }

  /** Makes column j of H triangular and carries the right-hand side along. */
  private void rotate(int j, double below) {
    double[] column = r[j];
    double carried = arnoldi.hessenberg(0, j);
    for (int i = 0; i < j; i++) {
      double next = arnoldi.hessenberg(i + 1, j);
      column[i] = cos[i] * carried + sin[i] * next;
      carried = -sin[i] * carried + cos[i] * next;
    }
    double length = Math.hypot(carried, below);
    cos[j] = length == 0 ? 1 : carried / length;
    sin[j] = length == 0 ? 0 : below / length;
    column[j] = length;
    g[j + 1] = -sin[j] * g[j];
    g[j] = cos[j] * g[j];
  }

  /** Solves the triangle for c; a last column of zeros, where A is singular, is left out. */
  private int backSubstitute(int columns) {
    int used = columns > 0 && r[columns - 1][columns - 1] == 0 ? columns - 1 : columns;
    for (int i = used - 1; i >= 0; i--) {
      double sum = g[i];
      for (int j = i + 1; j < used; j++) {
        sum -= r[j][i] * c[j];
      }
      c[i] = sum / r[i][i];
    }
    return used;
  }
}
