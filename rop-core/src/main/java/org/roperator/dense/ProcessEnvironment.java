package org.roperator.dense;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** The process this code runs in. */
final class ProcessEnvironment implements BlasEnvironment {

  /** A property of the system, since classes that are loaded again share nothing else. */
  private static final String KEPT = "org.roperator.blas.kept";

  @Override
  public Optional<String> jniHazard() {
    List<String> collectors = new ArrayList<>();
    ManagementFactory.getGarbageCollectorMXBeans().forEach(bean -> collectors.add(bean.getName()));
    return JniGuard.hazard(Runtime.version(), collectors);
  }

  @Override
  public List<NativeBlasProvider> providers() {
    ClassLoader ours = ProcessEnvironment.class.getClassLoader();
    return ServiceLoader.load(NativeBlasProvider.class, ours).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  @Override
  public List<Path> loaded() {
    Path maps = Path.of("/proc/self/maps"); // elsewhere than on Linux there is none
    try {
      return Files.isReadable(maps)
          ? LoadedLibraries.amongMaps(Files.readAllLines(maps))
          : List.of();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  @Override
  public List<SystemLibrary> installed() {
    return SystemLibraries.find(
        System.getProperty("os.name"), environment(), ProcessEnvironment::real);
  }

  private static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<NativeSymbols> symbols(Path library) {
    return NativeSymbols.of(library);
  }

  @Override
  public boolean isKept(Path library) {
    return library.toString().equals(System.getProperty(KEPT));
  }

  @Override
  public void keep(Path library) {
    System.setProperty(KEPT, library.toString());
  }

  @Override
  public Map<String, String> environment() {
    return System.getenv();
  }

  @Override
  public void probe(Path library) {
    System.load(library.toString());
  }

  @Override
  public Blas open(Path library, BlasChoice choice) {
    return NetlibBlas.verified(Netlib.nativeAt(library), choice);
  }

  @Override
  public Blas inJava(BlasChoice choice) {
    return new NetlibBlas(Netlib.java(), choice);
  }

  @Override
  public String javaName() {
    return Netlib.java().getClass().getSimpleName();
  }
}
