package org.roperator.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.solve.StoppingRule.iterations;
import static org.roperator.solve.StoppingRule.residualBelow;

import org.apache.commons.math3.ode.FieldExpandableODE;
import org.apache.commons.math3.ode.FieldODEState;
import org.apache.commons.math3.ode.FirstOrderFieldDifferentialEquations;
import org.apache.commons.math3.ode.nonstiff.DormandPrince54FieldIntegrator;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.ActiveNumber;
import org.roperator.autodiff.Dual;
import org.roperator.autodiff.Elementary;
import org.roperator.autodiff.MapExpansion;
import org.roperator.autodiff.SparseHessian;
import org.roperator.autodiff.TapeMap;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.autodiff.VarArray;
import org.roperator.autodiff.VarCholesky;
import org.roperator.autodiff.VarMatrix;
import org.roperator.check.CheckReport;
import org.roperator.check.DerivativeCheck;
import org.roperator.function.Expansion;
import org.roperator.operator.SymmetricOperator;
import org.roperator.solve.CgResult;
import org.roperator.solve.ConjugateGradient;

/** The code of the user's guide to the tape; regions between markers stand in it word for word. */
class TapeGuideTest {

  @Test
  void rosenbrock() {
    // region rosenbrock
    TapeObjective f =
        TapeObjective.of(
            2,
            x -> {
              Var valley = x[1].subtract(x[0].square()); // x₁ − x₀²
              Var slope = x[0].subtractFrom(1); // 1 − x₀
              return valley.square().multiply(100).add(slope.square());
            });
    Expansion at = f.expandAt(new double[] {1, 1});
    double value = at.value(); // 0
    double[] gradient = at.gradient(); // (0, 0)
    double[] hv = at.hessian().times(new double[] {1, 0}); // (802, −400)
    // endregion
    assertEquals(0, value);
    assertArrayEquals(new double[] {0, 0}, gradient, 0.0);
    assertArrayEquals(new double[] {802, -400}, hv, 1e-12 * 802);
  }

  @Test
  void eitherKindOfActiveNumber() {
    // region either
    Var recorded = TapeGuideTest.wave(Var.constant(0.5)); // or an input of a TapeObjective
    Dual carried = TapeGuideTest.wave(Dual.variable(0.5)); // value and derivative at 0.5
    double slope = carried.dot(); // sin′ = cos of the square, times 2x
    // endregion
    assertEquals(Math.sin(0.25), recorded.getReal());
    assertEquals(Math.cos(0.25), slope, 1e-15);
  }

  static <T extends ActiveNumber<T>> T wave(T x) {
    return x.square().sin();
  }

  @Test
  void logisticRegression() {
    // region logistic
    double[][] features = {{1, 0.5}, {1, -1.2}, {1, 2.0}, {1, 0.1}};
    double[] labels = {1, 0, 1, 0};
    VarMatrix data = VarMatrix.constant(features);
    // The mean of ln(1 + e^z) − t z, z = Xw: whole arrays, one node each.
    TapeObjective loss =
        TapeObjective.ofArray(
            2,
            w -> {
              var z = data.times(w);
              return z.map(Elementary.SOFTPLUS).sum().subtract(z.dot(labels)).divide(4);
            });
    SymmetricOperator hessian = loss.expandAt(new double[] {0, 0}).hessian();
    double[] hv = hessian.times(new double[] {1, 0}); // (1/N) Xᵀ diag(σ(1 − σ)) X v
    // endregion
    // At w = 0, σ(1 − σ) = ¼: the mean of ¼ (1, x) is (0.25, ¼ · 0.35).
    assertArrayEquals(new double[] {0.25, 0.0875}, hv, 1e-15);
  }

  @Test
  void attention() {
    // region attention
    int words = 3;
    int features = 2;
    VarMatrix text = VarMatrix.constant(new double[][] {{1, 0.2}, {-0.4, 1}, {0.3, -0.8}});
    double[] target = {0.5, -0.1, 0, 0.7, 0.2, 0.1};
    // ‖softmax(Q Kᵀ/√d) V − T‖², Q = X W_q, K = X W_k, V = X W_v, the three of them in w.
    TapeObjective loss =
        TapeObjective.ofArray(
            3 * features * features,
            w -> {
              int size = features * features;
              VarMatrix q = text.times(w.slice(0, size).asMatrix(features, features));
              VarMatrix k = text.times(w.slice(size, 2 * size).asMatrix(features, features));
              VarMatrix v = text.times(w.slice(2 * size, 3 * size).asMatrix(features, features));
              VarMatrix scores = q.times(k.transpose()).divide(Math.sqrt(features));
              VarMatrix mixed = scores.softmaxOfRows().times(v);
              return mixed.entries().subtract(VarArray.constant(target)).squaredNorm();
            });
    double[] w = {0.1, -0.3, 0.7, 0.2, 0.5, 0.4, -0.6, 0.9, 1.1, -0.2, 0.3, 0.8};
    double[] direction = {1, 0, -1, 0.5, 0, 2, 0.3, 0, -1, 1, 0, 0.2};
    double[] hv = loss.expandAt(w).hessian().times(direction); // exact, one sweep each way
    // endregion
    DerivativeCheck.of(loss).at(w).assertCorrect();
    // The same formula, number by number.
    double[][] x = {{1, 0.2}, {-0.4, 1}, {0.3, -0.8}};
    TapeObjective single =
        TapeObjective.of(
            12,
            p -> {
              Var sum = Var.constant(0);
              for (int i = 0; i < words; i++) {
                Var total = Var.constant(0);
                Var[] mixed = {Var.constant(0), Var.constant(0)};
                for (int j = 0; j < words; j++) {
                  Var score = Var.constant(0);
                  for (int f = 0; f < features; f++) {
                    score = score.add(project(x[i], p, f).multiply(project(x[j], p, 4 + f)));
                  }
                  Var e = score.divide(Math.sqrt(features)).exp();
                  total = total.add(e);
                  for (int f = 0; f < features; f++) {
                    mixed[f] = mixed[f].add(e.multiply(project(x[j], p, 8 + f)));
                  }
                }
                for (int f = 0; f < features; f++) {
                  sum = sum.add(mixed[f].divide(total).subtract(target[2 * i + f]).square());
                }
              }
              return sum;
            });
    assertArrayEquals(single.expandAt(w).hessian().times(direction), hv, 1e-14);
  }

  /** {@code (x W)ⱼ}, the column of W given by where its first entry stands. */
  private static Var project(double[] x, Var[] w, int first) {
    return w[first].multiply(x[0]).add(w[first + 2].multiply(x[1]));
  }

  @Test
  void loopAndBranch() {
    // region branch
    // The square root by Newton's iteration: as many steps as this point needs, and the branch it
    // takes. getReal() is the value to decide by; no derivative follows it.
    TapeObjective root =
        TapeObjective.of(
            1,
            x -> {
              if (x[0].getReal() <= 0) {
                return Var.constant(0);
              }
              Var y = x[0];
              for (int i = 0; i < 5 || y.square().subtract(x[0]).abs().getReal() > 1e-15; i++) {
                y = y.add(x[0].divide(y)).multiply(0.5);
              }
              return y;
            });
    double bend = root.expandAt(new double[] {4}).hessian().times(new double[] {1})[0]; // −1/32
    // endregion
    assertEquals(-1.0 / 32, bend, 1e-15);
    assertEquals(0, root.expandAt(new double[] {-1}).gradient()[0]);
  }

  @Test
  void linearSystem() {
    // region solve
    // y₀ of [[a, 1], [1, 1]] y = (1, 2), which is 1/(1 − a)
    TapeObjective f =
        TapeObjective.ofArray(
            1,
            a -> {
              VarMatrix matrix = VarArray.concat(a, VarArray.constant(1, 1, 1)).asMatrix(2, 2);
              return matrix.solve(VarArray.constant(1, 2)).get(0);
            });
    Expansion at = f.expandAt(new double[] {1e-6});
    double bend = at.hessian().times(new double[] {1})[0]; // 2/(1 − a)³ = 2.000006
    // endregion
    assertEquals(2 / Math.pow(1 - 1e-6, 3), bend, 1e-14);
  }

  @Test
  void gaussianProcess() {
    // region process
    double[] place = {0, 0.4, 1.1, 1.5};
    double[] seen = {0.2, 0.5, -0.3, -0.4};
    int n = place.length;
    double[] squares = new double[n * n]; // of the distances
    for (int i = 0; i < n * n; i++) {
      squares[i] = Math.pow(place[i / n] - place[i % n], 2);
    }
    // ½ ln det K + ½ yᵀK⁻¹y, K = exp(−d²/2l²) + s² I, by w = (ln l, ln s)
    TapeObjective likelihood =
        TapeObjective.ofArray(
            2,
            w -> {
              Var factor = w.get(0).multiply(-2).exp().multiply(-0.5);
              VarMatrix kernel =
                  VarArray.constant(squares)
                      .multiply(factor)
                      .map(Elementary.EXP)
                      .asMatrix(n, n)
                      .add(VarMatrix.identity(n).multiply(w.get(1).multiply(2).exp()));
              VarCholesky k = kernel.cholesky();
              VarArray y = VarArray.constant(seen);
              return k.logDeterminant().add(y.dot(k.solve(y))).divide(2);
            });
    double[] w = {Math.log(0.7), Math.log(0.3)};
    Expansion process = likelihood.expandAt(w);
    double[] uncertainty = process.hessian().times(new double[] {1, 0});
    // endregion
    DerivativeCheck.of(likelihood).at(w).assertCorrect();
    assertEquals(2, uncertainty.length);
  }

  // region ode
  /** y(1) of the oscillator y″ = −k y from y(0) = a, along an adaptive trajectory. */
  static Var oscillator(Var a, Var k) {
    FirstOrderFieldDifferentialEquations<Var> equations =
        new FirstOrderFieldDifferentialEquations<>() {
          @Override
          public int getDimension() {
            return 2;
          }

          @Override
          public void init(Var t0, Var[] y0, Var end) {}

          @Override
          public Var[] computeDerivatives(Var t, Var[] y) {
            return new Var[] {y[1], k.multiply(y[0]).negate()};
          }
        };
    var integrator = new DormandPrince54FieldIntegrator<>(a.getField(), 1e-6, 0.1, 1e-13, 1e-13);
    var start = new FieldODEState<>(Var.constant(0), new Var[] {a, Var.constant(0)});
    return integrator.integrate(new FieldExpandableODE<>(equations), start, Var.constant(1))
        .getState()[0];
  }

  // endregion

  @Test
  void commonsMathIntegratorDifferentiatedTwice() {
    // region ode-use
    TapeObjective f = TapeObjective.of(2, x -> oscillator(x[0], x[1]));
    Expansion at = f.expandAt(new double[] {1.5, 2});
    double slope = at.gradient()[1]; // ∂(a cos √k)/∂k
    double[] hv = at.hessian().times(new double[] {0, 1});
    // endregion
    double r = Math.sqrt(2);
    assertEquals(-1.5 * Math.sin(r) / (2 * r), slope, 1e-11);
    assertEquals(1.5 * (Math.sin(r) - r * Math.cos(r)) / (4 * r * r * r), hv[1], 1e-10);
  }

  @Test
  void newtonWithConjugateGradients() {
    // region newton
    TapeObjective f =
        TapeObjective.of(
            2,
            x ->
                x[1].subtract(x[0].square())
                    .square()
                    .multiply(100)
                    .add(x[0].subtractFrom(1).square()));
    ConjugateGradient solver = ConjugateGradient.until(residualBelow(1e-10).or(iterations(10)));
    double[] w = {0.8, 0.6};
    for (int step = 0; step < 8; step++) {
      Expansion at = f.expandAt(w);
      double[] descent = at.gradient();
      for (int i = 0; i < w.length; i++) {
        descent[i] = -descent[i];
      }
      CgResult newton = solver.solve(at.hessian(), descent); // H d = −∇f, by products alone
      for (int i = 0; i < w.length; i++) {
        w[i] += newton.solution()[i];
      }
    }
    // endregion
    assertArrayEquals(new double[] {1, 1}, w, 1e-10);
  }

  @Test
  void gaussNewtonOfAMap() {
    // region map
    double[] t = {0, 1, 2, 3};
    double[] y = {2.0, 1.2, 0.7, 0.45};
    TapeMap residuals =
        TapeMap.of(
            2,
            x -> {
              Var[] r = new Var[t.length];
              for (int i = 0; i < t.length; i++) {
                r[i] = x[1].multiply(-t[i]).exp().multiply(x[0]).subtract(y[i]); // a e^(−kt) − y
              }
              return r;
            });
    MapExpansion at = residuals.expandAt(new double[] {2, 0.5});
    SymmetricOperator gaussNewton = at.gaussNewton(); // JᵀJ
    SymmetricOperator exact =
        residuals.leastSquares().expandAt(new double[] {2, 0.5}).hessian(); // of ½‖r‖²
    // endregion
    double[] one = {1, 0};
    double jj = 1 + Math.exp(-1) + Math.exp(-2) + Math.exp(-3);
    assertEquals(jj, gaussNewton.times(one)[0], 1e-14);
    // The model is linear in a, so that both agree there.
    assertEquals(jj, exact.times(one)[0], 1e-14);
  }

  @Test
  void sparseHessian() {
    // region sparse
    int n = 1000;
    TapeObjective chain =
        TapeObjective.of(
            n,
            x -> {
              Var sum = Var.constant(0);
              for (int i = 0; i + 1 < n; i++) {
                sum = sum.add(x[i + 1].subtract(x[i].square()).square());
              }
              return sum;
            });
    SparseHessian h = SparseHessian.of(chain.expandAt(new double[n]));
    int products = h.colors(); // 3, whatever n is
    int stored = h.storedEntries(); // n + 2 (n − 1)
    // endregion
    assertEquals(3, products);
    assertEquals(1000 + 2 * 999, stored);
  }

  @Test
  void failedCheck() {
    // region check
    // A mistake that is easy to make: a number taken out by getReal is a constant to the tape.
    TapeObjective wrong =
        TapeObjective.of(2, x -> x[0].multiply(Math.exp(x[1].getReal())).add(x[1].square()));
    CheckReport report = DerivativeCheck.of(wrong).at(new double[] {0.5, 1});
    String text = report.toString();
    // endregion
    assertFalse(report.isCorrect());
    assertTrue(report.gradientError() > 1e-3);
    assertTrue(text.contains(report.verdict().explanation()), text);
    // region check-right
    TapeObjective right = TapeObjective.of(2, x -> x[0].multiply(x[1].exp()).add(x[1].square()));
    DerivativeCheck.of(right).at(new double[] {0.5, 1}).assertCorrect();
    // endregion
  }
}
