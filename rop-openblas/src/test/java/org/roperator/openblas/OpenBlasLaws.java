package org.roperator.openblas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.random.RandomGenerator;
import net.jqwik.api.Example;
import org.roperator.contract.BlasContract;
import org.roperator.contract.Samples;
import org.roperator.dense.Blas;
import org.roperator.dense.Transpose;

/** Native products keep the laws. */
class OpenBlasLaws implements BlasContract {

  @Override
  public Blas blas() {
    assertTrue(Blas.choice().isNative(), Blas.choice()::toString);
    return Blas.instance();
  }

  @Example
  void nativeAndJavaAgree() {
    int n = 131; // odd, and beyond one block of the native kernels
    RandomGenerator random = Samples.random(1);
    double[] a = Samples.gaussian(random, n * n);
    double[] b = Samples.gaussian(random, n * n);
    double[] c = new double[n * n];
    double[] inJava = new double[n * n];
    for (Transpose opA : Transpose.values()) {
      for (Transpose opB : Transpose.values()) {
        blas().gemm(opA, opB, n, n, n, 1, a, 0, n, b, 0, n, 0, c, 0, n);
        // Column-major, so the factors exchange their places.
        JavaBLAS.getInstance()
            .dgemm(letter(opB), letter(opA), n, n, n, 1, b, 0, n, a, 0, n, 0, inJava, 0, n);
        // 131 products of normal numbers: some ten in size, rounded some hundred times.
        assertArrayEquals(inJava, c, 1e-12);
      }
    }
  }

  private static String letter(Transpose op) {
    return op == Transpose.NO ? "N" : "T";
  }
}
