package org.roperator.cli.study;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SplittableRandom;
import org.roperator.data.IdxFolder;
import org.roperator.data.LabeledData;
import org.roperator.data.ReadProgress;
import org.roperator.data.TrainTest;

/** A folder of pictures to draw examples from, or none. */
public final class StudyImages {

  private static final int CHUNK = 1 << 16;

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
   * @throws org.roperator.data.BadInput if it is not one
   */
  public static StudyImages read(Path folder) {
    return read(folder, ReadProgress.quiet());
  }

  /** The same, and tells how far it is. */
  public static StudyImages read(Path folder, ReadProgress progress) {
    return new StudyImages(Optional.of(IdxFolder.read(folder, progress)));
  }

  /** The name of the set, empty if there is none. */
  public String name() {
    return all.map(split -> split.train().name()).orElse("");
  }

  /** What tells its pictures and labels from those of any other folder, empty if there is none. */
  public String fingerprint() {
    return all.map(split -> fingerprint(split.train(), split.test())).orElse("");
  }

  private static String fingerprint(LabeledData... halves) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (LabeledData half : halves) {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        buffer.putInt(half.size()).putInt(half.width()).putInt(half.classes().size());
        for (int label : half.labels()) {
          flushIfFull(digest, buffer);
          buffer.putInt(label);
        }
        for (double pixel : half.features()) {
          flushIfFull(digest, buffer);
          buffer.putDouble(pixel);
        }
        digest.update(buffer.flip());
      }
      return HexFormat.of().formatHex(digest.digest(), 0, Long.BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("Every Java has SHA-256.", impossible);
    }
  }

  private static void flushIfFull(MessageDigest digest, ByteBuffer buffer) {
    if (buffer.remaining() < Double.BYTES) {
      digest.update(buffer.flip());
      buffer.clear();
    }
  }

  TrainTest draw(int most, long seed) {
    TrainTest split = all.orElseThrow();
    SplittableRandom random = new SplittableRandom(seed);
    return new TrainTest(
        some(split.train(), most, random), some(split.test(), most, random), split.preparation());
  }

  private static LabeledData some(LabeledData data, int most, SplittableRandom random) {
    return data.select(
        random.ints(0, data.size()).distinct().limit(Math.min(most, data.size())).toArray());
  }
}
