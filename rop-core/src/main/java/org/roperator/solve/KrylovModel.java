package org.roperator.solve;

import java.util.SplittableRandom;
import org.roperator.dense.Blas;
import org.roperator.dense.SymmetricEigen;
import org.roperator.internal.Arnoldi;
import org.roperator.internal.Gaussian;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * {@code m(p) = gᵀp + ½pᵀHp} on the Krylov space of H from g, and on one direction besides: {@code
 * H Q = Q T + βq₊eₖᵀ} with {@code Qᵀg = ‖g‖e₁}. In scaled coordinates {@code p = S s} if there are
 * scales: then H stands for SHS, g for Sg.
 */
final class KrylovModel {

  /** What is left of a unit vector by orthogonalizing counts as nothing below this. */
  private static final double NOTHING = 0x1p-40;

  /** Of the largest eigenvalue met: what rounding makes of an eigenvector's residual. */
  private static final double ROUNDING = 0x1p-48;

  /** Up to this dimension the search for the smallest eigenvalue spans the whole space. */
  private static final int WHOLE = 64;

  private final SymmetricOperator h;
  private final double[] scales;
  private final boolean orthogonalizes;
  private final Blas blas;
  private final int n;
  private final double[] g;
  private final double gradientNorm;
  private final Arnoldi krylov = new Arnoldi();
  private final double[] work;
  private final double[] scaled;
  private boolean ends;
  private int products;
  private double[] eigenvector = {};
  private Added added = Added.NONE;
  private double norm;
  private double multiplier;

  /** A direction beside the Krylov space: z ⊥ Q, of length 1, and {@code Hz = Qb + cz + rest}. */
  private static final class Added {
    static final Added NONE = new Added(new double[0], new double[0], 0, new double[0]);

    final double[] z;
    final double[] b;
    final double c;
    final double[] rest;

    Added(double[] z, double[] b, double c, double[] rest) {
      this.z = z;
      this.b = b;
      this.c = c;
      this.rest = rest;
    }

    int count() {
      return z.length == 0 ? 0 : 1;
    }
  }

  /**
   * A model of no product yet.
   *
   * @param scales S, empty for the identity
   * @param orthogonalizes whether each direction is made orthogonal to all before
   */
  KrylovModel(SymmetricOperator h, double[] g, double[] scales, boolean orthogonalizes, Blas blas) {
    this.orthogonalizes = orthogonalizes;
    this.h = h;
    this.scales = scales;
    this.blas = blas;
    this.n = g.length;
    this.g = g.clone();
    scale(this.g);
    this.gradientNorm = Vectors.norm(this.g);
    this.work = new double[n];
    this.scaled = new double[n];
    this.ends = gradientNorm == 0;
    if (!ends) {
      krylov.begin(this.g);
    }
  }

  private void scale(double[] x) {
    for (int i = 0; i < scales.length; i++) {
      x[i] *= scales[i];
    }
  }

  private void multiply(double[] v, double[] out) {
    products++;
    if (scales.length == 0) {
      h.apply(v, out);
      return;
    }
    System.arraycopy(v, 0, scaled, 0, n);
    scale(scaled);
    h.apply(scaled, out);
    scale(out);
  }

  int products() {
    return products;
  }

  double gradientNorm() {
    return gradientNorm;
  }

  /** The dimension of the Krylov space. */
  int steps() {
    return krylov.steps();
  }

  /** Whether the Krylov space has all that the gradient reaches. */
  boolean ends() {
    return ends;
  }

  /** Whether the directions looked at span the whole space. */
  boolean isComplete() {
    return steps() + added.count() >= n;
  }

  /** Makes the Krylov space one dimension larger; returns false if a product was not finite. */
  boolean grow() {
    added = Added.NONE;
    double below =
        orthogonalizes ? krylov.step(this::multiply, work) : krylov.shortStep(this::multiply, work);
    ends = below == 0 || krylov.steps() == n;
    int j = steps() - 1;
    double above = j == 0 ? 0 : krylov.hessenberg(j, j - 1);
    norm = Math.max(norm, Math.hypot(Math.hypot(above, krylov.hessenberg(j, j)), below));
    return Double.isFinite(below) && Double.isFinite(krylov.hessenberg(steps() - 1, steps() - 1));
  }

  /** T's first entry, at the cost of a product unless one was made. */
  double firstCurvature() {
    if (steps() == 0 && (ends || !grow())) {
      return Double.NaN;
    }
    return krylov.hessenberg(0, 0);
  }

  /** The smallest eigenvalue of the directions there are; +∞ without any. */
  double smallestRitzValue() {
    int size = steps() + added.count();
    return size == 0
        ? Double.POSITIVE_INFINITY
        : SymmetricEigen.of(size, matrix(steps()), blas).value(0);
  }

  /** A lower bound of the norm of H, from its products with the basis; 0 without any. */
  double operatorNorm() {
    return norm;
  }

  /** Forgets the last step, whose product was not finite. */
  Reduced before(double radius) {
    return solve(radius, steps() - 1);
  }

  /** The least value within a radius in the directions there are. */
  Reduced solve(double radius) {
    return solve(radius, steps());
  }

  private Reduced solve(double radius, int k) {
    int size = k + added.count();
    if (size == 0) {
      return new Reduced(new double[0], 0, 0, gradientNorm, false, 0);
    }
    if (added.count() == 0) {
      TridiagonalTrustRegion.Answer told =
          TridiagonalTrustRegion.solve(krylov, k, gradientNorm, radius, multiplier);
      if (told.isKnown()) {
        multiplier = told.multiplier();
        double[] y = told.y();
        double part = told.isOnBoundary() ? multiplier * radius * radius : 0;
        double fall = 0.5 * (part - gradientNorm * y[0]);
        return new Reduced(y, multiplier, fall, residual(y, k), told.isOnBoundary(), norm);
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(size, matrix(k), blas);
    double[] c = new double[size];
    double[][] vectors = new double[size][];
    for (int i = 0; i < size; i++) {
      vectors[i] = eigen.vector(i);
      c[i] = k == 0 ? 0 : gradientNorm * vectors[i][0];
    }
    DiagonalTrustRegion inner = DiagonalTrustRegion.solve(eigen.values(), c, radius);
    double[] y = inner.y();
    double[] coefficients = new double[size];
    for (int i = 0; i < size; i++) {
      Vectors.addScaled(y[i], vectors[i], coefficients);
    }
    double lambda = inner.multiplier();
    // −cᵀy and λ‖y‖² are both at least 0: nothing cancels.
    double slope = -Vectors.dot(c, y);
    double lambdaPart = inner.isOnBoundary() ? lambda * radius * radius : 0;
    double decrease = 0.5 * (slope + (lambda < Double.POSITIVE_INFINITY ? lambdaPart : slope));
    return new Reduced(
        coefficients,
        lambda,
        decrease,
        residual(coefficients, k),
        inner.isOnBoundary(),
        Math.max(Math.abs(eigen.value(0)), Math.abs(eigen.value(size - 1))));
  }

  /** T, bordered by the direction added if there is one. */
  private double[] matrix(int k) {
    int size = k + added.count();
    double[] t = new double[size * size];
    for (int j = 0; j < k; j++) {
      t[j * size + j] = krylov.hessenberg(j, j);
      if (j + 1 < k) {
        t[(j + 1) * size + j] = krylov.hessenberg(j + 1, j);
        t[j * size + j + 1] = t[(j + 1) * size + j];
      }
    }
    if (added.count() > 0) {
      for (int j = 0; j < k; j++) {
        t[k * size + j] = added.b[j];
        t[j * size + k] = added.b[j];
      }
      t[k * size + k] = added.c;
    }
    return t;
  }

  /** What of {@code (H + λI)p + g} leaves the directions there are. */
  private double residual(double[] coefficients, int k) {
    double open = k == 0 || ends ? 0 : krylov.hessenberg(k, k - 1) * coefficients[k - 1];
    if (added.count() == 0) {
      return Math.abs(open);
    }
    double[] r = added.rest.clone();
    Vectors.scale(coefficients[k], r);
    if (open != 0) {
      double[] next = krylov.vector(k);
      Vectors.addScaled(open, next, r);
      Vectors.addScaled(-open * Vectors.dot(added.z, next), added.z, r);
    }
    return Vectors.norm(r);
  }

  /** The step of coefficients, in the caller's coordinates. */
  double[] step(Reduced reduced) {
    double[] p = new double[n];
    int k = reduced.coefficients().length - added.count();
    krylov.addCombination(reduced.coefficients(), k, p);
    if (added.count() > 0) {
      Vectors.addScaled(reduced.coefficients()[k], added.z, p);
    }
    scale(p);
    return p;
  }

  /**
   * Looks for the smallest eigenvalue, and adds its eigenvector to the directions if it is below a
   * bound.
   *
   * @param bound −λ
   * @param accuracy what its residual may be
   * @param most how many products there may be in all
   * @return the smallest eigenvalue as far as it is known; NaN if a product was not finite
   */
  double addMostNegative(double bound, double accuracy, long seed, int most) {
    if (eigenvector.length > 0) {
      return add();
    }
    double[] start = new double[n];
    Gaussian.fill(new SplittableRandom(seed), start);
    Arnoldi search = new Arnoldi();
    search.begin(start);
    double smallest = Double.POSITIVE_INFINITY;
    double settled = Double.POSITIVE_INFINITY;
    int settledAt = 0;
    int due = n <= WHOLE ? n : 1;
    for (int k = 1; k <= n && products < most; k++) {
      double below = search.step(this::multiply, work);
      if (!Double.isFinite(below)) {
        return Double.NaN;
      }
      boolean last =
          below == 0 || k == n || products == most || Thread.currentThread().isInterrupted();
      if (k < due && !last) {
        continue;
      }
      due = k + 1 + k / 16;
      double[] t = new double[k * k];
      for (int j = 0; j < k; j++) {
        t[j * k + j] = search.hessenberg(j, j);
        if (j + 1 < k) {
          t[(j + 1) * k + j] = search.hessenberg(j + 1, j);
        }
      }
      SymmetricEigen eigen = SymmetricEigen.of(k, t, blas);
      smallest = eigen.value(0);
      double[] s = eigen.vector(0);
      double residual = Math.abs(below * s[k - 1]);
      double size = Math.max(Math.abs(smallest), Math.abs(eigen.value(k - 1)));
      if (!(smallest >= settled - residual)) {
        settled = smallest;
        settledAt = k;
      }
      // A pair may look found while a smaller one has not yet shown: it must not for a while.
      boolean stands = last || settledAt <= 0.7 * k;
      boolean isFound = last || (stands && residual <= Math.max(accuracy, ROUNDING * size));
      boolean isAbove = stands && smallest - 100 * residual >= bound;
      if (isFound && smallest < bound) {
        eigenvector = new double[n];
        search.addCombination(s, k, eigenvector);
        return add();
      }
      if (isFound || isAbove) {
        return smallest;
      }
    }
    return smallest;
  }

  private double add() {
    int k = steps();
    double[] z = eigenvector.clone();
    for (int round = 0; round < 2; round++) {
      for (int j = 0; j < k; j++) {
        Vectors.addScaled(-Vectors.dot(krylov.vector(j), z), krylov.vector(j), z);
      }
    }
    double left = Vectors.norm(z);
    if (left <= NOTHING) {
      return Double.NEGATIVE_INFINITY;
    }
    Vectors.scale(1 / left, z);
    double[] rest = new double[n];
    multiply(z, rest);
    if (!Vectors.isFinite(rest)) {
      return Double.NaN;
    }
    double[] b = new double[k];
    for (int j = 0; j < k; j++) {
      b[j] = Vectors.dot(krylov.vector(j), rest);
      Vectors.addScaled(-b[j], krylov.vector(j), rest);
    }
    double c = Vectors.dot(z, rest);
    Vectors.addScaled(-c, z, rest);
    added = new Added(z, b, c, rest);
    return c;
  }

  /** A minimum over the directions there are. */
  static final class Reduced {
    private final double[] coefficients;
    private final double multiplier;
    private final double decrease;
    private final double residual;
    private final boolean onBoundary;
    private final double size;

    Reduced(
        double[] coefficients,
        double multiplier,
        double decrease,
        double residual,
        boolean onBoundary,
        double size) {
      this.coefficients = coefficients;
      this.multiplier = multiplier;
      this.decrease = decrease;
      this.residual = residual;
      this.onBoundary = onBoundary;
      this.size = size;
    }

    /** Of the directions. Not copied. */
    double[] coefficients() {
      return coefficients;
    }

    /** λ. */
    double multiplier() {
      return multiplier;
    }

    /** How far the model falls. */
    double decrease() {
      return decrease;
    }

    /** The norm of {@code (H + λI)p + g}. */
    double residual() {
      return residual;
    }

    /** Whether {@code ‖p‖ = Δ}. */
    boolean onBoundary() {
      return onBoundary;
    }

    /** The largest absolute eigenvalue of H in these directions. */
    double size() {
      return size;
    }
  }
}
