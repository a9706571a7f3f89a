package org.roperator.optimize.leastsquares;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.TapeMap;
import org.roperator.autodiff.Var;
import org.roperator.contract.Samples;
import org.roperator.function.Residuals;
import org.roperator.internal.Vectors;
import org.roperator.optimize.Iteration;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationOutcome;

/** What a fit does not depend on, and how its ways of solving agree. */
class FitLaws {

  private static final double[] START = {2, 1, 0};
  private static final LevenbergMarquardt METHOD = LevenbergMarquardt.standard();

  private static Var[] residuals(Var[] b) {
    Var[] r = new Var[12];
    for (int i = 0; i < r.length; i++) {
      double y = 3 * Math.exp(-0.25 * i) + 0.5 + 0.1 * Math.sin(7.0 * i);
      r[i] = b[0].multiply(b[1].multiply(-0.3 * i).exp()).add(b[2]).subtract(y);
    }
    return r;
  }

  private static LeastSquaresResult fit(TapeMap map, double... start) {
    LeastSquaresResult fit = METHOD.minimize(map, start);
    assertEquals(OptimizationOutcome.CONVERGED, fit.outcome(), fit::toString);
    return fit;
  }

  /** Powers of two scale every number of a run exactly, so that no bit of the parameters moves. */
  @Property(tries = 20)
  void unitsOfResidualsDoNotMatter(@ForAll @IntRange(min = -300, max = 300) int power) {
    TapeMap scaled =
        TapeMap.of(
            3,
            b -> {
              Var[] r = residuals(b);
              for (int i = 0; i < r.length; i++) {
                r[i] = r[i].multiply(Math.scalb(1.0, power));
              }
              return r;
            });
    LeastSquaresResult plain = fit(TapeMap.of(3, FitLaws::residuals), START);
    LeastSquaresResult other = fit(scaled, START);
    assertArrayEquals(plain.parameters(), other.parameters(), 0.0);
    assertEquals(plain.iterations(), other.iterations());
    assertEquals(Math.scalb(plain.value(), 2 * power), other.value());
  }

  /** The same for each parameter. */
  @Property(tries = 20)
  void unitsOfParametersDoNotMatter(
      @ForAll @IntRange(min = -100, max = 100) int first,
      @ForAll @IntRange(min = -100, max = 100) int second) {
    double a = Math.scalb(1.0, first);
    double c = Math.scalb(1.0, second);
    TapeMap scaled =
        TapeMap.of(
            3, b -> residuals(new Var[] {b[0].multiply(a), b[1].multiply(c), b[2].multiply(a)}));
    double[] plain = fit(TapeMap.of(3, FitLaws::residuals), START).parameters();
    double[] other = fit(scaled, START[0] / a, START[1] / c, START[2] / a).parameters();
    assertArrayEquals(new double[] {plain[0] / a, plain[1] / c, plain[2] / a}, other, 0.0);
  }

  /** A ball of steps asks for one unit of all parameters, whichever. */
  @Property(tries = 20)
  void aCommonUnitOfParametersDoesNotMatterToABall(
      @ForAll @IntRange(min = -100, max = 100) int power) {
    double unit = Math.scalb(1.0, power);
    LevenbergMarquardt ball = METHOD.withScaling(StepScaling.COMMON);
    LeastSquaresResult plain = ball.minimize(TapeMap.of(3, FitLaws::residuals), START);
    TapeMap scaled =
        TapeMap.of(
            3,
            b -> {
              Var[] old = new Var[3];
              for (int j = 0; j < 3; j++) {
                old[j] = b[j].multiply(1 / unit);
              }
              return residuals(old);
            });
    double[] start = START.clone();
    Vectors.scale(unit, start);
    LeastSquaresResult other = ball.minimize(scaled, start);
    assertEquals(OptimizationOutcome.CONVERGED, plain.outcome(), plain::toString);
    double[] back = other.parameters();
    Vectors.scale(1 / unit, back);
    assertArrayEquals(plain.parameters(), back, 0.0);
    assertEquals(plain.iterations(), other.iterations());
  }

  /** {@code (JᵀJ + λD²)p = −Jᵀr} of the first step, for J = diag(100, 1) and r = (-100, -50). */
  @Test
  void stepsAreMeasuredByEachColumnOrByTheLargest() {
    Residuals line =
        Residuals.of(
            2,
            w -> new double[] {100 * w[0] - 100, w[1] - 50},
            w -> new double[][] {{100, 0}, {0, 1}});
    for (StepScaling scaling : StepScaling.values()) {
      List<Iteration> all = new ArrayList<>();
      METHOD
          .withScaling(scaling)
          .withStepBound(StepBound.standard().withInitial(0.1))
          .minimize(
              line,
              new double[2],
              iteration -> {
                all.add(iteration);
                return Signal.STOP;
              });
      double[] p = all.get(0).parameters();
      double lambda = all.get(0).figures().getOrDefault("lambda", Double.NaN);
      assertTrue(lambda > 0);
      double second = scaling == StepScaling.COMMON ? 100 : 1;
      assertEquals(10_000, (10_000 + lambda * 10_000) * p[0], 1e-8);
      assertEquals(50, (1 + lambda * second * second) * p[1], 1e-8 * (1 + lambda * 10_000));
    }
  }

  /** A reflection of the residuals, and their order, leave their squares. */
  @Property(tries = 20)
  void mixingResidualsOrthogonallyLeavesTheFit(@ForAll long seed) {
    double[] v = Samples.gaussian(Samples.random(seed), 12);
    Vectors.scale(1 / Vectors.norm(v), v);
    TapeMap mixed =
        TapeMap.of(
            3,
            b -> {
              Var[] r = residuals(b);
              Var dot = Var.constant(0);
              for (int i = 0; i < r.length; i++) {
                dot = dot.add(r[i].multiply(v[i]));
              }
              Var[] turned = new Var[r.length];
              for (int i = 0; i < r.length; i++) {
                turned[(5 * i) % 12] = r[i].subtract(dot.multiply(2 * v[i]));
              }
              return turned;
            });
    LeastSquaresResult plain = fit(TapeMap.of(3, FitLaws::residuals), START);
    LeastSquaresResult other = fit(mixed, START);
    // Both are within a relative gradient of 1e-8 of the minimum, times errors below 0.2.
    assertArrayEquals(plain.parameters(), other.parameters(), 1e-8);
    assertEquals(plain.value(), other.value(), 1e-14);
    assertArrayEquals(
        plain.covariance().standardErrors(), other.covariance().standardErrors(), 1e-8);
  }

  /** Brown and Dennis: F stays at 42911, residuals are large and bend. */
  private static TapeMap brownDennis() {
    return TapeMap.of(
        4,
        x -> {
          Var[] r = new Var[20];
          for (int i = 0; i < r.length; i++) {
            double t = (i + 1) / 5.0;
            Var a = x[0].add(x[1].multiply(t)).subtract(Math.exp(t));
            Var c = x[2].add(x[3].multiply(Math.sin(t))).subtract(Math.cos(t));
            r[i] = a.square().add(c.square());
          }
          return r;
        });
  }

  /** The minimum of Moré, Garbow and Hillstrom (1981), 85822.2 without the ½. */
  @Test
  void theWholeHessianSavesLargeResiduals() {
    double[] start = {25, 5, -5, -1};
    LeastSquaresResult crawls = METHOD.minimize(brownDennis(), start);
    LeastSquaresResult newton =
        METHOD.withCurvature(FitCurvature.FULL_HESSIAN).minimize(brownDennis(), start);
    assertEquals(85822.2, 2 * newton.value(), 0.05);
    assertEquals(newton.value(), crawls.value(), 1e-9 * newton.value());
    assertEquals(OptimizationOutcome.CONVERGED, newton.outcome(), newton::toString);
    assertTrue(newton.iterations() <= 15, newton::toString);
    assertTrue(crawls.iterations() >= 3 * newton.iterations(), crawls::toString);
  }

  /** {@code r = tanh(Aw) − y}: 60 parameters, 150 residuals, none of them zero at the minimum. */
  @Test
  void productsAloneFindWhatTheMatrixFinds() {
    int n = 60;
    RandomGenerator random = Samples.random(5);
    double[][] a = new double[150][];
    double[] y = new double[a.length];
    double[] truth = Samples.gaussian(random, n);
    for (int i = 0; i < a.length; i++) {
      a[i] = Samples.gaussian(random, n);
      Vectors.scale(1 / Math.sqrt(n), a[i]);
      y[i] = Math.tanh(Vectors.dot(a[i], truth)) + 0.1 * Math.sin(3.0 * i);
    }
    TapeMap map =
        TapeMap.of(
            n,
            w -> {
              Var[] r = new Var[y.length];
              for (int i = 0; i < r.length; i++) {
                Var sum = Var.constant(0);
                for (int j = 0; j < n; j++) {
                  sum = sum.add(w[j].multiply(a[i][j]));
                }
                r[i] = sum.tanh().subtract(y[i]);
              }
              return r;
            });
    LeastSquaresResult dense = METHOD.minimize(map, new double[n]);
    assertEquals(OptimizationOutcome.CONVERGED, dense.outcome(), dense::toString);
    double[] errors = dense.covariance().standardErrors();
    for (LevenbergMarquardt method :
        List.of(
            METHOD.withSolver(StepSolver.matrixFree()),
            METHOD.withSolver(
                StepSolver.matrixFree()
                    .withPreconditionerInverse(
                        w -> org.roperator.operator.SymmetricOperator.identity(n).scaledBy(0.5))),
            METHOD.withCurvature(FitCurvature.FULL_HESSIAN).withSolver(StepSolver.matrixFree()))) {
      LeastSquaresResult free = method.minimize(map, new double[n]);
      assertEquals(OptimizationOutcome.CONVERGED, free.outcome(), free::toString);
      assertEquals(dense.value(), free.value(), 1e-13 * dense.value());
      for (int j = 0; j < n; j++) {
        // A relative gradient of 1e-8, times √150 standard errors, from both.
        assertEquals(dense.parameters()[j], free.parameters()[j], 3e-7 * errors[j]);
      }
    }
  }
}
