package org.roperator.examples.data;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;

/**
 * Reads one IDX file: two zero bytes, a type, the number of dimensions, their extents as big-endian
 * 32-bit numbers, then the values row by row.
 */
final class IdxFile {

  private static final double WHITE = 255;

  private IdxFile() {}

  /** The kinds of values this reads. */
  private enum Type {
    UNSIGNED_BYTE(0x08, 1),
    FLOAT(0x0d, 4),
    DOUBLE(0x0e, 8);

    private final int code;
    private final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    double read(byte[] buffer, int at) {
      return switch (this) {
        case UNSIGNED_BYTE -> (buffer[at] & 0xff) / WHITE;
        case FLOAT -> Float.intBitsToFloat((int) bigEndian(buffer, at, 4));
        case DOUBLE -> Double.longBitsToDouble(bigEndian(buffer, at, 8));
      };
    }

    private static long bigEndian(byte[] buffer, int at, int bytes) {
      long bits = 0;
      for (int i = 0; i < bytes; i++) {
        bits = (bits << 8) | (buffer[at + i] & 0xff);
      }
      return bits;
    }
  }

  /** The pictures of a file, pixel after pixel; bytes are scaled to 0…1, floats as they are. */
  static final class Images {
    private final int count;
    private final ImageShape shape;
    private final double[] pixels;

    Images(int count, ImageShape shape, double[] pixels) {
      this.count = count;
      this.shape = shape;
      this.pixels = pixels;
    }

    int count() {
      return count;
    }

    ImageShape shape() {
      return shape;
    }

    /** The array itself, too large to copy. */
    double[] pixels() {
      return pixels;
    }
  }

  static Images readImages(Path file) {
    return reading(file, in -> readImages(file, in));
  }

  private static Images readImages(Path file, DataInputStream in) throws IOException {
    Type type = readType(file, in, 3);
    int count = readExtent(file, in);
    int height = readExtent(file, in);
    int width = readExtent(file, in);
    long values = (long) count * height * width;
    requireRoom(file, count + " × " + height + " × " + width, (double) count * height * width);
    double[] pixels = new double[(int) values];
    int pixelsOfOne = height * width;
    byte[] buffer = new byte[pixelsOfOne * type.bytes];
    for (int n = 0; n < count; n++) {
      readFully(file, in, buffer, n, count, "pictures");
      for (int i = 0; i < pixelsOfOne; i++) {
        double pixel = type.read(buffer, i * type.bytes);
        if (!Double.isFinite(pixel)) {
          throw new BadInput(
              file,
              "picture "
                  + (n + 1)
                  + ", row "
                  + (i / width + 1)
                  + ", column "
                  + (i % width + 1)
                  + ": the pixel is "
                  + pixel
                  + ", not a finite number.");
        }
        pixels[n * pixelsOfOne + i] = pixel;
      }
    }
    requireEnd(file, in, count + " pictures");
    return new Images(count, new ImageShape(height, width), pixels);
  }

  static int[] readLabels(Path file) {
    return reading(file, in -> readLabels(file, in));
  }

  private static int[] readLabels(Path file, DataInputStream in) throws IOException {
    Type type = readType(file, in, 1);
    if (type != Type.UNSIGNED_BYTE) {
      throw new BadInput(file, "labels must be unsigned bytes.");
    }
    int count = readExtent(file, in);
    requireRoom(file, Integer.toString(count), count);
    byte[] bytes = new byte[count];
    readFully(file, in, bytes, 0, count, "labels");
    requireEnd(file, in, count + " labels");
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = bytes[i] & 0xff;
    }
    return labels;
  }

  /** What to do with the content of a file. */
  private interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  private static <T> T reading(Path file, Reading<T> reading) {
    try (InputStream raw = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(Gzip.unpacked(raw))) {
      return reading.from(in);
    } catch (EOFException end) {
      throw new BadInput(file, "truncated: the file ends within its header.");
    } catch (ZipException damaged) {
      throw new BadInput(file, "the gzip file is damaged (" + damaged.getMessage() + ").");
    } catch (IOException broken) {
      throw new BadInput(file, "can't be read (" + broken.getMessage() + ").");
    }
  }

  private static Type readType(Path file, DataInputStream in, int dimensions) throws IOException {
    int magic = in.readInt();
    for (Type type : Type.values()) {
      if (magic == ((type.code << 8) | dimensions)) {
        return type;
      }
    }
    throw new BadInput(
        file,
        String.format(
            "not an IDX file of %d dimension%s: it starts with 0x%08x, not with 0x%08x.",
            dimensions, dimensions == 1 ? "" : "s", magic, 0x0800 | dimensions));
  }

  private static int readExtent(Path file, DataInputStream in) throws IOException {
    int extent = in.readInt();
    if (extent < 1) {
      throw new BadInput(
          file, "its header gives an extent of " + Integer.toUnsignedString(extent) + ".");
    }
    return extent;
  }

  private static void requireRoom(Path file, String shape, double values) {
    double bytes = 8 * values;
    long heap = Runtime.getRuntime().maxMemory();
    if (values > Integer.MAX_VALUE - 8 || bytes > 0.8 * heap) {
      throw new BadInput(
          file,
          String.format(
              "its header announces %s values, %.1f GiB as doubles, but the heap has %.1f GiB;"
                  + " raise it with ROP_OPTS=-Xmx… if the header is right.",
              shape, bytes / (1L << 30), (double) heap / (1L << 30)));
    }
  }

  private static void readFully(
      Path file, DataInputStream in, byte[] buffer, int done, int count, String things)
      throws IOException {
    int read = 0;
    try {
      for (int more = 0; more >= 0 && read < buffer.length; read += Math.max(more, 0)) {
        more = in.read(buffer, read, buffer.length - read);
      }
    } catch (EOFException cut) {
      // GZIPInputStream throws where a plain file just ends.
      read = Math.min(read, buffer.length - 1);
    }
    if (read < buffer.length) {
      throw new BadInput(
          file,
          "truncated: its header announces "
              + count
              + " "
              + things
              + ", but it ends after "
              + (things.equals("labels") ? read : done)
              + ".");
    }
  }

  private static void requireEnd(Path file, DataInputStream in, String announced)
      throws IOException {
    try {
      if (in.read() >= 0) {
        throw new BadInput(file, "there is more in it than the " + announced + " of its header.");
      }
    } catch (EOFException cut) {
      throw new BadInput(file, "truncated: the gzip file lacks its end.");
    }
  }
}
