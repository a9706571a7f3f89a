package org.roperator.spectrum;

import java.util.Arrays;
import java.util.List;
import org.roperator.operator.Vectors;

/** Lanczos without restarts from one probe after the other, on one basis. */
final class QuadratureRun {

  private final Meter meter;
  private final int n;
  private final int steps;
  private final Basis basis;
  private final double[][] q;
  private final double[][] w;

  QuadratureRun(Meter meter, int steps, TaskRunner runner) {
    this.meter = meter;
    this.n = meter.dimension();
    this.steps = Math.min(steps, n);
    this.basis = new Basis(n, this.steps, runner);
    this.q = new double[1][n];
    this.w = new double[1][n];
  }

  /** Adds the rule of the next probe unless something is wrong with the operator. */
  SpectrumOutcome addRule(Probes signs, List<GaussRule> rules) {
    signs.signs(q[0]);
    Vectors.scale(1 / Math.sqrt(n), q[0]);
    basis.write(0, q, 1);
    Orthogonalizer orthogonalizer = new Orthogonalizer(basis, n, steps, new Probes(0));
    double[] diagonal = new double[steps];
    double[] beside = new double[steps];
    double scale = 0;
    int rows = 0;
    int added = 1;
    while (added > 0) {
      rows++;
      basis.read(rows - 1, q, 1);
      if (!meter.apply(q, w)) {
        return SpectrumOutcome.NOT_FINITE;
      }
      double size = Vectors.norm(w[0]);
      scale = Math.max(scale, size);
      added = orthogonalizer.append(rows, w, scale);
      double[] h = orthogonalizer.h();
      for (int i = 0; i < rows - 1; i++) {
        double known = i == rows - 2 ? beside[i] : 0;
        if (Math.abs(h[i] - known) > 1e-6 * scale) {
          return SpectrumOutcome.NOT_SYMMETRIC;
        }
      }
      diagonal[rows - 1] = h[rows - 1];
      beside[rows - 1] = added > 0 ? orthogonalizer.r()[0] : 0;
    }
    double[] weights = new double[rows];
    weights[0] = 1;
    double[] nodes =
        TridiagonalForm.of(Arrays.copyOf(diagonal, rows), Arrays.copyOf(beside, rows))
            .eigenvalues(weights);
    for (int i = 0; i < rows; i++) {
      weights[i] *= weights[i];
    }
    rules.add(new GaussRule(nodes, weights));
    return SpectrumOutcome.REACHED;
  }
}
