package org.roperator.cli.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.roperator.parallel.Workers;
import org.roperator.perturb.BlackBox;

final class RaceTest {

  /** A bowl with its minimum, 1, at (2, −1), and every call of it. */
  private static final class Bowl implements Job {

    private final List<double[]> calls = new ArrayList<>();

    @Override
    public String name() {
      return "bowl";
    }

    @Override
    public String story() {
      return "A bowl.";
    }

    @Override
    public String measure() {
      return "height";
    }

    @Override
    public List<String> parameters() {
      return List.of("x", "y");
    }

    @Override
    public double[] inUnits(double[] w) {
      return w.clone();
    }

    @Override
    public double[] start(long seed) {
      return new double[] {0, seed};
    }

    @Override
    public double reach() {
      return 0.5;
    }

    @Override
    public double perturbation() {
      return 0.01;
    }

    @Override
    public BlackBox box(long seed, long run) {
      return w -> {
        calls.add(w.clone());
        return judge(w, seed);
      };
    }

    @Override
    public double judge(double[] w, long seed) {
      return 1 + Math.pow(w[0] - 2, 2) + 3 * Math.pow(w[1] + 1, 2);
    }
  }

  @ParameterizedTest
  @EnumSource(Searcher.class)
  void everyMethodFindsTheBottomOfABowlWithinItsEvaluations(Searcher searcher) {
    Bowl bowl = new Bowl();
    CountedBox box = new CountedBox(bowl.box(1, 0), 200);
    Track track = searcher.search(box, bowl, 1);
    assertEquals(box.evaluations(), bowl.calls.size());
    assertTrue(bowl.calls.size() <= 200, searcher + ": " + bowl.calls.size());
    assertArrayEquals(new double[] {0, 1}, track.at(0), 0.0, searcher.toString());
    // SPSA's steps shrink by design; from 17 at the start, it is on its way.
    double goal = searcher == Searcher.SPSA ? 2 : 1.01;
    assertTrue(bowl.judge(track.at(200), 1) < goal, searcher + ": " + bowl.judge(track.at(200), 1));
  }

  @Test
  void spsaStepsAgainstTheSlopeWithTheGainsOfItsAuthor() {
    // On E = x, every estimate is the slope 1 itself, so that the steps are the gains: the first is
    // 0.3 of the reach; later ones fall as ((A + 1) / (A + k + 1))^0.602, A = 0.1 · 20 iterations.
    CountedBox box = new CountedBox(w -> w[0], 48);
    Track track = new Spsa(box, 2, 0.1, new SplittableRandom(5)).from(new double[] {7});
    assertEquals(48, box.evaluations());
    double before = 7;
    for (int k = 0; k < 20; k++) {
      double now = track.at(8 + 2 * (k + 1))[0];
      // Sums of a few steps of size one, and a difference quotient of numbers of size ten at 0.1.
      assertEquals(0.6 * Math.pow(3.0 / (3 + k), 0.602), before - now, 1e-12, "step " + k);
      before = now;
    }
  }

  @Test
  void aBoxRefusesMoreThanItsEvaluationsAndRemembersTheLowest() {
    CountedBox box = new CountedBox(w -> w[0] * w[0], 3);
    box.value(new double[] {3});
    box.value(new double[] {-1});
    box.value(new double[] {2});
    assertEquals(0, box.left());
    assertThrows(CountedBox.Spent.class, () -> box.value(new double[] {0}));
    Track lowest = box.lowest();
    assertArrayEquals(new double[] {3}, lowest.at(1), 0.0);
    assertArrayEquals(new double[] {-1}, lowest.at(2), 0.0);
    assertArrayEquals(new double[] {-1}, lowest.at(3), 0.0);
  }

  @Test
  void resultsCountAndOrderTheMethodsAndDoNotDependOnTheThreads() {
    Race race = new Race(new PoleBalancing(), 30, 3, 3);
    List<Long> told = new ArrayList<>();
    RaceResult one = RaceRun.of(race, Workers.of(1), variant -> told.add(variant.seed()));
    RaceResult two = RaceRun.of(race, Workers.of(3), variant -> {});
    assertEquals(List.of(3L, 4L, 5L), told);
    assertEquals(0, race.checkpoints()[0]);
    assertEquals(30, race.checkpoints()[one.last()]);
    for (int m = 0; m < Race.methods().size(); m++) {
      double[] ends = new double[3];
      for (int k = 0; k < 3; k++) {
        RaceResult.Variant variant = one.variants().get(k);
        ends[k] = variant.after(m);
        assertArrayEquals(variant.point(m), two.variants().get(k).point(m), 0.0);
        assertEquals(ends[k], two.variants().get(k).after(m));
        // The judge says the same of the same point, and every method began at the same.
        assertEquals(ends[k], race.job().judge(variant.point(m), variant.seed()));
        assertEquals(variant.before(), variant.at(m, 0));
      }
      Arrays.sort(ends);
      assertEquals(ends[1], one.median(m));
      assertTrue(one.median(one.winner()) <= one.median(m));
    }
    assertEquals(one.median(0) <= one.median(1), one.isNotWorseThanSpsa());
    assertEquals(3, one.wins(0, 2) + one.wins(2, 0));
  }

  @Test
  void aPoleFallsAloneStandsUnderGoodGainsAndEveryTrialIsAnother() {
    PoleBalancing job = new PoleBalancing();
    double[] none = {-30, -30, -30, -30};
    assertTrue(job.judge(none, 1) > 5, "alone: " + job.judge(none, 1));
    // 1, 2 per metre (a second), 33 and 8 per radian (a second): by pole placement near −2 and −3.
    double[] good = {0, 0, Math.log(33 / 20.0), Math.log(2)};
    assertArrayEquals(new double[] {1, 2, 33, 8}, job.inUnits(good), 1e-12);
    assertTrue(job.judge(good, 1) < 1, "with gains: " + job.judge(good, 1));
    BlackBox box = job.box(1, 0);
    assertNotEquals(box.value(good), box.value(good));
    assertEquals(job.box(1, 0).value(good), job.box(1, 0).value(good));
    assertNotEquals(job.box(1, 0).value(good), job.box(1, 1).value(good));
  }

  @Test
  void digitsAreLearntWithGoodConstantsAndTheLossRepeats() {
    DigitsTuning job = new DigitsTuning();
    double good = job.judge(new double[] {1.5, 1.5, -1, 0}, 1);
    assertEquals(good, job.box(1, 5).value(new double[] {1.5, 1.5, -1, 0}));
    // Guessing costs ln 10 = 2.303, and a rate beyond reason no more than twice that.
    assertTrue(good < 1.2, "good constants: " + good);
    assertEquals(2 * Math.log(10), job.judge(new double[] {8, 5, 0, 0}, 1));
    assertTrue(job.judge(new double[] {-4, 0, 0, 0}, 1) > 2);
  }
}
