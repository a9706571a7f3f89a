package org.roperator.perturb;

import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

/**
 * The step of a trust region, by conjugate gradients that stop at its boundary (Steihaug 1983).
 *
 * <p>Lowers {@code m(p) = g·p + ½pᵀĤp} within {@code ‖p‖ ≤ Δ}; negative curvature leads to the
 * boundary.
 */
final class Steihaug {

  private static final double SMALL = 1e-10;

  private Steihaug() {}

  static double[] step(SymmetricOperator h, double[] g, double radius) {
    int n = g.length;
    double[] p = new double[n];
    double[] r = g.clone();
    double[] d = g.clone();
    Vectors.scale(-1, d);
    double square = Vectors.dot(r, r);
    double goal = SMALL * SMALL * square;
    for (int k = 0; k < 2 * n && square > goal; k++) {
      double[] hd = h.times(d);
      double curvature = Vectors.dot(d, hd);
      double alpha = square / curvature;
      if (curvature <= 0 || lengthAfter(p, alpha, d) >= radius) {
        Vectors.addScaled(toTheBoundary(p, d, radius), d, p);
        return p;
      }
      Vectors.addScaled(alpha, d, p);
      Vectors.addScaled(alpha, hd, r);
      double next = Vectors.dot(r, r);
      for (int i = 0; i < n; i++) {
        d[i] = -r[i] + next / square * d[i];
      }
      square = next;
    }
    return p;
  }

  private static double lengthAfter(double[] p, double alpha, double[] d) {
    double[] sum = new double[p.length];
    Vectors.sum(p, alpha, d, sum);
    return Vectors.norm(sum);
  }

  /** The t ≥ 0 with {@code ‖p + td‖ = Δ}. */
  private static double toTheBoundary(double[] p, double[] d, double radius) {
    double a = Vectors.dot(d, d);
    double b = Vectors.dot(p, d);
    double c = Vectors.dot(p, p) - radius * radius;
    double root = Math.sqrt(Math.max(0, b * b - a * c));
    return b > 0 ? -c / (b + root) : (root - b) / a;
  }
}
