package org.roperator.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.function.Objective;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/** The units in which parameters move, and the curves along which they do. */
class CountedObjectiveTest {

  private static final double ROUNDING = 1e-14;

  static CountedObjective subject(Objective objective, double... w) {
    return new CountedObjective(
        objective,
        w,
        new CheckSettings(
            1,
            1,
            1e-7,
            0.1,
            1e-10,
            new Budget.Limits(Duration.ofHours(1), Long.MAX_VALUE, System::nanoTime)));
  }

  private static CountedObjective bowl(double... w) {
    int n = w.length;
    return subject(Objective.quadratic(SymmetricOperator.identity(n), new double[n]), w);
  }

  private static void assertUnits(CountedObjective subject, double... units) {
    for (int i = 0; i < units.length; i++) {
      double[] axis = new double[units.length];
      axis[i] = units[i];
      assertArrayEquals(axis, subject.axis(i), ROUNDING * units[i]);
    }
  }

  @Test
  void parametersOfLikeSizeMoveInTheirRootMeanSquare() {
    assertUnits(bowl(3, -4), Math.sqrt(12.5), Math.sqrt(12.5));
    assertUnits(bowl(0, 0, 0, 2), 1, 1, 1, 1);
    // Three decades apart they still share a unit: √((1 + 1e-6)/2).
    assertUnits(bowl(1, 1e-3), Math.sqrt(0.5000005), Math.sqrt(0.5000005));
  }

  @Test
  void parametersOfMixedScalesMoveEachInItsOwnSize() {
    // One that is zero has no size; the geometric mean of the others stands in, here 1.
    assertUnits(bowl(1e8, -1e-8, 0), 1e8, 1e-8, 1);
    // The geometric mean of 1e6, 1e-3 and 1e-3 is 1.
    assertUnits(bowl(1e6, 0, 1e-3, -1e-3), 1e6, 1, 1e-3, 1e-3);
  }

  @Test
  void atZeroTheUnitIsOne() {
    assertUnits(bowl(0, 0), 1, 1);
  }

  @Test
  void neighborLiesATwentiethOfAUnitAway() {
    double[] w = new double[2000];
    Arrays.fill(w, 3);
    double[] p = bowl(w).neighbor();
    Vectors.addScaled(-1, w, p);
    // The root mean square of 2000 Gaussians is off by 1.6 %; five of them are 8 %.
    assertEquals(0.15, Vectors.norm(p) / Math.sqrt(p.length), 0.08 * 0.15);
  }

  @Test
  void curvesAreNotANumberWhereTheObjectiveThrows() {
    Objective throwing =
        Broken.of(Objective.quadratic(SymmetricOperator.identity(2), new double[2]))
            .value(
                w -> {
                  throw new ArithmeticException("outside");
                });
    CountedObjective subject = subject(throwing, 1, 2);
    double[] value = {7};
    subject.valuesAlong(subject.w, new double[] {1, 1}).at(0.1, value);
    assertEquals(Double.NaN, value[0]);
    double[] gradient = {7, 7};
    subject.gradientsAlong(subject.w, new double[] {1, 1}).at(0.1, gradient);
    assertArrayEquals(new double[] {Double.NaN, Double.NaN}, gradient);
  }

  @Test
  void sweepsAreConfirmedBetweenTheirStepsAndShortenedAboutTheBestOne() {
    CountedObjective subject = bowl(1);
    DifferenceSweep.Curve curve = (t, out) -> out[0] = Math.exp(t);
    double[] one = {1};
    List<DifferenceSweep.Row> first = subject.sweep(curve, one, one).rows();
    List<DifferenceSweep.Row> again = subject.sweepAgain(curve, one, one).rows();
    assertEquals(first.size(), again.size());
    for (int j = 1; j < first.size(); j++) {
      double ratio = again.get(j - 1).step() / first.get(j).step();
      // Between two neighbors of the first sweep, which are √10 apart, and near neither.
      assertEquals(Math.pow(10, 0.25), ratio, 0.1);
    }
    List<DifferenceSweep.Row> about = subject.sweepAbout(1e-3, curve, one, one).rows();
    assertEquals(5, about.size());
    assertEquals(1e-2, about.get(0).step(), 1e-12);
    assertEquals(1e-4, about.get(4).step(), 1e-12);
  }
}
