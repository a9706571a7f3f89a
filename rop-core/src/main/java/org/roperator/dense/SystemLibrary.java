package org.roperator.dense;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A BLAS installed in the system.
 *
 * @param path where it is, links followed
 * @param family whose it is
 */
record SystemLibrary(Path path, Family family) {

  private static final String GENERAL = "OMP_NUM_THREADS";
  private static final String WHY = "a call must stay on its caller's thread";

  /** Whose library it is, and so what decides the number of its threads. */
  enum Family {
    /** Runs on all processors unless told otherwise. */
    OPENBLAS("OPENBLAS_NUM_THREADS"),
    /** Runs on one thread unless told otherwise. */
    BLIS("BLIS_NUM_THREADS"),
    /** Runs on all processors unless told otherwise. */
    MKL("MKL_NUM_THREADS"),
    /** Apple's; runs on all processors unless told otherwise. */
    ACCELERATE("VECLIB_MAXIMUM_THREADS"),
    /** The plain one of netlib.org; knows no threads. */
    REFERENCE(GENERAL),
    /** Not known to us. */
    OTHER(GENERAL);

    private final String variable;

    Family(String variable) {
      this.variable = variable;
    }

    /** The family a library belongs to, told from its path. */
    static Family of(Path library) {
      String path = library.toString().toLowerCase(Locale.ROOT);
      if (path.contains("openblas")) {
        return OPENBLAS;
      } else if (path.contains("blis")) {
        return BLIS;
      } else if (path.contains("mkl")) {
        return MKL;
      } else if (path.contains("accelerate") || path.contains("veclib")) {
        return ACCELERATE;
      } else if (path.contains("/blas/") || path.contains("refblas")) {
        return REFERENCE;
      }
      return OTHER;
    }
  }

  /** The library at a path. */
  static SystemLibrary at(Path path) {
    return new SystemLibrary(path, Family.of(path));
  }

  /**
   * Why a call of this library might run on several threads, if it might.
   *
   * <p>The library itself tells whether it could: by what it asks of others. Where that can't be
   * read, its path must do. A process can't change its own environment from Java, and the interface
   * to the library reaches none of its functions for threads, so the variable has to be set by
   * whoever starts it.
   *
   * @param environment the variables of the process
   * @param symbols what the library offers and asks for, if known
   */
  Optional<String> threadHazard(Map<String, String> environment, Optional<NativeSymbols> symbols) {
    boolean alone =
        symbols
            .map(known -> !known.canStartThreads())
            .orElseGet(() -> family == Family.REFERENCE || path.toString().contains("serial"));
    if (alone) {
      return Optional.empty();
    }
    for (String variable : List.of(family.variable, GENERAL)) {
      String value = environment.get(variable);
      if (value != null) {
        return value.equals("1")
            ? Optional.empty()
            : Optional.of(variable + " is " + value + ", but must be 1: " + WHY);
      }
    }
    return family == Family.BLIS
        ? Optional.empty()
        : Optional.of("the variable " + family.variable + " must be set to 1: " + WHY);
  }
}
