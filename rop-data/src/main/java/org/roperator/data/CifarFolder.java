package org.roperator.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Reads a folder of the binary version of CIFAR-10 (Krizhevsky 2009): {@code data_batch_1.bin} and
 * further ones to train on, {@code test_batch.bin} to test on. Each picture is one byte of label
 * from 0 to 9 and 3 × 32 × 32 bytes, red before green before blue.
 *
 * <p>Bytes are scaled from 0…255 to 0…1.
 */
public final class CifarFolder {

  /** The number of bytes of a picture's three colors. */
  public static final int PIXELS = 3 * 32 * 32;

  /** Copies, parts and renamed ones too, such as {@code data_batch_2 (1).bin}. */
  private static final Pattern BATCH =
      Pattern.compile("(?i)(.*(data|train|test)_?batch.*|.*\\.bin.*)");

  private static final Pattern NUMBERED = Pattern.compile("data_batch_([1-9]\\d{0,8})\\.bin");

  private static final int BATCHES = 5;
  private static final int CLASSES = 10;
  private static final double WHITE = 255;

  private CifarFolder() {}

  /**
   * Reads the files.
   *
   * @throws BadInput naming the file, if one is missing, even between others, is none of the set,
   *     holds the pictures of another, is truncated, or holds a label above 9
   */
  public static TrainTest read(Path folder) {
    return read(folder, ReadProgress.quiet());
  }

  /** The same, and tells how far it is. */
  public static TrainTest read(Path folder, ReadProgress progress) {
    List<Path> train = new ArrayList<>();
    Path next = folder.resolve("data_batch_1.bin");
    while (Files.isRegularFile(next)) {
      train.add(next);
      next = folder.resolve("data_batch_" + (train.size() + 1) + ".bin");
    }
    Path test = folder.resolve("test_batch.bin");
    refuseStrays(folder, train, test);
    for (Path needed : train.isEmpty() ? List.of(next, test) : List.of(test)) {
      if (!Files.isRegularFile(needed)) {
        throw new BadInput(
            folder,
            needed.getFileName()
                + " is missing; the folder must hold data_batch_1.bin and further ones, and"
                + " test_batch.bin, as the binary version of CIFAR-10 does.");
      }
    }
    Map<Long, Path> contents = new HashMap<>();
    LabeledData examples = read(train, contents, progress);
    LabeledData others = read(List.of(test), contents, progress);
    return new TrainTest(
        examples,
        others,
        "the files' own split, training batches of "
            + train.stream()
                .map(batch -> Integer.toString(pictures(batch)))
                .collect(Collectors.joining(", "))
            + " pictures"
            + (train.size() == BATCHES ? "" : " (CIFAR-10 has " + BATCHES + " batches)")
            + "; bytes scaled to 0…1");
  }

  /** Whatever looks like a batch must be one that is read: nothing is left out in silence. */
  private static void refuseStrays(Path folder, List<Path> train, Path test) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Set<Path> read = new HashSet<>(train);
    read.add(test);
    try (Stream<Path> files = Files.list(folder)) {
      Optional<Path> stray =
          files
              .filter(file -> BATCH.matcher(file.getFileName().toString()).matches())
              .filter(file -> !read.contains(file))
              .sorted()
              .findFirst();
      if (stray.isPresent()) {
        throw strange(folder, stray.get().getFileName().toString(), train.size());
      }
    } catch (IOException broken) {
      throw FileBytes.unreadable(folder, broken);
    }
  }

  private static BadInput strange(Path folder, String stray, int found) {
    Matcher later = NUMBERED.matcher(stray);
    return new BadInput(
        folder,
        later.matches() && Integer.parseInt(later.group(1)) > found
            ? "data_batch_"
                + (found + 1)
                + ".bin is missing, but "
                + stray
                + " is there; batches must be numbered from 1 without a gap."
            : stray
                + " is there, but is none of the files that are read, data_batch_1.bin and so on"
                + " and test_batch.bin; rename it or take it out.");
  }

  private static LabeledData read(
      List<Path> files, Map<Long, Path> contents, ReadProgress progress) {
    int count = 0;
    for (Path file : files) {
      count = Math.addExact(count, pictures(file));
    }
    requireRoom(files.get(0), count);
    double[] pixels = new double[count * PIXELS];
    int[] labels = new int[count];
    int done = 0;
    for (Path file : files) {
      CRC32 content = new CRC32();
      done = read(file, content, pixels, labels, done, progress);
      Path twin = contents.putIfAbsent(content.getValue(), file);
      if (twin != null) {
        throw new BadInput(file, "holds the same pictures as " + twin.getFileName() + ".");
      }
    }
    return new LabeledData(
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
      throw FileBytes.unreadable(file, broken);
    }
  }

  private static void requireRoom(Path file, int count) {
    double bytes = 8.0 * count * PIXELS;
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > 0.6 * heap || (long) count * PIXELS > Integer.MAX_VALUE - 8) {
      throw new BadInput(
          file,
          String.format(
              Locale.ROOT,
              "with its fellows it takes %.1f GiB as doubles, but the heap has %.1f GiB; raise it"
                  + " with ROP_OPTS=-Xmx….",
              bytes / (1L << 30),
              (double) heap / (1L << 30)));
    }
  }

  private static int read(
      Path file, CRC32 content, double[] pixels, int[] labels, int first, ReadProgress progress) {
    byte[] picture = new byte[1 + PIXELS];
    int n = first;
    int end = first + pictures(file);
    try (InputStream in = FileBytes.open(file, progress)) {
      for (; n < end && in.readNBytes(picture, 0, picture.length) == picture.length; n++) {
        content.update(picture);
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
      if (n < end || in.read() >= 0) {
        throw new BadInput(file, "changed while it was read.");
      }
    } catch (IOException broken) {
      throw FileBytes.unreadable(file, broken);
    }
    return n;
  }
}
