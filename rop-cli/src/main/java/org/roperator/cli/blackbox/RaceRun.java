package org.roperator.cli.blackbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.roperator.parallel.Workers;

/** Runs races. */
public final class RaceRun {

  private RaceRun() {}

  /**
   * Runs a race.
   *
   * @param workers on which the methods run side by side; the result does not depend on them
   * @param listener told of each variant when all its searches have ended
   */
  public static RaceResult of(Race race, Workers workers, Consumer<RaceResult.Variant> listener) {
    List<RaceResult.Variant> all = new ArrayList<>();
    for (int k = 0; k < race.variants(); k++) {
      long seed = race.firstSeed() + k;
      Searcher[] searchers = Searcher.values();
      double[][] curves = new double[searchers.length][];
      double[][] ends = new double[searchers.length][];
      workers.run(
          searchers.length,
          m -> {
            CountedBox box = new CountedBox(race.job().box(seed, m), race.evaluations());
            Track track = searchers[m].search(box, race.job(), seed);
            ends[m] = track.at(race.evaluations());
            curves[m] = judged(race, track, seed);
          });
      RaceResult.Variant variant = new RaceResult.Variant(seed, curves, ends);
      all.add(variant);
      listener.accept(variant);
    }
    return new RaceResult(race, all);
  }

  /** What is recommended at each checkpoint, by the judge; a point is judged once. */
  private static double[] judged(Race race, Track track, long seed) {
    int[] spent = race.checkpoints();
    double[] curve = new double[spent.length];
    double[] before = new double[0];
    for (int k = 0; k < spent.length; k++) {
      double[] now = track.at(spent[k]);
      curve[k] = Arrays.equals(now, before) ? curve[k - 1] : race.job().judge(now, seed);
      before = now;
    }
    return curve;
  }
}
