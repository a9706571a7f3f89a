package org.roperator.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.roperator.contract.AnyDouble;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/** What theory says of LSMR on rectangular matrices of any rank. */
class LsmrLaws {

  /** Solutions within errors of 1e-12 at a condition of at most some hundred, squared at worst. */
  private static final double SOLVED = 1e-8;

  /** Well-conditioned but for its rank: orthogonal factors times singular values from 1 to 10. */
  static double[][] matrix(RandomGenerator random, int m, int n, int rank) {
    double[][] left = orthonormal(random, m, rank);
    double[][] right = orthonormal(random, n, rank);
    double[][] a = new double[m][n];
    for (int k = 0; k < rank; k++) {
      double sigma = 1 + 9 * random.nextDouble();
      for (int i = 0; i < m; i++) {
        Vectors.addScaled(sigma * left[k][i], right[k], a[i]);
      }
    }
    return a;
  }

  private static double[][] orthonormal(RandomGenerator random, int n, int k) {
    double[][] q = new double[k][];
    for (int i = 0; i < k; i++) {
      q[i] = Samples.gaussian(random, n);
      for (int twice = 0; twice < 2; twice++) {
        for (int j = 0; j < i; j++) {
          Vectors.addScaled(-Vectors.dot(q[i], q[j]), q[j], q[i]);
        }
      }
      Vectors.scale(1 / Vectors.norm(q[i]), q[i]);
    }
    return q;
  }

  /** A with λI below it. */
  static double[][] augmented(double[][] a, double lambda) {
    int m = a.length;
    int n = a[0].length;
    double[][] rows = new double[m + n][n];
    for (int i = 0; i < m; i++) {
      rows[i] = a[i].clone();
    }
    for (int i = 0; i < n; i++) {
      rows[m + i][i] = lambda;
    }
    return rows;
  }

  /** The shortest minimizer, by singular values; those below 1e-9 of the largest count as zero. */
  static double[] minimizer(double[][] a, double[] b, double lambda) {
    SingularValueDecomposition svd =
        new SingularValueDecomposition(new Array2DRowRealMatrix(augmented(a, lambda)));
    double[] sigma = svd.getSingularValues();
    double[] x = new double[a[0].length];
    for (int k = 0; k < sigma.length; k++) {
      if (sigma[k] > 1e-9 * sigma[0]) {
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
          sum += svd.getU().getEntry(i, k) * b[i];
        }
        Vectors.addScaled(sum / sigma[k], svd.getV().getColumn(k), x);
      }
    }
    return x;
  }

  static double[] residual(double[][] a, double[] x, double[] b) {
    double[] r = LinearOperator.dense(a).times(x);
    Vectors.sum(b, -1, r, r);
    return r;
  }

  static double[] gradient(double[][] a, double[] x, double[] b, double lambda) {
    double[] g = LinearOperator.dense(a).adjoint().times(residual(a, x, b));
    Vectors.addScaled(-lambda * lambda, x, g);
    return g;
  }

  @Property(tries = 100)
  void findsTheShortestMinimizer(
      @ForAll @IntRange(min = 1, max = 20) int m,
      @ForAll @IntRange(min = 1, max = 20) int n,
      @ForAll @IntRange(min = 1, max = 20) int rank,
      @ForAll boolean damped,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    int least = Math.min(rank, Math.min(m, n));
    double[][] a = matrix(random, m, n, least);
    double[] b = Samples.gaussian(random, m);
    double lambda = damped ? random.nextDouble() : 0;
    LsmrResult result = Lsmr.standard().withDamping(lambda).solve(LinearOperator.dense(a), b);
    assertEquals(
        least == m && !damped ? LsmrOutcome.RESIDUAL_REACHED : LsmrOutcome.LEAST_SQUARES,
        result.outcome(),
        result::toString);
    double[] expected = minimizer(a, b, lambda);
    double distance = Samples.relativeDistance(expected, result.solution());
    assertTrue(distance <= SOLVED, () -> "distance " + distance + " " + result);
    double[] r = residual(a, result.solution(), b);
    assertEquals(Vectors.norm(r), result.residualNorm(), 1e-13 * Vectors.norm(b));
    double[] g = gradient(a, result.solution(), b, lambda);
    assertEquals(Vectors.norm(g), result.gradientNorm(), 1e-12 * Vectors.norm(b));
    assertEquals(Vectors.norm(result.solution()), result.solutionNorm());
    // Steps as many as the rank, or twice for rounding, each of two products; the beginning, and
    // beginning anew where rounding hid the end: 19 were seen at rank 2.
    assertTrue(result.products() <= 4 * Math.min(m, n) + 24, result::toString);
    double[] sigma =
        new SingularValueDecomposition(new Array2DRowRealMatrix(augmented(a, lambda)))
            .getSingularValues();
    assertTrue(result.operatorNorm() <= sigma[0] * (1 + 1e-10));
    assertTrue(result.operatorNorm() >= sigma[0] / 5, result::toString);
    assertTrue(result.condition() >= 1 - 1e-12);
    // R̄'s diagonal lies between the singular values that are not zero.
    double smallest = damped ? sigma[n - 1] : sigma[least - 1];
    assertTrue(result.condition() <= sigma[0] / smallest * (1 + 1e-6), result::toString);
  }

  /** The start changes the way and not the solution: what SciPy 1.10's lsmr has not. */
  @Property(tries = 60)
  void theStartChangesNotWhatIsMinimized(
      @ForAll @IntRange(min = 1, max = 15) int m,
      @ForAll @IntRange(min = 1, max = 15) int n,
      @ForAll @AnyDouble(min = 0.05, max = 3) double lambda,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[][] a = matrix(random, m, n, Math.min(m, n));
    double[] b = Samples.gaussian(random, m);
    double[] start = Samples.gaussian(random, n);
    Vectors.scale(10, start);
    Lsmr solver = Lsmr.standard().withDamping(lambda);
    LsmrResult result = solver.withStart(start).solve(LinearOperator.dense(a), b);
    assertEquals(LsmrOutcome.LEAST_SQUARES, result.outcome(), result::toString);
    double[] expected = minimizer(a, b, lambda);
    double distance = Samples.relativeDistance(expected, result.solution());
    assertTrue(distance <= SOLVED, () -> "distance " + distance + " " + result);
    // Begun at the solution, it is found to be one.
    LsmrResult again = solver.withStart(result.solution()).solve(LinearOperator.dense(a), b);
    assertEquals(LsmrOutcome.LEAST_SQUARES, again.outcome(), again::toString);
    assertTrue(Samples.relativeDistance(expected, again.solution()) <= SOLVED);
    assertTrue(again.products() <= result.products(), again::toString);
  }

  /** Without damping and full column rank the part of the start in the null space stays. */
  @Property(tries = 40)
  void theNearestMinimizerIsFound(
      @ForAll @IntRange(min = 1, max = 12) int m,
      @ForAll @IntRange(min = 1, max = 12) int n,
      @ForAll @IntRange(min = 1, max = 12) int rank,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[][] a = matrix(random, m, n, Math.min(rank, Math.min(m, n)));
    double[] b = Samples.gaussian(random, m);
    double[] start = Samples.gaussian(random, n);
    LsmrResult result = Lsmr.standard().withStart(start).solve(LinearOperator.dense(a), b);
    assertTrue(result.outcome().isSuccess(), result::toString);
    // The nearest is x₀ + A⁺(b − Ax₀).
    double[] expected = minimizer(a, residual(a, start, b), 0);
    Vectors.addScaled(1, start, expected);
    double distance = Samples.relativeDistance(expected, result.solution());
    assertTrue(distance <= SOLVED, () -> "distance " + distance + " " + result);
  }

  /** Damping is the system with λI below A and zeros below b. */
  @Property(tries = 40)
  void dampingIsTheAugmentedSystem(
      @ForAll @IntRange(min = 1, max = 12) int m,
      @ForAll @IntRange(min = 1, max = 12) int n,
      @ForAll @AnyDouble(min = 1e-3, max = 1e3) double lambda,
      @ForAll @IntRange(min = 1, max = 3) int steps,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[][] a = matrix(random, m, n, Math.min(m, n));
    double[] b = Samples.gaussian(random, m);
    double[] longer = java.util.Arrays.copyOf(b, m + n);
    Lsmr solver = Lsmr.standard().atMostProducts(2 * steps + 1);
    LsmrResult damped = solver.withDamping(lambda).solve(LinearOperator.dense(a), b);
    LsmrResult whole = solver.solve(LinearOperator.dense(augmented(a, lambda)), longer);
    double distance = Samples.relativeDistance(whole.solution(), damped.solution());
    assertTrue(distance <= 1e-9, () -> "distance " + distance + damped + whole);
    if (steps < Math.min(m, n)) { // at the end of the space rounding decides
      assertEquals(whole.outcome(), damped.outcome());
      assertEquals(whole.products(), damped.products());
    }
    assertEquals(whole.gradientNorm(), damped.gradientNorm(), 1e-9 * Vectors.norm(b) * lambda);
    double low = lambda * damped.solutionNorm();
    assertEquals(
        whole.residualNorm(), Math.hypot(damped.residualNorm(), low), 1e-9 * Vectors.norm(b));
  }

  /** ‖Aᵀr‖ is the smallest over the Krylov space, and neither it nor ‖r‖ rises. */
  @Property(tries = 30)
  void gradientAndResidualNeverRise(@ForAll @IntRange(min = 6, max = 12) int n, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[][] a = matrix(random, n + 4, n, n);
    double[] b = Samples.gaussian(random, n + 4);
    LinearOperator operator = LinearOperator.dense(a);
    double residual = Vectors.norm(b);
    double gradient = Vectors.norm(operator.adjoint().times(b));
    for (int k = 1; k < 5; k++) {
      LsmrResult result = Lsmr.standard().atMostProducts(2 * k + 1).solve(operator, b);
      assertEquals(LsmrOutcome.PRODUCT_LIMIT, result.outcome());
      assertEquals(2 * k + 3, result.products());
      assertTrue(result.residualNorm() <= residual * (1 + 1e-12));
      assertTrue(result.gradientNorm() <= gradient * (1 + 1e-12));
      residual = result.residualNorm();
      gradient = result.gradientNorm();
      // At the smallest, Aᵀr is orthogonal to AᵀA times the space of AᵀAAᵀb and its powers.
      double[] g = operator.adjoint().times(residual(a, result.solution(), b));
      double[] power = operator.adjoint().times(b);
      for (int j = 0; j < k; j++) {
        power = operator.adjoint().times(operator.times(power));
        Vectors.scale(1 / Vectors.norm(power), power);
        assertEquals(0, Vectors.dot(g, power) / Vectors.norm(b), 1e-9);
      }
    }
  }

  @Property(tries = 40)
  void preconditioningIsAnotherVariable(
      @ForAll @IntRange(min = 2, max = 12) int n,
      @ForAll @IntRange(min = 1, max = 4) int steps,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[][] a = matrix(random, n + 3, n, n);
    double[] b = Samples.gaussian(random, n + 3);
    double[] diagonal = new double[n];
    double[] inverse = new double[n];
    for (int i = 0; i < n; i++) {
      diagonal[i] = 0.25 + 4 * random.nextDouble();
      inverse[i] = 1 / diagonal[i];
    }
    SymmetricOperator scaling = SymmetricOperator.diagonal(inverse);
    LinearOperator operator = LinearOperator.dense(a);
    for (int limit : new int[] {2 * steps + 1, 1000}) {
      Lsmr solver = Lsmr.standard().atMostProducts(limit);
      LsmrResult ours = solver.withPreconditioner(diagonal).solve(operator, b);
      LsmrResult other = solver.solve(operator.after(scaling), b);
      double distance = Samples.relativeDistance(scaling.times(other.solution()), ours.solution());
      assertTrue(distance <= SOLVED, () -> "distance " + distance + ", " + ours + other);
      assertEquals(other.residualNorm(), ours.residualNorm(), 1e-9 * Vectors.norm(b));
      double[] g = gradient(a, ours.solution(), b, 0);
      assertEquals(Vectors.norm(g), ours.gradientNorm(), 1e-11 * Vectors.norm(b));
      if (steps < n - 1 && limit < 1000) {
        assertEquals(other.outcome(), ours.outcome());
        assertEquals(other.operatorNorm(), ours.operatorNorm(), 1e-9 * other.operatorNorm());
        assertEquals(other.condition(), ours.condition(), 1e-7 * other.condition());
      }
    }
  }

  /** A start, damping and a preconditioner that is neither diagonal nor symmetric, at once. */
  @Property(tries = 60)
  void everythingAtOnceMinimizesTheSame(
      @ForAll @IntRange(min = 1, max = 12) int m,
      @ForAll @IntRange(min = 1, max = 12) int n,
      @ForAll @AnyDouble(min = 0.05, max = 3) double lambda,
      @ForAll @IntRange(min = -900, max = 900) int size,
      @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[][] a = matrix(random, m, n, Math.min(m, n));
    double[] b = Samples.gaussian(random, m);
    double[][] inverse = matrix(random, n, n, n);
    for (double[] row : inverse) {
      for (int i = 0; i < n; i++) {
        row[i] = Math.scalb(row[i], size);
      }
    }
    LsmrResult result =
        Lsmr.standard()
            .withDamping(lambda)
            .withStart(Samples.gaussian(random, n))
            .withPreconditionerInverse(LinearOperator.dense(inverse))
            .solve(LinearOperator.dense(a), b);
    assertTrue(result.outcome().isSuccess(), result::toString);
    double distance = Samples.relativeDistance(minimizer(a, b, lambda), result.solution());
    assertTrue(distance <= SOLVED, () -> "distance " + distance + " " + result);
  }

  /** {@code (2ᵏA)x = 2ʲb} takes the same steps to the last bit, whatever the powers. */
  @Property(tries = 150)
  void powersOfTwoChangeNoBit(
      @ForAll @IntRange(min = -1000, max = 900) int k,
      @ForAll @IntRange(min = -1000, max = 900) int j,
      @ForAll boolean damped,
      @ForAll boolean started,
      @ForAll long seed) {
    if (Math.abs(j - k) > 900) {
      return; // the solution is no double
    }
    RandomGenerator random = Samples.random(seed);
    double[][] a = matrix(random, 10, 7, 5);
    double[][] other = new double[10][];
    for (int i = 0; i < 10; i++) {
      other[i] = ScaleLaws.scaled(a[i], k);
    }
    double[] b = Samples.gaussian(random, 10);
    double[] start = Samples.gaussian(random, 7);
    Lsmr plain = Lsmr.standard().withDamping(damped ? 0.75 : 0);
    Lsmr scaled = Lsmr.standard().withDamping(damped ? Math.scalb(0.75, k) : 0);
    if (started) {
      plain = plain.withStart(start);
      scaled = scaled.withStart(ScaleLaws.scaled(start, j - k));
    }
    LsmrResult one = plain.solve(LinearOperator.dense(a), b);
    LsmrResult two = scaled.solve(LinearOperator.dense(other), ScaleLaws.scaled(b, j));
    assertEquals(one.outcome(), two.outcome(), two::toString);
    assertEquals(one.products(), two.products());
    assertArrayEquals(one.solution(), ScaleLaws.scaled(two.solution(), k - j));
    assertEquals(one.residualNorm(), Math.scalb(two.residualNorm(), -j));
    assertEquals(one.operatorNorm(), Math.scalb(two.operatorNorm(), -k));
    assertEquals(one.condition(), two.condition());
    if (j + k > -900 && j + k < 900) {
      assertEquals(one.gradientNorm(), Math.scalb(two.gradientNorm(), -j - k));
    }
  }

  @Property(tries = 60)
  void solvesDiagonalSystemsOfAnySize(
      @ForAll @AnyDouble(min = -1e300, max = 1e300) double size, @ForAll long seed) {
    if (Math.abs(size) < 1e-290) {
      return; // the entries would be subnormal
    }
    double[] diagonal = {size, -size / 3, size / 7};
    double[] b = Samples.gaussian(Samples.random(seed), 3);
    LsmrResult result = Lsmr.standard().solve(SymmetricOperator.diagonal(diagonal), b);
    assertEquals(LsmrOutcome.RESIDUAL_REACHED, result.outcome(), result::toString);
    for (int i = 0; i < 3; i++) {
      double expected = b[i] / diagonal[i];
      assertEquals(expected, result.solution()[i], 1e-10 * Vectors.norm(b) / Math.abs(size));
    }
  }
}
