package org.roperator.data;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.ZipException;
import org.roperator.nn.layer.ImageShape;

/**
 * Reads one IDX file: two zero bytes, a type, the number of dimensions, their extents as big-endian
 * 32-bit numbers, then the values row by row.
 *
 * <p>Memory grows with what has been read, whatever the header announces.
 */
final class IdxFile {

  private static final double WHITE = 255;
  private static final int BUFFER = 1 << 16;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Files of pictures seldom shrink to less than an eighth; a small start costs copies. */
  private static final long EXPECTED_RATIO = 8;

  private IdxFile() {}

  /** The kinds of values this reads. */
  enum Type {
    UNSIGNED_BYTE("bytes", 0x08, 1),
    FLOAT("floating-point numbers", 0x0d, 4),
    DOUBLE("floating-point numbers", 0x0e, 8);

    private final String label;
    private final int code;
    private final int bytes;

    Type(String label, int code, int bytes) {
      this.label = label;
      this.code = code;
      this.bytes = bytes;
    }

    /** What values of the type are called; of one name are those that are scaled alike. */
    String label() {
      return label;
    }

    double next(ByteBuffer buffer) {
      return switch (this) {
        case UNSIGNED_BYTE -> (buffer.get() & 0xff) / WHITE;
        case FLOAT -> buffer.getFloat();
        case DOUBLE -> buffer.getDouble();
      };
    }
  }

  /** The pictures of a file, pixel after pixel; bytes are scaled to 0…1, floats as they are. */
  static final class Images {
    private final Type type;
    private final int count;
    private final ImageShape shape;
    private final double[] pixels;

    Images(Type type, int count, ImageShape shape, double[] pixels) {
      this.type = type;
      this.count = count;
      this.shape = shape;
      this.pixels = pixels;
    }

    Type type() {
      return type;
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

  static Images readImages(Path file, ReadProgress progress) {
    return reading(file, progress, in -> readImages(file, in));
  }

  private static Images readImages(Path file, DataInputStream in) throws IOException {
    Type type = readType(file, in, 3);
    int count = readExtent(file, in);
    int height = readExtent(file, in);
    int width = readExtent(file, in);
    double values = (double) count * height * width;
    requireRoom(file, count + " × " + height + " × " + width, values);
    int all = (int) values;
    double[] pixels = new double[(int) Math.min(all, Math.max(BUFFER, expected(file)))];
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    ImageShape shape = new ImageShape(height, width, 1);
    int done = 0;
    while (done < all) {
      int some = Math.min(all - done, BUFFER / type.bytes);
      int bytes = readUpTo(in, buffer.array(), some * type.bytes);
      if (bytes < some * type.bytes) {
        throw truncated(file, count + " pictures", (done + bytes / type.bytes) / shape.pixels());
      }
      if (done + some > pixels.length) {
        long larger = Math.max(2L * pixels.length, done + some);
        pixels = Arrays.copyOf(pixels, (int) Math.min(all, larger));
      }
      buffer.clear();
      for (int i = 0; i < some; i++) {
        pixels[done] = finite(file, done, shape, type.next(buffer));
        done++;
      }
    }
    requireEnd(file, in, count + " pictures");
    return new Images(type, count, shape, pixels);
  }

  private static double finite(Path file, int at, ImageShape shape, double pixel) {
    if (!Double.isFinite(pixel)) {
      throw new BadInput(
          file,
          "picture "
              + (at / shape.pixels() + 1)
              + ", row "
              + (at % shape.pixels() / shape.width() + 1)
              + ", column "
              + (at % shape.width() + 1)
              + ": the pixel is "
              + pixel
              + ", not a finite number.");
    }
    return pixel;
  }

  static int[] readLabels(Path file, ReadProgress progress) {
    return reading(file, progress, in -> readLabels(file, in));
  }

  private static int[] readLabels(Path file, DataInputStream in) throws IOException {
    if (readType(file, in, 1) != Type.UNSIGNED_BYTE) {
      throw new BadInput(file, "labels must be unsigned bytes.");
    }
    int count = readExtent(file, in);
    requireRoom(file, Integer.toString(count), count);
    int[] labels = new int[(int) Math.min(count, Math.max(BUFFER, expected(file)))];
    byte[] buffer = new byte[BUFFER];
    for (int done = 0; done < count; ) {
      int some = Math.min(count - done, BUFFER);
      int bytes = readUpTo(in, buffer, some);
      if (bytes < some) {
        throw truncated(file, count + " labels", done + bytes);
      }
      if (done + some > labels.length) {
        long larger = Math.max(2L * labels.length, done + some);
        labels = Arrays.copyOf(labels, (int) Math.min(count, larger));
      }
      for (int i = 0; i < some; i++) {
        labels[done++] = buffer[i] & 0xff;
      }
    }
    requireEnd(file, in, count + " labels");
    return labels;
  }

  /** What to do with the content of a file. */
  private interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  private static <T> T reading(Path file, ReadProgress progress, Reading<T> reading) {
    try (InputStream raw = FileBytes.open(file, progress);
        DataInputStream in = new DataInputStream(Gzip.unpacked(raw))) {
      return reading.from(in);
    } catch (EOFException end) {
      throw new BadInput(file, "truncated: the file ends within its header.");
    } catch (ZipException damaged) {
      throw new BadInput(file, "the gzip file is damaged (" + damaged.getMessage() + ").");
    } catch (IOException broken) {
      throw FileBytes.unreadable(file, broken);
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
    if (values > LARGEST_ARRAY || bytes > 0.8 * heap) {
      throw new BadInput(
          file,
          String.format(
              Locale.ROOT,
              "its header announces %s values, %.1f GiB as doubles, but the heap has %.1f GiB;"
                  + " raise it with ROP_OPTS=-Xmx… if the header is right.",
              shape,
              bytes / (1L << 30),
              (double) heap / (1L << 30)));
    }
  }

  /** How many values a file of its size may well hold. */
  private static long expected(Path file) throws IOException {
    return EXPECTED_RATIO * FileBytes.size(file);
  }

  /** Fills a buffer as far as the file goes; answers how far that was. */
  private static int readUpTo(DataInputStream in, byte[] buffer, int bytes) throws IOException {
    int read = 0;
    try {
      for (int more = 0; more >= 0 && read < bytes; read += Math.max(more, 0)) {
        more = in.read(buffer, read, bytes - read);
      }
    } catch (EOFException cut) {
      // A gzip file throws where a plain one just ends; all it says is that bytes are missing.
      return Math.min(read, bytes - 1);
    }
    return read;
  }

  private static BadInput truncated(Path file, String announced, int done) {
    return new BadInput(
        file, "truncated: its header announces " + announced + ", but it ends after " + done + ".");
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
