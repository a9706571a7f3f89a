package org.roperator.problems;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.roperator.autodiff.Elementary;
import org.roperator.autodiff.Var;
import org.roperator.autodiff.VarArray;

/**
 * Objectives of any number of unknowns, over whole arrays: a few nodes of the tape however long
 * they are, so that 100,000 unknowns take milliseconds.
 *
 * <p>Rosenbrock's chain and blocks, Powell's blocks, Broyden's tridiagonal, the trigonometric, the
 * first penalty and the variably dimensioned function are those of {@link MoreGarbowHillstrom} with
 * their starts; the {@linkplain #dixmaan Dixon-Maany family} is from L. C. W. Dixon and Z. Maany, A
 * family of test problems with sparse Hessians for unconstrained optimization, TR 206, Hatfield
 * Polytechnic (1988).
 */
public final class LargeProblems {

  private LargeProblems() {}

  /**
   * All in about n unknowns, minimal surfaces in {@code ⌊√n⌋²}.
   *
   * @param n at least 12
   */
  public static List<Problem> all(int n) {
    int fours = n - n % 4;
    int side = (int) Math.sqrt(n);
    List<Problem> all = new ArrayList<>();
    all.add(chainedRosenbrock(fours));
    all.add(extendedRosenbrock(fours));
    all.add(extendedPowellSingular(fours));
    all.add(broydenTridiagonal(n));
    all.add(trigonometric(n));
    all.add(penaltyOne(n));
    all.add(variablyDimensioned(n));
    for (char letter = 'A'; letter <= 'L'; letter++) {
      all.add(dixmaan(letter, n - n % 3));
    }
    all.add(planeSurface(side));
    all.add(scherkSurface(side));
    return List.copyOf(all);
  }

  /**
   * {@code Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)²}, from (−1.2, 1, −1.2, …). The minimum is 0; there is
   * another near (−1, 1, …, 1), of a value close to 4.
   *
   * @param n even
   */
  public static Problem chainedRosenbrock(int n) {
    return Problem.of(
        "Chained Rosenbrock " + n,
        repeated(n, -1.2, 1),
        x -> {
          VarArray first = x.slice(0, n - 1);
          Var valley = x.slice(1, n).subtract(square(first)).squaredNorm();
          return valley.multiply(100).add(first.subtract(1).squaredNorm());
        },
        Minimum.exactly(0).at(SmallValleys.filled(n, 1)));
  }

  /**
   * n/2 valleys of Rosenbrock side by side, from (−1.2, 1, −1.2, …).
   *
   * @param n even
   */
  public static Problem extendedRosenbrock(int n) {
    int[] even = every(2, 0, n);
    int[] odd = every(2, 1, n);
    return Problem.of(
        "Extended Rosenbrock " + n,
        repeated(n, -1.2, 1),
        x -> {
          VarArray first = x.select(even);
          Var valley = x.select(odd).subtract(square(first)).squaredNorm();
          return valley.multiply(100).add(first.subtract(1).squaredNorm());
        },
        Minimum.exactly(0).at(SmallValleys.filled(n, 1)));
  }

  /**
   * n/4 of Powell's singular functions side by side, from (3, −1, 0, 1, 3, …). At the minimum half
   * of the Hessian's eigenvalues are 0.
   *
   * @param n a multiple of 4
   */
  public static Problem extendedPowellSingular(int n) {
    int[][] each = {every(4, 0, n), every(4, 1, n), every(4, 2, n), every(4, 3, n)};
    return Problem.of(
        "Extended Powell singular " + n,
        repeated(n, 3, -1, 0, 1),
        x -> {
          VarArray a = x.select(each[0]);
          VarArray b = x.select(each[1]);
          VarArray c = x.select(each[2]);
          VarArray d = x.select(each[3]);
          return a.add(b.multiply(10))
              .squaredNorm()
              .add(c.subtract(d).squaredNorm().multiply(5))
              .add(square(b.subtract(c.multiply(2))).squaredNorm())
              .add(square(a.subtract(d)).squaredNorm().multiply(10));
        },
        Minimum.exactly(0).at(new double[n]));
  }

  /** {@code Σ ((3 − 2xᵢ) xᵢ − xᵢ₋₁ − 2xᵢ₊₁ + 1)²}, from (−1, …, −1). It has other minima too. */
  public static Problem broydenTridiagonal(int n) {
    return Problem.of(
        "Broyden tridiagonal " + n,
        SmallValleys.filled(n, -1),
        x -> {
          VarArray zero = VarArray.constant(0);
          VarArray before = VarArray.concat(zero, x.slice(0, n - 1));
          VarArray after = VarArray.concat(x.slice(1, n), zero);
          return x.multiply(-2)
              .add(3)
              .multiply(x)
              .subtract(before)
              .subtract(after.multiply(2))
              .add(1)
              .squaredNorm();
        },
        Minimum.exactly(0));
  }

  /**
   * {@code Σᵢ (n − Σⱼ cos xⱼ + i (1 − cos xᵢ) − sin xᵢ)²}, from (1/n, …). It has many minima of
   * values close to 0.
   */
  public static Problem trigonometric(int n) {
    double[] order = new double[n];
    Arrays.setAll(order, i -> i + 1);
    return Problem.of(
        "Trigonometric " + n,
        SmallValleys.filled(n, 1.0 / n),
        x -> {
          VarArray left = x.map(Elementary.COS).negate().add(1);
          return left.multiply(VarArray.constant(order))
              .subtract(x.map(Elementary.SIN))
              .add(left.sum())
              .squaredNorm();
        },
        Minimum.exactly(0).at(new double[n]));
  }

  /** {@code 10⁻⁵ Σ (xᵢ − 1)² + (Σ xᵢ² − ¼)²}, from (1, 2, …, n). */
  public static Problem penaltyOne(int n) {
    double[] start = new double[n];
    Arrays.setAll(start, i -> i + 1);
    // All are equal to t > 0 with 10⁻⁵ (t − 1) + 2 (n t² − ¼) t = 0, found by Newton from above.
    double t = 1;
    for (int step = 0; step < 100; step++) {
      t -= (1e-5 * (t - 1) + 2 * (n * t * t - 0.25) * t) / (1e-5 + 2 * (3.0 * n * t * t - 0.25));
    }
    double value = 1e-5 * n * (t - 1) * (t - 1) + Math.pow(n * t * t - 0.25, 2);
    return Problem.of(
        "Penalty I " + n,
        start,
        x ->
            x.subtract(1).squaredNorm().multiply(1e-5).add(x.squaredNorm().subtract(0.25).square()),
        Minimum.exactly(value).at(SmallValleys.filled(n, t)));
  }

  /**
   * {@code Σ (xᵢ − 1)² + s² + s⁴} with {@code s = Σ i (xᵢ − 1)}, from 1 − i/n. The Hessian is 2
   * times the identity and one eigenvalue of the order of n⁷ at the start.
   */
  public static Problem variablyDimensioned(int n) {
    double[] start = new double[n];
    Arrays.setAll(start, i -> 1 - (i + 1) / (double) n);
    double[] order = new double[n];
    Arrays.setAll(order, i -> i + 1);
    return Problem.of(
        "Variably dimensioned " + n,
        start,
        x -> {
          VarArray away = x.subtract(1);
          Var square = away.dot(order).square();
          return away.squaredNorm().add(square).add(square.square());
        },
        Minimum.exactly(0).at(SmallValleys.filled(n, 1)));
  }

  /**
   * One of the family of Dixon and Maany, from (2, …, 2), with the minimum 1 at the origin: with m
   * = n/3
   *
   * <pre>
   * 1 + α Σᵢ xᵢ² (i/n)ᵏ + β Σ_{i&lt;n} xᵢ² (xᵢ₊₁ + xᵢ₊₁²)² + γ Σ_{i≤2m} xᵢ² xᵢ₊ₘ⁴ + δ Σ_{i≤m} xᵢ xᵢ₊₂ₘ (i/n)ᵏ
   * </pre>
   *
   * <p>k is 0 for A to D, 1 for E to H and 2 for I to L, so that the last are the worse
   * conditioned, like n². α is 1, and (β, γ, δ) are (0, ⅛, ⅛) for A, E, I; 1/16 each for B, F, J; ⅛
   * each for C, G, K; 0.26 each for D, H, L. In some collections δ of B carries i/n.
   *
   * @param letter 'A' to 'L'
   * @param n a multiple of 3
   */
  public static Problem dixmaan(char letter, int n) {
    if (letter < 'A' || letter > 'L' || n % 3 != 0) {
      throw new IllegalArgumentException(
          "DIXMAAN has the letters A to L and a multiple of 3 unknowns, not "
              + letter
              + " and "
              + n
              + ".");
    }
    int k = (letter - 'A') / 4;
    double[] betas = {0, 0.0625, 0.125, 0.26};
    double beta = betas[(letter - 'A') % 4];
    double gamma = beta == 0 ? 0.125 : beta;
    int m = n / 3;
    double[] weights = new double[n];
    Arrays.setAll(weights, i -> Math.pow((i + 1.0) / n, k));
    VarArray a = VarArray.constant(weights);
    VarArray d = VarArray.constant(Arrays.copyOf(weights, m)).multiply(gamma);
    return Problem.of(
        "DIXMAAN" + letter + " " + n,
        SmallValleys.filled(n, 2),
        x -> {
          VarArray squares = square(x);
          Var far = squares.slice(0, 2 * m).dot(square(squares.slice(m, n)));
          Var sum =
              squares
                  .dot(a)
                  .add(far.multiply(gamma))
                  .add(x.slice(0, m).multiply(d).dot(x.slice(2 * m, n)))
                  .add(1);
          if (beta == 0) {
            return sum;
          }
          VarArray next = x.add(squares).slice(1, n);
          return sum.add(squares.slice(0, n - 1).dot(square(next)).multiply(beta));
        },
        Minimum.exactly(1).at(new double[n]));
  }

  /**
   * The area of a surface over the unit square with the plane {@code 1 + 2s − t} at the boundary,
   * from 0: the minimum is the plane itself, √6.
   *
   * @param side of the grid of side² unknowns, see {@link #minimalSurface}
   */
  public static Problem planeSurface(int side) {
    double[] plane = new double[side * side];
    Arrays.setAll(plane, i -> 1 + (2.0 * (i / side + 1) - (i % side + 1)) / (side + 1));
    return minimalSurface(
        "plane", side, (s, t) -> 1 + 2 * s - t, Minimum.exactly(Math.sqrt(6)).at(plane));
  }

  /**
   * The same with Scherk's surface {@code ln(cos(s − ½)/cos(t − ½))} at the boundary, which is
   * minimal inside but for the error of the grid.
   *
   * @param side of the grid of side² unknowns, see {@link #minimalSurface}
   */
  public static Problem scherkSurface(int side) {
    return minimalSurface(
        "Scherk", side, (s, t) -> Math.log(Math.cos(s - 0.5) / Math.cos(t - 0.5)));
  }

  /**
   * The area of the piecewise linear surface over the unit square with given heights at the
   * boundary, each cell of the grid cut into two triangles; the unknowns are the heights inside, s
   * by s, t running first.
   */
  private static Problem minimalSurface(
      String shape, int side, DoubleBinaryOperator boundary, Minimum... minima) {
    int wide = side + 2;
    double h = 1.0 / (side + 1);
    double[] given = new double[4 * (side + 1)];
    int[] place = new int[wide * wide]; // of the unknowns and then of the boundary
    int unknown = 0;
    int fixed = 0;
    for (int i = 0; i < wide; i++) {
      for (int j = 0; j < wide; j++) {
        if (i == 0 || j == 0 || i > side || j > side) {
          place[i * wide + j] = side * side + fixed;
          given[fixed++] = boundary.applyAsDouble(i * h, j * h);
        } else {
          place[i * wide + j] = unknown++;
        }
      }
    }
    int[][] corner = new int[4][(side + 1) * (side + 1)];
    for (int c = 0; c < corner[0].length; c++) {
      int at = c / (side + 1) * wide + c % (side + 1);
      corner[0][c] = place[at];
      corner[1][c] = place[at + wide];
      corner[2][c] = place[at + 1];
      corner[3][c] = place[at + wide + 1];
    }
    VarArray frame = VarArray.constant(given);
    return Problem.of(
        "Minimal surface " + shape + " " + side,
        new double[side * side],
        x -> {
          VarArray all = VarArray.concat(x, frame);
          VarArray origin = all.select(corner[0]);
          VarArray along = all.select(corner[1]);
          VarArray across = all.select(corner[2]);
          VarArray opposite = all.select(corner[3]);
          Var lower = area(along.subtract(origin), across.subtract(origin), h);
          Var upper = area(opposite.subtract(across), opposite.subtract(along), h);
          return lower.add(upper).multiply(h * h / 2);
        },
        minima);
  }

  /** {@code Σ √(1 + (p/h)² + (q/h)²)}. */
  private static Var area(VarArray p, VarArray q, double h) {
    return square(p.divide(h)).add(square(q.divide(h))).add(1).map(Elementary.SQRT).sum();
  }

  static VarArray square(VarArray x) {
    return x.map(Elementary.SQUARE);
  }

  private static int[] every(int step, int from, int n) {
    return IntStream.range(0, n / step).map(i -> step * i + from).toArray();
  }

  private static double[] repeated(int n, double... pattern) {
    if (n <= 0 || n % pattern.length != 0) {
      throw new IllegalArgumentException(
          "The number of unknowns is "
              + n
              + ", but must be a positive multiple of "
              + pattern.length
              + ".");
    }
    double[] x = new double[n];
    Arrays.setAll(x, i -> pattern[i % pattern.length]);
    return x;
  }
}
