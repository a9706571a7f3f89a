package org.roperator.openblas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.dense.Blas;
import org.roperator.dense.BlasChoice;
import org.roperator.dense.Transpose;

/** On a platform it supports, this module is what a process computes with. */
class OpenBlasTest {

  @Test
  void isChosenWhereItIsOnTheClassPath() {
    BlasChoice choice = Blas.choice();
    assertEquals(BlasChoice.Kind.OPENBLAS, choice.kind(), choice::toString);
    assertEquals(List.of(), choice.passedOver());
    assertTrue(choice.library().contains("openblas"), choice.library());
    assertTrue(Blas.instance().description().contains("rop-openblas"));
  }

  @Test
  void callsStayOnOneThread() {
    assertTrue(Blas.choice().isNative());
    assertEquals(1, org.bytedeco.openblas.presets.openblas_nolapack.blas_get_num_threads());
  }

  @Test
  void productsAreRight() {
    int n = 40; // beyond what is computed by plain loops
    double[] a = new double[n * n];
    double[] b = new double[n * n];
    double[] expected = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i * n + j] = i - j; // (AB)_ij = Σ_p (i − p)(p + 2j), exact in whole numbers
        b[i * n + j] = i + 2 * j;
        for (int p = 0; p < n; p++) {
          expected[i * n + j] += (i - p) * (p + 2 * j);
        }
      }
    }
    double[] c = new double[n * n];
    Blas.instance().gemm(Transpose.NO, Transpose.NO, n, n, n, 1, a, 0, n, b, 0, n, 0, c, 0, n);
    assertArrayEquals(expected, c);
  }
}
