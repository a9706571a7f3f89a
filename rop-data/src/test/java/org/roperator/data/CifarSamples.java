package org.roperator.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Tiny files of CIFAR's binary format, for tests. */
public final class CifarSamples {

  private CifarSamples() {}

  /** Writes pictures of one grey each, made of a label and the grey in turn. */
  public static void write(Path file, int... labelsAndGreys) throws IOException {
    byte[] bytes = new byte[labelsAndGreys.length / 2 * (1 + CifarFolder.PIXELS)];
    for (int n = 0; n < labelsAndGreys.length / 2; n++) {
      int from = n * (1 + CifarFolder.PIXELS);
      Arrays.fill(bytes, from, from + 1 + CifarFolder.PIXELS, (byte) labelsAndGreys[2 * n + 1]);
      bytes[from] = (byte) labelsAndGreys[2 * n];
    }
    Files.write(file, bytes);
  }
}
