package org.roperator.cli.blackbox;

import java.util.Arrays;
import java.util.List;
import org.roperator.internal.Arguments;

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
}
