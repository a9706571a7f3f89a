package org.roperator.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.roperator.contract.AnyDouble;
import org.roperator.contract.Samples;
import org.roperator.dense.Blas;
import org.roperator.dense.SymmetricEigen;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/** What theory says of minimal residuals on symmetric matrices of any signature and rank. */
class MinresLaws {

  /** Two solutions to a residual of 1e-12 at a condition of 100, with some room. */
  private static final double SOLVED = 1e-9;

  /** Eigenvalues of both signs between 1 and 100 in size, and some that are zero. */
  private static SpdSystem system(RandomGenerator random, int n, int zeros) {
    double[] eigenvalues = new double[n];
    for (int i = zeros; i < n; i++) {
      double size = 1 + 99 * random.nextDouble();
      eigenvalues[i] = random.nextBoolean() ? size : -size;
    }
    return SpdSystem.of(random, eigenvalues);
  }

  private static SymmetricEigen eigen(double[][] rows) {
    int n = rows.length;
    double[] flat = new double[n * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(rows[i], 0, flat, i * n, n);
    }
    return SymmetricEigen.of(n, flat, Blas.instance());
  }

  /** {@code A⁺b} from eigenvectors; eigenvalues below 1e-9 of the largest count as zero. */
  static double[] pseudoInverse(double[][] rows, double[] b) {
    SymmetricEigen eigen = eigen(rows);
    double[] x = new double[b.length];
    double largest = Vectors.maxAbs(eigen.values());
    for (int j = 0; j < b.length; j++) {
      if (Math.abs(eigen.value(j)) > 1e-9 * largest) {
        double[] q = eigen.vector(j);
        Vectors.addScaled(Vectors.dot(q, b) / eigen.value(j), q, x);
      }
    }
    return x;
  }

  static double[] residual(SymmetricOperator a, double[] x, double[] b) {
    double[] r = a.times(x);
    Vectors.sum(b, -1, r, r);
    return r;
  }

  @Property(tries = 100)
  void findsTheShortestSolution(
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(min = 0, max = 5) int zeros,
      @ForAll boolean consistent,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    SpdSystem system = system(random, n, Math.min(zeros, n - 1));
    double[] b = consistent ? system.b() : Samples.gaussian(random, n);
    MinresResult result = Minres.standard().solve(system.a(), b);
    assertEquals(
        consistent || zeros == 0 || n == 1
            ? MinresOutcome.RESIDUAL_REACHED
            : MinresOutcome.LEAST_SQUARES,
        result.outcome(),
        result::toString);
    double[] expected = pseudoInverse(system.rows(), b);
    double distance = Samples.relativeDistance(expected, result.solution());
    assertTrue(distance <= SOLVED, () -> "distance " + distance + " " + result);
    double[] r = residual(system.a(), result.solution(), b);
    // What taking away the part along r changes is of the size of what was asked for.
    assertEquals(Vectors.norm(r), result.residualNorm(), 1e-11 * Vectors.norm(b));
    if (result.outcome() == MinresOutcome.RESIDUAL_REACHED) {
      assertTrue(result.residualNorm() <= 1e-12 * Vectors.norm(b));
    } else {
      // The last addition of the part along r can bring rounding of x back in.
      assertTrue(Vectors.norm(system.a().times(r)) <= 1e-10 * 100 * Vectors.norm(r));
    }
  }

  /**
   * Estimates are bounds from below, and not far from what they estimate where n steps were made.
   */
  @Property(tries = 40)
  void estimatesAreOfTheSizeOfWhatTheyEstimate(
      @ForAll @IntRange(min = 2, max = 30) int n, @ForAll long seed) {
    SpdSystem system = system(Samples.random(seed), n, 0);
    MinresResult result = Minres.standard().solve(system.a(), system.b());
    double[] values = eigen(system.rows()).values();
    double largest = Vectors.maxAbs(values);
    double smallest = Double.POSITIVE_INFINITY;
    for (double value : values) {
      smallest = Math.min(smallest, Math.abs(value));
    }
    assertTrue(result.operatorNorm() <= largest * (1 + 1e-12));
    assertTrue(result.operatorNorm() >= largest / 3, result::toString);
    assertTrue(result.condition() >= 1);
    // The diagonal of the triangle lies between the singular values.
    assertTrue(result.condition() <= largest / smallest * (1 + 1e-9));
  }

  @Property(tries = 40)
  void asManyStepsAsDistinctEigenvaluesSuffice(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int distinct) {
    double[] eigenvalues = new double[4 * distinct];
    for (int i = 0; i < eigenvalues.length; i++) {
      eigenvalues[i] = (i % 2 == 0 ? 1 : -1) * (1 + 2 * (i % distinct));
    }
    int different = distinct % 2 == 0 ? distinct : 2 * distinct;
    SpdSystem system = SpdSystem.of(Samples.random(seed), eigenvalues);
    MinresResult result = Minres.standard().untilResidual(1e-9).solve(system.a(), system.b());
    assertEquals(MinresOutcome.RESIDUAL_REACHED, result.outcome());
    // One product more computes the residual anew.
    assertTrue(result.products() <= different + 1, result::toString);
  }

  /** The iterates minimize: none of fewer products has a smaller residual, and it never rises. */
  @Property(tries = 20)
  void theResidualIsTheSmallestOfTheKrylovSpace(
      @ForAll @IntRange(min = 3, max = 12) int n, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    SpdSystem system = system(random, n, 0);
    double before = Vectors.norm(system.b());
    for (int k = 1; k < n; k++) {
      MinresResult result = Minres.standard().atMostProducts(k).solve(system.a(), system.b());
      double norm = result.residualNorm();
      assertTrue(norm <= before * (1 + 1e-12));
      // At the minimum the residual is orthogonal to A times the space: to Ab and its powers.
      double[] r = residual(system.a(), result.solution(), system.b());
      double[] power = system.b().clone();
      for (int j = 0; j < Math.min(k, 4); j++) {
        power = system.a().times(power);
        Vectors.scale(1 / Vectors.norm(power), power);
        // Rounding of the three-term recurrences grows with κ², 1e4 · 1e-16, and with each Ritz
        // value that converges on the way: 1.4e-10 was seen. A wrong step misses by 1e-3 and more.
        assertEquals(0, Vectors.dot(r, power) / Vectors.norm(system.b()), 1e-7);
      }
      before = norm;
    }
  }

  @Property(tries = 40)
  void preconditioningIsScalingOfBothSides(
      @ForAll long seed,
      @ForAll @IntRange(min = 4, max = 12) int n,
      @ForAll @IntRange(min = 0, max = 2) int zeros) {
    RandomGenerator random = Samples.random(seed);
    SpdSystem system = system(random, n, zeros);
    double[] b = Samples.gaussian(random, n);
    double[] m = new double[n];
    double[] inverse = new double[n];
    double[] root = new double[n];
    double[] scaledB = new double[n];
    for (int i = 0; i < n; i++) {
      m[i] = 0.25 + 4 * random.nextDouble();
      inverse[i] = 1 / m[i];
      root[i] = 1 / Math.sqrt(m[i]);
      scaledB[i] = root[i] * b[i];
    }
    SymmetricOperator scaling = SymmetricOperator.diagonal(root);
    for (int limit : new int[] {2, 3, 1000}) {
      Minres solver = Minres.standard().atMostProducts(limit);
      MinresResult ours = solver.withPreconditioner(m).solve(system.a(), b);
      MinresResult scaled = solver.solve(system.a().congruence(scaling), scaledB);
      double distance = Samples.relativeDistance(scaling.times(scaled.solution()), ours.solution());
      assertTrue(distance <= SOLVED, () -> "distance " + distance + ", " + ours + " " + scaled);
      assertEquals(scaled.outcome(), ours.outcome());
      if (limit < n) { // later steps follow rounding, each its own
        assertEquals(scaled.operatorNorm(), ours.operatorNorm(), 1e-10 * scaled.operatorNorm());
        assertEquals(scaled.condition(), ours.condition(), 1e-8 * scaled.condition());
      }
      MinresResult byOperator =
          solver
              .withPreconditionerInverse(SymmetricOperator.diagonal(inverse))
              .solve(system.a(), b);
      assertArrayEquals(byOperator.solution(), ours.solution());
      double[] r = residual(system.a(), ours.solution(), b);
      assertEquals(Vectors.norm(r), ours.residualNorm(), 1e-10 * Vectors.norm(b));
    }
  }

  /** {@code (2ᵏA)x = 2ʲb} takes the same steps to the last bit, whatever the powers. */
  @Property(tries = 100)
  void powersOfTwoChangeNoBit(
      @ForAll @IntRange(min = -1000, max = 900) int k,
      @ForAll @IntRange(min = -900, max = 900) int j,
      @ForAll boolean consistent,
      @ForAll long seed) {
    // From 2⁻⁹⁰⁰ on a residual of 1e-12 is no subnormal number, which would lose bits.
    if (Math.abs(j - k) > 900) {
      return; // the solution is no double
    }
    RandomGenerator random = Samples.random(seed);
    SpdSystem system = system(random, 12, 2);
    double[] b = consistent ? system.b() : Samples.gaussian(random, 12);
    MinresResult one = Minres.standard().solve(system.a(), b);
    MinresResult two =
        Minres.standard().solve(system.a().scaledBy(Math.scalb(1.0, k)), ScaleLaws.scaled(b, j));
    assertEquals(one.outcome(), two.outcome(), two::toString);
    assertEquals(one.products(), two.products());
    assertArrayEquals(one.solution(), ScaleLaws.scaled(two.solution(), k - j));
    assertEquals(one.residualNorm(), Math.scalb(two.residualNorm(), -j));
    assertEquals(one.operatorNorm(), Math.scalb(two.operatorNorm(), -k));
    assertEquals(one.condition(), two.condition());
  }

  @Property(tries = 60)
  void preconditionersOfAnySizeServe(
      @ForAll @IntRange(min = -900, max = 900) int k, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    SpdSystem system = system(random, 12, 2);
    double[] b = Samples.gaussian(random, 12);
    MinresResult one = Minres.standard().solve(system.a(), b);
    MinresResult two =
        Minres.standard()
            .withPreconditionerInverse(SymmetricOperator.identity(12).scaledBy(Math.scalb(1.0, k)))
            .solve(system.a(), b);
    assertEquals(one.outcome(), two.outcome(), two::toString);
    assertTrue(Samples.relativeDistance(one.solution(), two.solution()) <= SOLVED);
  }

  /** Entries of any size, not only powers of two. */
  @Property(tries = 100)
  void solvesDiagonalSystemsOfAnySize(
      @ForAll @AnyDouble(min = -1e300, max = 1e300) double size, @ForAll long seed) {
    if (Math.abs(size) < 1e-290) {
      return; // the entries would be subnormal
    }
    double[] diagonal = {size, -size / 3, size / 7, 0};
    double[] b = Samples.gaussian(Samples.random(seed), 4);
    MinresResult result = Minres.standard().solve(SymmetricOperator.diagonal(diagonal), b);
    assertEquals(MinresOutcome.LEAST_SQUARES, result.outcome(), result::toString);
    for (int i = 0; i < 3; i++) {
      // A residual of 1e-12 of the whole at a condition of 7.
      double expected = b[i] / diagonal[i];
      assertEquals(expected, result.solution()[i], 1e-10 * Vectors.norm(b) / Math.abs(size));
    }
    assertEquals(Math.abs(b[3]), result.residualNorm(), 1e-11 * Vectors.norm(b));
  }
}
