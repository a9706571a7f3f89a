package org.roperator.cli.study;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.roperator.data.BadInput;
import org.roperator.data.Embedded;
import org.roperator.data.LabeledData;
import org.roperator.data.TrainTest;

/**
 * The examples of a cell: half of a set to train on and half to test on, with some labels wrong.
 *
 * <p>Labels are wrong in both halves alike, so that both are drawn from one distribution and the
 * gap between them is that of generalization.
 *
 * @param set which set
 * @param images the folder's examples if the set is one
 * @param noise the share of labels replaced by another class
 * @param most at most so many examples in each half
 */
record StudyData(String set, StudyImages images, double noise, int most) {

  /** Splits and mislabels by a seed alone. */
  TrainTest split(long seed) {
    TrainTest split = clean(seed);
    SplittableRandom random = new SplittableRandom(~seed);
    return new TrainTest(
        mislabelled(first(split.train()), random),
        mislabelled(first(split.test()), random),
        split.preparation());
  }

  private TrainTest clean(long seed) {
    if (set.equals(images.name())) {
      return images.draw(most, seed);
    }
    return Embedded.named(set)
        .map(data -> data.split(0.5, seed))
        .or(
            () ->
                Synthetic.named(set)
                    .map(
                        rule ->
                            TrainTest.stratified(rule.draw(2 * most, seed), 0.5, seed)
                                .standardized()))
        .orElseThrow(() -> new BadInput("There is no set \"" + set + "\"."));
  }

  private LabeledData first(LabeledData data) {
    return data.size() <= most ? data : data.select(IntStream.range(0, most).toArray());
  }

  private LabeledData mislabelled(LabeledData data, SplittableRandom random) {
    int classes = data.classes().size();
    int[] labels = data.labels().clone();
    for (int i = 0; i < labels.length; i++) {
      if (random.nextDouble() < noise) {
        labels[i] = (labels[i] + 1 + random.nextInt(classes - 1)) % classes;
      }
    }
    return new LabeledData(data.name(), data.features(), labels, data.classes(), data.imageShape());
  }
}
