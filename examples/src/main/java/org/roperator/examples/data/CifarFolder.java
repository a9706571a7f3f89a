package org.roperator.examples.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads a folder of the binary version of CIFAR-10 (Krizhevsky 2009): {@code data_batch_1.bin} and
 * further ones to train on, {@code test_batch.bin} to test on. Each picture is one byte of label
 * from 0 to 9 and 3 × 32 × 32 bytes, red before green before blue.
 *
 * <p>Bytes are scaled from 0…255 to 0…1.
 */
public final class CifarFolder {

  /** The number of bytes of a picture's three colours. */
  public static final int PIXELS = 3 * 32 * 32;

  private static final Pattern BATCH = Pattern.compile("data_batch_(\\d{1,9})\\.bin");
  private static final int CLASSES = 10;
  private static final double WHITE = 255;

  private CifarFolder() {}

  /**
   * Reads the files.
   *
   * @throws BadInput naming the file, if one is missing, even between others, truncated, or holds a
   *     label above 9
   */
  public static TrainTest read(Path folder) {
    List<Path> train = new ArrayList<>();
    Path next = folder.resolve("data_batch_1.bin");
    while (Files.isRegularFile(next)) {
      train.add(next);
      next = folder.resolve("data_batch_" + (train.size() + 1) + ".bin");
    }
    refuseGap(folder, train.size());
    Path test = folder.resolve("test_batch.bin");
    for (Path needed : train.isEmpty() ? List.of(next, test) : List.of(test)) {
      if (!Files.isRegularFile(needed)) {
        throw new BadInput(
            folder,
            needed.getFileName()
                + " is missing; the folder must hold data_batch_1.bin and further ones, and"
                + " test_batch.bin, as the binary version of CIFAR-10 does.");
      }
    }
    return new TrainTest(
        read(train), read(List.of(test)), "the files' own split; bytes scaled to 0…1");
  }

  /** A batch behind a missing one must not be left out in silence. */
  private static void refuseGap(Path folder, int found) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> BATCH.matcher(file.getFileName().toString()))
          .filter(name -> name.matches() && Integer.parseInt(name.group(1)) > found)
          .findAny()
          .ifPresent(
              name -> {
                throw new BadInput(
                    folder,
                    "data_batch_"
                        + (found + 1)
                        + ".bin is missing, but "
                        + name.group()
                        + " is there; batches must be numbered from 1 without a gap.");
              });
    } catch (IOException broken) {
      throw unreadable(folder, broken);
    }
  }

  private static Dataset read(List<Path> files) {
    int count = 0;
    for (Path file : files) {
      count = Math.addExact(count, pictures(file));
    }
    requireRoom(files.get(0), count);
    double[] pixels = new double[count * PIXELS];
    int[] labels = new int[count];
    int done = 0;
    for (Path file : files) {
      done = read(file, pixels, labels, done);
    }
    return new Dataset(
        "CIFAR-10",
        pixels,
        labels,
        IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList(),
        Optional.empty());
  }

  private static int pictures(Path file) {
    try {
      long bytes = Files.size(file);
      if (bytes == 0 || bytes % (1 + PIXELS) != 0) {
        throw new BadInput(
            file,
            "has "
                + bytes
                + " bytes, which is no number of pictures of "
                + (1 + PIXELS)
                + " each.");
      }
      return Math.toIntExact(bytes / (1 + PIXELS));
    } catch (IOException broken) {
      throw unreadable(file, broken);
    }
  }

  private static void requireRoom(Path file, int count) {
    double bytes = 8.0 * count * PIXELS;
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > 0.6 * heap || (long) count * PIXELS > Integer.MAX_VALUE - 8) {
      throw new BadInput(
          file,
          String.format(
              "with its fellows it takes %.1f GiB as doubles, but the heap has %.1f GiB; raise it"
                  + " with ROP_OPTS=-Xmx….",
              bytes / (1L << 30), (double) heap / (1L << 30)));
    }
  }

  private static int read(Path file, double[] pixels, int[] labels, int first) {
    byte[] picture = new byte[1 + PIXELS];
    int n = first;
    try (InputStream in = Files.newInputStream(file)) {
      for (; in.readNBytes(picture, 0, picture.length) == picture.length; n++) {
        labels[n] = picture[0] & 0xff;
        if (labels[n] >= CLASSES) {
          throw new BadInput(
              file,
              "the label of picture "
                  + (n - first + 1)
                  + " is "
                  + labels[n]
                  + ", but must be from 0 to 9; is this the binary version of CIFAR-10?");
        }
        for (int i = 0; i < PIXELS; i++) {
          pixels[n * PIXELS + i] = (picture[1 + i] & 0xff) / WHITE;
        }
      }
    } catch (IOException broken) {
      throw unreadable(file, broken);
    }
    return n;
  }

  private static BadInput unreadable(Path file, IOException broken) {
    return new BadInput(file, "can't be read (" + broken.getMessage() + ").");
  }
}
