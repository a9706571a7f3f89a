package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roperator.function.Expansion;
import org.roperator.function.FiniteSum;
import org.roperator.function.Objective;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Ending;
import org.roperator.optimize.Move;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Trial;

/** The search along a line inside a box: the rates it tries, worked out by hand. */
class BoxSearchTest {

  private static final double NONE = Double.POSITIVE_INFINITY;

  /** Rounding of a handful of operations on the numbers of these tests. */
  private static final double ROUNDED = 1e-14;

  /** A function of many numbers, and where it was asked for its expansion. */
  private static final class Asked implements Objective {

    private final ToDoubleFunction<double[]> f;
    private final UnaryOperator<double[]> df;
    private final int n;
    private final List<double[]> points = new ArrayList<>();

    Asked(int n, ToDoubleFunction<double[]> f, UnaryOperator<double[]> df) {
      this.n = n;
      this.f = f;
      this.df = df;
    }

    static Asked line(DoubleUnaryOperator f, DoubleUnaryOperator df) {
      return new Asked(1, x -> f.applyAsDouble(x[0]), x -> new double[] {df.applyAsDouble(x[0])});
    }

    /** A line of values and slopes at 0, 1 and so on. */
    static Asked table(double[][] rates) {
      return line(a -> row(rates, a)[1], a -> row(rates, a)[2]);
    }

    private static double[] row(double[][] rates, double a) {
      for (double[] row : rates) {
        if (Math.abs(row[0] - a) < ROUNDED) {
          return row;
        }
      }
      throw new AssertionError("asked at " + a);
    }

    @Override
    public int dimension() {
      return n;
    }

    @Override
    public double value(double[] w) {
      return f.applyAsDouble(w);
    }

    @Override
    public Expansion expandAt(double[] w) {
      points.add(w.clone());
      return Expansion.of(f.applyAsDouble(w), df.apply(w), SymmetricOperator.zero(n));
    }
  }

  /** What one search came to. */
  private record Outcome(Optional<Trial> found, double rate, int tries, List<double[]> points) {

    /** The points tried, along the first coordinate. */
    double[] tried() {
      return points.stream().mapToDouble(w -> w[0]).toArray();
    }

    double[] point() {
      return found.orElseThrow().point();
    }
  }

  private static Outcome search(Asked f, Bounds box, double[] x, double[] full, double lowest) {
    List<Outcome> outcome = new ArrayList<>();
    OptimizationRun.Method once =
        run -> {
          double[] d = new double[x.length];
          Vectors.sum(full, -1, x, d);
          f.points.clear();
          BoxSearch search = new BoxSearch(run, box, lowest, full, d);
          Optional<Trial> found = search.search();
          outcome.add(new Outcome(found, search.rate(), search.tries(), List.copyOf(f.points)));
          return Move.end(OptimizationOutcome.STALLED, "Searched.");
        };
    Ending ending = Ending.standard().withSaddleCheck(false);
    OptimizationRun.of(FiniteSum.ofOne(f), x, ending).iterate(once, it -> Signal.CONTINUE);
    return outcome.get(0);
  }

  /** From 0, where the rate 1 leads to 1, in a box up to a bound. */
  private static Outcome search(Asked f, double upTo) {
    Bounds box = Bounds.atMost(new double[] {upTo});
    return search(f, box, new double[1], new double[] {1}, f.value(new double[1]));
  }

  private static Asked parabola(double bend) {
    return Asked.line(a -> -a + bend * a * a, a -> -1 + 2 * bend * a);
  }

  /**
   * −α + kα² at 1: falls by 1 − k, of which 1e-4 is asked for, with the slope 2k − 1, of which 0.9
   * of −1 is. Its minimum is at 1/(2k), which the cubic through both ends finds; from a step that
   * is too short four times as far are gone at most.
   */
  @ParameterizedTest
  @CsvSource({
    "0.5, 1, 1",
    "0.05001, 1, 1",
    "0.99989, 1, 1",
    "0.99991, 2, 0.50004500405036453",
    "1, 2, 0.5",
    "2, 2, 0.25",
    "4, 2, 0.125",
    "0.04999, 2, 4",
    "0.0126, 2, 4",
    "0.0124, 3, 16",
  })
  void parabolasAreTakenWhereWolfeHolds(double bend, int tries, double rate) {
    Outcome outcome = search(parabola(bend), NONE);
    assertEquals(tries, outcome.tries());
    assertEquals(tries, outcome.points().size());
    assertEquals(1, outcome.tried()[0]);
    assertEquals(rate, outcome.rate(), ROUNDED * rate);
    assertEquals(rate, outcome.point()[0], ROUNDED * rate);
    // Values in other units, by powers of two, change no bit.
    for (double unit : new double[] {0x1p-30, 0x1p30}) {
      DoubleUnaryOperator f = a -> unit * (-a + bend * a * a);
      Outcome scaled = search(Asked.line(f, a -> unit * (-1 + 2 * bend * a)), NONE);
      assertArrayEquals(outcome.tried(), scaled.tried());
    }
  }

  /**
   * The minimum at 0.02 is nearer to 0 than a tenth of the interval, so that 0.1 is tried first.
   */
  @Test
  void theNextRateKeepsAwayFromTheLowerEnd() {
    Outcome outcome = search(parabola(25), NONE);
    // −0.1 + 25/100 > 0 still; the minimum of the parabola, 0.02, is inside [0.01, 0.09].
    assertArrayEquals(new double[] {1, 0.1, 0.02}, outcome.tried(), ROUNDED);
    assertEquals(0.02, outcome.rate(), ROUNDED);
  }

  /** The cubic α³/3 − α²/2 − 2α has slopes −2 at 0 and at 1, rises to 4 and is lowest at 2. */
  @Test
  void cubicsAreFoundOut() {
    Asked cubic = Asked.line(a -> a * a * a / 3 - a * a / 2 - 2 * a, a -> a * a - a - 2);
    Outcome outcome = search(cubic, NONE);
    // The secant of equal slopes leads nowhere, so that the interval grows as far as it may.
    assertArrayEquals(new double[] {1, 4, 2}, outcome.tried(), ROUNDED);
    assertEquals(2, outcome.point()[0], ROUNDED);
  }

  /**
   * The lower end of an interval is where the value fell last, by value and by slope. From (1, −3,
   * −3) to (4, 3, 9) leads as³ + bs² − 3s of s = α − 1, where 27a + 9b = 15 and 27a + 6b = 12: b =
   * 1 and a = 2/9, lowest where 2s²/3 + 2s = 3.
   */
  @Test
  void theCubicBeginsWhereTheValueFellLast() {
    double lowest = 1 + 0.75 * (Math.sqrt(12) - 2);
    Asked f = Asked.table(new double[][] {{0, 0, -2}, {1, -3, -3}, {4, 3, 9}, {lowest, -4.7, 0}});
    Outcome outcome = search(f, NONE);
    assertArrayEquals(new double[] {1, 4, lowest}, outcome.tried(), ROUNDED);
  }

  /** Two slopes cross zero at the secant: from −10 at 1 by −5 at 4 to 0 at 7, short of 16. */
  @Test
  void anOpenIntervalGrowsToTheSecant() {
    Asked f = Asked.table(new double[][] {{0, 0, -1}, {1, -5, -10}, {4, -25, -5}, {7, -40, -0.5}});
    Outcome outcome = search(f, NONE);
    assertArrayEquals(new double[] {1, 4, 7}, outcome.tried(), ROUNDED);
    assertEquals(7, outcome.rate(), ROUNDED);
    assertEquals(3, outcome.tries());
  }

  /**
   * In a closed interval the secant is taken. The cubic through (0, 0, −8) and (1, 0, 8) is 8α² −
   * 8α, lowest at ½. There the slope −7.5 is too steep, and the secant from −8 at 0 leads to 8;
   * from −7.5 at ½ by −7.3 at 0.95 it leads farther still: an end is a tenth of the interval away.
   */
  @Test
  void aClosedIntervalIsCutAwayFromItsEnds() {
    Asked f =
        Asked.table(
            new double[][] {
              {0, 0, -8}, {1, 0, 8}, {0.5, -3, -7.5}, {0.95, -4, -7.3}, {0.995, -5, 0}
            });
    assertArrayEquals(new double[] {1, 0.5, 0.95, 0.995}, search(f, NONE).tried(), ROUNDED);
  }

  /** From −8 at 0 by −20 at ½ a secant leads back: halved. From there by −7.5 at ¾ to 0.9. */
  @Test
  void aClosedIntervalIsHalvedWhereTheSecantLeadsBack() {
    Asked f =
        Asked.table(
            new double[][] {{0, 0, -8}, {1, 0, 8}, {0.5, -5, -20}, {0.75, -7, -7.5}, {0.9, -8, 0}});
    assertArrayEquals(new double[] {1, 0.5, 0.75, 0.9}, search(f, NONE).tried(), ROUNDED);
  }

  /** At 4 a fall of 4e-4 is asked for, by c₁ of the slope and the way: 3e-4 are too little. */
  @Test
  void whatIsAskedForGrowsWithTheWay() {
    for (double fall : new double[] {3e-4, 5e-4}) {
      Asked f = Asked.line(a -> a < 2 ? -a : a < 4 ? -3 : -fall, a -> a < 2 ? -1 : 0);
      assertEquals(fall > 4e-4, search(f, NONE).tries() == 2);
    }
  }

  /** −3s + 103s²/3 beyond 1 is lowest at 0.044, a tenth of 3 is 0.3. */
  @Test
  void theNextRateKeepsAwayFromALowerEndThatMoved() {
    Asked f = Asked.table(new double[][] {{0, 0, -2}, {1, -3, -3}, {4, 297, 203}, {1.3, -3.1, 0}});
    assertArrayEquals(new double[] {1, 4, 1.3}, search(f, NONE).tried(), ROUNDED);
  }

  /** A line that never flattens ends at the bound, to the last bit, or with the tries. */
  @Test
  void aFallIsFollowedToTheBoundOrToTheLastTry() {
    Asked line = Asked.line(a -> -a, a -> -1);
    Outcome near = search(line, 1);
    assertEquals(1, near.tries());
    assertEquals(1, near.point()[0]);
    Outcome bounded = search(line, 10.1);
    assertArrayEquals(new double[] {1, 4, 10.1}, bounded.tried());
    assertEquals(10.1, bounded.point()[0]);
    assertEquals(10.1, bounded.rate());
    Outcome open = search(line, NONE);
    assertEquals(20, open.tries());
    assertEquals(Math.pow(4, 19), open.point()[0]);
    // A concave one, whose secants lead back.
    Outcome concave = search(Asked.line(a -> -a - a * a, a -> -1 - 2 * a), 40);
    assertArrayEquals(new double[] {1, 4, 16, 40}, concave.tried());
  }

  /**
   * At the bound enough of a fall is asked for still. The cubic from (1, −1, −2) to (3, 1, −3) is
   * −1.75s³ + 5s² − 2s, lowest where 5.25s² + 2 = 10s.
   */
  @Test
  void aRiseAtTheBoundIsNotTaken() {
    double lowest = 1 + (10 - Math.sqrt(58)) / 10.5;
    Asked f = Asked.table(new double[][] {{0, 0, -1}, {1, -1, -2}, {3, 1, -3}, {lowest, -1.5, 0}});
    assertArrayEquals(new double[] {1, 3, lowest}, search(f, 3).tried(), ROUNDED);
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity"})
  void whatIsNoNumberIsTooFar(double bad) {
    Outcome outcome = search(Asked.line(a -> a < 0.02 ? -a : bad, a -> a < 0.01 ? -1 : 0), NONE);
    assertArrayEquals(new double[] {1, 0.1, 0.01}, outcome.tried(), ROUNDED);
    assertEquals(0.01, outcome.point()[0], ROUNDED);
    // Beyond 1 a tenth of the way from 1 to 4.
    Outcome beyond = search(Asked.line(a -> a < 2 ? -a : bad, a -> a <= 1 ? -1 : 0), NONE);
    assertArrayEquals(new double[] {1, 4, 1.3}, beyond.tried(), ROUNDED);
    // A slope that is none is as bad, and if all are there is no step.
    Outcome nowhere = search(Asked.line(a -> -a, a -> a == 0 ? -1 : bad), NONE);
    assertTrue(nowhere.found().isEmpty());
    assertEquals(20, nowhere.tries());
    assertEquals(0, nowhere.rate());
  }

  /** Behind a fall there is only what is no number: the fall is what was found. */
  @Test
  void theLastFallIsKept() {
    Outcome outcome = search(Asked.line(a -> a <= 1 ? -a : Double.NaN, a -> -1), NONE);
    // 1 + 3/10, 1 + 3/100 and so on; 2⁻⁵² is reached after the tries.
    assertEquals(1, outcome.point()[0]);
    assertEquals(1, outcome.rate());
    assertTrue(outcome.tries() >= 17 && outcome.tries() <= 20, "tries " + outcome.tries());
  }

  @Test
  void minusInfinityIsTaken() {
    Asked cliff = Asked.line(a -> a < 3 ? -a : Double.NEGATIVE_INFINITY, a -> -1);
    Outcome outcome = search(cliff, NONE);
    assertArrayEquals(new double[] {1, 4}, outcome.tried());
    assertEquals(Double.NEGATIVE_INFINITY, outcome.found().orElseThrow().value());
    assertEquals(4, outcome.rate());
  }

  /**
   * 1 + 1e-20·(α² s/2 − α) is 1: slopes −1e-20 and (s − 1)e-20 tell by their trapezoid that it
   * falls by 1e-20·(1 − s/2), of which 1e-4 is asked for: s up to 1.9998.
   */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "1.9997, 1, 1", "1.9999, 2, 0.5000250012500625", "4, 2, 0.25"})
  void slopesTellWhatRoundingHides(double bend, int tries, double rate) {
    Asked f = Asked.line(a -> 1, a -> 1e-20 * (bend * a - 1));
    Outcome outcome = search(f, NONE);
    assertEquals(tries, outcome.tries());
    assertEquals(rate, outcome.rate(), ROUNDED);
    // The trapezoid of a parabola's slopes is its rise, at any rate and from any end.
    Asked shallow = Asked.line(a -> 1, a -> 1e-20 * (0.04 * a - 1));
    assertArrayEquals(new double[] {1, 4}, search(shallow, NONE).tried());
  }

  /** Rounding is 2⁻⁴⁰ of where the search begins; what is larger is believed, up and down. */
  @Test
  void onlyWhatRoundingMayHideIsNotBelieved() {
    // Rises by half and by twice of what is hidden, where slopes tell of a fall.
    assertEquals(1, rising(0x1p-41, -1e-9, 0, 1).tries());
    assertTrue(rising(0x1p-39, -1e-9, 0, 1).tries() > 1);
    // Falls by half and by twice of it, where slopes tell of a rise.
    assertTrue(rising(-0x1p-41, -1e-9, 1, 1).tries() > 1);
    assertEquals(1, rising(-0x1p-39, -1e-9, 1, 1).tries());
    // Lower values were met before, by less and by more than is hidden.
    assertEquals(1, rising(0x1p-42, -1e-9, 0, 1 - 0x1p-41).tries());
    assertTrue(rising(0x1p-42, -1e-9, 0, 1 - 0x1p-39).tries() > 1);
  }

  /** From 1 by a rise, with one slope before and another after. */
  private static Outcome rising(double rise, double before, double after, double lowest) {
    Asked f = Asked.line(a -> a == 0 ? 1 : 1 + rise, a -> a == 0 ? before : after);
    return search(f, Bounds.atMost(new double[] {NONE}), new double[1], new double[] {1}, lowest);
  }

  /** Where the step vanishes beside the point there is nothing to try. */
  @Test
  void aStepThatRoundingSwallowsIsNone() {
    Bounds box = Bounds.atMost(new double[] {NONE});
    Asked line = Asked.line(a -> -a, a -> -1);
    double[] x = {1};
    Outcome same = search(line, box, x, new double[] {1}, -1);
    assertEquals(0, same.tries());
    assertTrue(same.found().isEmpty());
    // 2⁻⁵² further is a point, a tenth of it is none.
    Asked wall = Asked.line(a -> a > 1 ? Double.NaN : -a, a -> -1);
    Outcome next = search(wall, box, x, new double[] {Math.nextUp(1.0)}, -1);
    assertEquals(1, next.tries());
    assertEquals(0, next.rate());
    assertTrue(next.found().isEmpty());
  }

  /**
   * In three dimensions from (0.5, −0.0, 1): the first coordinate meets its bound 0.7 at the rate
   * 2, the second stays, to its sign, and the third goes on.
   */
  @Test
  void pointsLieInTheBox() {
    Asked f = new Asked(3, w -> -w[0] - w[2], w -> new double[] {-1, 0, -1});
    Bounds box = Bounds.atMost(new double[] {0.7, 5, NONE});
    double[] x = {0.5, -0.0, 1};
    double[] full = {0.6, -0.0, 3};
    Outcome outcome = search(f, box, x, full, 0);
    assertEquals(2, outcome.tries());
    // (0.7 − 0.5) / (0.6 − 0.5) is 2 but for their rounding.
    assertEquals(2, outcome.rate(), 1e-14);
    assertArrayEquals(new double[] {0.7, -0.0, 5}, outcome.point(), 1e-13);
    assertEquals(0, Double.compare(-0.0, outcome.point()[1]));
    assertTrue(outcome.points().stream().allMatch(box::contains));
    assertArrayEquals(new double[] {0.5, -0.0, 1}, x);
  }

  /** The point of the rate 1 is the one given, not what a sum makes of it. */
  @Test
  void theFullStepIsToTheLastBit() {
    double[] full = {1e-20};
    Bounds box = Bounds.nonNegative(1);
    Outcome outcome = search(Asked.line(a -> a * a, a -> 2 * a), box, new double[] {1}, full, 1);
    assertEquals(1, outcome.tries());
    assertSame(full, outcome.point());
  }

  @Test
  void anInterruptedSearchAsksForNothing() {
    List<double[]> asked = new ArrayList<>();
    Asked line = Asked.line(a -> -a, a -> -1);
    OptimizationRun.Method once =
        run -> {
          Bounds box = Bounds.atMost(new double[] {NONE});
          BoxSearch search = new BoxSearch(run, box, 0, new double[] {1}, new double[] {1});
          line.points.clear();
          Thread.currentThread().interrupt();
          try {
            assertTrue(search.search().isEmpty());
            assertEquals(0, search.tries());
          } finally {
            assertTrue(Thread.interrupted());
          }
          asked.addAll(line.points);
          asked.add(new double[0]);
          return Move.end(OptimizationOutcome.STALLED, "Searched.");
        };
    OptimizationRun.of(FiniteSum.ofOne(line), new double[1], Ending.standard())
        .iterate(once, it -> Signal.CONTINUE);
    assertEquals(1, asked.size(), "only the mark that the search was made");
  }
}
