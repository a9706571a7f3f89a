package org.roperator.dense;

import java.util.List;

/**
 * Which BLAS a process uses, why, and what was passed over.
 *
 * <p>One process uses one native library at most, since two OpenBLAS in one process crash it. The
 * choice is made on first use: the OpenBLAS of {@code rop-openblas} if that is on the class path,
 * else a BLAS installed in the system, else Java. The system property {@code org.roperator.blas}
 * forces it: {@code auto}, {@code openblas}, {@code system}, {@code java}, or the path of a
 * library.
 *
 * <p>The choice is logged by the {@link System.Logger} named {@code org.roperator.dense}: at debug
 * level, or as a warning if a library is there but could not be used.
 *
 * @param kind where the products are computed
 * @param library the path of the native library, or the name of the Java implementation
 * @param reason why it was chosen, one line
 * @param passedOver what stood before it in the order and why it was not taken, one line each
 */
public record BlasChoice(Kind kind, String library, String reason, List<String> passedOver) {

  /** Where products are computed. */
  public enum Kind {
    /** By the native OpenBLAS that a module on the class path brings along. */
    OPENBLAS,
    /** By a native library installed in the system. */
    SYSTEM,
    /** By Java code. */
    JAVA
  }

  /** A choice. */
  public BlasChoice {
    passedOver = List.copyOf(passedOver);
  }

  /** Whether products of some size run in a native library. */
  public boolean isNative() {
    return kind != Kind.JAVA;
  }

  /** One line for logs and reports: what it is and why. */
  public String description() {
    String what =
        switch (kind) {
          case OPENBLAS -> "OpenBLAS, " + library;
          case SYSTEM -> "system BLAS, " + library;
          case JAVA -> "Java, " + library;
        };
    return what + " (" + reason + ")";
  }
}
