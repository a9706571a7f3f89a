package org.roperator.cli.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.ranking.NaturalRanking;

/**
 * Rank correlations of numbers that come in groups, as networks come by data set.
 *
 * <p>Networks on one set are not independent, so intervals come from drawing whole clusters of
 * groups again, with replacement (percentile bootstrap); of one cluster there are none. Three kinds
 * are asked for: over all numbers together, which sees mostly how the sets differ; of ranks within
 * each group; and the latter with the ranks of further numbers, the controls, taken out of both
 * (partial correlations).
 */
final class GroupedRanks {

  private static final double LOW = 0.025;

  /** Less than this share of a variable's ranks is what rounding left of nothing. */
  private static final double NOTHING = 1e-12;

  private final double[][] x;
  private final double[][] y;

  /** By group, the sums of products of centered ranks of all pairs of x, y and the controls. */
  private final double[][][] sums;

  private final int[] clusters;
  private final int clusterCount;

  /**
   * Numbers by group.
   *
   * @param x one array for each group, finite
   * @param y as many in each
   * @param controls further numbers, each as many in each
   * @param clusters the cluster of each group, counted from 0
   */
  GroupedRanks(List<double[]> x, List<double[]> y, List<List<double[]>> controls, int[] clusters) {
    this.x = x.toArray(double[][]::new);
    this.y = y.toArray(double[][]::new);
    this.clusters = clusters.clone();
    this.clusterCount = Arrays.stream(clusters).max().orElse(-1) + 1;
    this.sums = new double[clusters.length][][];
    List<List<double[]>> all = new ArrayList<>(List.of(x, y));
    all.addAll(controls);
    for (int g = 0; g < sums.length; g++) {
      int group = g;
      List<double[]> ranks = all.stream().map(v -> centeredRanks(v.get(group))).toList();
      sums[g] = new double[ranks.size()][ranks.size()];
      for (int i = 0; i < ranks.size(); i++) {
        for (int j = 0; j < ranks.size(); j++) {
          sums[g][i][j] = dot(ranks.get(i), ranks.get(j));
        }
      }
    }
  }

  /** Ranks with their mean taken off and scaled to the size of the group; ties share theirs. */
  private static double[] centeredRanks(double[] numbers) {
    if (numbers.length == 0) {
      return numbers;
    }
    double[] ranks = new NaturalRanking().rank(numbers);
    double middle = (numbers.length + 1) / 2.0;
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = (ranks[i] - middle) / numbers.length;
    }
    return ranks;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Spearman's correlation over all numbers together. */
  Interval pooled(int draws, long seed) {
    return interval(this::pooled, draws, seed);
  }

  /** The correlation of ranks within groups. */
  Interval within(int draws, long seed) {
    return partial(0, draws, seed);
  }

  /** The same given the first controls, as many as told. */
  Interval partial(int controls, int draws, long seed) {
    return interval(groups -> partial(total(groups, 2 + controls)), draws, seed);
  }

  /** The leading square of the sums over groups. */
  private double[][] total(int[] groups, int order) {
    double[][] total = new double[order][order];
    for (int g : groups) {
      for (int i = 0; i < order; i++) {
        for (int j = 0; j < order; j++) {
          total[i][j] += sums[g][i][j];
        }
      }
    }
    return total;
  }

  /**
   * The correlation of the first two variables given the others, from what elimination of the
   * others leaves of their sums of products; NaN where nothing is left.
   */
  private static double partial(double[][] s) {
    double[] least = new double[s.length];
    Arrays.setAll(least, k -> NOTHING * s[k][k]);
    for (int k = s.length - 1; k >= 2; k--) {
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < k && s[k][k] > least[k]; j++) {
          s[i][j] -= s[i][k] * s[k][j] / s[k][k];
        }
      }
    }
    return s[0][0] > least[0] && s[1][1] > least[1]
        ? s[0][1] / Math.sqrt(s[0][0] * s[1][1])
        : Double.NaN;
  }

  private double pooled(int[] groups) {
    double[] allX = joined(x, groups);
    return allX.length < 3
        ? Double.NaN
        : new SpearmansCorrelation().correlation(allX, joined(y, groups));
  }

  private static double[] joined(double[][] parts, int[] groups) {
    return Arrays.stream(groups).boxed().flatMapToDouble(g -> Arrays.stream(parts[g])).toArray();
  }

  private Interval interval(ToDoubleFunction<int[]> statistic, int draws, long seed) {
    int[] all = new int[sums.length];
    Arrays.setAll(all, g -> g);
    double value = statistic.applyAsDouble(all);
    if (clusterCount < 2) {
      return new Interval(value, Double.NaN, Double.NaN);
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] drawn = new double[draws];
    for (int i = 0; i < draws; i++) {
      drawn[i] = statistic.applyAsDouble(draw(random));
    }
    double[] known = Arrays.stream(drawn).filter(r -> !Double.isNaN(r)).sorted().toArray();
    if (Double.isNaN(value) || known.length < draws / 2 || known.length == 0) {
      return new Interval(value, Double.NaN, Double.NaN);
    }
    int cut = (int) (LOW * known.length);
    return new Interval(value, known[cut], known[known.length - 1 - cut]);
  }

  /** All groups of as many clusters as there are, drawn with replacement. */
  private int[] draw(SplittableRandom random) {
    int[] times = new int[clusterCount];
    for (int c = 0; c < clusterCount; c++) {
      times[random.nextInt(clusterCount)]++;
    }
    int[] groups = new int[0];
    for (int g = 0; g < clusters.length; g++) {
      int from = groups.length;
      groups = Arrays.copyOf(groups, from + times[clusters[g]]);
      Arrays.fill(groups, from, groups.length, g);
    }
    return groups;
  }
}
