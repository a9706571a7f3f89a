package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.roperator.operator.SymmetricOperator;

/** Gradients and Hessians that other projects publish or that follow by hand, typed as numbers. */
class PublishedOraclesTest {

  /** Relative to the largest number of a vector: what is published stands to some 15 digits. */
  private static final double TOLERANCE = 1e-12;

  @Test
  void sineOfAProduct() {
    TapeExpansion at = TapeObjective.of(2, x -> x[0].multiply(x[1]).sin()).expandAt(v(2, 3));
    assertClose(v(2.880510859951098, 1.920340573300732), at.gradient());
    assertClose(v(19.69268826373025, 16.201003759768003), at.hessian().times(v(5, 2.7)));
  }

  @Test
  void sumOfSineTimesCosine() {
    TapeObjective f =
        TapeObjective.of(
            3,
            x -> {
              Var sum = Var.constant(0);
              for (Var each : x) {
                sum = sum.add(each.sin().multiply(each.cos()));
              }
              return sum;
            });
    double[] v = {.1, .2, .3};
    SymmetricOperator h = f.expandAt(v(1, 2, 3)).hessian();
    assertClose(v(-0.18185948536513638, 0.3027209981231713, 0.1676492989193555), h.times(v));
    assertEquals(0.09265304076392727, h.quadraticForm(v), TOLERANCE * 0.1);
  }

  @Test
  void sumOfCumulativeProducts() {
    TapeObjective f =
        TapeObjective.of(
            4,
            x -> {
              Var product = x[0];
              Var sum = x[0];
              for (int i = 1; i < 4; i++) {
                product = product.multiply(x[i]);
                sum = sum.add(product);
              }
              return sum;
            });
    assertHessian(
        new double[][] {{0, 16, 10, 6}, {16, 0, 5, 3}, {10, 5, 0, 2}, {6, 3, 2, 0}},
        f,
        v(1, 2, 3, 4));
  }

  @Test
  void quotientOfExponentialAndRootOfCubes() {
    TapeObjective f =
        TapeObjective.of(
            1, x -> x[0].exp().divide(x[0].sin().pow(3).add(x[0].cos().pow(3)).sqrt()));
    assertHessian(new double[][] {{82.55705026089267}}, f, v(2));
  }

  @Test
  void sumOfCubesIsDiagonal() {
    TapeObjective f = TapeObjective.of(4, x -> sumOfPowers(x, 3));
    assertHessian(
        new double[][] {{6, 0, 0, 0}, {0, 12, 0, 0}, {0, 0, 18, 0}, {0, 0, 0, 24}},
        f,
        v(1, 2, 3, 4));
  }

  @Test
  void smallPolynomial() {
    TapeObjective f =
        TapeObjective.of(2, x -> x[0].square().multiply(x[1]).add(x[1].square().multiply(3)));
    assertClose(v(-28, 62), f.expandAt(v(2, -3)).hessian().times(v(8, 5)));
  }

  @Test
  void cubicOfAnInnerProduct() {
    double[] u = {.8, -.5, .2};
    TapeObjective f =
        TapeObjective.of(
            3, x -> Var.constant(0).linearCombination(u, x).pow(3).multiply(1.3).divide(6));
    assertClose(
        v(1.08836, -0.680225, 0.27209),
        f.expandAt(v(.4, -.7, 1.2)).hessian().times(v(1.1, -.3, .6)));
  }

  @Test
  void quadratics() {
    double[] v = {1, -2, 3, -4, 5};
    assertClose(
        v(2, -4, 6, -8, 10),
        TapeObjective.of(5, x -> sumOfPowers(x, 2)).expandAt(v(3, 1, 4, 1, 5)).hessian().times(v));
    assertClose(
        v(14, 6),
        TapeObjective.of(2, x -> x[0].multiply(x[0]).multiply(x[1]))
            .expandAt(v(3, 4))
            .hessian()
            .times(v(1, 1)));
    assertHessian(
        new double[][] {{2, 1}, {1, 4}},
        TapeObjective.of(
            2, x -> x[0].pow(2).add(x[0].multiply(x[1])).add(x[1].multiply(2).multiply(x[1]))),
        v(-7, 11));
  }

  @Test
  void cosineTimesSine() {
    double diagonal = -0.01112277849433959;
    assertHessian(
        new double[][] {{diagonal, 0.9627248523838556}, {0.9627248523838556, diagonal}},
        TapeObjective.of(2, x -> x[0].cos().multiply(x[1].sin())),
        v(1.3, 3.1));
  }

  @Test
  void variablePowerTimesExponential() {
    assertHessian(
        new double[][] {
          {0.04750855710180129, 0.0046790788245209165, 0.029608732471377575},
          {0.0046790788245209165, 3.265599201181395e-5, 0.0006852571693571002},
          {0.029608732471377575, 0.0006852571693571002, 0.014379516873516704}
        },
        TapeObjective.of(3, x -> x[0].pow(x[1]).multiply(x[2].multiply(2).exp())),
        v(1.1, 4.53, -3.03));
  }

  @Test
  void hyperbolicProduct() {
    assertHessian(
        new double[][] {
          {-66180.25887502133, 99243.09214726083}, {99243.09214726083, -148905.582468798}
        },
        TapeObjective.of(2, x -> x[0].multiply(2).cosh().multiply(x[1].multiply(3).sinh())),
        v(2.22, -2.22));
  }

  @Test
  void powerOfSineToTheCosine() {
    assertHessian(
        new double[][] {
          {13.420041163587449, -0.12197282590401412}, {-0.12197282590401412, -1.3427324475973839}
        },
        TapeObjective.of(2, x -> x[0].sin().pow(x[1].cos())),
        v(.531, 3.12));
  }

  /** Speelpenning's product: row i of H is gᵢ/xⱼ off the diagonal, hence x₁h₁ⱼ/gⱼ = 1, h₁₁ = 0. */
  @Test
  void productOfAllInputs() {
    double[] x = {1.5, -2, 0.25, 3, 4};
    TapeObjective f =
        TapeObjective.of(
            5,
            w -> {
              Var product = Var.constant(1);
              for (Var each : w) {
                product = product.multiply(each);
              }
              return product;
            });
    TapeExpansion at = f.expandAt(x);
    double[] h = at.hessian().times(v(1, 0, 0, 0, 0));
    double[] g = at.gradient();
    assertEquals(0, h[0]);
    for (int j = 1; j < 5; j++) {
      assertEquals(1, x[0] * h[j] / g[j], TOLERANCE);
    }
  }

  @Test
  void productOfPowers() {
    TapeObjective f = TapeObjective.of(2, x -> x[0].pow(3).multiply(x[1].pow(3)));
    assertClose(v(2916, 2016), f.expandAt(v(2, 3)).hessian().times(v(4, 5)));
  }

  @Test
  void inputTimesSumOfSinesToAVariablePower() {
    TapeObjective f =
        TapeObjective.of(
            3, x -> x[0].multiply(x[0].sin().add(x[1].sin()).add(x[2].sin())).pow(x[1]));
    assertClose(
        v(-6.506884567675, -44.4397497417927, -32.0487522102782),
        f.expandAt(v(1.1, 2.2, 3.3)).hessian().times(v(4.4, 5.5, 6.6)));
  }

  @Test
  void productOfPowerSums() {
    TapeExpansion at =
        TapeObjective.of(6, x -> sumOfPowers(x, 4).multiply(sumOfPowers(x, 6)))
            .expandAt(v(1, 2, 3, 4, 5, 6));
    assertEquals(152814025, at.value());
    assertClose(
        v(1177710, 6997488, 23260878, 59947584, 132485550, 263021040),
        at.hessian().times(v(1, 1, 1, 1, 1, 1)));
  }

  @Test
  void sumOfCubedDifferencesIsTridiagonal() {
    double[] x = {1, 3, 2, 7};
    TapeObjective f =
        TapeObjective.of(
            4,
            w -> {
              Var sum = Var.constant(0);
              for (int i = 0; i < 3; i++) {
                sum = sum.add(w[i + 1].subtract(w[i]).pow(3));
              }
              return sum;
            });
    // d = 6 Δx = (12, −6, 30): diagonal (d, 0) + (0, d), off the diagonal −d.
    assertHessian(
        new double[][] {{12, -12, 0, 0}, {-12, 6, 6, 0}, {0, 6, 24, -30}, {0, 0, -30, 30}}, f, x);
  }

  @Test
  void quarticForm() {
    double[][] a = {{2, 1, 0}, {3, -1, 5}, {-2, 4, 1}};
    double[] x = {1, -2, 3};
    TapeObjective f =
        TapeObjective.of(
            3,
            w -> {
              Var sum = Var.constant(0);
              for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                  sum = sum.add(w[i].pow(2).multiply(w[j].pow(2)).multiply(a[i][j]));
                }
              }
              return sum;
            });
    // Hᵢᵢ = 12 Aᵢᵢ xᵢ² + 2 Σⱼ (Aᵢⱼ + Aⱼᵢ) xⱼ², Hᵢⱼ = 4 (Aᵢⱼ + Aⱼᵢ) xᵢ xⱼ, worked by hand.
    assertHessian(new double[][] {{20, -32, -24}, {-32, 122, -216}, {-24, -216, 176}}, f, x);
  }

  @Test
  void rosenbrock() {
    for (double alpha : new double[] {1, 100}) {
      for (double[] x : new double[][] {{1, 1}, {2.5, .8}}) {
        TapeObjective f =
            TapeObjective.of(
                2,
                w ->
                    w[1].subtract(w[0].square())
                        .square()
                        .multiply(alpha)
                        .add(w[0].subtractFrom(1).square()));
        double h00 = 2 + 12 * alpha * x[0] * x[0] - 4 * alpha * x[1];
        double h01 = -4 * alpha * x[0];
        assertHessian(new double[][] {{h00, h01}, {h01, 2 * alpha}}, f, x);
      }
    }
  }

  @Test
  void rosenbrockAtItsMinimum() {
    TapeObjective f =
        TapeObjective.of(
            2,
            w ->
                w[1].subtract(w[0].multiply(w[0]))
                    .pow(2)
                    .multiply(100)
                    .add(Var.constant(1).subtract(w[0]).pow(2)));
    assertArrayEquals(v(802, -400), f.expandAt(v(1, 1)).hessian().times(v(1, 0)), 1e-10);
  }

  private static Var sumOfPowers(Var[] x, int p) {
    Var sum = Var.constant(0);
    for (Var each : x) {
      sum = sum.add(each.pow(p));
    }
    return sum;
  }

  private static double[] v(double... entries) {
    return entries;
  }

  private static void assertHessian(double[][] expected, TapeObjective f, double[] x) {
    SymmetricOperator h = f.expandAt(x).hessian();
    double largest = 0;
    for (double[] row : expected) {
      for (double entry : row) {
        largest = Math.max(largest, Math.abs(entry));
      }
    }
    for (int i = 0; i < x.length; i++) {
      double[] unit = new double[x.length];
      unit[i] = 1;
      assertArrayEquals(expected[i], h.times(unit), TOLERANCE * largest);
    }
  }

  private static void assertClose(double[] expected, double[] actual) {
    double largest = 0;
    for (double entry : expected) {
      largest = Math.max(largest, Math.abs(entry));
    }
    assertArrayEquals(expected, actual, TOLERANCE * largest);
  }
}
