package org.roperator.dense;

import java.nio.file.Path;

/**
 * A module that brings a native BLAS along, found by {@link java.util.ServiceLoader}.
 *
 * <p>An implementation has a public constructor without arguments that does nothing; it may not be
 * called on to load anything if another library is in the process already.
 */
public interface NativeBlasProvider {

  /** What it brings, such as {@code "OpenBLAS 0.3.31"}. */
  String name();

  /**
   * Loads the library into this process, bounds it to one thread per call, and says where it is.
   *
   * @return the path of the file that was loaded
   * @throws RuntimeException if there is none for this platform or it can't be loaded; a {@link
   *     LinkageError} means the same
   */
  Path load();

  /**
   * Whether a library found in the process is the one this provider would load.
   *
   * @param library the path of a loaded library
   */
  boolean isOwn(Path library);
}
