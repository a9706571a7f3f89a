package org.roperator.openblas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ludovic.netlib.blas.NativeBLAS;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
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
    assertTrue(new OpenBlasProvider().isOwn(Path.of(choice.library())), choice.library());
    assertEquals(choice.description(), Blas.instance().description());
  }

  @Test
  void callsStayOnOneThread() {
    assertTrue(Blas.choice().isNative());
    assertEquals(1, openblas_nolapack.blas_get_num_threads());
  }

  @Test
  void productsAreThoseOfTheNativeLibraryBitForBit() {
    int n = 50;
    double[] a = Samples.gaussian(Samples.random(2), n * n);
    double[] c = new double[n * n];
    double[] expected = new double[n * n];
    Blas.instance().gemm(Transpose.NO, Transpose.NO, n, n, n, 1, a, 0, n, a, 0, n, 0, c, 0, n);
    NativeBLAS library = NativeBLAS.getInstance(); // throws if it is not native
    library.dgemm("N", "N", n, n, n, 1, a, 0, n, a, 0, n, 0, expected, 0, n);
    assertArrayEquals(expected, c, 0.0);
  }

  @Test
  void knowsItsOwnLibraryFromOthers() {
    OpenBlasProvider provider = new OpenBlasProvider();
    assertTrue(provider.isOwn(Path.of("/cache/libopenblas_nolapack.so.0")));
    assertFalse(provider.isOwn(Path.of("/usr/lib/libopenblas.so.0")));
    assertFalse(provider.isOwn(Path.of("/usr/lib/libblas.so.3")));
    assertEquals("rop-openblas", provider.name());
  }
}
