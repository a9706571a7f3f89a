package org.roperator.dense;

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where systems keep their BLAS, fastest families first. */
final class SystemLibraries {

  private static final List<String> LINUX_NAMES =
      List.of(
          "libopenblas.so.0",
          "libopenblas.so",
          "libblis.so.4",
          "libblis.so",
          "libmkl_rt.so.2",
          "libmkl_rt.so",
          "libblas.so.3");
  private static final List<String> MAC_NAMES =
      List.of("libopenblas.0.dylib", "libopenblas.dylib", "libblis.dylib", "libmkl_rt.dylib");

  private static final List<String> LINUX_FOLDERS =
      List.of(
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/usr/lib/riscv64-linux-gnu",
          "/usr/lib64",
          "/usr/lib",
          "/usr/local/lib64",
          "/usr/local/lib",
          "/opt/OpenBLAS/lib",
          "/opt/intel/oneapi/mkl/latest/lib",
          "/opt/intel/oneapi/mkl/latest/lib/intel64");
  private static final List<String> MAC_FOLDERS =
      List.of(
          "/opt/homebrew/opt/openblas/lib",
          "/usr/local/opt/openblas/lib",
          "/opt/local/lib",
          "/usr/local/lib");

  /** Lives in the loader's cache, not on the disk. */
  private static final Path ACCELERATE =
      Path.of("/System/Library/Frameworks/Accelerate.framework/Accelerate");

  private SystemLibraries() {}

  /**
   * The libraries that are there, in the order in which to try them.
   *
   * @param os the system property {@code os.name}
   * @param environment the variables of the process, of which the loader's search path is used
   * @param resolve the real path of a file, or nothing if there is none
   */
  static List<SystemLibrary> find(
      String os, Map<String, String> environment, Function<Path, Optional<Path>> resolve) {
    Set<Path> found = new LinkedHashSet<>();
    if (os.equals("Linux")) {
      find(LINUX_NAMES, folders(environment, "LD_LIBRARY_PATH", LINUX_FOLDERS), resolve, found);
    } else if (os.startsWith("Mac")) {
      find(MAC_NAMES, folders(environment, "DYLD_LIBRARY_PATH", MAC_FOLDERS), resolve, found);
      found.add(ACCELERATE);
    }
    return found.stream().map(SystemLibrary::at).toList();
  }

  private static void find(
      List<String> names,
      List<String> folders,
      Function<Path, Optional<Path>> resolve,
      Set<Path> found) {
    for (String name : names) {
      for (String folder : folders) {
        resolve.apply(Path.of(folder, name)).ifPresent(found::add);
      }
    }
  }

  private static List<String> folders(
      Map<String, String> environment, String searchPath, List<String> usual) {
    String[] first = environment.getOrDefault(searchPath, "").split(File.pathSeparator, -1);
    return Stream.concat(Stream.of(first).filter(f -> !f.isEmpty()), usual.stream()).toList();
  }
}
