package org.roperator.problems;

import java.util.Arrays;
import java.util.List;
import org.roperator.autodiff.Elementary;
import org.roperator.autodiff.Var;
import org.roperator.autodiff.VarArray;

/**
 * Objectives between bounds l ≤ x ≤ u: the small ones of W. Hock and K. Schittkowski, Test Examples
 * for Nonlinear Programming Codes (1981), with their numbers there, and two of membranes, of any
 * size, from J. J. Moré and G. Toraldo, On the solution of large quadratic programming problems
 * with bound constraints, SIAM J. Optimization 1 (1991), 93–113.
 *
 * <p>The minima of the membranes come from a primal-dual active set method on the sparse matrix,
 * which ends with the exact solution (rop-bench/peers/large.py).
 */
public final class BoundedProblems {

  private static final double FREE = Double.POSITIVE_INFINITY;

  private BoundedProblems() {}

  /** The small ones, and three membranes of side² unknowns. */
  public static List<Problem> all(int side) {
    return List.of(
        hs1(),
        hs2(),
        hs3(),
        hs4(),
        hs5(),
        hs45(),
        hs110(),
        obstacle(side),
        torsion(side, 5),
        torsion(side, 20));
  }

  /** Rosenbrock's valley with x₂ ≥ −1.5, which does not hold at the minimum. */
  public static Problem hs1() {
    return Problem.of(
            "HS1", new double[] {-2, 1}, BoundedProblems::rosenbrock, Minimum.exactly(0).at(1, 1))
        .between(new double[] {-FREE, -1.5}, new double[] {FREE, FREE})
        .withMultipliers(0, 0);
  }

  /**
   * Rosenbrock's valley with x₂ ≥ 1.5, which cuts it. With a = √(598/1200), b = 400 a³ the minimum
   * stands at x₁ = 2a cos(⅓ arccos(1/b)), and a local one on the other side. The start does not
   * keep the bound.
   */
  public static Problem hs2() {
    double a = Math.sqrt(598.0 / 1200);
    double angle = Math.acos(1 / (400 * a * a * a)) / 3;
    double x = 2 * a * Math.cos(angle);
    double other = 2 * a * Math.cos(angle + 2 * Math.PI / 3);
    return Problem.of(
            "HS2",
            new double[] {-2, 1},
            BoundedProblems::rosenbrock,
            Minimum.exactly(valley(x)).at(x, 1.5),
            Minimum.exactly(valley(other)).at(other, 1.5))
        .between(new double[] {-FREE, 1.5}, new double[] {FREE, FREE})
        .withMultipliers(0, 200 * (1.5 - x * x));
  }

  private static double valley(double x) {
    return 100 * Math.pow(1.5 - x * x, 2) + Math.pow(1 - x, 2);
  }

  private static Var rosenbrock(VarArray x) {
    Var valley = x.get(1).subtract(x.get(0).square());
    return valley.square().multiply(100).add(x.get(0).subtractFrom(1).square());
  }

  /** {@code x₂ + 10⁻⁵ (x₂ − x₁)²}, x₂ ≥ 0: linear in one, almost flat in the other. */
  public static Problem hs3() {
    return Problem.of(
            "HS3",
            new double[] {10, 1},
            x -> x.get(1).add(x.get(1).subtract(x.get(0)).square().multiply(1e-5)),
            Minimum.exactly(0).at(0, 0))
        .between(new double[] {-FREE, 0}, new double[] {FREE, FREE})
        .withMultipliers(0, 1);
  }

  /** {@code ⅓ (x₁ + 1)³ + x₂}, x₁ ≥ 1, x₂ ≥ 0; without bounds it falls forever. */
  public static Problem hs4() {
    return Problem.of(
            "HS4",
            new double[] {1.125, 0.125},
            x -> x.get(0).add(1).pow(3).divide(3).add(x.get(1)),
            Minimum.exactly(8.0 / 3).at(1, 0))
        .between(new double[] {1, 0}, new double[] {FREE, FREE})
        .withMultipliers(4, 1);
  }

  /**
   * McCormick's {@code sin(x₁ + x₂) + (x₁ − x₂)² − 1.5x₁ + 2.5x₂ + 1}: the minimum is inside, and
   * the bounds keep others away.
   */
  public static Problem hs5() {
    return Problem.of(
            "HS5",
            new double[] {0, 0},
            x -> {
              Var a = x.get(0);
              Var b = x.get(1);
              return a.add(b)
                  .sin()
                  .add(a.subtract(b).square())
                  .subtract(a.multiply(1.5))
                  .add(b.multiply(2.5))
                  .add(1);
            },
            Minimum.exactly(-Math.sqrt(3) / 2 - Math.PI / 3)
                .at(0.5 - Math.PI / 3, -0.5 - Math.PI / 3))
        .between(new double[] {-1.5, -3}, new double[] {4, 3})
        .withMultipliers(0, 0);
  }

  /**
   * {@code 2 − x₁x₂x₃x₄x₅/120}, 0 ≤ xᵢ ≤ i: all upper bounds hold, with multipliers 1/i. The start,
   * (2, 2, 2, 2, 2), does not keep the first.
   */
  public static Problem hs45() {
    return Problem.of(
            "HS45",
            SmallValleys.filled(5, 2),
            x -> {
              Var product = x.get(0);
              for (int i = 1; i < 5; i++) {
                product = product.multiply(x.get(i));
              }
              return product.divide(120).subtractFrom(2);
            },
            Minimum.exactly(1).at(1, 2, 3, 4, 5))
        .between(new double[5], new double[] {1, 2, 3, 4, 5})
        .withMultipliers(-1, -1 / 2.0, -1 / 3.0, -1 / 4.0, -1 / 5.0);
  }

  /**
   * {@code Σ ln(xᵢ − 2)² + ln(10 − xᵢ)² − (∏ xᵢ)^0.2} of ten between 2.001 and 9.999, where it is
   * defined: the minimum is inside.
   */
  public static Problem hs110() {
    return Problem.of(
            "HS110",
            SmallValleys.filled(10, 9),
            x -> {
              Var logarithms =
                  x.subtract(2)
                      .map(Elementary.LOG)
                      .squaredNorm()
                      .add(x.negate().add(10).map(Elementary.LOG).squaredNorm());
              return logarithms.subtract(x.map(Elementary.LOG).sum().multiply(0.2).exp());
            },
            Minimum.printed(-45.77846970744629, "-45.77846971"))
        .between(SmallValleys.filled(10, 2.001), SmallValleys.filled(10, 9.999));
  }

  /**
   * A membrane over an obstacle: {@code ½ ∫ ‖∇v‖² − ∫ v} over the unit square with v = 0 at its
   * boundary and {@code v ≥ (sin 3.2s sin 3.3t)³}, from (1, …, 1). The upper bounds, 2000, never
   * hold.
   *
   * @param side of the grid of side² unknowns; the minimum is known for 4, 10, 30 and 60
   */
  public static Problem obstacle(int side) {
    double[] lower = new double[side * side];
    double h = 1.0 / (side + 1);
    Arrays.setAll(
        lower,
        i -> Math.pow(Math.sin(3.2 * (i / side + 1) * h) * Math.sin(3.3 * (i % side + 1) * h), 3));
    double[] known = {
      1.0296735510036465, 1.1673405080393549, 1.1968557161068656, 1.2000292629768161
    };
    return membrane("Obstacle " + side, side, 1, SmallValleys.filled(side * side, 1), known)
        .between(lower, SmallValleys.filled(side * side, 2000));
  }

  /**
   * Elastic-plastic torsion of a square bar: {@code ½ ∫ ‖∇v‖² − c ∫ v} with |v| at most the
   * distance from the boundary, from that distance. The larger c, the more of the bar is plastic,
   * that is, at its bound.
   *
   * @param side of the grid of side² unknowns; the minimum is known for 4, 10, 30 and 60 and c = 5
   *     and 20
   * @param force the angle of twist c
   */
  public static Problem torsion(int side, int force) {
    double[] upper = new double[side * side];
    Arrays.setAll(
        upper, i -> Math.min(toEdge(i / side, side), toEdge(i % side, side)) / (side + 1.0));
    double[] lower = Arrays.stream(upper).map(u -> -u).toArray();
    double[] known =
        switch (force) {
          case 5 ->
              new double[] {
                -0.3799999999999999,
                -0.40994517290535354,
                -0.41739672810517103,
                -0.41821002249482114
              };
          case 20 ->
              new double[] {-2.72, -2.810736971518338, -2.8461126768839353, -2.849876090294134};
          default -> new double[0];
        };
    return membrane("Torsion " + force + " " + side, side, force, upper, known)
        .between(lower, upper);
  }

  private static int toEdge(int i, int side) {
    return Math.min(i + 1, side - i);
  }

  /** Half the sum of squared differences over all edges, less force · h² · the sum of all. */
  private static Problem membrane(
      String name, int side, double force, double[] start, double[] known) {
    double load = force / ((side + 1.0) * (side + 1.0));
    int n = side * side;
    int[] left = new int[side * (side - 1)];
    int[] right = new int[left.length];
    for (int i = 0; i < left.length; i++) {
      left[i] = i / (side - 1) * side + i % (side - 1);
      right[i] = left[i] + 1;
    }
    int[] border = new int[4 * side]; // the ends of edges to the boundary, corners twice
    for (int i = 0; i < side; i++) {
      border[4 * i] = i;
      border[4 * i + 1] = n - 1 - i;
      border[4 * i + 2] = i * side;
      border[4 * i + 3] = i * side + side - 1;
    }
    int size = List.of(4, 10, 30, 60).indexOf(side);
    Minimum[] minima =
        size >= 0 && size < known.length
            ? new Minimum[] {Minimum.unpublished(known[size])}
            : new Minimum[0];
    return Problem.of(
        name,
        start.clone(),
        x ->
            x.slice(side, n)
                .subtract(x.slice(0, n - side))
                .squaredNorm()
                .add(x.select(right).subtract(x.select(left)).squaredNorm())
                .add(x.select(border).squaredNorm())
                .divide(2)
                .subtract(x.sum().multiply(load)),
        minima);
  }
}
