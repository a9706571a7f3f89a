package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.autodiff.MatrixFactorsTest.assertSame;
import static org.roperator.autodiff.MatrixFactorsTest.weighed;
import static org.roperator.contract.Refusals.assertRefused;

import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;

/** Eigenvalues and eigenvectors against Jacobi's rotations over active numbers and closed forms. */
class VarEigenTest {

  /** Upper triangles of A, row by row; eigenvalues well apart. */
  private static final double[] TRIANGLE = {4, 0.3, -0.5, 1, 0.7, -2};

  private static VarMatrix symmetric(VarArray x) {
    return x.select(0, 1, 2, 1, 3, 4, 2, 4, 5).asMatrix(3, 3);
  }

  private static final int[] UPPER = {0, 1, 2, 1, 3, 4, 2, 4, 5};

  /**
   * Cyclic rotations until nothing is left, and two sweeps more for the derivatives: eigenvalues in
   * the last row, eigenvectors in the columns above, rising, the largest entry positive.
   */
  private static DerivativeStructure[][] jacobi(DerivativeStructure[] x) {
    int n = 3;
    DerivativeStructure zero = x[0].getField().getZero();
    DerivativeStructure[][] a = new DerivativeStructure[n][n];
    DerivativeStructure[][] v = new DerivativeStructure[n][n];
    for (int e = 0; e < n * n; e++) {
      a[e / n][e % n] = x[UPPER[e]];
      v[e / n][e % n] = zero.add(e / n == e % n ? 1 : 0);
    }
    for (int sweep = 0; sweep < 12; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          // tan 2θ = 2 a_pq/(a_pp − a_qq), by the small angle, smooth where a_pq is 0.
          DerivativeStructure theta =
              a[p][q].multiply(2).divide(a[p][p].subtract(a[q][q])).atan().multiply(0.5);
          DerivativeStructure c = theta.cos();
          DerivativeStructure s = theta.sin();
          for (int i = 0; i < n; i++) {
            DerivativeStructure ip = a[i][p];
            DerivativeStructure iq = a[i][q];
            a[i][p] = ip.multiply(c).add(iq.multiply(s));
            a[i][q] = iq.multiply(c).subtract(ip.multiply(s));
            ip = v[i][p];
            iq = v[i][q];
            v[i][p] = ip.multiply(c).add(iq.multiply(s));
            v[i][q] = iq.multiply(c).subtract(ip.multiply(s));
          }
          for (int i = 0; i < n; i++) {
            DerivativeStructure pi = a[p][i];
            DerivativeStructure qi = a[q][i];
            a[p][i] = pi.multiply(c).add(qi.multiply(s));
            a[q][i] = qi.multiply(c).subtract(pi.multiply(s));
          }
        }
      }
    }
    DerivativeStructure[][] out = new DerivativeStructure[n + 1][n];
    boolean[] used = new boolean[n];
    for (int place = 0; place < n; place++) {
      int least = -1;
      for (int i = 0; i < n; i++) {
        if (!used[i] && (least < 0 || a[i][i].getValue() < a[least][least].getValue())) {
          least = i;
        }
      }
      used[least] = true;
      int largest = 0;
      for (int i = 0; i < n; i++) {
        largest =
            Math.abs(v[i][least].getValue()) > Math.abs(v[largest][least].getValue()) ? i : largest;
      }
      double sign = Math.signum(v[largest][least].getValue());
      for (int i = 0; i < n; i++) {
        out[i][place] = v[i][least].multiply(sign);
      }
      out[n][place] = a[least][least];
    }
    return out;
  }

  @Test
  void eigenvaluesAndEigenvectorsAreThoseOfRotations() {
    assertSame(
        TRIANGLE,
        x -> weighed(symmetric(x).eigen().values().asMatrix(1, 3)),
        x -> weighed(new DerivativeStructure[][] {jacobi(x)[3]}));
    assertSame(
        TRIANGLE,
        x -> weighed(symmetric(x).eigen().vectors()),
        x -> {
          DerivativeStructure[][] all = jacobi(x);
          return weighed(new DerivativeStructure[][] {all[0], all[1], all[2]});
        });
    assertSame(
        TRIANGLE,
        x -> symmetric(x).eigen().value(1).exp().add(symmetric(x).eigen().sum(1, 3).sin()),
        x -> {
          DerivativeStructure[] values = jacobi(x)[3];
          return values[1].exp().add(values[1].add(values[2]).sin());
        });
  }

  /** tr exp(A) of [[a, b], [b, c]] is 2 e^m cosh r, m = (a + c)/2, r² = ((a − c)/2)² + b². */
  @Test
  void sumsOfFunctionsHaveClosedForms() {
    for (double[] w : new double[][] {{1, 0.5, -0.3}, {2, 1e-5, 2.00001}, {-1, 3, 4}}) {
      assertSame(
          w,
          x -> x.select(0, 1, 1, 2).asMatrix(2, 2).eigen().sum(Elementary.EXP),
          x -> {
            DerivativeStructure m = x[0].add(x[2]).multiply(0.5);
            DerivativeStructure r =
                x[0].subtract(x[2]).multiply(0.5).pow(2).add(x[1].pow(2)).sqrt();
            return m.exp().multiply(r.cosh()).multiply(2);
          });
    }
  }

  /**
   * At A = cI all eigenvalues coincide, and tr f(A) is smooth nevertheless: along a direction V of
   * the matrix its second derivative is f″(c) tr V².
   */
  @Test
  void coincidingEigenvaluesLeaveSumsSmooth() {
    double c = 0.7;
    double[] w = {c, 0, 0, 0, c, 0, 0, 0, c};
    double[] m = Samples.gaussian(Samples.random(2), 9);
    double[] v = new double[9];
    for (int e = 0; e < 9; e++) {
      v[e] = m[e] + m[e % 3 * 3 + e / 3];
    }
    TapeExpansion at =
        TapeObjective.ofArray(9, x -> x.asMatrix(3, 3).eigen().sum(Elementary.LOG)).expandAt(w);
    assertEquals(3 * Math.log(c), at.value(), 1e-15);
    double[] hv = at.hessian().times(v);
    for (int e = 0; e < 9; e++) {
      assertEquals(e % 4 == 0 ? 1 / c : 0, at.gradient()[e], 1e-14);
      assertEquals(-v[e] / (c * c), hv[e], 1e-13);
    }
  }

  /** Two of three eigenvalues coincide; ln det by them is that by Cholesky's factor. */
  @Test
  void logarithmOfTheDeterminantByEigenvaluesIsThatByFactors() {
    double[] w = {3, 1, 1, 1, 3, 1, 1, 1, 3}; // 2, 2 and 5
    TapeExpansion byValues =
        TapeObjective.ofArray(9, x -> x.asMatrix(3, 3).eigen().sum(Elementary.LOG)).expandAt(w);
    TapeExpansion byFactors =
        TapeObjective.ofArray(9, x -> x.asMatrix(3, 3).cholesky().logDeterminant()).expandAt(w);
    double[] v = {1, 2, -1, 2, 0.5, 3, -1, 3, -2};
    assertEquals(Math.log(20), byValues.value(), 1e-14);
    assertArrayEquals(byFactors.gradient(), byValues.gradient(), 1e-14);
    assertArrayEquals(byFactors.hessian().times(v), byValues.hessian().times(v), 1e-14);
  }

  /**
   * The sum of the coinciding two is the trace less the third: [[a, b], [b, a]] beside c = a − b.
   */
  @Test
  void theSumBelowAGapIsSmooth() {
    double[] w = {3, 1, 1, 1, 3, 1, 1, 1, 3};
    TapeExpansion pair =
        TapeObjective.ofArray(9, x -> x.asMatrix(3, 3).eigen().sum(0, 2)).expandAt(w);
    TapeExpansion rest =
        TapeObjective.ofArray(
                9,
                x -> {
                  VarMatrix a = x.asMatrix(3, 3);
                  return Var.sum(a.get(0, 0), a.get(1, 1), a.get(2, 2))
                      .subtract(a.eigen().value(2));
                })
            .expandAt(w);
    double[] v = {1, 2, -1, 2, 0.5, 3, -1, 3, -2};
    assertEquals(4, pair.value(), 1e-14);
    assertArrayEquals(rest.gradient(), pair.gradient(), 1e-14);
    assertArrayEquals(rest.hessian().times(v), pair.hessian().times(v), 1e-13);
    // Vu = (2, 5.5, 0)/√3 at λ₂ = 5 with u = (1, 1, 1)/√3: vᵀHv = 2 (|Vu|² − (uᵀVu)²)/(5 − 2).
    double square = (4 + 30.25) / 3;
    double mean = 7.5 / 3;
    assertEquals(-2 * (square - mean * mean) / 3, dot(v, pair.hessian().times(v)), 1e-13);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void namesWhatCoincidesAndWhatIsUnsymmetric() {
    VarEigen eigen = VarMatrix.constant(new double[][] {{3, 1, 1}, {1, 3, 1}, {1, 1, 3}}).eigen();
    ArithmeticException e = assertThrows(ArithmeticException.class, eigen::values);
    assertTrue(String.valueOf(e.getMessage()).contains("Eigenvalues 0 and 1"), e.getMessage());
    assertThrows(ArithmeticException.class, eigen::vectors);
    assertThrows(ArithmeticException.class, () -> eigen.value(1));
    assertEquals(5, eigen.value(2).getReal(), 1e-14);
    assertArrayEquals(new double[] {2, 2, 5}, eigen.getReal(), 1e-14);
    assertRefused(() -> eigen.sum(2, 4), "2 to 4", "0 to 3");
    assertRefused(() -> VarMatrix.constant(new double[][] {{1, 2}, {3, 4}}).eigen(), "(1, 0)");
    assertTrue(
        VarMatrix.constant(new double[][] {{1, 0}, {0, 2}})
            .eigen()
            .vectors()
            .entries()
            .isConstant());
  }
}
