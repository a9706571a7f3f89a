package org.roperator.bench;

import java.util.Arrays;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.hipparchus.analysis.differentiation.DSFactory;
import org.hipparchus.analysis.differentiation.Gradient;
import org.roperator.autodiff.DenseHessian;
import org.roperator.autodiff.TapeExpansion;
import org.roperator.autodiff.TapeObjective;

/** Ways to the derivatives of the Rosenbrock chain at a new point, by the tape and by others. */
enum Derivatives {
  TAPE_GRADIENT("tape: ∇f"),
  TAPE_PRODUCT("tape: ∇f and one Hv"),
  TAPE_HESSIAN("tape: ∇f and all of H"),
  HIPPARCHUS_GRADIENT("Hipparchus: ∇f"),
  HIPPARCHUS_HESSIAN("Hipparchus: ∇f and all of H"),
  COMMONS_MATH_HESSIAN("commons-math3: ∇f and all of H");

  private static volatile double sink;

  private final String title;

  Derivatives(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** One computation for n numbers, to be run as often as one likes. */
  Runnable of(int n) {
    double[] w = TapePrograms.normal(n, 0.3, 3);
    double[] v = TapePrograms.normal(n, 1, 4);
    double[] out = new double[n];
    TapeObjective f = TapeObjective.of(n, TapePrograms::rosenbrock);
    return switch (this) {
      case TAPE_GRADIENT -> () -> f.gradient(w, out);
      case TAPE_PRODUCT ->
          () -> {
            TapeExpansion at = f.expandAt(w);
            at.hessian().apply(v, out);
            sink = at.gradient()[0];
          };
      case TAPE_HESSIAN -> () -> sink = DenseHessian.of(f.expandAt(w)).entry(0, 0);
      case HIPPARCHUS_GRADIENT -> () -> hipparchusGradient(w);
      case HIPPARCHUS_HESSIAN -> () -> hipparchusSecondOrder(w);
      case COMMONS_MATH_HESSIAN -> () -> commonsMath(w);
    };
  }

  private static void commonsMath(double[] w) {
    DerivativeStructure[] x = new DerivativeStructure[w.length];
    Arrays.setAll(x, i -> new DerivativeStructure(w.length, 2, i, w[i]));
    sink = TapePrograms.rosenbrock(x).getValue();
  }

  private static void hipparchusGradient(double[] w) {
    Gradient[] x = new Gradient[w.length];
    Arrays.setAll(x, i -> Gradient.variable(w.length, i, w[i]));
    sink = TapePrograms.rosenbrock(x).getValue();
  }

  private static void hipparchusSecondOrder(double[] w) {
    DSFactory factory = new DSFactory(w.length, 2);
    var x = new org.hipparchus.analysis.differentiation.DerivativeStructure[w.length];
    Arrays.setAll(x, i -> factory.variable(i, w[i]));
    sink = TapePrograms.rosenbrock(x).getValue();
  }
}
