package org.roperator.openblas;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folder that native code is unpacked into and loaded from: one that only its user can write,
 * or somebody else's code would run with the user's rights.
 */
final class NativeCache {

  /** JavaCPP's own property; what users set there is taken, if it is safe. */
  private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

  private NativeCache() {}

  /**
   * Makes JavaCPP unpack into a safe folder: the one it was told, which is made if it isn't there,
   * else Rop's own among the user's caches, else a new one for this process.
   *
   * @throws IllegalStateException if the folder it was told isn't safe
   */
  static void choose() {
    String told = System.getProperty(PROPERTY);
    if (told == null) {
      System.setProperty(PROPERTY, usual(System.getProperty("os.name", ""), home()).toString());
      return;
    }
    try {
      Path folder = Path.of(told).toAbsolutePath();
      hazard(folder)
          .ifPresent(
              hazard -> {
                throw new IllegalStateException(
                    hazard + "; let only its user write there, or leave " + PROPERTY + " out");
              });
      // JavaCPP would let the user's group write there, where umask does: refused the next time.
      if (folder.getParent() != null) {
        Files.createDirectories(folder.getParent());
      }
      makePrivate(folder);
    } catch (IOException refused) {
      throw new IllegalStateException(told + " can't be used: " + refused, refused);
    }
  }

  private static Path home() {
    return Path.of(System.getProperty("user.home", "."));
  }

  /** Rop's folder among a user's caches, or a new one where that isn't safe or can't be made. */
  static Path usual(String os, Path home) {
    Path caches =
        os.startsWith("Mac")
            ? home.resolve("Library/Caches")
            : os.startsWith("Windows") ? home.resolve("AppData/Local") : xdg(home);
    Path rop = caches.resolve("roperator");
    Path own = rop.resolve("native");
    try {
      Files.createDirectories(caches);
      makePrivate(rop);
      makePrivate(own);
      if (hazard(own).isEmpty()) {
        return own;
      }
    } catch (IOException refused) {
      return fresh();
    }
    return fresh();
  }

  private static Path xdg(Path home) {
    String given = System.getenv("XDG_CACHE_HOME");
    return given != null && Path.of(given).isAbsolute() ? Path.of(given) : home.resolve(".cache");
  }

  private static void makePrivate(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      if (hasModes(folder)) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(folder);
      }
    }
  }

  /** Unpacked anew for each process, and deleted after. */
  private static Path fresh() {
    try {
      Path folder = Files.createTempDirectory("rop-native"); // for its user alone
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException refused) {
      throw new IllegalStateException(
          "there is no folder to unpack native code into (" + refused + ")", refused);
    }
  }

  @SuppressWarnings("EmptyCatch")
  private static void delete(Path folder) {
    try {
      List<Path> all = new ArrayList<>();
      try (var walk = Files.walk(folder)) {
        walk.forEach(all::add);
      }
      for (int i = all.size() - 1; i >= 0; i--) {
        Files.delete(all.get(i));
      }
    } catch (IOException stays) {
      // Windows keeps what is loaded.
    }
  }

  /**
   * Why somebody else could change what is loaded from a folder, if somebody could.
   *
   * @param folder the folder, which may not be there yet
   */
  static Optional<String> hazard(Path folder) throws IOException {
    Path there = folder.toAbsolutePath();
    for (Path above = there; above != null && !Files.exists(there); above = above.getParent()) {
      there = above;
    }
    Path path = there.toRealPath();
    if (!hasModes(path)) {
      return Optional.empty();
    }
    int me = me();
    boolean isItself = Files.exists(folder);
    if (isItself) {
      Optional<String> hazard = ofItself(path, me);
      if (hazard.isPresent()) {
        return hazard;
      }
    }
    for (Path above = isItself ? path.getParent() : path;
        above != null;
        above = above.getParent()) {
      int owner = owner(above);
      int mode = mode(above);
      // Others' write permission does no harm where only owners may rename, as in /tmp.
      boolean open = (mode & 0002) != 0 && (mode & 01000) == 0;
      if ((owner != me && owner != 0) || open) {
        return Optional.of(above + " can be written by others");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> ofItself(Path folder, int me) throws IOException {
    if (owner(folder) != me) {
      return Optional.of(folder + " belongs to another user");
    }
    if ((mode(folder) & 0022) != 0) {
      return Optional.of(folder + " can be written by others");
    }
    return foreign(folder, me).map(file -> file + " belongs to another user");
  }

  private static Optional<Path> foreign(Path folder, int me) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (owner(file) != me) {
          return Optional.of(file);
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          Optional<Path> inside = foreign(file, me);
          if (inside.isPresent()) {
            return inside;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Whoever owns what this process makes. */
  private static int me() throws IOException {
    Path mine = Files.createTempFile("rop", null);
    try {
      return owner(mine);
    } finally {
      Files.delete(mine);
    }
  }

  private static boolean hasModes(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static int mode(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
  }
}
