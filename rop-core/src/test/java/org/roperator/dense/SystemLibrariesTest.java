package org.roperator.dense;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which libraries of a system are seen, and when they are known to stay on one thread. */
class SystemLibrariesTest {

  private static final String DEBIAN = "/usr/lib/x86_64-linux-gnu/";

  private static Function<Path, Optional<Path>> disk(Map<String, String> links) {
    return path -> Optional.ofNullable(links.get(path.toString())).map(Path::of);
  }

  private static List<String> paths(List<SystemLibrary> libraries) {
    return libraries.stream().map(l -> l.path().toString()).toList();
  }

  @Test
  void fasterFamiliesComeFirstAndOneFileComesOnce() {
    String openblas = DEBIAN + "openblas-pthread/libopenblasp-r0.3.21.so";
    Map<String, String> files =
        Map.of(
            DEBIAN + "libblas.so.3",
            openblas,
            DEBIAN + "libopenblas.so.0",
            openblas,
            "/usr/lib64/libblis.so.4",
            "/usr/lib64/libblis.so.4.0.0");
    assertEquals(
        List.of(openblas, "/usr/lib64/libblis.so.4.0.0"),
        paths(SystemLibraries.find("Linux", Map.of(), disk(files))));
  }

  @Test
  void theLoadersSearchPathComesBeforeTheUsualFolders() {
    Map<String, String> files =
        Map.of(
            "/mine/libopenblas.so.0",
            "/mine/libopenblas.so.0",
            DEBIAN + "libopenblas.so.0",
            DEBIAN + "libopenblas.so.0");
    assertEquals(
        List.of("/mine/libopenblas.so.0", DEBIAN + "libopenblas.so.0"),
        paths(
            SystemLibraries.find(
                "Linux", Map.of("LD_LIBRARY_PATH", "/other:/mine:"), disk(files))));
  }

  @Test
  void appleAlwaysHasItsOwn() {
    List<SystemLibrary> libraries = SystemLibraries.find("Mac OS X", Map.of(), disk(Map.of()));
    assertEquals(1, libraries.size());
    assertEquals(SystemLibrary.Family.ACCELERATE, libraries.get(0).family());
    Map<String, String> brew =
        Map.of("/opt/homebrew/opt/openblas/lib/libopenblas.0.dylib", "/cellar/libopenblas.0.dylib");
    assertEquals(
        List.of("/cellar/libopenblas.0.dylib", libraries.get(0).path().toString()),
        paths(SystemLibraries.find("Mac OS X", Map.of(), disk(brew))));
  }

  @Test
  void elsewhereThereIsNone() {
    assertEquals(List.of(), SystemLibraries.find("Windows 11", Map.of(), Optional::of));
  }

  @ParameterizedTest
  @CsvSource({
    "/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3, OPENBLAS",
    "/usr/lib64/libblis.so.4, BLIS",
    "/opt/intel/oneapi/mkl/latest/lib/libmkl_rt.so.2, MKL",
    "/System/Library/Frameworks/Accelerate.framework/Accelerate, ACCELERATE",
    "/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0, REFERENCE",
    "/usr/lib64/libblas.so.3, OTHER"
  })
  void theFamilyShowsInThePath(String path, SystemLibrary.Family family) {
    assertEquals(family, SystemLibrary.at(Path.of(path)).family());
  }

  @ParameterizedTest
  @CsvSource({
    "libopenblas.so.0, '', false",
    "libopenblas.so.0, OPENBLAS_NUM_THREADS=1, true",
    "libopenblas.so.0, OPENBLAS_NUM_THREADS=2, false",
    "libopenblas.so.0, OMP_NUM_THREADS=1, true",
    "libopenblas.so.0, OPENBLAS_NUM_THREADS=4;OMP_NUM_THREADS=1, false",
    "openblas-serial/libblas.so.3, '', true",
    "libblis.so.4, '', true",
    "libblis.so.4, BLIS_NUM_THREADS=1, true",
    "libblis.so.4, BLIS_NUM_THREADS=8, false",
    "libmkl_rt.so.2, '', false",
    "libmkl_rt.so.2, MKL_NUM_THREADS=1, true",
    "Accelerate, '', false",
    "Accelerate, VECLIB_MAXIMUM_THREADS=1, true",
    "blas/libblas.so.3.11.0, '', true",
    "libblas.so.3, '', false",
    "libblas.so.3, OMP_NUM_THREADS=1, true"
  })
  void isTakenOnlyWhereItsThreadsAreBounded(String file, String variables, boolean bounded) {
    Map<String, String> environment =
        variables.isEmpty()
            ? Map.of()
            : List.of(variables.split(";", -1)).stream()
                .map(v -> v.split("=", -1))
                .collect(java.util.stream.Collectors.toMap(v -> v[0], v -> v[1]));
    Optional<String> hazard =
        SystemLibrary.at(Path.of("/usr/lib", file)).threadHazard(environment, Optional.empty());
    assertEquals(bounded, hazard.isEmpty(), hazard::toString);
    hazard.ifPresent(why -> assertTrue(why.contains("_THREADS") && why.contains("1"), why));
  }

  @Test
  void librariesInTheProcessAreReadFromItsMaps() {
    List<String> maps =
        List.of(
            "7f00-7f01 r--p 00000000 fe:00 1   /opt/my libs/libopenblas.so.0",
            "7f01-7f02 r-xp 00000000 fe:00 1   /opt/my libs/libopenblas.so.0",
            "7f02-7f03 r-xp 00000000 fe:00 2   /tmp/libnetlibblasjni123.so",
            "7f03-7f04 r-xp 00000000 fe:00 3   /cache/libjniopenblas_nolapack.so",
            "7f04-7f05 r-xp 00000000 fe:00 4   /usr/lib/libblas.so.3.11.0",
            "7f05-7f06 rw-p 00000000 00:00 0 ",
            "7f06-7f07 r-xp 00000000 00:00 0   [vdso]");
    assertEquals(
        List.of(Path.of("/opt/my libs/libopenblas.so.0"), Path.of("/usr/lib/libblas.so.3.11.0")),
        LoadedLibraries.amongMaps(maps));
  }
}
