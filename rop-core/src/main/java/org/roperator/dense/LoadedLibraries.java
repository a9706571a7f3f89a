package org.roperator.dense;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the BLAS among the files mapped into a process of Linux. */
final class LoadedLibraries {

  // JNI bridges such as libnetlibblasjni.so and libjniopenblas.so are no BLAS themselves.
  private static final Pattern BLAS =
      Pattern.compile("lib(openblas|blas|blis|mkl_rt|mkl_core|satlas|tatlas|nvblas)[^/]*\\.so.*");

  private LoadedLibraries() {}

  /**
   * The paths of the libraries, each once.
   *
   * @param maps the lines of {@code /proc/self/maps}
   */
  static List<Path> amongMaps(List<String> maps) {
    return maps.stream()
        .filter(line -> line.indexOf('/') >= 0)
        .map(line -> Path.of(line.substring(line.indexOf('/'))))
        .filter(path -> BLAS.matcher(String.valueOf(path.getFileName())).matches())
        .distinct()
        .toList();
  }
}
