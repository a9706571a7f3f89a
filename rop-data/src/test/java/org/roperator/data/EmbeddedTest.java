package org.roperator.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EmbeddedTest {

  /** Sizes as the repository they come from states them. */
  @Test
  void setsAreWhole() {
    assertEquals(List.of("digits", "breast-cancer", "iris", "wine"), Embedded.labels());
    assertArrayEquals(new int[] {212, 357}, Embedded.BREAST_CANCER.read().classSizes());
    assertArrayEquals(new int[] {50, 50, 50}, Embedded.IRIS.read().classSizes());
    assertArrayEquals(new int[] {59, 71, 48}, Embedded.WINE.read().classSizes());
    assertEquals(1_797, Embedded.DIGITS.read().size());
    assertEquals(30, Embedded.BREAST_CANCER.read().width());
    assertEquals("virginica", Embedded.IRIS.read().classes().get(2));
  }

  @Test
  void splitsAreStandardizedButForDigits() {
    LabeledData train = Embedded.WINE.split(0.5, 3).train();
    double mean =
        IntStream.range(0, train.size())
            .mapToDouble(i -> train.features()[13 * i])
            .average()
            .orElse(1);
    assertEquals(0, mean, 1e-12);
    LabeledData digits = Embedded.DIGITS.split(0.2, 3).train();
    assertTrue(IntStream.range(0, 64).allMatch(i -> digits.features()[i] >= 0));
    assertEquals("iris", Embedded.named("iris").map(Embedded::label).orElse(""));
    assertTrue(Embedded.named("irises").isEmpty());
  }
}
