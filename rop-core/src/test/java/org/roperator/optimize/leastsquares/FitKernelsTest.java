package org.roperator.optimize.leastsquares;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roperator.contract.AnyDouble;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.OptimizationOutcome;

/**
 * The parts of a fit's steps, by their definitions: normal equations, norms, and numbers by hand.
 */
class FitKernelsTest {

  /** Rounding of matrices of some ten rows and columns with a condition of up to some thousands. */
  private static final double CLOSE = 1e-10;

  private static Step ofLength(double length) {
    return Step.of(new double[] {length}, 1, length, 1);
  }

  /**
   * A step of length 2 that was poor: the parabola with the slope −1 and a change c is lowest at
   * 1/(2 + 2c) of it, from a tenth to a half.
   */
  @ParameterizedTest
  @CsvSource({
    "3, 0.2, -1, 0, 1",
    "3, 0.2, -1, 1, 0.5",
    "3, 0.2, -1, 0.25, 0.8",
    "3, 0.2, -2, 0.5, 0.8",
    "3, 0.2, -1, 9, 0.2",
    "3, -Infinity, -1, Infinity, 0.2",
    "3, 0.2, -1, -0.1, 1",
    "3, 0.2, -1, -0.9, 1",
    "1, 0.2, -1, 1, 0.25",
    "3, 0.25, -1, 1, 0.5",
    "3, NaN, -1, 1, 0.5",
    "3, 0.2, 0, 0, 1",
    "3, 0.2, 1, 0.5, 1",
    "3, 0.2500001, -1, 1, 3",
    "3, 0.7499999, -1, 1, 3",
    "3, 0.75, -1, 1, 4",
    "3, 2, -1, 1, 4",
    "5, 1, -1, 1, 5",
  })
  void theBoundFollowsTheGainRatio(
      double radius, double rho, double slope, double change, double after) {
    assertEquals(after, StepBound.standard().after(radius, ofLength(2), rho, slope, change), 1e-15);
  }

  @Test
  void stepsAreTakenAboveTheAcceptedRatio() {
    StepBound rule = StepBound.standard();
    assertFalse(rule.accepts(1e-4));
    assertTrue(rule.accepts(1.001e-4));
    assertFalse(rule.accepts(Double.NaN));
    assertFalse(rule.accepts(Double.NEGATIVE_INFINITY));
    StepBound other = rule.withPoorRatio(0.1).withGoodRatio(0.2);
    assertEquals(3, other.after(3, ofLength(2), 0.15, -1, 1));
    assertEquals(4, other.after(3, ofLength(2), 0.2, -1, 1));
  }

  @Test
  void everyConstantOfTheBoundIsChangedAlone() {
    StepBound s = StepBound.standard();
    assertEquals(new StepBound(1, 1e-4, 0.25, 0.75, 0.1), s);
    assertEquals(new StepBound(100, 1e-4, 0.25, 0.75, 0.1), s.withInitial(100));
    assertEquals(new StepBound(1, 0.2, 0.25, 0.75, 0.1), s.withAcceptedRatio(0.2));
    assertEquals(new StepBound(1, 1e-4, 0.5, 0.75, 0.1), s.withPoorRatio(0.5));
    assertEquals(new StepBound(1, 1e-4, 0.25, 0.9, 0.1), s.withGoodRatio(0.9));
    assertEquals(new StepBound(1, 1e-4, 0.25, 0.75, 0.3), s.withSlack(0.3));
  }

  @Test
  void aStepThatIsNoneSaysWhy() {
    Step none = Step.none(OptimizationOutcome.INTERRUPTED, "so.");
    assertEquals(
        new Step.Trouble(OptimizationOutcome.INTERRUPTED, "so."), none.trouble().orElseThrow());
    assertEquals(0, none.p().length);
    assertFalse(none.isInterior());
  }

  private static double[][] columns(RandomGenerator random, int m, int n, int rank) {
    double[][] left = new double[rank][];
    for (int k = 0; k < rank; k++) {
      left[k] = Samples.gaussian(random, m);
    }
    double[][] columns = new double[n][m];
    for (int j = 0; j < n; j++) {
      double[] weights = Samples.gaussian(random, rank);
      for (int k = 0; k < rank; k++) {
        Vectors.addScaled(weights[k], left[k], columns[j]);
      }
    }
    return columns;
  }

  private static double[][] copy(double[][] columns) {
    double[][] copy = new double[columns.length][];
    for (int j = 0; j < copy.length; j++) {
      copy[j] = columns[j].clone();
    }
    return copy;
  }

  /** {@code RᵀR = PᵀAᵀAP}, with a falling diagonal that tells the rank. */
  @Property(tries = 200)
  void factorsAreThoseOfTheMatrix(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 8) int m,
      @ForAll @IntRange(min = 1, max = 8) int n,
      @ForAll @IntRange(min = 1, max = 8) int independent,
      @ForAll @IntRange(min = -200, max = 200) int power) {
    RandomGenerator random = Samples.random(seed);
    int rank = Math.min(independent, Math.min(m, n));
    double[][] a = columns(random, m, n, rank);
    double unit = Math.scalb(1.0, 4 * power);
    double[][] scaled = copy(a);
    for (double[] column : scaled) {
      Vectors.scale(unit, column);
    }
    PivotedQr qr = new PivotedQr(scaled);
    assertEquals(rank, qr.rank());
    assertEquals(Math.min(m, n), qr.rows());
    double size = 0;
    for (double[] column : a) {
      size = Math.max(size, Vectors.norm(column));
    }
    assertEquals(size, Math.abs(qr.r(0, 0)) / unit, CLOSE * size);
    for (int i = 1; i < qr.rows(); i++) {
      // But for what is rounding, beyond the rank.
      double above = Math.abs(qr.r(i - 1, i - 1)) / unit;
      assertTrue(Math.abs(qr.r(i, i)) / unit <= above + CLOSE * size, "at " + i);
    }
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        double sum = 0;
        // Rows below the rank are rounding.
        for (int k = 0; k <= Math.min(i, rank - 1); k++) {
          sum += qr.r(k, i) / unit * (qr.r(k, j) / unit);
        }
        double expected = Vectors.dot(a[qr.order()[i]], a[qr.order()[j]]);
        assertEquals(expected, sum, CLOSE * size * size, i + ", " + j);
      }
    }
  }

  /**
   * {@code x = R⁻¹Qᵀb} leaves a residual at right angles to all columns, and R⁻ᵀ is what it says.
   */
  @Property(tries = 200)
  void factorsSolve(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int n,
      @ForAll @IntRange(min = 0, max = 6) int more) {
    RandomGenerator random = Samples.random(seed);
    double[][] a = columns(random, n + more, n, n);
    for (int j = 0; j < n; j++) {
      a[j][j] += 5; // so that the condition is small
    }
    double[] b = Samples.gaussian(random, n + more);
    double[] kept = b.clone();
    PivotedQr qr = new PivotedQr(copy(a));
    double[] x = qr.transposedTimes(b);
    assertArrayEquals(kept, b);
    double[] q = x.clone();
    qr.solveUpper(x);
    double[] left = b.clone();
    for (int k = 0; k < n; k++) {
      Vectors.addScaled(-x[k], a[qr.order()[k]], left);
    }
    for (double[] column : a) {
      assertEquals(0, Vectors.dot(column, left), 1e-8 * (1 + Vectors.norm(x)));
    }
    // Qᵀ keeps lengths: what is not left over is seen.
    assertEquals(
        Vectors.dot(b, b), Vectors.dot(q, q) + Vectors.dot(left, left), 1e-9 * Vectors.dot(b, b));
    double[] y = Samples.gaussian(random, n);
    double[] back = new double[n];
    double[] solved = y.clone();
    qr.solveLower(solved);
    for (int i = 0; i < n; i++) {
      for (int k = 0; k <= i; k++) {
        back[i] += qr.r(k, i) * solved[k];
      }
    }
    assertArrayEquals(y, back, 1e-9 * (1 + Vectors.norm(solved)));
  }

  /** Columns (3, 4) and (0, 5), both of length 5: the first is taken first. */
  @Test
  void factorsOfTwoColumnsAreThoseByHand() {
    PivotedQr qr = new PivotedQr(new double[][] {{3, 4}, {0, 5}});
    assertArrayEquals(new int[] {0, 1}, qr.order());
    assertEquals(-5, qr.r(0, 0), 1e-15);
    assertEquals(-4, qr.r(0, 1), 1e-15);
    assertEquals(3, Math.abs(qr.r(1, 1)), 1e-14);
    // From a negative first entry the diagonal is positive, so that nothing cancels.
    assertEquals(5, new PivotedQr(new double[][] {{-3, 4}}).r(0, 0), 1e-15);
    assertArrayEquals(new int[] {1, 0}, new PivotedQr(new double[][] {{3, 4}, {0, 5.5}}).order());
    // A column that is nearly another: what the update of norms loses is computed anew.
    double small = 1e-11;
    PivotedQr near = new PivotedQr(new double[][] {{1, 0, 0}, {1, small, 0}, {1, 0, 3 * small}});
    assertEquals(3, near.rank());
    // Either of the longer ones may be first; the determinant is 3e-22 in any order.
    double volume = Math.abs(near.r(0, 0) * near.r(1, 1) * near.r(2, 2));
    assertEquals(3e-22, volume, 1e-5 * 3e-22);
    PivotedQr none = new PivotedQr(new double[][] {{0, 0}, {0, 0}});
    assertEquals(0, none.rank());
    assertArrayEquals(new double[] {4, 2}, none.transposedTimes(new double[] {4, 2}));
  }

  /** {@code (RᵀR + λE²)z = −Rᵀq}, and the slope {@code xᵀ(RᵀR + λE²)⁻¹x}. */
  @Property(tries = 200)
  void dampedTrianglesSolveTheirNormalEquations(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int m,
      @ForAll @IntRange(min = 1, max = 6) int n,
      @ForAll @AnyDouble(min = 0.01, max = 100) double lambda) {
    RandomGenerator random = Samples.random(seed);
    PivotedQr qr = new PivotedQr(columns(random, m, n, Math.min(m, n)));
    double[] e = new double[n];
    for (int j = 0; j < n; j++) {
      e[j] = 0.5 + random.nextDouble();
    }
    double[] q = Samples.gaussian(random, qr.rows());
    DampedTriangle damped = new DampedTriangle(qr, e, q, lambda);
    double[][] matrix = new double[n][n];
    double[] right = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < qr.rows(); k++) {
          matrix[i][j] += k <= Math.min(i, j) ? qr.r(k, i) * qr.r(k, j) : 0;
        }
      }
      matrix[i][i] += lambda * e[i] * e[i];
      for (int k = 0; k < qr.rows(); k++) {
        right[i] -= k <= i ? qr.r(k, i) * q[k] : 0;
      }
    }
    // A condition of some 1e4 at the smallest λ, and more where E is small too.
    SymmetricOperator all = SymmetricOperator.symmetric(matrix);
    assertArrayEquals(right, all.times(damped.z()), 1e-8 * (1 + Vectors.norm(right)));
    double[] x = Samples.gaussian(random, n);
    double expected = 0;
    double[][] inverse = Definite.inverse(all);
    for (int i = 0; i < n; i++) {
      expected += x[i] * Vectors.dot(inverse[i], x);
    }
    assertEquals(expected, damped.slope(x), 1e-8 * expected);
  }

  /**
   * What a step within a radius owes, of whatever rank: {@code (JᵀJ + λD²)p = −Jᵀr}, ‖Dp‖ at most
   * the radius and at it or λ = 0 where the rank is full, and the fall of the model by its
   * definition.
   */
  @Property(tries = 400)
  void stepsKeepTheirPromises(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 7) int m,
      @ForAll @IntRange(min = 1, max = 5) int n,
      @ForAll @IntRange(min = 1, max = 5) int independent,
      @ForAll @AnyDouble(min = 1e-3, max = 1e3) double part) {
    RandomGenerator random = Samples.random(seed);
    int rank = Math.min(independent, Math.min(m, n));
    double[][] j = columns(random, m, n, rank);
    double[] r = Samples.gaussian(random, m);
    double[] norms = Scales.normsOf(j);
    double[] scales = norms.clone();
    for (int k = 0; k < n; k++) {
      scales[k] *= 1 + random.nextDouble();
    }
    DenseModel model = new DenseModel(copy(j), r, norms, scales, 0.1, random.nextInt(2) * 0.3);
    assertEquals(rank, model.rank());
    double full = model.step(1e6).length();
    double radius = part * full;
    Step step = model.step(radius);
    assertTrue(step.trouble().isEmpty());
    double[] p = step.p();
    double[] moved = r.clone();
    double length = 0;
    for (int k = 0; k < n; k++) {
      Vectors.addScaled(p[k], j[k], moved);
      length = Math.hypot(length, scales[k] * p[k]);
    }
    double before = 0.5 * Vectors.dot(r, r);
    double decrease = before - 0.5 * Vectors.dot(moved, moved);
    assertEquals(length, step.length(), CLOSE * length);
    assertEquals(decrease, step.decrease(), 1e-9 * before);
    // Columns at the ends of the condition that random numbers have, with λ beside them.
    for (int k = 0; k < n; k++) {
      double left = Vectors.dot(j[k], moved) + step.lambda() * scales[k] * scales[k] * p[k];
      assertEquals(0, left, 1e-8 * norms[k] * (1 + Vectors.norm(r)), "at " + k);
    }
    if (step.isInterior()) {
      assertTrue(length <= 1.1 * radius * (1 + CLOSE));
      assertEquals(model.fall(), step.decrease(), 1e-9 * before);
    } else {
      assertTrue(step.lambda() > 0);
      assertTrue(length <= 1.1 * radius * (1 + CLOSE));
      // Of a lower rank the shortest of all solutions may lie inside, and the one of no λ outside.
      assertTrue(rank < n || length >= 0.9 * radius * (1 - CLOSE), "length " + length);
      assertTrue(step.decrease() <= model.fall() * (1 + CLOSE));
    }
  }

  /** A column of zeros keeps its parameter in place; the other's step is −r/J, or the radius. */
  @Test
  void aParameterWithoutEffectStays() {
    double[] scales = {2, 3};
    DenseModel model =
        new DenseModel(
            new double[][] {{2}, {0}}, new double[] {6}, new double[] {2, 0}, scales, 0.1, 0);
    assertEquals(1, model.rank());
    assertEquals(18, model.fall(), 1e-14);
    Step whole = model.step(7);
    assertArrayEquals(new double[] {-3, 0}, whole.p(), 1e-15);
    assertEquals(6, whole.length(), 1e-14);
    assertTrue(whole.isInterior());
    assertTrue(model.step(5.46).isInterior(), "1.1 · 5.46 is more than 6");
    assertFalse(model.step(5.45).isInterior(), "1.1 · 5.45 is less");
    Step short1 = model.step(1);
    assertEquals(1, short1.length(), 0.1);
    // (4 + 4λ)p = −12.
    assertEquals(-12 / (4 + 4 * short1.lambda()), short1.p()[0], 1e-14);
    assertEquals(0, short1.p()[1]);
  }

  @Test
  void scalesAreTheLargestNormsMet() {
    Scales scales = new Scales(3, StepScaling.BY_PARAMETER);
    assertArrayEquals(new double[] {1, 1, 1}, scales.positive());
    scales.meet(new double[] {3, 0, 1});
    assertArrayEquals(new double[] {3, 3, 1}, scales.positive());
    scales.meet(new double[] {2, 0, 5});
    assertArrayEquals(new double[] {2, 0, 5}, scales.norms());
    assertArrayEquals(new double[] {3, 5, 5}, scales.positive());
    scales.grow(new double[] {0, 0.5, 0});
    assertArrayEquals(new double[] {3, 0.5, 5}, scales.positive());
    assertArrayEquals(new double[] {2, 0, 5}, scales.norms());
    assertEquals(Math.sqrt(36 + 4 + 25), scales.lengthOf(new double[] {2, -4, 1}), 1e-14);
    // 2 · 2 + 5 · 1.
    assertEquals(9 * 0x1p-52, scales.rounding(new double[] {-2, 7, 1}));
    Scales ball = new Scales(3, StepScaling.COMMON);
    ball.meet(new double[] {3, 0, 1});
    assertArrayEquals(new double[] {3, 3, 3}, ball.positive());
    assertArrayEquals(
        new double[] {5, 13}, Scales.normsOf(new double[][] {{3, 4}, {-5, 12}}), 1e-15);
  }

  /** Signs alone change a diagonal's products, and a single row's: their norms are exact. */
  @Test
  void normsAreEstimatedBySigns() {
    double[] d = {3, -0.5, 0, 7};
    LinearOperator diagonal = SymmetricOperator.diagonal(d);
    assertArrayEquals(new double[] {3, 0.5, 0, 7}, Scales.estimatedNormsOf(diagonal), 1e-14);
    double[][] a = new double[40][1];
    for (int i = 0; i < a.length; i++) {
      a[i][0] = 1 + i;
    }
    // 40 · 41 · 81 / 6; eight mean squares of a normal number are off by ½ of it, twice that
    // seldom.
    double exact = Math.sqrt(40 * 41 * 81 / 6.0);
    LinearOperator column =
        LinearOperator.of(
            1,
            40,
            (v, out) -> {
              for (int i = 0; i < 40; i++) {
                out[i] = a[i][0] * v[0];
              }
            },
            (u, out) -> {
              out[0] = 0;
              for (int i = 0; i < 40; i++) {
                out[0] += a[i][0] * u[i];
              }
            });
    double estimated = Scales.estimatedNormsOf(column)[0];
    assertEquals(exact, estimated, 0.6 * exact);
    assertEquals(estimated, Scales.estimatedNormsOf(column)[0]);
  }

  /** Of a matrix whose inverse is known: {@code min(i, j)} has −1, 2, −1 along its diagonals. */
  @Test
  void aDefiniteInverseOfManyRowsIsThatByHand() {
    int n = 6;
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = 1 + Math.min(i, j);
      }
    }
    double[][] inverse = Definite.inverse(SymmetricOperator.symmetric(a));
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double expected = i == j ? (i == n - 1 ? 1 : 2) : Math.abs(i - j) == 1 ? -1 : 0;
        assertEquals(expected, inverse[i][j], 1e-12, i + ", " + j);
      }
    }
  }
}
