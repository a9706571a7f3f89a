package org.roperator.dense;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ludovic.netlib.blas.BLAS;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Example;
import org.roperator.contract.BlasContract;

/** The products in Java keep the laws. */
class JavaBlasLaws implements BlasContract {

  // The process makes its own choice before the implementation under test is opened beside it.
  private static final BlasChoice OF_PROCESS = Blas.choice();
  private static final BlasChoice CHOICE =
      new BlasChoice(BlasChoice.Kind.JAVA, "loops", "under test", List.of());
  private static final Blas JAVA = new NetlibBlas(Netlib.java(), CHOICE);

  @Override
  public Blas blas() {
    return JAVA;
  }

  @Example
  void itIsCalledWhatWasChosen() {
    assertEquals("Java, loops (under test)", JAVA.description());
    assertEquals(OF_PROCESS.description(), Blas.instance().description());
  }

  @Example
  void aLibraryWhoseProductsAreRightIsTaken() {
    assertEquals(CHOICE.description(), NetlibBlas.verified(Netlib.java(), CHOICE).description());
  }

  @Example
  void aLibraryWhoseProductsAreWrongIsNot() {
    BLAS idle =
        (BLAS)
            Proxy.newProxyInstance(
                BLAS.class.getClassLoader(),
                new Class<?>[] {BLAS.class},
                (p, m, arguments) -> null);
    String message =
        String.valueOf(
            assertThrows(IllegalStateException.class, () -> NetlibBlas.verified(idle, CHOICE))
                .getMessage());
    assertTrue(message.contains("wrong"), message);
  }

  @Example
  void aNativeLibraryThatCannotBeOpenedSaysSo() {
    // No native library is in this process, or another than this one; either way it can't be had.
    if (!OF_PROCESS.isNative()) {
      String message =
          String.valueOf(
              assertThrows(
                      IllegalStateException.class,
                      () -> new ProcessEnvironment().open(Path.of("/no/such/library.so"), CHOICE))
                  .getMessage());
      assertTrue(message.contains("netlib can't use it"), message);
    }
    assertThrows(
        UnsatisfiedLinkError.class,
        () -> new ProcessEnvironment().probe(Path.of("/no/such/library.so")));
  }
}
