package org.roperator.recurrent;

import java.util.List;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Derivatives of an equilibrium's loss by implicit differentiation of {@code y = σ(Wᵀy + b + I)}
 * alone, forwards, one parameter after the other, with a dense inverse: no adjoint, no R{·}, E, E′
 * and E″ written out; of the library only σ, which {@link UnitFunctionTest} holds to differences.
 *
 * <pre>
 * (I − DWᵀ) yₐ  = D cₐ                          cₐ what parameter a adds to x directly
 * (I − DWᵀ) yₐᵥ = σ″∘xₐ∘xᵥ + D(cₐ at yᵥ + cᵥ at yₐ)
 * ∇E_a = ⟨E′, yₐ⟩,  (Hv)_a = ⟨E″yᵥ, yₐ⟩ + ⟨E′, yₐᵥ⟩,  (Gv)_a = ⟨E″yᵥ, yₐ⟩
 * </pre>
 */
final class ForwardReference {

  final double[] gradient;
  final double[] hv;
  final double[] gv;
  double value;

  /** The largest max |λ| of DWᵀ among the patterns. */
  double spectralRadius;

  private final int n;
  private final InputPlace place;
  private final Units units;
  private final Parameters parameters;
  private final double[] w;

  private ForwardReference(RecurrentNetwork network, Parameters parameters, double[] w) {
    this.n = network.units();
    this.place = network.inputPlace();
    this.units = network.unitKinds();
    this.parameters = parameters;
    this.w = w;
    this.gradient = new double[w.length];
    this.hv = new double[w.length];
    this.gv = new double[w.length];
  }

  /** Of a fully connected network. */
  static ForwardReference of(
      RecurrentNetwork network,
      ReferenceLoss loss,
      List<Pattern> patterns,
      boolean trainedInputs,
      double[] w,
      double[] v) {
    Parameters parameters = network.parameters().withInputs(trainedInputs ? patterns.size() : 0);
    ForwardReference sum = new ForwardReference(network, parameters, w);
    for (int p = 0; p < patterns.size(); p++) {
      sum.add(p, patterns.get(p), loss, v, 1.0 / patterns.size());
    }
    return sum;
  }

  private void add(int p, Pattern pattern, ReferenceLoss loss, double[] v, double weight) {
    double[] x = new double[n];
    double[] y = new double[n];
    double[] d = new double[n];
    RealMatrix inverse = settle(p, pattern, x, y, d);
    spectralRadius = Math.max(spectralRadius, radius(inverse));
    double[] bend = new double[n];
    units.bends(x, 0, bend, 0);
    double[] e = loss.slope(y, pattern.target());
    value += weight * loss.value(y, pattern.target());

    double[] cv = direct(p, v, y);
    double[] ov = outside(p, pattern, v);
    double[] yv = respond(inverse, d, pattern, cv, ov);
    double[] xv = plus(cv, wTimes(w, yv));
    double[] curved = loss.curved(y, pattern.target(), yv);
    double[] unit = new double[w.length];
    for (int a = 0; a < w.length; a++) {
      unit[a] = 1;
      double[] ca = direct(p, unit, y);
      double[] ya = respond(inverse, d, pattern, ca, outside(p, pattern, unit));
      double[] xa = plus(ca, wTimes(w, ya));
      double[] cross = plus(wTimes(unit, yv), wTimes(v, ya));
      double[] right = new double[n];
      for (int i = 0; i < n; i++) {
        boolean free = Double.isNaN(pattern.clamp()[i]);
        right[i] = free ? bend[i] * xa[i] * xv[i] + d[i] * cross[i] : 0;
      }
      double[] yav = inverse.operate(right);
      gradient[a] += weight * dot(e, ya);
      gv[a] += weight * dot(curved, ya);
      hv[a] += weight * (dot(curved, ya) + dot(e, yav));
      unit[a] = 0;
    }
  }

  /** {@code max |λ|} of A from those of (I − A)⁻¹, which are 1/(1 − λ). */
  private static double radius(RealMatrix inverse) {
    EigenDecomposition all = new EigenDecomposition(inverse);
    double radius = 0;
    for (int i = 0; i < inverse.getRowDimension(); i++) {
      Complex mu = new Complex(all.getRealEigenvalue(i), all.getImagEigenvalue(i));
      radius = Math.max(radius, Complex.ONE.subtract(mu.reciprocal()).abs());
    }
    return radius;
  }

  /** Newton's method on y from a thousand plain damped steps; returns (I − DWᵀ)⁻¹. */
  private RealMatrix settle(int p, Pattern pattern, double[] x, double[] y, double[] d) {
    System.arraycopy(pattern.start(), 0, y, 0, n);
    for (int t = 0; t < 1000; t++) {
      double[] f = outputs(p, pattern, y, x);
      for (int i = 0; i < n; i++) {
        y[i] += 0.5 * (f[i] - y[i]);
      }
    }
    RealMatrix inverse = new Array2DRowRealMatrix(n, n);
    for (int t = 0; t < 4; t++) {
      double[] f = outputs(p, pattern, y, x);
      units.slopes(x, 0, d, 0);
      RealMatrix system = new Array2DRowRealMatrix(n, n);
      for (int i = 0; i < n; i++) {
        d[i] = Double.isNaN(pattern.clamp()[i]) ? d[i] : 0;
        for (int j = 0; j < n; j++) {
          system.setEntry(i, j, (i == j ? 1 : 0) - d[i] * w[j * n + i]);
        }
      }
      inverse = new LUDecomposition(system, 0).getSolver().getInverse();
      double[] r = new double[n];
      for (int i = 0; i < n; i++) {
        r[i] = f[i] - y[i];
      }
      double[] step = inverse.operate(r);
      for (int i = 0; i < n; i++) {
        y[i] += step[i];
      }
    }
    outputs(p, pattern, y, x);
    return inverse;
  }

  private double[] outputs(int p, Pattern pattern, double[] y, double[] x) {
    double[] input = pattern.input();
    if (parameters.hasInputs()) {
      input = java.util.Arrays.copyOfRange(w, parameters.inputFrom(p), parameters.inputFrom(p + 1));
    }
    double[] f = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = parameters.hasBiases() ? w[n * n + i] : 0;
      for (int j = 0; j < n; j++) {
        x[i] += w[j * n + i] * y[j];
      }
      x[i] += place == InputPlace.INSIDE ? input[i] : 0;
    }
    units.values(x, 0, f, 0);
    for (int i = 0; i < n; i++) {
      f[i] += place == InputPlace.OUTSIDE ? input[i] : 0;
      f[i] = Double.isNaN(pattern.clamp()[i]) ? f[i] : pattern.clamp()[i];
    }
    return f;
  }

  /** What a change of the parameters adds to x at fixed y. */
  private double[] direct(int p, double[] change, double[] y) {
    double[] c = wTimes(change, y);
    for (int i = 0; i < n; i++) {
      c[i] += parameters.hasBiases() ? change[n * n + i] : 0;
      if (parameters.hasInputs() && place == InputPlace.INSIDE) {
        c[i] += change[parameters.inputFrom(p) + i];
      }
    }
    return c;
  }

  /** What it adds to y at fixed x. */
  private double[] outside(int p, Pattern pattern, double[] change) {
    double[] c = new double[n];
    for (int i = 0; i < n; i++) {
      if (parameters.hasInputs()
          && place == InputPlace.OUTSIDE
          && Double.isNaN(pattern.clamp()[i])) {
        c[i] = change[parameters.inputFrom(p) + i];
      }
    }
    return c;
  }

  private double[] respond(
      RealMatrix inverse, double[] d, Pattern pattern, double[] c, double[] o) {
    double[] right = new double[n];
    for (int i = 0; i < n; i++) {
      right[i] = Double.isNaN(pattern.clamp()[i]) ? d[i] * c[i] + o[i] : 0;
    }
    return inverse.operate(right);
  }

  /** Vᵀy for the weights in a parameter vector. */
  private double[] wTimes(double[] parameters, double[] y) {
    double[] x = new double[n];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        x[i] += parameters[j * n + i] * y[j];
      }
    }
    return x;
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < a.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
