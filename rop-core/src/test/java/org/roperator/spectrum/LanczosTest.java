package org.roperator.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

class LanczosTest {

  /** Residuals of eigenvalues found exactly are roundings of a few hundred operations. */
  private static final double ROUNDING = 1e-13;

  @Test
  void recoversAllOfOneTwoThree() {
    SymmetricOperator a = SymmetricOperator.diagonal(new double[] {1, 2, 3});
    Eigenpairs all = Lanczos.top(3).of(a);
    assertArrayEquals(new double[] {3, 2, 1}, all.values(), ROUNDING);
    assertTrue(all.isReached());
    assertEquals(6, all.products(), "three for the basis and three for the residuals");
    assertArrayEquals(new double[] {1, 2, 3}, Lanczos.bottom(3).of(a).values(), ROUNDING);
    assertArrayEquals(new double[] {3, 1}, Lanczos.bothEnds(1).of(a).values(), ROUNDING);
  }

  @Test
  void findsEveryCopyOfMultipleEigenvaluesAndNoGhost() {
    double[] lambda = Prescribed.harmonic(200);
    Arrays.fill(lambda, 1, 4, 1); // 1 four times
    Arrays.fill(lambda, 10, 13, 0.25); // a quarter three times, within the ten wanted
    checkEnds(lambda, 10, 1);
    checkEnds(lambda, 10, 3);
  }

  @Test
  void separatesClusters() {
    double[] lambda = Prescribed.geometric(150, 0.8);
    for (int i = 0; i < 5; i++) {
      lambda[i] = 2 + i * 1e-7;
    }
    checkEnds(lambda, 7, 1);
    checkEnds(lambda, 7, 2);
  }

  @Test
  void findsBothEndsOfIndefiniteOperators() {
    double[] lambda = Prescribed.geometric(120, 0.85);
    for (int i = 0; i < lambda.length; i += 2) {
      lambda[i] *= -1;
    }
    checkEnds(lambda, 4, 1);
    double[] sorted = Prescribed.falling(lambda);
    Eigenpairs ends = Lanczos.bothEnds(4).of(Prescribed.operator(2, lambda));
    double[] expected = Arrays.copyOf(sorted, 8);
    System.arraycopy(sorted, 116, expected, 4, 4);
    checkPairs(Prescribed.operator(2, lambda), ends, expected, 1e-10);
  }

  @Test
  void findsZerosOfRankDeficientOperators() {
    double[] lambda = new double[90];
    for (int i = 0; i < 6; i++) {
      lambda[i] = 6 - i;
    }
    checkEnds(lambda, 9, 1);
    checkEnds(new double[40], 3, 1);
    double[] ones = new double[60];
    Arrays.fill(ones, 1);
    checkEnds(ones, 25, 1);
    checkEnds(ones, 25, 4);
    checkEnds(new double[8], 3, 4);
    checkEnds(new double[] {1, 1, 1, 1, 1, 1, 1, 0}, 5, 4);
  }

  @Test
  void bearsConditionsOfTrillions() {
    double[] lambda = new double[100];
    Arrays.setAll(lambda, i -> Math.pow(10, -12.0 * i / 99));
    SymmetricOperator a = Prescribed.operator(5, lambda);
    checkPairs(a, Lanczos.top(12).of(a), Arrays.copyOf(lambda, 12), 1e-10);
    // Down here eigenvalues lie closer to one another than the tolerance: values still agree to it.
    Eigenpairs small = Lanczos.bottom(3).withBasisSize(90).of(a);
    assertTrue(small.isReached());
    for (double value : small.values()) {
      assertEquals(0, value, 1e-10);
    }
  }

  @Test
  void reportsTheProductsItSpent() {
    AtomicInteger products = new AtomicInteger();
    SymmetricOperator a =
        Prescribed.counted(Prescribed.operator(3, Prescribed.harmonic(300)), products);
    for (Lanczos search :
        new Lanczos[] {
          Lanczos.top(4), Lanczos.bottom(2).atMostProducts(200), Lanczos.top(4).withBlockSize(3)
        }) {
      products.set(0);
      assertEquals(search.of(a).products(), products.get());
    }
  }

  @Test
  void endsAtTheLimitWithTruthfulResiduals() {
    SymmetricOperator a = Prescribed.operator(3, Prescribed.harmonic(300));
    Eigenpairs early = Lanczos.bottom(3).atMostProducts(60).of(a);
    assertEquals(SpectrumOutcome.PRODUCT_LIMIT, early.outcome());
    assertEquals(63, early.products());
    assertEquals(3, early.size());
    assertTrue(early.largestResidual() > 1e-10);
    Eigenpairs two = Lanczos.top(5).atMostProducts(2).of(a);
    assertEquals(2, two.size(), "no more pairs than products");
    checkResiduals(a, two);
    assertEquals(0, Lanczos.top(5).withBlockSize(4).atMostProducts(3).of(a).size());
  }

  @Test
  void confirmsAtTheLengthAskedFor() {
    SymmetricOperator a = Prescribed.operator(4, Prescribed.geometric(200, 0.5));
    int plain = Lanczos.top(3).withConfirmingSteps(0).of(a).products();
    int some = Lanczos.top(3).withConfirmingSteps(10).of(a).products();
    int more = Lanczos.top(3).withConfirmingSteps(30).of(a).products();
    assertTrue(some - plain >= 10 && more - plain >= 30, plain + ", " + some + ", " + more);
    assertTrue(more - some <= 32, plain + ", " + some + ", " + more);
  }

  @Test
  void restartsWithinTheBasisAllowed() {
    double[] lambda = Prescribed.geometric(400, 0.9);
    lambda[7] = -1.25;
    lambda[9] = -1;
    SymmetricOperator a = Prescribed.operator(6, lambda);
    for (int block : new int[] {1, 2}) {
      Eigenpairs pairs =
          Lanczos.bothEnds(2).withBlockSize(block).withBasisSize(12).untilResidual(1e-8).of(a);
      checkPairs(a, pairs, new double[] {1, 0.9, -1, -1.25}, 1e-8);
    }
  }

  @Test
  void repeatsBitForBitOnAnyNumberOfThreads() {
    int n = 70_000; // two panels
    double[] lambda = new double[n];
    Arrays.setAll(lambda, i -> i < 4 ? 5 - i : 1.0 / (2 + i % 7));
    SymmetricOperator a = SymmetricOperator.diagonal(lambda);
    Lanczos search = Lanczos.top(3).withBlockSize(2).withSeed(8);
    Eigenpairs one = search.of(a);
    Eigenpairs many = search.on(Workers.of(3)).of(a);
    assertArrayEquals(new double[] {5, 4, 3}, one.values(), ROUNDING);
    for (int i = 0; i < 3; i++) {
      assertEquals(one.value(i), many.value(i), 0);
      assertArrayEquals(one.vector(i), many.vector(i), 0);
    }
    assertEquals(8, one.seed());
  }

  @Test
  void namesWhatIsWrongWithTheOperator() {
    SymmetricOperator broken =
        SymmetricOperator.of(
            100,
            (v, out) -> {
              System.arraycopy(v, 0, out, 0, 100);
              out[7] = Double.NaN;
            });
    Eigenpairs none = Lanczos.top(2).of(broken);
    assertEquals(SpectrumOutcome.NOT_FINITE, none.outcome());
    assertEquals(0, none.size());
    assertEquals(1, none.products());
    assertTrue(none.toString().contains("NOT_FINITE"), none.toString());
    for (int block : new int[] {1, 2}) {
      Eigenpairs wrong = Lanczos.top(2).withBlockSize(block).of(shifted(100));
      assertEquals(SpectrumOutcome.NOT_SYMMETRIC, wrong.outcome());
      assertEquals(0, wrong.size());
      assertTrue(wrong.products() <= 4, "noticed at once");
    }
    assertEquals(SpectrumOutcome.NOT_SYMMETRIC, Lanczos.top(2).of(shifted(30)).outcome());
  }

  @Test
  void smallDimensionsCostNoMoreThanTheirColumnsTwice() {
    for (int n : new int[] {10, 64, 65, 200, 400, 600}) {
      double[] lambda = new double[n];
      Arrays.setAll(lambda, i -> Math.pow(1 + i, -2));
      SymmetricOperator a = Prescribed.operator(3, lambda);
      double[] rising = {lambda[n - 1], lambda[n - 2], lambda[n - 3]};
      for (Eigenpairs pairs : new Eigenpairs[] {Lanczos.bottom(3).of(a), Lobpcg.bottom(3).of(a)}) {
        assertTrue(pairs.isReached(), pairs::toString);
        assertTrue(pairs.products() <= (n <= 64 ? n + 3 : 2 * n + 6), pairs::toString);
        for (int i = 0; i < 3; i++) {
          assertEquals(rising[i], pairs.value(i), 1e-8);
        }
      }
    }
  }

  @Test
  void tellsWhenRoundingStandsInTheWay() {
    // Of sixty such operators one spends its products while rounding still moves the residuals.
    double[] lambda = Prescribed.harmonic(50);
    Eigenpairs pairs = Lanczos.top(3).untilResidual(1e-19).of(Prescribed.operator(4, lambda));
    assertEquals(SpectrumOutcome.STAGNATED, pairs.outcome());
    assertEquals(0, pairs.largestResidual(), 1e-13);
  }

  @Test
  void refusesWhatMakesNoSense() {
    SymmetricOperator a = SymmetricOperator.identity(10);
    assertRefused(() -> Lanczos.top(0), "number of eigenpairs is 0", "at least 1");
    assertRefused(() -> Lanczos.bothEnds(0), "number of eigenpairs is 0");
    assertRefused(() -> Lanczos.bottom(-1), "number of eigenpairs is -1");
    assertRefused(() -> Lanczos.top(11).of(a), "11 eigenpairs", "dimension 10");
    assertRefused(() -> Lanczos.bothEnds(6).of(a), "12 eigenpairs", "dimension 10");
    assertRefused(() -> Lanczos.top(3).withBasisSize(4).of(a), "basis holds 4", "at least 5");
    assertRefused(() -> Lanczos.top(3).withBasisSize(0), "size of the basis is 0");
    assertRefused(() -> Lanczos.top(1).withBlockSize(0), "block size is 0");
    assertRefused(() -> Lanczos.top(1).untilResidual(0), "relative residual is 0");
    assertRefused(() -> Lanczos.top(1).untilResidual(Double.NaN), "relative residual is NaN");
    assertRefused(() -> Lanczos.top(1).atMostProducts(0), "product limit is 0");
    assertRefused(() -> Lanczos.top(1).withConfirmingSteps(-1), "number of steps to confirm is -1");
  }

  /** An operator that moves entries one place on: far from symmetric. */
  static SymmetricOperator shifted(int n) {
    return SymmetricOperator.of(
        n,
        (v, out) -> {
          System.arraycopy(v, 0, out, 1, n - 1);
          out[0] = 0;
        });
  }

  private static void checkEnds(double[] lambda, int k, int block) {
    SymmetricOperator a = Prescribed.operator(1, lambda);
    double[] sorted = Prescribed.falling(lambda);
    checkPairs(a, Lanczos.top(k).withBlockSize(block).of(a), Arrays.copyOf(sorted, k), 1e-10);
    double[] negated = Arrays.stream(lambda).map(x -> -x).toArray();
    SymmetricOperator b = Prescribed.operator(1, negated);
    double[] rising = Arrays.stream(Arrays.copyOf(sorted, k)).map(x -> -x).toArray();
    checkPairs(b, Lanczos.bottom(k).withBlockSize(block).of(b), rising, 1e-10);
  }

  static void checkPairs(
      SymmetricOperator a, Eigenpairs pairs, double[] expected, double tolerance) {
    assertTrue(pairs.isReached(), pairs::toString);
    assertEquals(expected.length, pairs.size());
    double norm = Vectors.maxAbs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], pairs.value(i), pairs.residual(i) + ROUNDING * norm, "value " + i);
      for (int j = 0; j <= i; j++) {
        double dot = Vectors.dot(pairs.vector(i), pairs.vector(j));
        assertEquals(i == j ? 1 : 0, dot, 1e-12, () -> "vectors are orthonormal");
      }
    }
    checkResiduals(a, pairs);
    assertTrue(pairs.largestResidual() <= tolerance * Math.max(norm, 1), pairs::toString);
  }

  private static void checkResiduals(SymmetricOperator a, Eigenpairs pairs) {
    double largest = 0;
    for (int i = 0; i < pairs.size(); i++) {
      double[] residual = a.times(pairs.vector(i));
      Vectors.addScaled(-pairs.value(i), pairs.vector(i), residual);
      assertEquals(Vectors.norm(residual), pairs.residual(i), 1e-14, "residual " + i);
      largest = Math.max(largest, pairs.residual(i));
    }
    assertEquals(largest, pairs.largestResidual(), 0);
  }

  @Test
  void blocksLargerThanWhatIsBesideANullSpaceFindAllOfIt() {
    for (int n : new int[] {8, 30, 300}) {
      double[] lambda = new double[n];
      Arrays.setAll(lambda, i -> i < 5 ? 0 : i - 4);
      SymmetricOperator a = Prescribed.operator(n, lambda);
      int k = Math.min(n, 7);
      double[] expected = Arrays.copyOf(lambda, k);
      for (Eigenpairs pairs :
          List.of(
              Lanczos.bottom(k).withBlockSize(10).of(a),
              Lobpcg.bottom(k).withBlockSize(10).of(a))) {
        assertTrue(pairs.isReached(), n + ": " + pairs);
        assertEquals(k, pairs.size());
        for (int i = 0; i < k; i++) {
          assertEquals(expected[i], pairs.value(i), 1e-6 * n, n + ": value " + i);
          assertTrue(pairs.residual(i) <= 1e-5 * n, n + ": residual " + i);
        }
      }
      // Nothing but a null space and one eigenvalue: blocks are dependent from the second step on.
      double[] one = new double[n];
      one[n - 1] = 3;
      Eigenpairs flat = Lanczos.bottom(5).withBlockSize(10).of(Prescribed.operator(n, one));
      assertTrue(flat.isReached(), flat::toString);
      assertEquals(0, flat.value(4), 1e-12);
      Eigenpairs top = Lobpcg.top(2).withBlockSize(10).of(Prescribed.operator(n, one));
      assertTrue(top.isReached(), top::toString);
      assertEquals(3, top.value(0), 1e-8);
      assertEquals(0, top.value(1), 1e-6);
    }
  }

  @Test
  void basesBeyondAnArrayAreRefused() {
    assertRefused(() -> new Basis(1 << 20, 40_000, Workers.of(1)), "40000", "1048576", "fewer");
  }
}
