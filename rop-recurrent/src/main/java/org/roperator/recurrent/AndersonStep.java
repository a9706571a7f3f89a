package org.roperator.recurrent;

import org.roperator.internal.Vectors;

/**
 * Anderson's step: {@code y + ηr − Σ γⱼ (Δyⱼ + ηΔrⱼ)} with γ minimizing {@code ‖r − Σ γⱼ Δrⱼ‖}
 * (Anderson 1965, as in Walker and Ni 2011).
 */
final class AndersonStep implements StepRule {

  /** A residual this much larger than the last one ends trust in what led there. */
  private static final double GROWTH = 2;

  private static final int MOST_RESTARTS = 10;
  private static final int MOST_STEPS = 300;

  /** A difference that leaves less than this outside the span of the others adds only noise. */
  private static final double DEPENDENT = 1e-8;

  private final int n;
  private final int depth;
  private final RelaxedStep relaxed;
  private final double[][] dy;
  private final double[][] dr;
  private final double[][] q;
  private final double[][] triangle;
  private final double[] gamma;
  private final double[] yBefore;
  private final double[] rBefore;
  private double normBefore = Double.POSITIVE_INFINITY;
  private int stored;
  private int next;
  private int steps;
  private int restarts;

  AndersonStep(int depth, double[] timeConstants) {
    this.n = timeConstants.length;
    this.depth = depth;
    this.relaxed = new RelaxedStep(timeConstants);
    this.dy = new double[depth][n];
    this.dr = new double[depth][n];
    this.q = new double[depth][n];
    this.triangle = new double[depth][depth];
    this.gamma = new double[depth];
    this.yBefore = new double[n];
    this.rBefore = new double[n];
  }

  @Override
  public void step(double[] y, double[] r, int at) {
    if (isOver()) {
      relaxed.step(y, r, at);
      return;
    }
    remember(y, r, at);
    double norm = Vectors.norm(rBefore);
    if (norm > GROWTH * normBefore) {
      stored = 0;
      next = 0;
      restarts++;
    }
    normBefore = norm;
    double eta = relaxed.observe(y, r, at);
    // After a restart the step is the safe one; otherwise full steps leave the most to combine.
    double beta = restarts > 0 ? eta : 1;
    int used = combine();
    for (int i = 0; i < n; i++) {
      y[at + i] += beta * r[at + i];
    }
    for (int j = 0; j < used; j++) {
      double factor = gamma[j];
      for (int i = 0; i < n; i++) {
        y[at + i] -= factor * (dy[j][i] + beta * dr[j][i]);
      }
    }
    steps++;
  }

  @Override
  public boolean shorten() {
    return !isOver() || relaxed.shorten();
  }

  /** Whether it has gone over to relaxation for good. */
  private boolean isOver() {
    return restarts > MOST_RESTARTS || steps > MOST_STEPS;
  }

  private void remember(double[] y, double[] r, int at) {
    if (steps > 0) {
      for (int i = 0; i < n; i++) {
        dy[next][i] = y[at + i] - yBefore[i];
        dr[next][i] = r[at + i] - rBefore[i];
      }
      next = (next + 1) % depth;
      stored = Math.min(depth, stored + 1);
    }
    System.arraycopy(y, at, yBefore, 0, n);
    System.arraycopy(r, at, rBefore, 0, n);
  }

  /** Least squares by orthogonalizing the differences; returns how many of them are in use. */
  private int combine() {
    for (int j = 0; j < stored; j++) {
      double[] column = q[j];
      System.arraycopy(dr[j], 0, column, 0, n);
      double before = Vectors.norm(column);
      for (int i = 0; i < j; i++) {
        double part = Vectors.dot(q[i], column);
        triangle[i][j] = part;
        Vectors.addScaled(-part, q[i], column);
      }
      double rest = Vectors.norm(column);
      boolean independent = rest > DEPENDENT * before;
      triangle[j][j] = independent ? rest : 0;
      for (int l = 0; l < n; l++) {
        column[l] = independent ? column[l] / rest : 0;
      }
      gamma[j] = Vectors.dot(column, rBefore);
    }
    for (int j = stored - 1; j >= 0; j--) {
      gamma[j] = triangle[j][j] == 0 ? 0 : gamma[j] / triangle[j][j];
      for (int i = 0; i < j; i++) {
        gamma[i] -= triangle[i][j] * gamma[j];
      }
    }
    return stored;
  }
}
