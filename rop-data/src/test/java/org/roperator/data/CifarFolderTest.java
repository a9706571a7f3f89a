package org.roperator.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertThrowsNaming;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiny files of the binary format: a label, then 3,072 bytes. */
final class CifarFolderTest {

  @TempDir private Path folder;

  @Test
  void readsAllBatchesInOrder() throws IOException {
    CifarSamples.write(folder.resolve("data_batch_1.bin"), 3, 255, 9, 0);
    CifarSamples.write(folder.resolve("data_batch_2.bin"), 0, 51);
    CifarSamples.write(folder.resolve("test_batch.bin"), 7, 102);
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
  void tellsHowFarItIs() throws IOException {
    int[] pictures = new int[2 * 1000];
    Path batch = folder.resolve("data_batch_1.bin");
    CifarSamples.write(batch, pictures);
    CifarSamples.write(folder.resolve("test_batch.bin"), 7, 102);
    Reports reports = new Reports();
    CifarFolder.read(folder, reports);
    reports.assertOf(batch, 1000 * 3073);
  }

  @Test
  void refusesWhatIsMissingTruncatedOrOfAnotherKind() throws IOException {
    assertRefused("data_batch_1.bin is missing");
    CifarSamples.write(folder.resolve("data_batch_1.bin"), 1, 1);
    assertRefused("test_batch.bin is missing");
    Files.write(folder.resolve("test_batch.bin"), new byte[3000]);
    assertRefused("test_batch.bin", "3000 bytes", "3073");
    CifarSamples.write(folder.resolve("test_batch.bin"), 1, 1, 10, 1);
    assertRefused("picture 2", "10", "0 to 9");
    CifarSamples.write(folder.resolve("data_batch_3.bin"), 1, 1);
    assertRefused("data_batch_2.bin is missing", "data_batch_3.bin", "gap");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data_batch_1 (1).bin",
        "data_batch_01.bin",
        "data_batch_0.bin",
        "data_batch_2.bin.gz",
        "data_batch_2",
        "TEST_BATCH.bin",
        "train.bin"
      })
  void refusesWhatLooksLikeABatchButIsNotRead(String name) throws IOException {
    CifarSamples.write(folder.resolve("data_batch_1.bin"), 1, 1);
    CifarSamples.write(folder.resolve("test_batch.bin"), 1, 2);
    CifarSamples.write(folder.resolve(name), 1, 3);
    assertRefused(name, "rename it or take it out");
  }

  @Test
  void refusesOnePictureFileUnderTwoNames() throws IOException {
    CifarSamples.write(folder.resolve("data_batch_1.bin"), 1, 1, 2, 2);
    CifarSamples.write(folder.resolve("test_batch.bin"), 1, 1, 2, 2);
    assertRefused("test_batch.bin", "the same pictures as data_batch_1.bin");
  }

  @Test
  void saysHowManyPicturesEachBatchHas() throws IOException {
    CifarSamples.write(folder.resolve("data_batch_1.bin"), 3, 255, 9, 0);
    CifarSamples.write(folder.resolve("data_batch_2.bin"), 0, 51);
    CifarSamples.write(folder.resolve("test_batch.bin"), 7, 102);
    String said = CifarFolder.read(folder).preparation();
    assertTrue(said.contains("batches of 2, 1 pictures (CIFAR-10 has 5 batches)"), said);
  }

  private void assertRefused(Object... parts) {
    assertThrowsNaming(BadInput.class, () -> CifarFolder.read(folder), parts);
  }
}
