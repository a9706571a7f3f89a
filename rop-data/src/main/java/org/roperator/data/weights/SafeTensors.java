package org.roperator.data.weights;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.roperator.data.BadInput;
import org.roperator.data.Excerpt;
import org.roperator.data.FileBytes;
import org.roperator.function.ParameterLayout;

/**
 * Reads and writes a parameter vector as a safetensors file, one named tensor per slice of its
 * layout.
 *
 * <p>The format: 8 bytes with the length of the header, little-endian; the header, a JSON object
 * from names to {@code {"dtype", "shape", "data_offsets"}}, with free text under {@code
 * __metadata__}; then the numbers, little-endian, row-major, without gaps. Written as F64; F32 is
 * read as well.
 *
 * @see <a href="https://github.com/huggingface/safetensors">the format's description</a>
 */
public final class SafeTensors {

  /** The format's own limit. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final int BUFFER = 1 << 16;

  private SafeTensors() {}

  /** Parameters and the free text beside them. */
  public static final class Contents {
    private final double[] w;
    private final Map<String, String> metadata;

    private Contents(double[] w, Map<String, String> metadata) {
      this.w = w;
      this.metadata = Map.copyOf(metadata);
    }

    /** The parameters in the order of the layout, in a fresh array. */
    public double[] parameters() {
      return w.clone();
    }

    /** Free text by name; empty where the file has none. */
    public Map<String, String> metadata() {
      return metadata;
    }
  }

  /**
   * Writes a file, replacing one there may be in a single step.
   *
   * @param file where to
   * @param layout the names and shapes
   * @param w the parameters. Not modified.
   * @param metadata free text by name
   * @throws IOException if the file can't be written; then one that was there still is
   */
  public static void write(
      Path file, ParameterLayout layout, double[] w, Map<String, String> metadata)
      throws IOException {
    AtomicFile.write(file, content(layout, w, metadata));
  }

  /**
   * What such a file holds.
   *
   * @param layout the names and shapes
   * @param w the parameters. Not modified, and kept.
   * @param metadata free text by name
   */
  public static AtomicFile.Content content(
      ParameterLayout layout, double[] w, Map<String, String> metadata) throws IOException {
    byte[] header = SafeTensorsHeader.write(layout, new TreeMap<>(metadata));
    return file -> {
      try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
        ByteBuffer length = littleEndian(Long.BYTES);
        writeFully(out, length.putLong(header.length).flip());
        writeFully(out, ByteBuffer.wrap(header));
        ByteBuffer buffer = littleEndian(BUFFER);
        for (int i = 0; i < w.length; i += BUFFER / Double.BYTES) {
          buffer.clear();
          for (int j = i; j < Math.min(w.length, i + BUFFER / Double.BYTES); j++) {
            buffer.putDouble(w[j]);
          }
          writeFully(out, buffer.flip());
        }
      }
    };
  }

  /**
   * Reads the parameters of a layout.
   *
   * @param file where from
   * @param layout the names and shapes the file must have
   * @param wanted what these belong to, for complaints, such as {@code "--hidden 64,32"}
   * @return the parameters in the order of the layout
   * @throws BadInput if the file is damaged, has other tensors, or holds a number that isn't finite
   */
  public static double[] read(Path file, ParameterLayout layout, String wanted) {
    return contents(file, layout, wanted).w;
  }

  /**
   * Reads the parameters of a layout and the free text beside them, in one go, as of a pipe.
   *
   * @param file where from
   * @param layout the names and shapes the file must have
   * @param wanted what these belong to, for complaints, such as {@code "--hidden 64,32"}
   * @throws BadInput as by {@link #read}
   */
  public static Contents contents(Path file, ParameterLayout layout, String wanted) {
    try (InputStream in = new BufferedInputStream(FileBytes.open(file), BUFFER)) {
      SafeTensorsHeader header = readHeader(file, in);
      requireSameTensors(file, layout, header, wanted);
      double[] w = new double[layout.dimension()];
      for (SafeTensorsHeader.Tensor tensor : header.inOrder()) {
        readTensor(file, in, tensor, layout.slice(tensor.name()), w);
      }
      if (in.read() >= 0) {
        throw new BadInput(file, "there is more in it than the numbers its header announces.");
      }
      return new Contents(w, header.metadata());
    } catch (EOFException cut) {
      throw new BadInput(file, "truncated: it ends before the numbers its header announces do.");
    } catch (IOException broken) {
      throw FileBytes.unreadable(file, broken);
    }
  }

  private static SafeTensorsHeader readHeader(Path file, InputStream in) throws IOException {
    byte[] prefix = in.readNBytes(Long.BYTES);
    if (prefix.length < Long.BYTES) {
      throw new BadInput(
          file,
          "not a safetensors file: " + prefix.length + " bytes can't hold the length of a header.");
    }
    long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > LONGEST_HEADER) {
      throw new BadInput(
          file,
          "not a safetensors file: its first 8 bytes give "
              + Long.toUnsignedString(length)
              + " as the length of the header.");
    }
    byte[] json = in.readNBytes((int) length);
    if (json.length < length) {
      throw new BadInput(
          file,
          "truncated: its header should have "
              + length
              + " bytes, but "
              + json.length
              + " follow.");
    }
    return SafeTensorsHeaderReader.parse(file, json, dataBytes(file, length));
  }

  /** How many bytes of numbers there are, if the file is one that tells its size. */
  private static OptionalLong dataBytes(Path file, long header) throws IOException {
    return Files.isRegularFile(file)
        ? OptionalLong.of(Files.size(file) - Long.BYTES - header)
        : OptionalLong.empty();
  }

  private static void requireSameTensors(
      Path file, ParameterLayout layout, SafeTensorsHeader header, String wanted) {
    List<String> expected = new ArrayList<>();
    List<String> found = new ArrayList<>();
    Set<String> wantedNames = new HashSet<>();
    for (ParameterLayout.Slice slice : layout.slices()) {
      expected.add(slice.name() + shape(slice.shape()));
      wantedNames.add(slice.name());
      header.tensor(slice.name()).ifPresent(t -> found.add(t.name() + shape(t.shape())));
    }
    header.inOrder().stream()
        .filter(t -> !wantedNames.contains(t.name()))
        .forEach(t -> found.add(t.name() + shape(t.shape())));
    if (!expected.equals(found)) {
      String made = header.metadata().get("options");
      throw new BadInput(
          file,
          "it holds "
              + Excerpt.list(" ", found)
              + (made == null ? "" : " (made with " + Excerpt.of(made) + ")")
              + ", but "
              + wanted
              + " on these data needs "
              + Excerpt.list(" ", expected)
              + ".");
    }
  }

  private static String shape(int[] shape) {
    return Arrays.toString(shape).replace(" ", "");
  }

  private static void readTensor(
      Path file,
      InputStream in,
      SafeTensorsHeader.Tensor tensor,
      ParameterLayout.Slice slice,
      double[] w)
      throws IOException {
    int bytes = tensor.type().bytes();
    byte[] chunk = new byte[BUFFER];
    for (int i = 0; i < slice.length(); i += BUFFER / bytes) {
      int count = Math.min(slice.length() - i, BUFFER / bytes);
      if (in.readNBytes(chunk, 0, count * bytes) < count * bytes) {
        throw new EOFException();
      }
      ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
      for (int j = 0; j < count; j++) {
        double x = tensor.type().next(buffer);
        if (!Double.isFinite(x)) {
          throw new BadInput(
              file, slice.name() + " has the entry " + x + " at index " + (i + j) + ".");
        }
        w[slice.from() + i + j] = x;
      }
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeFully(FileChannel out, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }
}
