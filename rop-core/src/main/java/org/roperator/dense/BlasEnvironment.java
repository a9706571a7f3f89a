package org.roperator.dense;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the choice of a BLAS depends on, and the only way it reaches the process. */
interface BlasEnvironment {

  /** Why native products are unsafe on this Java, if they are. */
  Optional<String> jniHazard();

  /** The modules on the class path that bring a library. */
  List<NativeBlasProvider> providers();

  /** The libraries of the kind that are in the process already, as far as that can be told. */
  List<Path> loaded();

  /** The libraries installed in the system, in the order in which to try them. */
  List<SystemLibrary> installed();

  /** What a library offers and asks for, if that can be read from its file. */
  Optional<NativeSymbols> symbols(Path library);

  /** Whether a library in the process was loaded and bounded to one thread for this purpose. */
  boolean isKept(Path library);

  /** Notes that a library was, for all class loaders of the process. */
  void keep(Path library);

  /** The variables of the process. */
  Map<String, String> environment();

  /**
   * Loads a library of the system. One that the loader refuses leaves nothing behind.
   *
   * @throws LinkageError if it is refused
   */
  void probe(Path library);

  /**
   * Products by a native library that is loaded. Can be called once in a process, whether it
   * succeeds or not.
   *
   * @throws RuntimeException if the library can't be used; a {@link LinkageError} likewise
   */
  Blas open(Path library, BlasChoice choice);

  /** Products in Java; the choice is made from the name of the implementation. */
  Blas inJava(BlasChoice choice);

  /** The name of the best Java implementation that runs here. */
  String javaName();
}
