package org.roperator.cli.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.junit.jupiter.api.Test;

class GroupedRanksTest {

  private static final int DRAWS = 400;

  /** Sums of some ten ranks, in another order. */
  private static final double ROUNDING = 1e-12;

  private static double[] random(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    // With ties.
    return random.doubles(n).map(x -> Math.floor(20 * x)).toArray();
  }

  private static double[] residuals(double[] y, double[] z) {
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < y.length; i++) {
      line.addData(z[i], y[i]);
    }
    double[] left = new double[y.length];
    Arrays.setAll(left, i -> y[i] - line.predict(z[i]));
    return left;
  }

  @Test
  void withinOneGroupItIsSpearmansCorrelation() {
    double[] x = random(25, 1);
    double[] y = random(25, 2);
    GroupedRanks ranks = new GroupedRanks(List.of(x), List.of(y), List.of(), new int[] {0});
    double expected = new SpearmansCorrelation().correlation(x, y);
    assertEquals(expected, ranks.within(DRAWS, 1).value(), ROUNDING);
    assertEquals(expected, ranks.pooled(DRAWS, 1).value(), ROUNDING);
  }

  @Test
  void thePartialCorrelationIsThatOfWhatALineLeaves() {
    double[] x = random(30, 3);
    double[] y = random(30, 4);
    double[] z = random(30, 5);
    for (int i = 0; i < 30; i++) {
      x[i] += z[i];
      y[i] -= z[i];
    }
    NaturalRanking ranking = new NaturalRanking();
    double[] rz = ranking.rank(z);
    double expected =
        new PearsonsCorrelation()
            .correlation(residuals(ranking.rank(x), rz), residuals(ranking.rank(y), rz));
    GroupedRanks ranks =
        new GroupedRanks(List.of(x), List.of(y), List.of(List.of(z)), new int[] {0});
    assertEquals(expected, ranks.partial(1, DRAWS, 1).value(), ROUNDING);
  }

  /** Two controls against least squares on both. */
  @Test
  void twoControlsAreThoseOfARegressionOnBoth() {
    NaturalRanking ranking = new NaturalRanking();
    double[] x = ranking.rank(random(30, 6));
    double[] y = ranking.rank(random(30, 7));
    double[][] both = new double[30][];
    double[] z = ranking.rank(random(30, 8));
    double[] t = ranking.rank(random(30, 9));
    Arrays.setAll(both, i -> new double[] {z[i], t[i]});
    OLSMultipleLinearRegression plane = new OLSMultipleLinearRegression();
    plane.newSampleData(x, both);
    double[] leftOfX = plane.estimateResiduals();
    plane.newSampleData(y, both);
    double expected = new PearsonsCorrelation().correlation(leftOfX, plane.estimateResiduals());
    GroupedRanks ranks =
        new GroupedRanks(List.of(x), List.of(y), List.of(List.of(z), List.of(t)), new int[] {0});
    assertEquals(expected, ranks.partial(2, DRAWS, 1).value(), ROUNDING);
  }

  /** Simpson's paradox: falls within each set, rises over both. */
  @Test
  void groupsKeepTheirOwnOrder() {
    GroupedRanks ranks =
        new GroupedRanks(
            List.of(new double[] {1, 2, 3}, new double[] {11, 12, 13}),
            List.of(new double[] {3, 2, 1}, new double[] {13, 12, 11}),
            List.of(),
            new int[] {0, 1});
    assertEquals(-1, ranks.within(DRAWS, 1).value(), ROUNDING);
    assertTrue(ranks.pooled(DRAWS, 1).value() > 0.5);
    // Every draw of these two clusters gives −1 again.
    Interval interval = ranks.within(DRAWS, 1);
    assertEquals(-1, interval.low(), ROUNDING);
    assertEquals(-1, interval.high(), ROUNDING);
    assertTrue(interval.excludesZero());
  }

  @Test
  void clustersThatDisagreeLeaveTheSignOpen() {
    double[] up = {1, 2, 3, 4};
    double[] down = {4, 3, 2, 1};
    GroupedRanks ranks =
        new GroupedRanks(
            List.of(up, up, up, up),
            List.of(up, down, up, down),
            List.of(),
            new int[] {0, 1, 2, 3});
    Interval interval = ranks.within(DRAWS, 7);
    assertEquals(0, interval.value(), ROUNDING);
    assertFalse(interval.excludesZero());
    assertTrue(interval.low() < -0.4 && interval.high() > 0.4, interval::toString);
    assertEquals(interval, ranks.within(DRAWS, 7));
  }

  @Test
  void intervalsCoverWhatIsThere() {
    // Independent numbers: of 200 studies of 12 sets, nine in ten at least must say so. The
    // percentile bootstrap of 12 clusters is known to be somewhat too narrow.
    int covered = 0;
    for (int study = 0; study < 200; study++) {
      int[] clusters = new int[12];
      double[][] x = new double[12][];
      double[][] y = new double[12][];
      for (int g = 0; g < 12; g++) {
        clusters[g] = g;
        x[g] = random(8, 1_000L * study + g);
        y[g] = random(8, 1_000L * study + 500 + g);
      }
      Interval r = new GroupedRanks(List.of(x), List.of(y), List.of(), clusters).within(200, study);
      covered += r.excludesZero() ? 0 : 1;
    }
    assertTrue(covered >= 0.85 * 200 && covered < 200, "covered " + covered);
  }

  @Test
  void oneClusterHasNoInterval() {
    double[] x = random(20, 1);
    double[] y = random(20, 2);
    Interval r =
        new GroupedRanks(List.of(x, y), List.of(y, x), List.of(), new int[] {0, 0})
            .within(DRAWS, 1);
    assertTrue(Double.isFinite(r.value()));
    assertTrue(Double.isNaN(r.low()) && Double.isNaN(r.high()), r::toString);
    assertFalse(r.excludesZero());
  }

  /** What rounding leaves of the ranks is not correlated with anything. */
  @Test
  void nothingIsLeftOfWhatTheControlsDetermine() {
    double[] x = random(40, 1);
    double[] y = random(40, 2);
    double[] z = random(40, 3);
    List<double[]> twice = List.of(x, y);
    List<double[]> other = List.of(y, z);
    GroupedRanks ranks = new GroupedRanks(twice, other, List.of(other, twice), new int[] {0, 1});
    assertTrue(Double.isNaN(ranks.partial(1, DRAWS, 1).value()));
    assertTrue(Double.isNaN(ranks.partial(2, DRAWS, 1).value()));
  }

  @Test
  void constantsHaveNoCorrelation() {
    double[] constant = {2, 2, 2};
    double[] rising = {1, 2, 3};
    GroupedRanks ranks =
        new GroupedRanks(List.of(constant), List.of(rising), List.of(), new int[] {0});
    assertTrue(Double.isNaN(ranks.within(DRAWS, 1).value()));
    assertFalse(ranks.within(DRAWS, 1).excludesZero());
  }
}
