package org.roperator.data.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import org.roperator.data.CifarFolder;
import org.roperator.data.CifarSamples;
import org.roperator.data.IdxFolder;
import org.roperator.data.IdxSamples;
import org.roperator.data.LabeledData;
import org.roperator.data.TrainTest;

/** Damaged files of pictures and labels, each read again by the description of its format. */
final class PictureFuzzProperties {

  private static final int MUTANTS = 2;

  private static byte[] floats(int code, int count) {
    int bytes = code == 0x0d ? 4 : 8;
    ByteBuffer file = ByteBuffer.allocate(16 + count * 6 * bytes).putInt(code << 8 | 3);
    file.putInt(count).putInt(2).putInt(3);
    for (int i = 0; i < 6 * count; i++) {
      if (bytes == 4) {
        file.putFloat(0.25f * i);
      } else {
        file.putDouble(0.25 * i);
      }
    }
    return file.array();
  }

  @Property(seed = "14", shrinking = ShrinkingMode.OFF)
  void aDamagedIdxFileIsRefusedOrReadRight(@ForAll long seed) throws IOException {
    Mutations mutations = new Mutations(seed);
    for (int i = 0; i < MUTANTS; i++) {
      Path folder = FOLDERS.get((int) Math.floorMod(seed + i, (long) FOLDERS.size()));
      List<Path> files = files(folder);
      Path file = files.get((int) Math.floorMod(seed >> 8, (long) files.size()));
      byte[] good = Files.readAllBytes(file);
      byte[] mutant = mutations.of(good);
      Optional<TrainTest> read = ReadingLaw.hold(file, mutant, () -> IdxFolder.read(folder));
      if (read.isPresent()) {
        assertSame(read.get().train(), files.get(2), files.get(3), mutant);
        assertSame(read.get().test(), files.get(0), files.get(1), mutant);
      }
      Files.delete(file);
      Files.write(file, good);
    }
  }

  /** Folders of bytes, of packed bytes, of single and of double precision. */
  private static final List<Path> FOLDERS = folders();

  private static List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    try {
      for (int kind = 0; kind < 4; kind++) {
        Path folder = FuzzFiles.file("idx" + kind);
        Files.createDirectories(folder);
        IdxSamples.writeFolder(folder, 12, 6, kind == 1);
        if (kind > 1) {
          int code = kind == 2 ? 0x0d : 0x0e;
          Files.write(folder.resolve("train-images-idx3-ubyte"), floats(code, 12));
          Files.write(folder.resolve("t10k-images-idx3-ubyte"), floats(code, 6));
        }
        folders.add(folder);
      }
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
    return folders;
  }

  /** Test before training, images before labels. */
  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static void assertSame(LabeledData data, Path images, Path labels, byte[] mutant)
      throws IOException {
    String found = ReadingLaw.describe(mutant);
    ByteBuffer pixels = content(images);
    int type = pixels.getInt() >> 8;
    assertEquals(data.size(), pixels.getInt(), found);
    assertEquals(data.width(), pixels.getInt() * pixels.getInt(), found);
    for (double read : data.features()) {
      double pixel =
          switch (type) {
            case 0x08 -> (pixels.get() & 0xff) / 255.0;
            case 0x0d -> pixels.getFloat();
            default -> pixels.getDouble();
          };
      assertEquals(pixel, read, 0, found);
    }
    assertEquals(0, pixels.remaining(), found);
    ByteBuffer classes = content(labels);
    assertEquals(0x0801, classes.getInt(), found);
    assertEquals(data.size(), classes.getInt(), found);
    for (int label : data.labels()) {
      assertEquals(classes.get() & 0xff, label, found);
    }
    assertEquals(0, classes.remaining(), found);
  }

  private static ByteBuffer content(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    boolean packed = bytes.length > 1 && bytes[0] == 0x1f && (bytes[1] & 0xff) == 0x8b;
    if (!packed) {
      return ByteBuffer.wrap(bytes);
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return ByteBuffer.wrap(in.readAllBytes());
    }
  }

  @Property(seed = "14", shrinking = ShrinkingMode.OFF)
  void aDamagedCifarFileIsRefusedOrReadRight(@ForAll long seed) throws IOException {
    Mutations mutations = new Mutations(seed);
    byte[] mutant = mutations.of(CIFAR_BATCH);
    Path file = CIFAR.resolve("data_batch_1.bin");
    Optional<TrainTest> read = ReadingLaw.hold(file, mutant, () -> CifarFolder.read(CIFAR));
    if (read.isPresent()) {
      LabeledData train = read.get().train();
      assertEquals(mutant.length, train.size() * (1 + CifarFolder.PIXELS));
      for (int n = 0; n < train.size(); n++) {
        int from = n * (1 + CifarFolder.PIXELS);
        assertEquals(mutant[from], train.labels()[n]);
        for (int i = 0; i < CifarFolder.PIXELS; i++) {
          assertEquals(
              (mutant[from + 1 + i] & 0xff) / 255.0,
              train.features()[n * CifarFolder.PIXELS + i],
              0);
        }
      }
    }
  }

  private static final Path CIFAR = FuzzFiles.file("cifar");
  private static final byte[] CIFAR_BATCH = cifar();

  private static byte[] cifar() {
    try {
      Files.createDirectories(CIFAR);
      CifarSamples.write(CIFAR.resolve("test_batch.bin"), 7, 102);
      CifarSamples.write(CIFAR.resolve("data_batch_1.bin"), 3, 255, 9, 0);
      return Files.readAllBytes(CIFAR.resolve("data_batch_1.bin"));
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  @AfterContainer
  static void manyWereRead() {
    ReadingLaw.requireManyWereRead("idx");
    ReadingLaw.requireManyWereRead("cifar");
  }
}
