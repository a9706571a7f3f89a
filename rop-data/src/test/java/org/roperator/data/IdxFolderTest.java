package org.roperator.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertThrowsNaming;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.roperator.nn.layer.ImageShape;

final class IdxFolderTest {

  @TempDir private Path folder;

  private void assertRefused(Object... parts) {
    assertThrowsNaming(BadInput.class, () -> IdxFolder.read(folder), parts);
  }

  private String complaint() {
    return messageOf(() -> IdxFolder.read(folder));
  }

  private void writeGood() throws IOException {
    IdxSamples.writeFolder(folder, 12, 6, true);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsPicturesPackedOrNot(boolean packed) throws IOException {
    IdxSamples.writeFolder(folder, 12, 6, packed);
    TrainTest data = IdxFolder.read(folder);
    assertEquals(12, data.train().size());
    assertEquals(6, data.test().size());
    assertEquals(Optional.of(new ImageShape(2, 3, 1)), data.train().imageShape());
    assertEquals(List.of("0", "1", "2"), data.train().classes());
    assertArrayEquals(new int[] {0, 1, 2, 0, 1, 2}, data.test().labels());
    // Pixel i of picture n is 10n + i of 255.
    assertEquals(13.0 / 255, data.train().features()[1 * 6 + 3]);
    assertTrue(IdxFolder.looksLike(folder));
  }

  @Test
  void tellsHowFarItIs() throws IOException {
    IdxSamples.writeFolder(folder, 1000, 6, false);
    Path pictures = folder.resolve("train-images-idx3-ubyte");
    IdxSamples.write(pictures, IdxSamples.images(1000, 50, 50));
    IdxSamples.write(folder.resolve("t10k-images-idx3-ubyte"), IdxSamples.images(6, 50, 50));
    Reports reports = new Reports();
    IdxFolder.read(folder, reports);
    reports.assertOf(pictures, 16 + 1000 * 50 * 50);
  }

  @Test
  void readsTheNamesWithADotToo() throws IOException {
    IdxSamples.writeFolder(folder, 12, 6, false);
    Files.move(
        folder.resolve("train-images-idx3-ubyte"), folder.resolve("train-images.idx3-ubyte"));
    assertEquals(12, IdxFolder.read(folder).train().size());
  }

  @Test
  void readsFloatingPointPixelsAsTheyAre() throws IOException {
    writeGood();
    IdxSamples.write(folder.resolve("train-images-idx3-ubyte.gz"), quarters(12));
    IdxSamples.write(folder.resolve("t10k-images-idx3-ubyte.gz"), quarters(6));
    TrainTest data = IdxFolder.read(folder);
    assertEquals(1.25, data.train().features()[5]);
    assertEquals(8.75, data.test().features()[35]);
    assertTrue(data.preparation().contains("floating-point pixels as they are"));
  }

  /** Pixel i of all is i/4. */
  private static byte[] quarters(int pictures) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + pictures * 6 * 4).putInt(0x0d03);
    bytes.putInt(pictures).putInt(2).putInt(3);
    for (int i = 0; i < 6 * pictures; i++) {
      bytes.putFloat(0.25f * i);
    }
    return bytes.array();
  }

  @Test
  void refusesBytesBesideFloatingPointPixels() throws IOException {
    writeGood();
    IdxSamples.write(folder.resolve("t10k-images-idx3-ubyte.gz"), quarters(6));
    assertRefused("of floating-point numbers", "train-images-idx3-ubyte.gz are of bytes");
  }

  @Test
  void namesClassesThatNoTrainingExampleHas() throws IOException {
    writeGood();
    byte[] fromOne = IdxSamples.labels(12);
    for (int i = 8; i < fromOne.length; i++) {
      fromOne[i]++;
    }
    IdxSamples.write(folder.resolve("train-labels-idx1-ubyte.gz"), fromOne);
    assertTrue(
        IdxFolder.read(folder).preparation().contains("classes without a training example: 0"));
  }

  @Test
  void refusesOneFileInTwoPlaces() throws IOException {
    writeGood();
    IdxSamples.write(folder.resolve("t10k-labels-idx1-ubyte"), IdxSamples.labels(6));
    assertRefused("both t10k-labels-idx1-ubyte and t10k-labels-idx1-ubyte.gz");
  }

  /** 80 bytes that claim 2³¹ bytes of pixels, whose number of bytes is no int. */
  @ParameterizedTest
  @CsvSource({"1, 16384, 16384, 0x0e03", "1, 65536, 65536, 0x0803", "90, 1000, 1000, 0x0803"})
  void memoryGrowsWithWhatIsReadNotWithWhatIsAnnounced(
      int count, int height, int width, String magic) throws IOException {
    writeGood();
    Path file = folder.resolve("train-images-idx3-ubyte.gz");
    ByteBuffer bytes = ByteBuffer.allocate(80).putInt(Integer.decode(magic));
    bytes.putInt(count).putInt(height).putInt(width);
    Files.write(file, bytes.array());
    long before = allocated();
    String message = complaint();
    assertTrue(message.contains("it ends after 0") || message.contains("the heap has"), message);
    assertTrue(allocated() - before < 50_000_000, "bytes allocated");
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  void namesThePixelThatIsNotFinite() throws IOException {
    writeGood();
    ByteBuffer bytes = ByteBuffer.allocate(16 + 12 * 6 * 8).putInt(0x0e03);
    bytes.putInt(12).putInt(2).putInt(3);
    bytes.putDouble(16 + 8 * (6 + 4), Double.NaN);
    IdxSamples.write(folder.resolve("train-images-idx3-ubyte.gz"), bytes.array());
    assertEquals(
        folder.resolve("train-images-idx3-ubyte.gz")
            + ": picture 2, row 2, column 2: the pixel is NaN, not a finite number.",
        complaint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train-images-idx3-ubyte",
        "train-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte"
      })
  void namesTheMissingFile(String name) throws IOException {
    writeGood();
    Files.delete(folder.resolve(name + ".gz"));
    assertTrue(complaint().startsWith(folder + ": " + name + "(.gz) is missing"), complaint());
  }

  @Test
  void anEmptyFolderDoesNotLookLikeOne() {
    assertFalse(IdxFolder.looksLike(folder));
  }

  @Test
  void saysAfterHowManyPicturesAFileEnds() throws IOException {
    writeGood();
    byte[] images = IdxSamples.images(12, 2, 3);
    IdxSamples.write(
        folder.resolve("train-images-idx3-ubyte.gz"), Arrays.copyOf(images, 16 + 7 * 6 + 2));
    assertEquals(
        folder.resolve("train-images-idx3-ubyte.gz")
            + ": truncated: its header announces 12 pictures, but it ends after 7.",
        complaint());
  }

  @Test
  void noticesAGzipCutAnywhere() throws IOException {
    Path file = folder.resolve("train-images-idx3-ubyte.gz");
    writeGood();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 3; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      String message = complaint();
      assertTrue(message.startsWith(file + ": "), message);
      assertTrue(message.contains("truncated"), length + ": " + message);
    }
  }

  @Test
  void noticesWhatIsTooMuch() throws IOException {
    writeGood();
    IdxSamples.write(
        folder.resolve("t10k-labels-idx1-ubyte.gz"), Arrays.copyOf(IdxSamples.labels(6), 15));
    assertRefused("more in it than the 6 labels");
  }

  @Test
  void refusesAFileOfAnotherKind() throws IOException {
    writeGood();
    IdxSamples.write(folder.resolve("train-images-idx3-ubyte.gz"), IdxSamples.labels(12));
    assertRefused("starts with 0x00000801, not with 0x00000803");
    Files.writeString(folder.resolve("train-images-idx3-ubyte.gz"), "abc");
    assertRefused("ends within its header");
  }

  @Test
  void refusesAHeaderThatMemoryCannotHold() throws IOException {
    writeGood();
    byte[] images = IdxSamples.images(12, 2, 3);
    ByteBuffer.wrap(images).putInt(4, Integer.MAX_VALUE).putInt(8, 1 << 20);
    IdxSamples.write(folder.resolve("train-images-idx3-ubyte.gz"), images);
    assertRefused("the heap has");
    ByteBuffer.wrap(images).putInt(4, -1);
    IdxSamples.write(folder.resolve("train-images-idx3-ubyte.gz"), images);
    assertRefused("an extent of 4294967295");
  }

  @Test
  void refusesLabelsThatDoNotFit() throws IOException {
    writeGood();
    IdxSamples.write(folder.resolve("train-labels-idx1-ubyte.gz"), IdxSamples.labels(11));
    assertRefused("12 pictures, but 11 labels");
    writeGood();
    byte[] labels = IdxSamples.labels(6);
    labels[8 + 4] = 9;
    IdxSamples.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), labels);
    assertRefused("label 9 of picture 5 is out of range; train-labels");
  }

  @Test
  void refusesPicturesOfAnotherShapeAndASingleClass() throws IOException {
    writeGood();
    IdxSamples.write(folder.resolve("t10k-images-idx3-ubyte.gz"), IdxSamples.images(6, 3, 2));
    assertRefused("its pictures are 3 × 2, but those of");
    writeGood();
    byte[] same = IdxSamples.labels(12);
    Arrays.fill(same, 8, same.length, (byte) 0);
    IdxSamples.write(folder.resolve("train-labels-idx1-ubyte.gz"), same);
    assertRefused("at least two classes");
  }

  private static String messageOf(Executable attempt) {
    return String.valueOf(assertThrows(BadInput.class, attempt).getMessage());
  }
}
