package org.roperator.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Small IDX files written byte by byte from the description of the format. */
public final class IdxSamples {

  private IdxSamples() {}

  /** A folder of four files: pictures of 2 × 3 pixels, classes 0, 1, 2 in turn. */
  public static void writeFolder(Path folder, int train, int test, boolean packed)
      throws IOException {
    String ending = packed ? ".gz" : "";
    write(folder.resolve("train-images-idx3-ubyte" + ending), images(train, 2, 3));
    write(folder.resolve("train-labels-idx1-ubyte" + ending), labels(train));
    write(folder.resolve("t10k-images-idx3-ubyte" + ending), images(test, 2, 3));
    write(folder.resolve("t10k-labels-idx1-ubyte" + ending), labels(test));
  }

  static byte[] images(int count, int height, int width) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * height * width);
    bytes.putInt(0x00000803).putInt(count).putInt(height).putInt(width);
    for (int n = 0; n < count; n++) {
      for (int i = 0; i < height * width; i++) {
        bytes.put((byte) (10 * n + i));
      }
    }
    return bytes.array();
  }

  static byte[] labels(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + count).putInt(0x00000801).putInt(count);
    for (int n = 0; n < count; n++) {
      bytes.put((byte) (n % 3));
    }
    return bytes.array();
  }

  /** A member of a gzip file. */
  public static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  static void write(Path file, byte[] bytes) throws IOException {
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream out = file.toString().endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
      out.write(bytes);
    }
  }
}
