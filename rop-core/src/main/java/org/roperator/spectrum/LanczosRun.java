package org.roperator.spectrum;

import java.util.Arrays;
import java.util.Optional;

/**
 * One search for extreme eigenpairs.
 *
 * <p>Rows 0…p−1 of the basis have been multiplied; the {@code frontier} rows behind them take up
 * what their products have outside of their span: {@code A Vᵀ = Vᵀ T + Fᵀ B}. T and B stand in one
 * array of leading dimension {@code room}, B below T.
 */
final class LanczosRun {

  /** Between tests for convergence so many products pass, unless the basis is full before. */
  private static final int PRODUCTS_PER_TEST = 8;

  /** Bounds cannot be asked to fall further; the residuals at the end tell the truth. */
  private static final double ROUNDING = 4 * 0x1p-52;

  private final int top;
  private final int bottom;
  private final int confirming;
  private final EigenSearch search;
  private final CountedOperator meter;
  private final int n;
  private final int wanted;
  private final int block;
  private final int room;
  private final Basis basis;
  private final Orthogonalizer orthogonalizer;
  private final double[] t;
  private final double[][] qs;
  private final double[][] ws;
  private int p;
  private int frontier;

  /** The first row that may take a large part of the frontier's products. */
  private int coupled;

  private double scale;

  /**
   * A search.
   *
   * @param top how many of the largest eigenvalues are wanted
   * @param bottom how many of the smallest
   * @param block how many products are asked for at a time
   * @param basis the rows of the basis apart from the block behind them
   * @param confirming steps of the search for what was passed over; 0 for none
   * @param search when it ends, and by what means
   * @param meter the operator
   */
  LanczosRun(
      int top,
      int bottom,
      int block,
      int basis,
      int confirming,
      EigenSearch search,
      CountedOperator meter) {
    this.top = top;
    this.bottom = bottom;
    this.confirming = confirming;
    this.search = search;
    this.meter = meter;
    this.n = meter.dimension();
    this.wanted = top + bottom;
    this.block = Math.min(block, n);
    this.room = (int) Math.min(n, (long) basis + this.block);
    this.basis = new Basis(n, room, search.workers());
    this.orthogonalizer = new Orthogonalizer(this.basis, n, room, new Probes(search.seed()));
    this.t = new double[room * room];
    this.qs = vectors(this.block);
    this.ws = vectors(this.block);
  }

  Eigenpairs run() {
    orthogonalizer.appendRandom(0, block, ws);
    frontier = block;
    boolean confirms = false;
    double[] before = new double[0];
    int sinceRestart = 0;
    int sinceTest = 0;
    while (frontier > 0) {
      if (meter.products() + frontier > search.products()) {
        return finish(SpectrumOutcome.PRODUCT_LIMIT);
      }
      sinceRestart += frontier;
      sinceTest += frontier;
      Optional<SpectrumOutcome> trouble = expand();
      if (trouble.isPresent()) {
        return finish(trouble.get());
      }
      boolean full = room < n && p + frontier + block > room;
      boolean early = p <= wanted || sinceTest < PRODUCTS_PER_TEST;
      if (frontier == 0 || (early && !full)) {
        continue;
      }
      sinceTest = 0;
      Ritz ritz = ritz();
      if (ritz.residualsBelow(Math.max(search.tolerance() / 4, ROUNDING))) {
        if (confirming == 0) {
          break;
        }
        boolean nothingNew =
            confirms && sinceRestart >= confirming && ritz.guardsEndedBelow(search.tolerance());
        if (nothingNew && ritz.equal(before, search.tolerance())) {
          break;
        }
        if (!confirms || nothingNew) {
          before = ritz.wantedValues();
          confirms = true;
          sinceRestart = 0;
          restart(ritz, 0);
          startAnew();
          continue;
        }
      }
      if (full) {
        restart(ritz, Math.max(0, Math.min((room - wanted) / 3, room - wanted - 3 * block)));
      }
    }
    return finish(SpectrumOutcome.REACHED);
  }

  /** Multiplies the frontier. */
  private Optional<SpectrumOutcome> expand() {
    int f = frontier;
    double[][] q = firstOf(qs, f);
    double[][] w = firstOf(ws, f);
    basis.read(p, q, f);
    if (!meter.apply(q, w)) {
      return Optional.of(SpectrumOutcome.NOT_FINITE);
    }
    scale = Math.max(scale, meter.largestNorm());
    int rows = p + f;
    int added = orthogonalizer.append(coupled, rows, w, scale);
    double[] h = orthogonalizer.h();
    double[] r = orthogonalizer.r();
    if (asymmetry(h, f) > Math.max(1e-6, search.tolerance()) * scale) {
      return Optional.of(SpectrumOutcome.NOT_SYMMETRIC);
    }
    for (int s = 0; s < f; s++) {
      for (int i = 0; i < p; i++) {
        set(i, p + s, h[i * f + s]);
      }
      for (int i = 0; i <= s; i++) {
        set(p + i, p + s, (h[(p + i) * f + s] + h[(p + s) * f + i]) / 2);
      }
    }
    coupled = p;
    p = rows;
    frontier = Math.min(block, n - p);
    if (added < frontier) {
      orthogonalizer.appendRandom(p + added, frontier - added, ws);
    }
    for (int a = 0; a < frontier; a++) {
      for (int i = 0; i < p; i++) {
        int s = i - (p - f);
        set(p + a, i, a < added && s >= 0 ? r[a * f + s] : 0);
      }
    }
    return Optional.empty();
  }

  /** What two computations of one entry of T differ by. */
  private double asymmetry(double[] h, int f) {
    double largest = 0;
    for (int s = 0; s < f; s++) {
      for (int i = 0; i < p; i++) {
        largest = Math.max(largest, Math.abs(h[i * f + s] - t[(p + s) * room + i]));
      }
      for (int i = 0; i < s; i++) {
        largest = Math.max(largest, Math.abs(h[(p + i) * f + s] - h[(p + s) * f + i]));
      }
    }
    return largest;
  }

  private void set(int i, int j, double value) {
    t[i * room + j] = value;
    t[j * room + i] = value;
  }

  private Ritz ritz() {
    return new Ritz(SmallEigen.of(p, t, room), top, bottom, t, p, frontier, room);
  }

  /** Keeps the wanted Ritz vectors and some of the next, and the frontier. */
  private void restart(Ritz ritz, int more) {
    int[] kept = ritz.extremes(more);
    int k = kept.length;
    double[] coupling = new double[frontier * k];
    for (int i = 0; i < k; i++) {
      double[] vector = ritz.vector(kept[i]);
      for (int a = 0; a < frontier; a++) {
        double sum = 0;
        for (int j = 0; j < p; j++) {
          sum += t[(p + a) * room + j] * vector[j];
        }
        coupling[a * k + i] = sum;
      }
    }
    basis.rotate(k, p, ritz.vectors(kept));
    basis.move(p, k, frontier);
    for (int i = 0; i < k; i++) {
      for (int j = 0; j <= i; j++) {
        set(i, j, i == j ? ritz.value(kept[i]) : 0);
      }
      for (int a = 0; a < frontier; a++) {
        set(k + a, i, coupling[a * k + i]);
      }
    }
    p = k;
    coupled = 0;
  }

  /**
   * Replaces the frontier by random vectors; what couples to the old one is below the tolerance.
   */
  private void startAnew() {
    frontier = Math.min(block, n - p);
    orthogonalizer.appendRandom(p, frontier, ws);
    for (int a = 0; a < frontier; a++) {
      for (int i = 0; i < p; i++) {
        set(p + a, i, 0);
      }
    }
  }

  /** The wanted pairs there are, with residuals computed from themselves. */
  private Eigenpairs finish(SpectrumOutcome ended) {
    if (p == 0 || ended == SpectrumOutcome.NOT_SYMMETRIC) {
      return Eigenpairs.none(meter, ended, search.seed());
    }
    Ritz ritz = ritz();
    int[] kept = ritz.extremes(0);
    double[][] vectors = vectors(kept.length);
    basis.combine(p, ritz.vectors(kept), vectors);
    return FinalResiduals.of(
        meter,
        ritz.wantedValues(),
        vectors,
        ws,
        search.tolerance() * ritz.norm(),
        ended,
        search.seed());
  }

  /** As many zero vectors; their first touch is shared. */
  private double[][] vectors(int count) {
    double[][] vectors = new double[count][];
    search.workers().run(count, i -> vectors[i] = new double[n]);
    return vectors;
  }

  private static double[][] firstOf(double[][] vectors, int count) {
    return count == vectors.length ? vectors : Arrays.copyOf(vectors, count);
  }
}
