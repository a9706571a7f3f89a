package org.roperator.data.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Where damaged files lie. */
public final class FuzzFiles {

  private FuzzFiles() {}

  /** A file in a folder of its own below the build's. */
  public static Path file(String name) {
    try {
      Path folder = Files.createDirectories(Path.of("target", "fuzz"));
      return Files.createTempDirectory(folder, "run").resolve(name);
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  public static byte[] joined(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
