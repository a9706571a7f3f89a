package org.roperator.dense;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import org.roperator.dense.BlasChoice.Kind;

/**
 * Makes the choice of a BLAS, once.
 *
 * <p>Two libraries never meet in one process: nothing is loaded while another is found there, and
 * once one was loaded, no second is tried, even if the first turned out to be unusable.
 */
final class BlasChooser {

  /** The system property that forces the choice. */
  static final String PROPERTY = "org.roperator.blas";

  /** What was chosen, with what is worth a warning: a library that is there and can't be used. */
  record Chosen(Blas blas, BlasChoice choice, List<String> troubles) {}

  private final BlasEnvironment here;
  private final List<String> passedOver = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();
  private boolean spent;

  private BlasChooser(BlasEnvironment here) {
    this.here = here;
  }

  /**
   * The choice for what is asked.
   *
   * @param asked {@code auto}, {@code openblas}, {@code system}, {@code java}, or a path
   * @param here where to look
   * @throws IllegalStateException if a forced choice can't be had
   */
  static Chosen choose(String asked, BlasEnvironment here) {
    return new BlasChooser(here).choose(asked);
  }

  private Chosen choose(String asked) {
    return switch (asked) {
      case "auto" ->
          ifSafe(this::bundled)
              .or(() -> ifSafe(this::installed))
              .orElseGet(() -> java("no native library can be used"));
      case "java" -> java("asked for by " + PROPERTY);
      case "openblas" -> forced(asked, ifSafe(this::bundled));
      case "system" -> forced(asked, ifSafe(this::installed));
      default -> {
        if (asked.indexOf('/') < 0 && asked.indexOf('\\') < 0) {
          throw new IllegalStateException(
              PROPERTY
                  + " is «"
                  + asked
                  + "», but must be auto, openblas, system, java, or the path of a library.");
        }
        yield forced(asked, ifSafe(() -> at(Path.of(asked))));
      }
    };
  }

  private Chosen forced(String asked, Optional<Chosen> found) {
    return found.orElseThrow(
        () ->
            new IllegalStateException(
                PROPERTY
                    + " asks for «"
                    + asked
                    + "», but "
                    + (passedOver.isEmpty() ? "there is none" : String.join("; ", passedOver))
                    + ". Mend that, or set "
                    + PROPERTY
                    + "=auto."));
  }

  private interface Attempt {
    Optional<Chosen> make();
  }

  private Optional<Chosen> ifSafe(Attempt attempt) {
    Optional<String> hazard = here.jniHazard();
    if (hazard.isPresent()) {
      if (passedOver.isEmpty()) {
        trouble(hazard.get());
      }
      return Optional.empty();
    }
    return spent ? Optional.empty() : attempt.make();
  }

  private Optional<Chosen> bundled() {
    List<NativeBlasProvider> providers;
    try {
      providers = here.providers();
    } catch (RuntimeException | ServiceConfigurationError failure) {
      trouble("what the class path offers can't be used: " + oneLine(failure));
      return Optional.empty();
    }
    if (providers.isEmpty()) {
      passedOver.add("rop-openblas is not on the class path");
    }
    for (NativeBlasProvider provider : providers) {
      Optional<Path> kept =
          here.loaded().stream().filter(p -> provider.isOwn(p) && here.isKept(p)).findFirst();
      Optional<Path> other = here.loaded().stream().filter(p -> !provider.isOwn(p)).findFirst();
      if (other.isPresent()) {
        trouble(provider.name() + " must not join " + other.get() + ", which is in the process");
        continue;
      }
      try {
        // Another class loader's native code can't be loaded again, nor need it be.
        Path library = kept.isPresent() ? kept.get() : provider.load();
        spent = true;
        here.keep(library);
        return Optional.of(open(Kind.OPENBLAS, library, "brought by " + provider.name()));
      } catch (RuntimeException | LinkageError failure) {
        trouble(provider.name() + " failed: " + oneLine(failure));
        if (spent) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Chosen> installed() {
    List<Path> loaded = here.loaded();
    List<SystemLibrary> libraries =
        loaded.isEmpty() ? here.installed() : loaded.stream().map(SystemLibrary::at).toList();
    if (libraries.isEmpty()) {
      passedOver.add("the system has no BLAS where one is looked for");
    }
    for (SystemLibrary library : libraries) {
      Optional<Chosen> chosen =
          attempt(library, loaded.isEmpty() ? "found in the system" : "in the process already");
      if (chosen.isPresent() || spent) {
        return chosen;
      }
    }
    return Optional.empty();
  }

  private Optional<Chosen> at(Path asked) {
    Path path = followed(asked);
    for (Path other : here.loaded()) {
      if (!other.equals(path)) {
        passedOver.add(path + " must not join " + other + ", which is in the process");
        return Optional.empty();
      }
    }
    return attempt(SystemLibrary.at(path), "asked for by " + PROPERTY);
  }

  /** Where links lead: what a library is, and whether it is there already, its own name tells. */
  private static Path followed(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException absent) {
      return path;
    }
  }

  private Optional<Chosen> attempt(SystemLibrary library, String reason) {
    Optional<NativeSymbols> symbols = here.symbols(library.path());
    List<String> missing = symbols.map(NativeSymbols::missing).orElse(List.of());
    if (!missing.isEmpty()) {
      trouble(library.path() + " is no BLAS: it has no " + String.join(", no ", missing));
      return Optional.empty();
    }
    Optional<String> threads = library.threadHazard(here.environment(), symbols);
    if (threads.isPresent()) {
      passedOver.add(library.path() + " could run on several threads: " + threads.get());
      return Optional.empty();
    }
    try {
      if (!here.loaded().contains(library.path())) {
        here.probe(library.path());
      }
      spent = true;
      return Optional.of(open(Kind.SYSTEM, library.path(), reason));
    } catch (RuntimeException | LinkageError failure) {
      trouble(library.path() + " failed: " + oneLine(failure));
      return Optional.empty();
    }
  }

  private Chosen open(Kind kind, Path library, String reason) {
    BlasChoice choice = new BlasChoice(kind, library.toString(), reason, passedOver);
    return new Chosen(here.open(library, choice), choice, List.copyOf(troubles));
  }

  private Chosen java(String reason) {
    BlasChoice choice = new BlasChoice(Kind.JAVA, here.javaName(), reason, passedOver);
    return new Chosen(here.inJava(choice), choice, List.copyOf(troubles));
  }

  private void trouble(String what) {
    passedOver.add(what);
    troubles.add(what);
  }

  private static String oneLine(Throwable failure) {
    return String.valueOf(failure).lines().findFirst().orElse("");
  }
}
