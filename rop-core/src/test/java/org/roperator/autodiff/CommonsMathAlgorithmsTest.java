package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import org.apache.commons.math3.Field;
import org.apache.commons.math3.linear.Array2DRowFieldMatrix;
import org.apache.commons.math3.linear.ArrayFieldVector;
import org.apache.commons.math3.linear.FieldLUDecomposition;
import org.apache.commons.math3.ode.FieldExpandableODE;
import org.apache.commons.math3.ode.FieldODEState;
import org.apache.commons.math3.ode.FieldODEStateAndDerivative;
import org.apache.commons.math3.ode.FirstOrderFieldDifferentialEquations;
import org.apache.commons.math3.ode.FirstOrderFieldIntegrator;
import org.apache.commons.math3.ode.events.Action;
import org.apache.commons.math3.ode.events.FieldEventHandler;
import org.apache.commons.math3.ode.nonstiff.AdamsBashforthFieldIntegrator;
import org.apache.commons.math3.ode.nonstiff.AdamsMoultonFieldIntegrator;
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

  /** The oscillator y'' = −k y. */
  private static FirstOrderFieldDifferentialEquations<Var> oscillator(Var k) {
    return new FirstOrderFieldDifferentialEquations<>() {
      @Override
      public int getDimension() {
        return 2;
      }

      @Override
      public void init(Var t0, Var[] y0, Var finalTime) {}

      @Override
      public Var[] computeDerivatives(Var t, Var[] y) {
        return new Var[] {y[1], k.multiply(y[0]).negate()};
      }
    };
  }

  private static FieldODEStateAndDerivative<Var> oscillate(
      FirstOrderFieldIntegrator<Var> integrator, Var from, Var k, double until) {
    FieldODEState<Var> start =
        new FieldODEState<>(Var.constant(0), new Var[] {from, k.getField().getZero()});
    return integrator.integrate(
        new FieldExpandableODE<>(oscillator(k)), start, Var.constant(until));
  }

  /** Asserts y(1) from y(0) = a, as functions of a and k. */
  private static void assertTrajectory(
      Function<Field<Var>, FirstOrderFieldIntegrator<Var>> integrator, double error) {
    double a = 1.5;
    double k = 2;
    TapeExpansion at =
        TapeObjective.of(
                2, x -> oscillate(integrator.apply(x[0].getField()), x[0], x[1], 1).getState()[0])
            .expandAt(new double[] {a, k});
    // y(1) = a cos √k; with r = √k: ∂/∂k = −a sin r / (2r), ∂²/∂k² = a (sin r − r cos r)/(4 r³).
    double r = Math.sqrt(k);
    double hkk = a * (Math.sin(r) - r * Math.cos(r)) / (4 * r * r * r);
    double hak = -Math.sin(r) / (2 * r);
    assertEquals(a * Math.cos(r), at.value(), error);
    assertArrayEquals(new double[] {Math.cos(r), a * hak}, at.gradient(), error);
    assertArrayEquals(new double[] {hak, hkk}, at.hessian().times(new double[] {0, 1}), 10 * error);
    assertArrayEquals(new double[] {0, hak}, at.hessian().times(new double[] {1, 0}), 10 * error);
  }

  @Test
  void trajectoryAgreesWithItsClosedForm() {
    // The integrator's own truncation, at tolerances of 1e-13 per step.
    assertTrajectory(
        field -> new DormandPrince54FieldIntegrator<>(field, 1e-6, 0.1, 1e-13, 1e-13), 1e-11);
  }

  /** Adams's methods, whose values are off by 4e-10 here at tolerances of 1e-12 per step. */
  @Test
  void multistepTrajectoriesAgreeWithTheirClosedForm() {
    assertTrajectory(
        field -> new AdamsBashforthFieldIntegrator<>(field, 4, 1e-6, 0.1, 1e-12, 1e-12), 2e-9);
    assertTrajectory(
        field -> new AdamsMoultonFieldIntegrator<>(field, 4, 1e-6, 0.1, 1e-12, 1e-12), 2e-9);
  }

  /** Stops where y₀ falls to zero. */
  private static final class AtZero implements FieldEventHandler<Var> {

    @Override
    public void init(FieldODEStateAndDerivative<Var> start, Var until) {}

    @Override
    public Var g(FieldODEStateAndDerivative<Var> state) {
      return state.getState()[0];
    }

    @Override
    public Action eventOccurred(FieldODEStateAndDerivative<Var> state, boolean increasing) {
      return Action.STOP;
    }

    @Override
    public FieldODEState<Var> resetState(FieldODEStateAndDerivative<Var> state) {
      return state;
    }
  }

  /** From y(0) = a the oscillator is at zero when t = π/(2√k), whatever a is. */
  @Test
  void eventTimesHaveDerivativesAsFarAsTheyConverge() {
    for (double k : new double[] {0.5, 1, 2, 9}) {
      TapeExpansion at =
          TapeObjective.of(
                  2,
                  x -> {
                    DormandPrince54FieldIntegrator<Var> integrator =
                        new DormandPrince54FieldIntegrator<>(
                            x[0].getField(), 1e-6, 0.1, 1e-13, 1e-13);
                    integrator.addEventHandler(new AtZero(), 0.1, 1e-12, 100);
                    return oscillate(integrator, x[0], x[1], 5).getTime();
                  })
              .expandAt(new double[] {1.5, k});
      // dt/dk = −π/(4 k^1.5), d²t/dk² = 3π/(8 k^2.5); the solver stops within 1e-12.
      double slope = -Math.PI / 4 * Math.pow(k, -1.5);
      double bend = 3 * Math.PI / 8 * Math.pow(k, -2.5);
      assertEquals(Math.PI / 2 / Math.sqrt(k), at.value(), 3e-12);
      assertArrayEquals(new double[] {0, slope}, at.gradient(), 1e-9);
      assertArrayEquals(new double[] {0, bend}, at.hessian().times(new double[] {0, 1}), 1e-7);
    }
  }
}
