package org.roperator.spectrum;

import java.util.Arrays;
import java.util.List;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Workers;

/** Lanczos without restarts from several probes in step, each on a basis of its own. */
final class QuadratureRun {

  /** Bases of up to 256 MB together go in step, to gain from products in blocks. */
  private static final long ENTRIES = 1 << 25;

  private final CountedOperator meter;
  private final int n;
  private final int steps;
  private final Walk[] walks;

  QuadratureRun(CountedOperator meter, int steps, int probes, Workers workers) {
    this.meter = meter;
    this.n = meter.dimension();
    this.steps = Math.min(steps, n);
    long fitting = Math.max(1, ENTRIES / ((long) this.steps * n));
    this.walks = new Walk[(int) Math.min(Math.min(probes, fitting), Blocks.MOST)];
    Arrays.setAll(walks, i -> new Walk(workers));
  }

  /** Adds the matrices of the next probes, as many as go in step, unless something is wrong. */
  SpectrumOutcome addMatrices(int probes, Probes signs, List<LanczosMatrix> matrices) {
    Walk[] all = Arrays.copyOf(walks, Math.min(probes, walks.length));
    for (Walk walk : all) {
      walk.start(signs);
    }
    Walk[] going = all;
    while (going.length > 0) {
      double[][] qs = new double[going.length][];
      double[][] ws = new double[going.length][];
      for (int i = 0; i < going.length; i++) {
        going[i].basis.read(going[i].rows, going[i].q, 1);
        qs[i] = going[i].q[0];
        ws[i] = going[i].w[0];
      }
      if (!meter.apply(qs, ws)) {
        return SpectrumOutcome.NOT_FINITE;
      }
      for (int i = 0; i < going.length; i++) {
        if (!going[i].advance(meter.norm(i))) {
          return SpectrumOutcome.NOT_SYMMETRIC;
        }
      }
      going = Arrays.stream(going).filter(walk -> walk.goesOn).toArray(Walk[]::new);
    }
    for (Walk walk : all) {
      matrices.add(walk.matrix());
    }
    return SpectrumOutcome.REACHED;
  }

  /** The tridiagonal matrix of one probe, as far as it is known. */
  private final class Walk {

    final Basis basis;
    final double[][] q = new double[1][n];
    final double[][] w = new double[1][n];
    private final double[] diagonal = new double[steps];
    private final double[] beside = new double[steps];
    private final Orthogonalizer orthogonalizer;
    private double scale;
    int rows;
    boolean goesOn;
    private boolean ended;

    Walk(Workers workers) {
      this.basis = new Basis(n, steps, workers);
      this.orthogonalizer = new Orthogonalizer(basis, n, steps, new Probes(0));
    }

    void start(Probes signs) {
      signs.signs(q[0]);
      Vectors.scale(1 / Math.sqrt(n), q[0]);
      basis.write(0, q, 1);
      scale = 0;
      rows = 0;
      goesOn = true;
    }

    /**
     * Takes the product of the last row in; answers whether it fits a symmetric operator.
     *
     * @param norm of the product
     */
    boolean advance(double norm) {
      rows++;
      scale = Math.max(scale, norm);
      int added = orthogonalizer.append(rows, w, scale);
      double[] h = orthogonalizer.h();
      for (int i = 0; i < rows - 1; i++) {
        double known = i == rows - 2 ? beside[i] : 0;
        if (Math.abs(h[i] - known) > 1e-6 * scale) {
          return false;
        }
      }
      diagonal[rows - 1] = h[rows - 1];
      // The last step finds no room for its remainder, and leaves it in w.
      double left = added > 0 ? orthogonalizer.r()[0] : Vectors.norm(w[0]);
      ended = left <= Orthogonalizer.NEGLIGIBLE * scale || rows == n;
      beside[rows - 1] = left;
      goesOn = added > 0;
      return true;
    }

    LanczosMatrix matrix() {
      return new LanczosMatrix(
          meter, Arrays.copyOf(diagonal, rows), Arrays.copyOf(beside, rows), ended);
    }
  }
}
