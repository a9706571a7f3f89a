package org.roperator.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.roperator.contract.Refusals.assertThrowsNaming;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roperator.contract.AnyDouble;
import org.roperator.nn.layer.ImageShape;

final class TrainTestTest {

  /** Example i has the feature i, so that it can be found again. */
  private static LabeledData numbered(int... labels) {
    int classes = IntStream.of(labels).max().orElseThrow() + 1;
    return new LabeledData(
        "numbered",
        IntStream.range(0, labels.length).mapToDouble(i -> i).toArray(),
        labels,
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
        Optional.empty());
  }

  @Property(tries = 50)
  void everyExampleGoesToOneSideAndEachClassKeepsItsShare(
      @ForAll @IntRange(min = 10, max = 40) int perClass,
      @ForAll @AnyDouble(min = 0.1, max = 0.6) double share,
      @ForAll long seed) {
    int[] labels = IntStream.range(0, 3 * perClass).map(i -> i / perClass).toArray();
    TrainTest split = TrainTest.stratified(numbered(labels), share, seed);
    double[] all =
        DoubleStream.concat(
                DoubleStream.of(split.train().features()), DoubleStream.of(split.test().features()))
            .sorted()
            .toArray();
    assertArrayEquals(IntStream.range(0, 3 * perClass).asDoubleStream().toArray(), all);
    int expected = (int) Math.round(share * perClass);
    assertArrayEquals(new int[] {expected, expected, expected}, split.test().classSizes());
    for (int i = 0; i < split.test().size(); i++) {
      assertEquals(labels[(int) split.test().features()[i]], split.test().labels()[i]);
    }
  }

  @Test
  void theSeedAloneDecides() {
    LabeledData data = numbered(IntStream.range(0, 60).map(i -> i % 3).toArray());
    double[] first = TrainTest.stratified(data, 0.2, 7).test().features();
    assertArrayEquals(first, TrainTest.stratified(data, 0.2, 7).test().features());
    assertFalse(
        Arrays.equals(first, TrainTest.stratified(data, 0.2, 8).test().features()),
        "another seed, another split");
  }

  @ParameterizedTest
  @CsvSource({"0.2, 20 %", "0.125, 12.5 %", "0.004, 0.4 %", "0.3, 30 %"})
  void theShareIsToldWithAllItsDigits(double share, String told) {
    LabeledData data = numbered(IntStream.range(0, 500).map(i -> i % 2).toArray());
    assertEquals(
        "stratified split drawn with the seed, " + told + " to test on",
        TrainTest.stratified(data, share, 1).preparation());
  }

  /** In both parts, also once features are scaled, and in a part of a part. */
  @Test
  void everyExampleKeepsTheNumberItWasReadWith() {
    LabeledData data = numbered(IntStream.range(0, 60).map(i -> i % 3).toArray());
    TrainTest split = TrainTest.stratified(data, 0.25, 4);
    TrainTest scaled = split.standardized();
    for (int i = 0; i < split.test().size(); i++) {
      int number = 1 + (int) split.test().features()[i];
      assertEquals(number, split.test().number(i));
      assertEquals(number, scaled.test().number(i));
    }
    LabeledData third = split.train().select(new int[] {2});
    assertEquals(1 + (int) split.train().features()[2], third.number(0));
    assertEquals(60, data.number(59));
  }

  @Test
  void aClassOfOneIsTrainedOn() {
    TrainTest split = TrainTest.stratified(numbered(0, 0, 0, 0, 1), 0.5, 1);
    assertArrayEquals(new int[] {2, 1}, split.train().classSizes());
  }

  @Test
  void refusesAShareThatLeavesNothingToTestOn() {
    assertThrowsNaming(
        BadInput.class,
        () -> TrainTest.stratified(numbered(0, 1, 0, 1), 0.1, 1),
        "no example to test on");
  }

  @Test
  void standardizesWithTheStatisticsOfTheTrainingExamplesAlone() {
    LabeledData train =
        new LabeledData(
            "t", new double[] {1, 7, 3, 7}, new int[] {0, 1}, List.of("a", "b"), Optional.empty());
    LabeledData test =
        new LabeledData(
            "t", new double[] {5, 9}, new int[] {0}, List.of("a", "b"), Optional.empty());
    TrainTest scaled = new TrainTest(train, test, "as given").standardized();
    // Mean 2 and deviation 1 of the first feature; the second is constant.
    assertArrayEquals(new double[] {-1, 0, 1, 0}, scaled.train().features());
    assertArrayEquals(new double[] {3, 0}, scaled.test().features());
    assertArrayEquals(new double[] {1, 7, 3, 7}, train.features());
  }

  @Test
  void theEmbeddedDigitsAreAllThere() {
    LabeledData digits = Digits.read();
    assertEquals(1797, digits.size());
    assertEquals(64, digits.width());
    assertEquals(Optional.of(new ImageShape(8, 8, 1)), digits.imageShape());
    // The counts the data set is published with.
    assertArrayEquals(
        new int[] {178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, digits.classSizes());
    assertEquals(1, DoubleStream.of(digits.features()).max().orElseThrow());
    assertEquals(0, DoubleStream.of(digits.features()).min().orElseThrow());
    assertEquals(5.0 / 16, digits.features()[2]);
  }
}
