package org.roperator.examples.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.roperator.examples.data.BadInput;
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
    byte[] header = SafeTensorsHeader.write(layout, new TreeMap<>(metadata));
    AtomicFile.write(
        file,
        temporary -> {
          try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
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
        });
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
    try (SeekableByteChannel in = Files.newByteChannel(file)) {
      SafeTensorsHeader header = readHeader(file, in);
      requireSameTensors(file, layout, header, wanted);
      double[] w = new double[layout.dimension()];
      for (ParameterLayout.Slice slice : layout.slices()) {
        readTensor(file, in, header, slice, w);
      }
      return w;
    } catch (IOException broken) {
      throw new BadInput(file, "can't be read (" + broken.getMessage() + ").");
    }
  }

  private static SafeTensorsHeader readHeader(Path file, SeekableByteChannel in)
      throws IOException {
    long size = in.size();
    if (size < Long.BYTES) {
      throw new BadInput(
          file, "not a safetensors file: " + size + " bytes can't hold the length of a header.");
    }
    long length = readFully(in, littleEndian(Long.BYTES)).getLong();
    if (length < 2 || length > LONGEST_HEADER) {
      throw new BadInput(
          file,
          "not a safetensors file: its first 8 bytes give "
              + Long.toUnsignedString(length)
              + " as the length of the header.");
    }
    if (length > size - Long.BYTES) {
      throw new BadInput(
          file,
          "truncated: its header should have "
              + length
              + " bytes, but "
              + (size - Long.BYTES)
              + " follow.");
    }
    byte[] json = readFully(in, littleEndian((int) length)).array();
    return SafeTensorsHeaderReader.parse(file, json, size - Long.BYTES - length);
  }

  private static void requireSameTensors(
      Path file, ParameterLayout layout, SafeTensorsHeader header, String wanted) {
    List<String> expected = new ArrayList<>();
    layout.slices().forEach(s -> expected.add(s.name() + shape(s.shape())));
    List<String> found = new ArrayList<>();
    for (ParameterLayout.Slice slice : layout.slices()) {
      header.tensor(slice.name()).ifPresent(t -> found.add(t.name() + shape(t.shape())));
    }
    header.names().stream()
        .filter(name -> layout.slices().stream().noneMatch(s -> s.name().equals(name)))
        .forEach(name -> header.tensor(name).ifPresent(t -> found.add(name + shape(t.shape()))));
    if (!expected.equals(found)) {
      String made = header.metadata().get("options");
      throw new BadInput(
          file,
          "it holds "
              + String.join(" ", found)
              + (made == null ? "" : " (made with " + made + ")")
              + ", but "
              + wanted
              + " on these data needs "
              + String.join(" ", expected)
              + ".");
    }
  }

  private static String shape(int[] shape) {
    return Arrays.toString(shape).replace(" ", "");
  }

  private static void readTensor(
      Path file,
      SeekableByteChannel in,
      SafeTensorsHeader header,
      ParameterLayout.Slice slice,
      double[] w)
      throws IOException {
    SafeTensorsHeader.Tensor tensor = header.tensor(slice.name()).orElseThrow();
    int bytes = tensor.type().bytes();
    in.position(header.dataFrom() + tensor.from());
    for (int i = 0; i < slice.length(); i += BUFFER / Double.BYTES) {
      int count = Math.min(slice.length() - i, BUFFER / Double.BYTES);
      ByteBuffer buffer = readFully(in, littleEndian(count * bytes));
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

  private static ByteBuffer readFully(SeekableByteChannel in, ByteBuffer buffer)
      throws IOException {
    while (buffer.hasRemaining()) {
      if (in.read(buffer) < 0) {
        throw new IOException("the file ends early");
      }
    }
    return buffer.flip();
  }

  private static void writeFully(FileChannel out, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }
}
