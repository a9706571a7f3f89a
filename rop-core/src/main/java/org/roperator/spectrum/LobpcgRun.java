package org.roperator.spectrum;

import java.util.Arrays;
import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * One search by LOBPCG, for the largest eigenvalues; the smallest are those of −A.
 *
 * <p>Rows of S are X, then P, then the new directions, orthonormal all together; rows of {@code as}
 * are their products. P is made orthonormal to X among coefficients (Hetmaniuk &amp; Lehoucq 2006).
 */
final class LobpcgRun {

  private final int wanted;
  private final Optional<SymmetricOperator> preconditioner;
  private final EigenSearch search;
  private final CountedOperator meter;
  private final int n;
  private final int block;
  private final int room;
  private final double sign;
  private final Basis s;
  private final Basis as;
  private final Orthogonalizer orthogonalizer;
  private final double[] t;
  private double[] values = new double[0];
  private double scale;
  private double norm;
  private int rows;
  private double asymmetry;
  private boolean preconditionerFailed;

  /**
   * A search.
   *
   * @param wanted how many eigenvalues
   * @param fromTop whether the largest, not the smallest
   * @param block how many vectors are improved together
   * @param preconditioner near the inverse of {@code A − λI}
   * @param search when it ends, and by what means
   * @param meter the operator
   */
  LobpcgRun(
      int wanted,
      boolean fromTop,
      int block,
      Optional<SymmetricOperator> preconditioner,
      EigenSearch search,
      CountedOperator meter) {
    this.wanted = wanted;
    this.preconditioner = preconditioner;
    this.search = search;
    this.meter = meter;
    this.n = meter.dimension();
    this.block = block;
    this.room = 3 * block;
    this.sign = fromTop ? 1 : -1;
    this.s = new Basis(n, room, search.workers());
    this.as = new Basis(n, room, search.workers());
    this.orthogonalizer = new Orthogonalizer(s, n, room, new Probes(search.seed()));
    this.t = new double[room * room];
  }

  Eigenpairs run() {
    double[][] work = new double[block][n];
    orthogonalizer.appendRandom(0, block, work);
    int added = block;
    while (true) {
      if (meter.products() + added > search.products()) {
        SpectrumOutcome spent = SpectrumOutcome.PRODUCT_LIMIT;
        return rows == 0 ? nothing(spent) : finish(spent);
      }
      if (!multiply(added)) {
        return nothing(SpectrumOutcome.NOT_FINITE);
      }
      if (asymmetry > Math.max(1e-6, search.tolerance()) * scale) {
        return nothing(SpectrumOutcome.NOT_SYMMETRIC);
      }
      rotate();
      double[][] directions = residuals();
      if (preconditionerFailed) {
        return nothing(SpectrumOutcome.PRECONDITIONER_FAILED);
      }
      if (directions.length == 0) {
        return finish(SpectrumOutcome.REACHED);
      }
      added = orthogonalizer.append(rows, directions, 1);
      if (added == 0) {
        return finish(SpectrumOutcome.STAGNATED);
      }
    }
  }

  /** Products of the rows that are new, and the entries of T that they make known. */
  private boolean multiply(int added) {
    double[][] q = new double[added][n];
    double[][] w = new double[added][n];
    s.read(rows, q, added);
    if (!meter.apply(q, w)) {
      return false;
    }
    as.write(rows, w, added);
    int all = rows + added;
    double[] c = new double[(all + added) * added];
    s.sweep(all, w, new double[0], new double[0], c);
    asymmetry = 0;
    scale = Math.max(scale, meter.largestNorm());
    for (int j = 0; j < added; j++) {
      for (int i = 0; i < all; i++) {
        t[i * room + rows + j] = sign * c[i * added + j];
        if (i < rows) {
          t[(rows + j) * room + i] = sign * c[i * added + j];
        } else {
          double apart = c[i * added + j] - c[(rows + j) * added + i - rows];
          asymmetry = Math.max(asymmetry, Math.abs(apart));
        }
      }
    }
    rows = all;
    return true;
  }

  /** Rayleigh and Ritz: the best block becomes X, what it took from beyond the old X becomes P. */
  private void rotate() {
    SmallEigen parts = SmallEigen.of(rows, t, room);
    double[][] y = new double[2 * block][];
    values = new double[block];
    norm = Math.max(norm, Math.max(Math.abs(parts.value(0)), Math.abs(parts.value(rows - 1))));
    for (int i = 0; i < block; i++) {
      y[i] = parts.vector(i);
      values[i] = sign * parts.value(i);
    }
    int kept = block;
    for (int i = 0; i < block && rows > block; i++) {
      double[] p = parts.vector(i).clone();
      Arrays.fill(p, 0, block, 0);
      double before = Vectors.norm(p);
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < kept; j++) {
          Vectors.addScaled(-Vectors.dot(y[j], p), y[j], p);
        }
      }
      double left = Vectors.norm(p);
      // A column that has converged takes nothing new; what is left of it is rounding.
      if (left > 1e-6 * before && before > 1e-14) {
        Vectors.scale(1 / left, p);
        y[kept++] = p;
      }
    }
    double[] coefficients = new double[kept * rows];
    for (int i = 0; i < kept; i++) {
      System.arraycopy(y[i], 0, coefficients, i * rows, rows);
    }
    s.rotate(kept, rows, coefficients);
    as.rotate(kept, rows, coefficients);
    project(y, kept);
    rows = kept;
  }

  /** T ← YTYᵀ. */
  private void project(double[][] y, int kept) {
    double[] product = new double[kept * kept];
    double[] ty = new double[rows];
    for (int i = 0; i < kept; i++) {
      for (int a = 0; a < rows; a++) {
        ty[a] = 0;
        for (int b = 0; b < rows; b++) {
          ty[a] += t[a * room + b] * y[i][b];
        }
      }
      for (int j = 0; j < kept; j++) {
        product[j * kept + i] = Vectors.dot(y[j], ty);
      }
    }
    for (int i = 0; i < kept; i++) {
      System.arraycopy(product, i * kept, t, i * room, kept);
    }
  }

  /** Preconditioned residuals of the columns that have not converged; none if all wanted have. */
  private double[][] residuals() {
    double[][] x = new double[block][n];
    double[][] ax = new double[block][n];
    s.read(0, x, block);
    as.read(0, ax, block);
    double[][] active = new double[block][];
    int count = 0;
    boolean allWanted = true;
    for (int i = 0; i < block; i++) {
      Vectors.addScaled(-values[i], x[i], ax[i]);
      double size = Vectors.norm(ax[i]);
      if (size > search.tolerance() / 2 * norm) {
        allWanted &= i >= wanted;
        active[count] = ax[i];
        if (preconditioner.isPresent()) {
          preconditioner.get().apply(ax[i], x[i]);
          active[count] = x[i];
        }
        double length = Vectors.norm(active[count]);
        preconditionerFailed |= !(length > 0 && length < Double.POSITIVE_INFINITY);
        Vectors.scale(1 / length, active[count]);
        count++;
      }
    }
    int fitting = Math.min(count, room - rows);
    return allWanted ? new double[0][] : Arrays.copyOf(active, fitting);
  }

  private Eigenpairs nothing(SpectrumOutcome outcome) {
    return Eigenpairs.none(meter, outcome, search.seed());
  }

  private Eigenpairs finish(SpectrumOutcome ended) {
    double[][] x = new double[wanted][n];
    s.read(0, x, wanted);
    double[] found = Arrays.copyOf(values, wanted);
    double[][] work = new double[Math.min(block, wanted)][n];
    return FinalResiduals.of(
        meter, found, x, work, search.tolerance() * norm, ended, search.seed());
  }
}
