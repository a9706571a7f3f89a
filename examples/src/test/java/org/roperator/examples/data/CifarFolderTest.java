package org.roperator.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiny files of the binary format: a label, then 3,072 bytes. */
public final class CifarFolderTest {

  @TempDir private Path folder;

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

  @Test
  void readsAllBatchesInOrder() throws IOException {
    write(folder.resolve("data_batch_1.bin"), 3, 255, 9, 0);
    write(folder.resolve("data_batch_2.bin"), 0, 51);
    write(folder.resolve("test_batch.bin"), 7, 102);
    TrainTest data = CifarFolder.read(folder);
    assertArrayEquals(new int[] {3, 9, 0}, data.train().labels());
    assertArrayEquals(new int[] {7}, data.test().labels());
    assertEquals(3072, data.train().width());
    assertEquals(10, data.test().classes().size());
    double[] pixels = data.train().features();
    assertEquals(1, pixels[0]);
    assertEquals(1, pixels[3071]);
    assertEquals(0, pixels[3072]);
    assertEquals(0.2, pixels[2 * 3072], 1e-15);
    assertEquals(0.4, data.test().features()[3071], 1e-15);
  }

  @Test
  void refusesWhatIsMissingTruncatedOrOfAnotherKind() throws IOException {
    assertRefused("data_batch_1.bin is missing");
    write(folder.resolve("data_batch_1.bin"), 1, 1);
    assertRefused("test_batch.bin is missing");
    Files.write(folder.resolve("test_batch.bin"), new byte[3000]);
    assertRefused("test_batch.bin", "3000 bytes", "3073");
    write(folder.resolve("test_batch.bin"), 1, 1, 10, 1);
    assertRefused("picture 2", "10", "0 to 9");
    write(folder.resolve("data_batch_3.bin"), 1, 1);
    assertRefused("data_batch_2.bin is missing", "data_batch_3.bin", "gap");
  }

  private void assertRefused(String... parts) {
    String message =
        String.valueOf(assertThrows(BadInput.class, () -> CifarFolder.read(folder)).getMessage());
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }
}
