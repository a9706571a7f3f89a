package org.roperator.cli.blackbox;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * What came of a race; methods stand in the order of {@link Race#methods}.
 *
 * @param race which
 * @param variants each of them
 */
public record RaceResult(Race race, List<Variant> variants) {

  /** Copies the list. */
  public RaceResult {
    variants = List.copyOf(variants);
  }

  /** All methods on one variant. Immutable. */
  public static final class Variant {

    private final long seed;
    private final double[][] curves;
    private final double[][] ends;

    Variant(long seed, double[][] curves, double[][] ends) {
      this.seed = seed;
      this.curves = curves;
      this.ends = ends;
    }

    /** Which variant. */
    public long seed() {
      return seed;
    }

    /** What the start is worth. */
    public double before() {
      return curves[0][0];
    }

    /** What a method recommends after the evaluations of a checkpoint, as judged. */
    public double at(int method, int checkpoint) {
      return curves[method][checkpoint];
    }

    /** What a method recommends in the end, as judged. */
    public double after(int method) {
      return curves[method][curves[method].length - 1];
    }

    /** The point a method recommends in the end, in a fresh array. */
    public double[] point(int method) {
      return ends[method].clone();
    }
  }

  /**
   * A percentile over the variants of what a method recommends at a checkpoint.
   *
   * @param share such as 50 for the median
   */
  public double percentile(int method, int checkpoint, double share) {
    double[] values = variants.stream().mapToDouble(v -> v.at(method, checkpoint)).toArray();
    return new Percentile(share).withEstimationType(Percentile.EstimationType.R_7).evaluate(values);
  }

  /** The median over the variants of what a method recommends in the end. */
  public double median(int method) {
    return percentile(method, last(), 50);
  }

  /** The medians of a method, one for each checkpoint. */
  public List<Double> medians(int method) {
    return IntStream.rangeClosed(0, last()).mapToObj(k -> percentile(method, k, 50)).toList();
  }

  /** The number of the last checkpoint. */
  public int last() {
    return race.checkpoints().length - 1;
  }

  /** On how many variants a method ended lower than another. */
  public int wins(int method, int other) {
    return (int) variants.stream().filter(v -> v.after(method) < v.after(other)).count();
  }

  /** The method of the lowest median. */
  public int winner() {
    int best = 0;
    for (int m = 1; m < Race.methods().size(); m++) {
      best = median(m) < median(best) ? m : best;
    }
    return best;
  }

  /** Whether ours is at least as good as SPSA in the median. */
  public boolean isNotWorseThanSpsa() {
    return median(0) <= median(1);
  }
}
