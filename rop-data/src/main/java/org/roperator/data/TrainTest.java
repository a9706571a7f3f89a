package org.roperator.data;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Examples to train on and others to test on.
 *
 * @param train the examples to train on
 * @param test the examples that training never sees
 * @param preparation one line that says how the examples were read, split and scaled, its parts
 *     between semicolons
 */
public record TrainTest(LabeledData train, LabeledData test, String preparation) {

  /**
   * Draws a test set that holds the same share of each class, and shuffles both parts.
   *
   * <p>Of a class with n examples, {@code round(share · n)} are tested on, but at least one is
   * trained on. The draw depends on the seed alone.
   *
   * @param all the examples
   * @param testShare between 0 and 1
   * @param seed what the draw depends on
   * @throws BadInput if no example would be left to test on
   */
  public static TrainTest stratified(LabeledData all, double testShare, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> train = new ArrayList<>();
    List<Integer> test = new ArrayList<>();
    for (int label = 0; label < all.classes().size(); label++) {
      int[] members = membersOf(all, label);
      shuffle(members, random);
      int tested = Math.min((int) Math.round(testShare * members.length), members.length - 1);
      for (int i = 0; i < members.length; i++) {
        (i < tested ? test : train).add(members[i]);
      }
    }
    if (test.isEmpty()) {
      throw new BadInput(
          all.name() + ": a test share of " + testShare + " leaves no example to test on.");
    }
    return new TrainTest(
        all.select(shuffled(train, random)),
        all.select(shuffled(test, random)),
        Stream.concat(
                all.remarks().stream(),
                Stream.of(
                    "stratified split drawn with the seed, " + percent(testShare) + " to test on"))
            .collect(Collectors.joining("; ")));
  }

  /** With all its digits. */
  private static String percent(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
  }

  private static int[] membersOf(LabeledData all, int label) {
    int[] members = new int[all.size()];
    int count = 0;
    for (int i = 0; i < members.length; i++) {
      if (all.labels()[i] == label) {
        members[count++] = i;
      }
    }
    return Arrays.copyOf(members, count);
  }

  private static int[] shuffled(List<Integer> list, SplittableRandom random) {
    int[] array = list.stream().mapToInt(Integer::intValue).toArray();
    shuffle(array, random);
    return array;
  }

  // Fisher and Yates.
  private static void shuffle(int[] array, SplittableRandom random) {
    for (int i = array.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = array[i];
      array[i] = array[j];
      array[j] = swap;
    }
  }

  /**
   * Both parts with each feature shifted and scaled to mean 0 and variance 1 over the training
   * examples.
   *
   * <p>The test examples have no part in the statistics. A feature that is constant over the
   * training examples becomes 0 everywhere, so that an unseen value of it can't upset the network;
   * the preparation names it.
   *
   * @throws BadInput if a test example lies too many deviations away for a double
   */
  public TrainTest standardized() {
    Standard standard = Standard.of(train);
    List<String> constants = standard.constants(train);
    return new TrainTest(
        standard.apply(train),
        standard.apply(test),
        preparation
            + "; features standardized with the training examples' mean and deviation"
            + (constants.isEmpty()
                ? ""
                : "; constant over the training examples, so set to 0: "
                    + Excerpt.list(", ", constants)));
  }

  /** Both parts with their features as they are. */
  public TrainTest unscaled() {
    return new TrainTest(train, test, preparation + "; features as they are");
  }
}
