package org.roperator.examples.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Examples to train on and others to test on.
 *
 * @param train the examples to train on
 * @param test the examples that training never sees
 * @param preparation one line that says how the features were split and scaled
 */
public record TrainTest(Dataset train, Dataset test, String preparation) {

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
  public static TrainTest stratified(Dataset all, double testShare, long seed) {
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
        "stratified split drawn with the seed, " + Math.round(100 * testShare) + " % to test on");
  }

  private static int[] membersOf(Dataset all, int label) {
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
   * training examples becomes 0 everywhere, so that an unseen value of it can't upset the network.
   */
  public TrainTest standardised() {
    int width = train.width();
    double[] mean = new double[width];
    double[] inverseDeviation = new double[width];
    statistics(train, mean, inverseDeviation);
    return new TrainTest(
        standardise(train, mean, inverseDeviation),
        standardise(test, mean, inverseDeviation),
        preparation + "; features standardised with the training examples' mean and deviation");
  }

  private static void statistics(Dataset data, double[] mean, double[] inverseDeviation) {
    int width = data.width();
    double[] x = data.features();
    for (int i = 0; i < x.length; i++) {
      mean[i % width] += x[i] / data.size();
    }
    double[] variance = new double[width];
    for (int i = 0; i < x.length; i++) {
      double d = x[i] - mean[i % width];
      variance[i % width] += d * d / data.size();
    }
    for (int j = 0; j < width; j++) {
      // Rounding leaves a constant feature a deviation of some ulps of its mean.
      double deviation = Math.sqrt(variance[j]);
      inverseDeviation[j] = deviation <= 1e-12 * Math.abs(mean[j]) ? 0 : 1 / deviation;
    }
  }

  private static Dataset standardise(Dataset data, double[] mean, double[] inverseDeviation) {
    double[] x = data.features().clone();
    for (int i = 0; i < x.length; i++) {
      int j = i % mean.length;
      x[i] = (x[i] - mean[j]) * inverseDeviation[j];
    }
    return data.withFeatures(x);
  }
}
