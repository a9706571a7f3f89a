package org.roperator.openblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Native code is loaded from where only its user can write. Where files have no modes, nothing is
 * known to be unsafe.
 */
final class NativeCacheTest {

  @TempDir private Path folder;

  private Path folderOfMode(String name, String mode) throws IOException {
    return withMode(Files.createDirectories(folder.resolve(name)), mode);
  }

  private static boolean hasModes(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static Path withMode(Path made, String mode) throws IOException {
    return hasModes(made)
        ? Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode))
        : made;
  }

  private static void assertMode(String mode, Path file) throws IOException {
    assertTrue(Files.isWritable(file), file.toString());
    if (hasModes(file)) {
      assertEquals(mode, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
  }

  @Test
  void aFolderOfItsUserAloneIsSafe() throws IOException {
    Path safe = folderOfMode("safe", "rwxr-xr-x");
    assertEquals(Optional.empty(), NativeCache.hazard(safe));
    assertEquals(Optional.empty(), NativeCache.hazard(safe.resolve("not/there/yet")));
  }

  @Test
  void aFolderThatOthersCanWriteIsNot() throws IOException {
    for (String mode : new String[] {"rwxrwxrwx", "rwxrwxr-x", "rwxr-xrwx"}) {
      Path open = folderOfMode("open", mode);
      assertEquals(
          hasModes(open)
              ? Optional.of(open.toRealPath() + " can be written by others")
              : Optional.empty(),
          NativeCache.hazard(open));
    }
    Path below = Files.createDirectories(folder.resolve("open/below"));
    withMode(below, "rwx------");
    folderOfMode("open", "rwxrwxrwx");
    for (Path one : new Path[] {below, below.resolve("new")}) {
      String hazard = NativeCache.hazard(one).orElse("none");
      String told = hasModes(one) ? "/open can be written by others" : "none";
      assertTrue(hazard.endsWith(told), hazard);
    }
  }

  @Test
  void ropsOwnFolderIsPrivate() throws IOException {
    Path home = folderOfMode("home", "rwxr-xr-x");
    Path own = NativeCache.usual("Mac OS X", home);
    assertEquals(home.resolve("Library/Caches/roperator/native"), own);
    assertMode("rwx------", own);
    assertEquals(own, NativeCache.usual("Mac OS X", home), "the same the next time");
  }

  @Test
  void whereItIsNotSafeANewOneIsMadeForTheProcess() throws IOException {
    Path home = folderOfMode("home", "rwxrwxrwx");
    Path fresh = NativeCache.usual("Mac OS X", home);
    assertEquals(!hasModes(home), fresh.startsWith(home), fresh.toString());
    assertMode("rwx------", fresh);
    assertEquals(Optional.empty(), NativeCache.hazard(fresh));
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    assertFalse(NativeCache.usual("Mac OS X", file).startsWith(file));
  }

  @Test
  void aFolderThatWasToldIsTakenOnlyIfItIsSafe() throws IOException {
    String property = "org.bytedeco.javacpp.cachedir";
    String before = System.getProperty(property);
    try {
      System.setProperty(property, folderOfMode("told", "rwxrwxrwx").toString());
      if (hasModes(folder)) {
        IllegalStateException refused =
            assertThrows(IllegalStateException.class, NativeCache::choose);
        assertTrue(String.valueOf(refused.getMessage()).contains("leave " + property + " out"));
      }
      System.setProperty(property, folderOfMode("told", "rwx------").toString());
      NativeCache.choose();
      assertEquals(folder.resolve("told").toString(), System.getProperty(property));
      // Whatever umask says, a folder that is made is one that is taken again.
      Path made = folder.resolve("not/there/yet");
      System.setProperty(property, made.toString());
      NativeCache.choose();
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
      NativeCache.choose();
    } finally {
      if (before == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, before);
      }
    }
  }
}
