package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.Field;
import org.apache.commons.math3.linear.Array2DRowFieldMatrix;
import org.apache.commons.math3.linear.ArrayFieldVector;
import org.apache.commons.math3.linear.FieldLUDecomposition;
import org.apache.commons.math3.ode.FieldExpandableODE;
import org.apache.commons.math3.ode.FieldODEState;
import org.apache.commons.math3.ode.FirstOrderFieldDifferentialEquations;
import org.apache.commons.math3.ode.nonstiff.DormandPrince54FieldIntegrator;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;

/** Algorithms that were never written for this toolkit, differentiated twice. */
class CommonsMathAlgorithmsTest {

  /** Solves [[a, b], [b, c]] y = (1, 2) and gives y₁. */
  private static Var solve(Var[] x) {
    Var[][] a = {{x[0], x[1]}, {x[1], x[2]}};
    Var[] b = {Var.constant(1), Var.constant(2)};
    Field<Var> field = x[0].getField();
    return new FieldLUDecomposition<>(new Array2DRowFieldMatrix<>(field, a))
        .getSolver()
        .solve(new ArrayFieldVector<>(field, b))
        .getEntry(0);
  }

  @Test
  void luSolutionAgreesWithCramersRule() {
    TapeObjective byLu = TapeObjective.of(3, CommonsMathAlgorithmsTest::solve);
    // y₁ = (c − 2b)/(ac − b²)
    TapeObjective byCramer =
        TapeObjective.of(
            3,
            x ->
                x[2].subtract(x[1].multiply(2))
                    .divide(x[0].multiply(x[2]).subtract(x[1].square())));
    for (double[] w : new double[][] {{4, 1, 3}, {1, 2, 5}, {-1, 3, 0.5}}) {
      TapeExpansion lu = byLu.expandAt(w);
      TapeExpansion cramer = byCramer.expandAt(w);
      assertEquals(cramer.value(), lu.value(), 1e-14);
      assertArrayEquals(cramer.gradient(), lu.gradient(), 1e-13);
      double[] v = {1, -2, 0.5};
      double[] expected = cramer.hessian().times(v);
      assertTrue(Samples.relativeDistance(expected, lu.hessian().times(v)) < 1e-12);
    }
    // At (4, 1, 3): y₁ = 1/11, ∂y₁/∂a = −c y₁/det = −3/121, ∂²y₁/∂a² = 2 c² y₁/det² = 18/1331.
    TapeExpansion at = byLu.expandAt(new double[] {4, 1, 3});
    assertEquals(1.0 / 11, at.value(), 1e-16);
    assertEquals(-3.0 / 121, at.gradient()[0], 1e-16);
    assertEquals(18.0 / 1331, at.hessian().times(new double[] {1, 0, 0})[0], 1e-16);
  }

  /** The oscillator y'' = −k y from y(0) = a at time 1. */
  private static Var oscillate(Var[] x) {
    Field<Var> field = x[0].getField();
    FirstOrderFieldDifferentialEquations<Var> equations =
        new FirstOrderFieldDifferentialEquations<>() {
          @Override
          public int getDimension() {
            return 2;
          }

          @Override
          public void init(Var t0, Var[] y0, Var finalTime) {}

          @Override
          public Var[] computeDerivatives(Var t, Var[] y) {
            return new Var[] {y[1], x[1].multiply(y[0]).negate()};
          }
        };
    DormandPrince54FieldIntegrator<Var> integrator =
        new DormandPrince54FieldIntegrator<>(field, 1e-6, 0.1, 1e-13, 1e-13);
    FieldODEState<Var> start =
        new FieldODEState<>(Var.constant(0), new Var[] {x[0], Var.constant(0)});
    return integrator.integrate(new FieldExpandableODE<>(equations), start, Var.constant(1))
        .getState()[0];
  }

  @Test
  void trajectoryAgreesWithItsClosedForm() {
    double a = 1.5;
    double k = 2;
    TapeExpansion at =
        TapeObjective.of(2, CommonsMathAlgorithmsTest::oscillate).expandAt(new double[] {a, k});
    // y(1) = a cos √k; with r = √k: ∂/∂k = −a sin r / (2r), ∂²/∂k² = a (sin r − r cos r)/(4 r³).
    double r = Math.sqrt(k);
    double hkk = a * (Math.sin(r) - r * Math.cos(r)) / (4 * r * r * r);
    double hak = -Math.sin(r) / (2 * r);
    // The integrator's own truncation, at tolerances of 1e-13 per step.
    assertEquals(a * Math.cos(r), at.value(), 1e-11);
    assertArrayEquals(new double[] {Math.cos(r), a * hak}, at.gradient(), 1e-11);
    assertArrayEquals(new double[] {hak, hkk}, at.hessian().times(new double[] {0, 1}), 1e-10);
    assertArrayEquals(new double[] {0, hak}, at.hessian().times(new double[] {1, 0}), 1e-10);
  }
}
