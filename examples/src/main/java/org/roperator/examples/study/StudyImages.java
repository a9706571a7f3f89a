package org.roperator.examples.study;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.roperator.examples.data.Dataset;
import org.roperator.examples.data.IdxFolder;
import org.roperator.examples.data.TrainTest;

/** A folder of pictures to draw examples from, or none. */
public final class StudyImages {

  private final Optional<TrainTest> all;

  private StudyImages(Optional<TrainTest> all) {
    this.all = all;
  }

  /** No folder. */
  public static StudyImages none() {
    return new StudyImages(Optional.empty());
  }

  /**
   * A folder of IDX files.
   *
   * @throws org.roperator.examples.data.BadInput if it is not one
   */
  public static StudyImages read(Path folder) {
    return new StudyImages(Optional.of(IdxFolder.read(folder)));
  }

  /** The name of the set, empty if there is none. */
  public String name() {
    return all.map(split -> split.train().name()).orElse("");
  }

  TrainTest draw(int most, long seed) {
    TrainTest split = all.orElseThrow();
    SplittableRandom random = new SplittableRandom(seed);
    return new TrainTest(
        some(split.train(), most, random), some(split.test(), most, random), split.preparation());
  }

  private static Dataset some(Dataset data, int most, SplittableRandom random) {
    return data.select(
        random.ints(0, data.size()).distinct().limit(Math.min(most, data.size())).toArray());
  }
}
