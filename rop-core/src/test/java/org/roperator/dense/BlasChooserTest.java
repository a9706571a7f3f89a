package org.roperator.dense;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertThrowsNaming;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.ServiceConfigurationError;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roperator.contract.CountingBlas;
import org.roperator.dense.BlasChoice.Kind;
import org.roperator.dense.BlasChooser.Chosen;

/** The choice for every kind of process, without loading anything. */
class BlasChooserTest {

  private static final Path BUNDLED = Path.of("/cache/libopenblas_nolapack.so.0");
  private static final Path INSTALLED = Path.of("/usr/lib/openblas-serial/libopenblas.so.0");
  private static final Path THREADED = Path.of("/usr/lib/libopenblas.so.0");
  private static final Path REFERENCE = Path.of("/usr/lib/blas/libblas.so.3");

  /** A process that has what its fields say and records what was opened. */
  private static class FakeProcess implements BlasEnvironment {

    Optional<String> hazard = Optional.empty();
    List<NativeBlasProvider> providers = List.of();
    List<Path> loaded = List.of();
    List<Path> installed = List.of();
    List<Path> refusedByLoader = List.of();
    List<Path> refusedByNetlib = List.of();
    Map<String, String> environment = Map.of();
    Map<Path, NativeSymbols> symbols = Map.of();
    List<Path> kept = new ArrayList<>();
    final List<Path> touched = new ArrayList<>();
    final List<Path> opened = new ArrayList<>();

    @Override
    public Optional<String> jniHazard() {
      return hazard;
    }

    @Override
    public List<NativeBlasProvider> providers() {
      return providers;
    }

    @Override
    public List<Path> loaded() {
      return loaded;
    }

    @Override
    public List<SystemLibrary> installed() {
      return installed.stream().map(SystemLibrary::at).toList();
    }

    @Override
    public Optional<NativeSymbols> symbols(Path library) {
      return Optional.ofNullable(symbols.get(library));
    }

    @Override
    public boolean isKept(Path library) {
      return kept.contains(library);
    }

    @Override
    public void keep(Path library) {
      kept.add(library);
    }

    @Override
    public Map<String, String> environment() {
      return environment;
    }

    @Override
    public void probe(Path library) {
      if (refusedByLoader.contains(library)) {
        throw new UnsatisfiedLinkError("wrong ELF class\nand more");
      }
      touched.add(library);
    }

    @Override
    public Blas open(Path library, BlasChoice choice) {
      opened.add(library);
      if (refusedByNetlib.contains(library)) {
        throw new IllegalStateException("its first product is wrong");
      }
      return new CountingBlas(Blas.instance());
    }

    @Override
    public Blas inJava(BlasChoice choice) {
      return new CountingBlas(Blas.instance());
    }

    @Override
    public String javaName() {
      return "JavaLoops";
    }

    void provides(Path library) {
      providers =
          List.of(
              new NativeBlasProvider() {
                @Override
                public String name() {
                  return "rop-openblas";
                }

                @Override
                public Path load() {
                  probe(library);
                  return library;
                }

                @Override
                public boolean isOwn(Path other) {
                  return other.equals(library);
                }
              });
    }
  }

  private static void assertChosen(Kind kind, String library, Chosen chosen) {
    assertEquals(kind, chosen.choice().kind(), chosen.choice()::toString);
    assertEquals(library, chosen.choice().library());
    assertEquals(kind != Kind.JAVA, chosen.choice().isNative());
  }

  private static void assertPassedOver(Chosen chosen, String... parts) {
    assertEquals(parts.length, chosen.choice().passedOver().size(), chosen.choice()::toString);
    for (int i = 0; i < parts.length; i++) {
      String why = chosen.choice().passedOver().get(i);
      assertTrue(why.contains(parts[i]), why);
    }
  }

  @Test
  void takesTheBundledLibraryFirst() {
    FakeProcess process = new FakeProcess();
    process.provides(BUNDLED);
    process.installed = List.of(INSTALLED);
    Chosen chosen = BlasChooser.choose("auto", process);
    assertChosen(Kind.OPENBLAS, BUNDLED.toString(), chosen);
    assertPassedOver(chosen);
    assertEquals(List.of(BUNDLED), process.opened);
    assertEquals(
        "OpenBLAS, " + BUNDLED + " (brought by rop-openblas)", chosen.choice().description());
  }

  @Test
  void takesTheSystemsLibraryElse() {
    FakeProcess process = new FakeProcess();
    process.installed = List.of(INSTALLED, REFERENCE);
    Chosen chosen = BlasChooser.choose("auto", process);
    assertChosen(Kind.SYSTEM, INSTALLED.toString(), chosen);
    assertPassedOver(chosen, "rop-openblas is not on the class path");
    assertTrue(chosen.troubles().isEmpty(), "what is not there is no trouble");
    assertEquals(
        "system BLAS, " + INSTALLED + " (found in the system)", chosen.choice().description());
  }

  @Test
  void computesInJavaElse() {
    Chosen chosen = BlasChooser.choose("auto", new FakeProcess());
    assertChosen(Kind.JAVA, "JavaLoops", chosen);
    assertPassedOver(chosen, "rop-openblas", "the system has no BLAS");
    assertEquals("Java, JavaLoops (no native library can be used)", chosen.choice().description());
  }

  @Test
  void aLibraryThatDoesNotLoadIsPassedOverWithItsReason() {
    FakeProcess process = new FakeProcess();
    process.provides(BUNDLED);
    process.installed = List.of(INSTALLED, REFERENCE);
    process.refusedByLoader = List.of(BUNDLED, INSTALLED);
    Chosen chosen = BlasChooser.choose("auto", process);
    assertChosen(Kind.SYSTEM, REFERENCE.toString(), chosen);
    assertPassedOver(chosen, "rop-openblas failed", INSTALLED + " failed");
    assertEquals(chosen.choice().passedOver(), chosen.troubles());
    assertFalse(chosen.troubles().get(0).contains("\n"), "a reason is one line");
    assertTrue(chosen.troubles().get(0).contains("wrong ELF class"));
  }

  @Test
  void afterALibraryWasLoadedInVainNoSecondIsTried() {
    FakeProcess process = new FakeProcess();
    process.provides(BUNDLED);
    process.installed = List.of(INSTALLED, REFERENCE);
    process.refusedByNetlib = List.of(BUNDLED);
    Chosen chosen = BlasChooser.choose("auto", process);
    assertChosen(Kind.JAVA, "JavaLoops", chosen);
    assertEquals(List.of(BUNDLED), process.touched);

    FakeProcess bare = new FakeProcess();
    bare.installed = List.of(INSTALLED, REFERENCE);
    bare.refusedByNetlib = List.of(INSTALLED);
    assertChosen(Kind.JAVA, "JavaLoops", BlasChooser.choose("auto", bare));
    assertEquals(List.of(INSTALLED), bare.touched);
  }

  @Test
  void neverBringsASecondLibraryIntoTheProcess() {
    FakeProcess process = new FakeProcess();
    process.provides(BUNDLED);
    process.loaded = List.of(REFERENCE);
    process.installed = List.of(INSTALLED);
    Chosen chosen = BlasChooser.choose("auto", process);
    assertChosen(Kind.SYSTEM, REFERENCE.toString(), chosen);
    assertPassedOver(chosen, "must not join " + REFERENCE);
    assertEquals("in the process already", chosen.choice().reason());
    assertEquals(List.of(), process.touched, "what is there is not loaded again");

    process.loaded = List.of(BUNDLED);
    assertChosen(Kind.OPENBLAS, BUNDLED.toString(), BlasChooser.choose("auto", process));
  }

  @Test
  void aLibraryThatCouldUseSeveralThreadsIsPassedOver() {
    FakeProcess process = new FakeProcess();
    process.installed = List.of(THREADED, REFERENCE);
    Chosen chosen = BlasChooser.choose("auto", process);
    assertChosen(Kind.SYSTEM, REFERENCE.toString(), chosen);
    assertPassedOver(chosen, "rop-openblas", "OPENBLAS_NUM_THREADS must be set to 1");
    process.environment = Map.of("OPENBLAS_NUM_THREADS", "1");
    assertChosen(Kind.SYSTEM, THREADED.toString(), BlasChooser.choose("auto", process));
  }

  @Test
  void aForcedLinkIsTheLibraryItLeadsTo(@TempDir Path folder) throws IOException {
    Path threaded = Files.createFile(folder.toRealPath().resolve("libopenblas.so.0"));
    Path link = Files.createSymbolicLink(folder.resolve("libblas.so.3"), threaded);
    FakeProcess process = new FakeProcess();
    process.environment = Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "8");
    assertThrowsNaming(
        IllegalStateException.class,
        () -> BlasChooser.choose(link.toString(), process),
        threaded,
        "OPENBLAS_NUM_THREADS");
    // That it is in the process already does not speak against it.
    process.environment = Map.of("OPENBLAS_NUM_THREADS", "1");
    process.loaded = List.of(threaded);
    assertChosen(Kind.SYSTEM, threaded.toString(), BlasChooser.choose(link.toString(), process));
  }

  @Test
  void aProviderThatCannotBeMadeIsPassedOver() {
    FakeProcess process =
        new FakeProcess() {
          @Override
          public List<NativeBlasProvider> providers() {
            throw new ServiceConfigurationError("broken.Provider could not be instantiated");
          }
        };
    Chosen chosen = BlasChooser.choose("auto", process);
    assertChosen(Kind.JAVA, "JavaLoops", chosen);
    assertPassedOver(chosen, "broken.Provider", "the system has no BLAS");
  }

  /** Its path says nothing: what it asks of others does. */
  @Test
  void aLibraryTellsItselfWhetherItCouldUseSeveralThreads() {
    Set<String> products = Set.of("dgemm_", "dgemv_");
    FakeProcess process = new FakeProcess();
    process.installed = List.of(INSTALLED, THREADED);
    process.symbols =
        Map.of(
            INSTALLED,
            new NativeSymbols(products, Set.of("pthread_create")),
            THREADED,
            new NativeSymbols(products, Set.of("memcpy")));
    Chosen chosen = BlasChooser.choose("auto", process);
    assertChosen(Kind.SYSTEM, THREADED.toString(), chosen);
    assertPassedOver(chosen, "rop-openblas", INSTALLED + " could run on several threads");
    process.symbols =
        Map.of(
            INSTALLED,
            new NativeSymbols(products, Set.of("GOMP_parallel")),
            THREADED,
            new NativeSymbols(products, Set.of("dlopen")));
    assertChosen(Kind.JAVA, "JavaLoops", BlasChooser.choose("auto", process));
  }

  @Test
  void aLibraryWithoutTheProductsIsNeverLoaded() {
    FakeProcess process = new FakeProcess();
    process.symbols =
        Map.of(REFERENCE, new NativeSymbols(Set.of("dgemm_", "sgemv_"), Set.of("dgemv_")));
    assertThrowsNaming(
        IllegalStateException.class,
        () -> BlasChooser.choose(REFERENCE.toString(), process),
        REFERENCE + " is no BLAS",
        "no dgemv_");
    assertEquals(List.of(), process.touched);
    assertEquals(List.of(), process.opened);
  }

  /** A provider whose library another class loader of this process has loaded. */
  @Test
  void whatAnEarlierClassLoaderLoadedIsKnownAsOwn() {
    FakeProcess process = new FakeProcess();
    process.provides(BUNDLED);
    process.loaded = List.of(BUNDLED);
    process.kept = new ArrayList<>(List.of(BUNDLED));
    process.refusedByLoader = List.of(BUNDLED); // "already loaded in another classloader"
    Chosen chosen = BlasChooser.choose("auto", process);
    assertChosen(Kind.OPENBLAS, BUNDLED.toString(), chosen);
    assertPassedOver(chosen);
    FakeProcess system = new FakeProcess();
    system.loaded = List.of(INSTALLED);
    system.refusedByLoader = List.of(INSTALLED);
    assertChosen(Kind.SYSTEM, INSTALLED.toString(), BlasChooser.choose("system", system));
  }

  @Test
  void aThreadThatFlushesSubnormalsIsWarnedOf() {
    Lines log = new Lines();
    DefaultBlas.warn(false, log);
    assertEquals(List.of(), log.lines);
    DefaultBlas.warn(true, log);
    assertTrue(log.lines.get(0).startsWith("WARNING "), log.lines.get(0));
    assertTrue(log.lines.get(0).contains("subnormal"), log.lines.get(0));
    assertFalse(FloatingPointMode.flushesSubnormals());
  }

  @Test
  void computesInJavaWhereTheCollectorCouldMoveArrays() {
    FakeProcess process = new FakeProcess();
    process.provides(BUNDLED);
    process.installed = List.of(INSTALLED);
    process.hazard = Optional.of("G1 of JDK 25.0.1 moves arrays");
    Chosen chosen = BlasChooser.choose("auto", process);
    assertChosen(Kind.JAVA, "JavaLoops", chosen);
    assertPassedOver(chosen, "G1 of JDK 25.0.1");
    assertEquals(List.of(), process.touched);
    for (String forced : List.of("openblas", "system", "/usr/lib/libopenblas.so.0")) {
      assertThrowsNaming(
          IllegalStateException.class,
          () -> BlasChooser.choose(forced, process),
          "org.roperator.blas asks for «" + forced + "»",
          "G1 of JDK 25.0.1");
    }
  }

  @Test
  void javaCanBeForced() {
    FakeProcess process = new FakeProcess();
    process.provides(BUNDLED);
    Chosen chosen = BlasChooser.choose("java", process);
    assertChosen(Kind.JAVA, "JavaLoops", chosen);
    assertEquals("asked for by org.roperator.blas", chosen.choice().reason());
    assertEquals(List.of(), process.touched);
  }

  @Test
  void theSystemsLibraryCanBeForcedOverTheBundledOne() {
    FakeProcess process = new FakeProcess();
    process.provides(BUNDLED);
    process.installed = List.of(INSTALLED);
    assertChosen(Kind.SYSTEM, INSTALLED.toString(), BlasChooser.choose("system", process));
    assertChosen(Kind.OPENBLAS, BUNDLED.toString(), BlasChooser.choose("openblas", process));
  }

  @Test
  void aPathCanBeForced() {
    FakeProcess process = new FakeProcess();
    process.provides(BUNDLED);
    Chosen chosen = BlasChooser.choose(REFERENCE.toString(), process);
    assertChosen(Kind.SYSTEM, REFERENCE.toString(), chosen);
    process.loaded = List.of(REFERENCE);
    assertChosen(
        Kind.SYSTEM, REFERENCE.toString(), BlasChooser.choose(REFERENCE.toString(), process));
    process.loaded = List.of(BUNDLED);
    assertThrowsNaming(
        IllegalStateException.class,
        () -> BlasChooser.choose(REFERENCE.toString(), process),
        "asks for «" + REFERENCE + "»",
        "must not join " + BUNDLED);
  }

  @Test
  void aForcedChoiceThatCannotBeHadNamesBothSides() {
    FakeProcess bare = new FakeProcess();
    assertThrowsNaming(
        IllegalStateException.class,
        () -> BlasChooser.choose("openblas", bare),
        "asks for «openblas»",
        "rop-openblas is not on the class path",
        "org.roperator.blas=auto");
    assertThrowsNaming(
        IllegalStateException.class,
        () -> BlasChooser.choose("system", bare),
        "asks for «system»",
        "the system has no BLAS");
    bare.refusedByLoader = List.of(REFERENCE);
    assertThrowsNaming(
        IllegalStateException.class,
        () -> BlasChooser.choose(REFERENCE.toString(), bare),
        REFERENCE + " failed",
        "wrong ELF class");
    assertThrowsNaming(
        IllegalStateException.class,
        () -> BlasChooser.choose(THREADED.toString(), bare),
        THREADED.toString(),
        "OPENBLAS_NUM_THREADS");
    assertThrowsNaming(
        IllegalStateException.class,
        () -> BlasChooser.choose("openblass", bare),
        "«openblass»",
        "auto, openblas, system, java");
  }

  @Test
  void theChoiceIsLoggedQuietlyAndTroublesAloud() {
    Lines log = new Lines();
    FakeProcess process = new FakeProcess();
    process.provides(BUNDLED);
    DefaultBlas.log(BlasChooser.choose("auto", process), log);
    process.refusedByLoader = List.of(BUNDLED);
    DefaultBlas.log(BlasChooser.choose("auto", process), log);
    assertEquals(2, log.lines.size());
    assertTrue(log.lines.get(0).startsWith("DEBUG BLAS of this process: OpenBLAS, "));
    assertTrue(log.lines.get(1).startsWith("WARNING BLAS of this process: Java, "));
    assertTrue(log.lines.get(1).contains("passed over: rop-openblas failed"));
  }

  @Test
  void theProcessMakesItsChoiceOnce() {
    assertSame(Blas.instance(), Blas.instance());
    assertSame(Blas.choice(), Blas.choice());
    assertTrue(Blas.instance().description().equals(Blas.choice().description()));
  }

  private static final class Lines implements System.Logger {

    final List<String> lines = new ArrayList<>();

    @Override
    public String getName() {
      return "lines";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      lines.add(level + " " + message);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... arguments) {
      lines.add(level + " " + format);
    }
  }
}
