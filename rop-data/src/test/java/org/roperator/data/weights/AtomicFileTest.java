package org.roperator.data.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roperator.data.NamedPipe;
import org.roperator.function.ParameterLayout;

/** What a file system has no notion of, such as links, leaves files that are replaced as any. */
final class AtomicFileTest {

  @TempDir private Path folder;

  private static void write(Path file, String text) throws IOException {
    AtomicFile.write(file, path -> Files.writeString(path, text));
  }

  private int count() throws IOException {
    try (var files = Files.list(folder)) {
      return (int) files.count();
    }
  }

  /** Makes a link, unless this file system or this user has none. */
  private static boolean linked(Path link, Path to) throws IOException {
    try {
      Files.createSymbolicLink(link, to);
      return true;
    } catch (UnsupportedOperationException | FileSystemException none) {
      assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
      return false;
    }
  }

  private static void assertReplaced(Path file) throws IOException {
    write(file, "one");
    write(file, "two");
    assertEquals("two", Files.readString(file));
    assertFalse(AtomicFile.isStream(file));
  }

  @Test
  void linksAreWrittenThrough() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Path link = folder.resolve("link");
    Path chain = folder.resolve("chain");
    if (!linked(link, Path.of("file")) || !linked(chain, link)) {
      assertReplaced(link);
      assertEquals("old", Files.readString(file));
      return;
    }
    write(chain, "new");
    assertTrue(Files.isSymbolicLink(link) && Files.isSymbolicLink(chain));
    assertEquals("new", Files.readString(file));
    assertEquals(3, count());
  }

  @Test
  void aLinkToNothingYetMakesWhatItLeadsTo() throws IOException {
    Path link = folder.resolve("link");
    if (!linked(link, Path.of("later"))) {
      assertReplaced(link);
      return;
    }
    write(link, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(folder.resolve("later")));
  }

  @Test
  void linksInACircleAreRefused() throws IOException {
    Path a = folder.resolve("a");
    if (!linked(a, Path.of("b")) || !linked(folder.resolve("b"), Path.of("a"))) {
      assertReplaced(a);
      return;
    }
    assertThrows(IOException.class, () -> write(a, "new"));
    assertEquals(2, count());
  }

  @Test
  void aReplacedFileHandsOnItsMode() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    PosixFileAttributeView modes = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (modes == null) {
      assertReplaced(file);
      return;
    }
    for (String mode : new String[] {"rw-------", "rwxr-xr-x", "rw-rw-rw-"}) {
      modes.setPermissions(PosixFilePermissions.fromString(mode));
      write(file, mode);
      assertEquals(mode, PosixFilePermissions.toString(modes.readAttributes().permissions()));
      assertEquals(mode, Files.readString(file));
    }
  }

  @Test
  void devicesAreWrittenInto() throws IOException {
    Path device = Path.of("/dev/null");
    assertFalse(AtomicFile.isStream(folder) || AtomicFile.isStream(folder.resolve("none")));
    assertEquals(Files.exists(device), AtomicFile.isStream(device));
    Path link = folder.resolve("null");
    if (!Files.exists(device) || !linked(link, device)) {
      assertReplaced(link);
      return;
    }
    assertTrue(AtomicFile.isStream(Path.of("/dev/stdout")));
    for (Path one : new Path[] {device, link}) {
      write(one, "gone");
      assertTrue(Files.exists(device) && !Files.isRegularFile(device));
    }
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void pipesAreWrittenInto() throws Exception {
    Path pipe = folder.resolve("pipe");
    if (!NamedPipe.isMadeAt(pipe)) {
      assertReplaced(pipe);
      return;
    }
    CompletableFuture<String> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readString(pipe);
              } catch (IOException broken) {
                return broken.toString();
              }
            });
    write(pipe, "through");
    assertEquals("through", read.get());
    assertTrue(AtomicFile.isStream(pipe));
  }

  /** As in {@code --load <(ssh elsewhere cat w.safetensors)}. */
  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void weightsComeThroughPipes() throws Exception {
    ParameterLayout layout = ParameterLayout.builder().add("w", 2, 3).build();
    double[] w = {1, 2, 3, 4, 5, 6.5};
    Path file = folder.resolve("w.safetensors");
    SafeTensors.write(file, layout, w, Map.of());
    Path pipe = folder.resolve("pipe");
    if (!NamedPipe.isMadeAt(pipe)) {
      assertArrayEquals(w, SafeTensors.read(file, layout, "the test"));
      return;
    }
    Process cat =
        new ProcessBuilder("sh", "-c", "cat w.safetensors >pipe")
            .directory(folder.toFile())
            .start();
    assertArrayEquals(w, SafeTensors.read(pipe, layout, "the test"));
    assertEquals(0, cat.waitFor());
  }

  /**
   * The JDK's flight recorder sees what is forced to the disk, by name: the new file has its own
   * only until it takes the other's place.
   */
  @Test
  void aFileIsOnTheDiskBeforeItTakesItsPlace() throws IOException {
    Path real = folder.toRealPath();
    Path file = real.resolve("file");
    Path recorded = folder.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.FileForce").withThreshold(Duration.ZERO);
      recording.start();
      write(file, "new");
      recording.stop();
      recording.dump(recorded);
    }
    List<Path> forced =
        RecordingFile.readAllEvents(recorded).stream()
            .map(event -> Path.of(event.getString("path")))
            .filter(path -> path.startsWith(real))
            .toList();
    assertEquals(
        1,
        forced.stream()
            .filter(path -> path.toString().matches(".*[/\\\\]\\.file\\.[^/\\\\]+\\.tmp"))
            .count(),
        forced::toString);
    assertFalse(forced.contains(file), forced::toString);
  }

  @Test
  void twoWhoWriteAtOnceBothWriteWholeFiles() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.write(
        file,
        path -> {
          Files.writeString(path, "first to begin");
          write(file, "first to end");
          assertEquals("first to end", Files.readString(file));
        });
    assertEquals("first to begin", Files.readString(file));
    assertEquals(1, count());
  }
}
