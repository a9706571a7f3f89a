package org.roperator.examples.blackbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.roperator.function.Workers;
import org.roperator.operator.Arguments;

/**
 * All methods on one job: each variant begins at one start and ends after one number of
 * evaluations, for every method alike.
 *
 * @param job what is tuned
 * @param evaluations how many each search may take
 * @param firstSeed the seed of the first variant; the others follow
 * @param variants how many there are
 */
public record Race(Job job, int evaluations, long firstSeed, int variants) {

  /** Points of a curve after its first. */
  private static final int CHECKPOINTS = 15;

  /** Requires what a race needs. */
  public Race {
    Arguments.requirePositive("The number of variants", variants);
    Arguments.requirePositive("The number of evaluations", evaluations);
  }

  /** The names of the methods, in the order of all results: ours, SPSA, the library's. */
  public static List<String> methods() {
    return Arrays.stream(Searcher.values()).map(Searcher::title).toList();
  }

  /** After how many evaluations a search is judged; the last is the end. */
  public int[] checkpoints() {
    int[] spent = new int[CHECKPOINTS + 1];
    Arrays.setAll(spent, k -> k * evaluations / CHECKPOINTS);
    return spent;
  }

  /**
   * Runs it.
   *
   * @param workers on which the methods run side by side; the result does not depend on them
   * @param listener told of each variant when all its searches have ended
   */
  public RaceResult run(Workers workers, Consumer<RaceResult.Variant> listener) {
    List<RaceResult.Variant> all = new ArrayList<>();
    for (int k = 0; k < variants; k++) {
      long seed = firstSeed + k;
      Searcher[] searchers = Searcher.values();
      double[][] curves = new double[searchers.length][];
      double[][] ends = new double[searchers.length][];
      workers.run(
          searchers.length,
          m -> {
            CountedBox box = new CountedBox(job.box(seed, m), evaluations);
            Track track = searchers[m].search(box, job, seed);
            ends[m] = track.at(evaluations);
            curves[m] = judged(track, seed);
          });
      RaceResult.Variant variant = new RaceResult.Variant(seed, curves, ends);
      all.add(variant);
      listener.accept(variant);
    }
    return new RaceResult(this, all);
  }

  /** What is recommended at each checkpoint, by the judge; a point is judged once. */
  private double[] judged(Track track, long seed) {
    int[] spent = checkpoints();
    double[] curve = new double[spent.length];
    double[] before = new double[0];
    for (int k = 0; k < spent.length; k++) {
      double[] now = track.at(spent[k]);
      curve[k] = Arrays.equals(now, before) ? curve[k - 1] : job.judge(now, seed);
      before = now;
    }
    return curve;
  }
}
