package org.roperator.optimize.smooth;

import java.util.Arrays;
import java.util.List;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;

/** Functions within bounds whose minima are known. */
final class BoundedProblems {

  private BoundedProblems() {}

  /**
   * A problem.
   *
   * @param name that of its collection
   * @param start within the bounds
   * @param minimum the least value
   * @param minimizer where it lies
   */
  record Problem(
      String name,
      Objective f,
      Bounds bounds,
      List<Double> start,
      double minimum,
      List<Double> minimizer) {

    double[] from() {
      return start.stream().mapToDouble(Double::doubleValue).toArray();
    }

    double[] at() {
      return minimizer.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Problem problem(
      String name, Objective f, Bounds bounds, double[] start, double minimum, double... at) {
    double[] inside = bounds.project(start);
    return new Problem(
        name,
        f,
        bounds,
        Arrays.stream(inside).boxed().toList(),
        minimum,
        Arrays.stream(at).boxed().toList());
  }

  private static Objective rosenbrock() {
    return TapeObjective.of(
        2, x -> valley(x[0], x[1]).multiply(100).add(x[0].subtractFrom(1).square()));
  }

  private static Var valley(Var x, Var y) {
    return y.subtract(x.square()).square();
  }

  private static final double NONE = Double.POSITIVE_INFINITY;

  /**
   * Those of Hock and Schittkowski (Test Examples for Nonlinear Programming Codes, 1981) that have
   * bounds alone and closed forms, with starts projected where theirs lies outside; HS110's minimum
   * is at the one root of its derivative, found in 50 digits.
   */
  static List<Problem> hockSchittkowski() {
    double a = Math.sqrt(598.0 / 1200);
    double hs2 = 2 * a * Math.cos(Math.acos(1 / (400 * a * a * a)) / 3);
    double third = Math.PI / 3;
    double[] ten = new double[10];
    Arrays.fill(ten, 9.350265833069052);
    double[] nine = new double[10];
    Arrays.fill(nine, 9);
    return List.of(
        problem(
            "HS1",
            rosenbrock(),
            Bounds.atLeast(new double[] {-NONE, -1.5}),
            new double[] {-2, 1},
            0,
            1,
            1),
        problem(
            "HS2",
            rosenbrock(),
            Bounds.atLeast(new double[] {-NONE, 1.5}),
            // From (−2, 1) methods may as well end in the other minimum, 4.94 at (−1.22, 1.5).
            new double[] {2, 3},
            100 * Math.pow(1.5 - hs2 * hs2, 2) + Math.pow(1 - hs2, 2),
            hs2,
            1.5),
        problem(
            "HS3",
            TapeObjective.of(2, x -> x[1].add(x[1].subtract(x[0]).square().multiply(1e-5))),
            Bounds.atLeast(new double[] {-NONE, 0}),
            new double[] {10, 1},
            0,
            0,
            0),
        problem(
            "HS4",
            TapeObjective.of(
                2, x -> x[0].add(1).square().multiply(x[0].add(1)).divide(3).add(x[1])),
            Bounds.atLeast(new double[] {1, 0}),
            new double[] {1.125, 0.125},
            8.0 / 3,
            1,
            0),
        problem(
            "HS5",
            TapeObjective.of(
                2,
                x ->
                    x[0].add(x[1])
                        .sin()
                        .add(x[0].subtract(x[1]).square())
                        .add(x[0].multiply(-1.5))
                        .add(x[1].multiply(2.5))
                        .add(1)),
            Bounds.of(new double[] {-1.5, -3}, new double[] {4, 3}),
            new double[] {0, 0},
            -Math.sqrt(3) / 2 - third,
            0.5 - third,
            -0.5 - third),
        problem(
            "HS38",
            TapeObjective.of(
                4,
                x ->
                    valley(x[0], x[1])
                        .multiply(100)
                        .add(x[0].subtractFrom(1).square())
                        .add(valley(x[2], x[3]).multiply(90))
                        .add(x[2].subtractFrom(1).square())
                        .add(x[1].subtract(1).square().multiply(10.1))
                        .add(x[3].subtract(1).square().multiply(10.1))
                        .add(x[1].subtract(1).multiply(x[3].subtract(1)).multiply(19.8))),
            Bounds.of(new double[] {-10, -10, -10, -10}, new double[] {10, 10, 10, 10}),
            new double[] {-3, -1, -3, -1},
            0,
            1,
            1,
            1,
            1),
        problem(
            "HS45",
            TapeObjective.of(
                5,
                x ->
                    x[0].multiply(x[1])
                        .multiply(x[2])
                        .multiply(x[3])
                        .multiply(x[4])
                        .divide(-120)
                        .add(2)),
            Bounds.of(new double[5], new double[] {1, 2, 3, 4, 5}),
            new double[] {2, 2, 2, 2, 2},
            1,
            1,
            2,
            3,
            4,
            5),
        problem(
            "HS110",
            TapeObjective.of(
                10,
                x -> {
                  Var sum = Var.constant(0);
                  Var product = Var.constant(1);
                  for (Var one : x) {
                    sum = sum.add(one.subtract(2).log().square());
                    sum = sum.add(one.subtractFrom(10).log().square());
                    product = product.multiply(one);
                  }
                  return sum.subtract(product.pow(0.2));
                }),
            Bounds.of(filled(10, 2.001), filled(10, 9.999)),
            nine,
            -45.77846970744629,
            ten));
  }

  static double[] filled(int n, double value) {
    double[] all = new double[n];
    Arrays.fill(all, value);
    return all;
  }

  /**
   * {@code ½∫|∇v|² − c∫v} on a square of side 1 with v = 0 at its sides, by differences on a grid
   * of m·m points inside, as sums of products.
   */
  static Objective membrane(int m, double load) {
    double h = 1.0 / (m + 1);
    return Objective.quadratic(laplacian(m), filled(m * m, load * h * h));
  }

  private static SymmetricOperator laplacian(int m) {
    return SymmetricOperator.of(
        m * m,
        (v, out) -> {
          for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
              int at = i * m + j;
              double sum = 4 * v[at];
              sum -= i > 0 ? v[at - m] : 0;
              sum -= i < m - 1 ? v[at + m] : 0;
              sum -= j > 0 ? v[at - 1] : 0;
              sum -= j < m - 1 ? v[at + 1] : 0;
              out[at] = sum;
            }
          }
        });
  }

  /** An elastic-plastic bar under torsion: |v| is no more than the distance from the sides. */
  static Bounds torsion(int m) {
    double[] most = new double[m * m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        int nearest = Math.min(Math.min(i, j), Math.min(m - 1 - i, m - 1 - j)) + 1;
        most[i * m + j] = nearest / (m + 1.0);
      }
    }
    double[] least = most.clone();
    for (int i = 0; i < least.length; i++) {
      least[i] = -least[i];
    }
    return Bounds.of(least, most);
  }

  /** A membrane above {@code (sin 3.2x · sin 3.3y)³}: the obstacle of Moré and Toraldo (1991). */
  static Bounds obstacle(int m) {
    double[] least = new double[m * m];
    double[] most = new double[m * m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        double bump = Math.sin(3.2 * (i + 1) / (m + 1)) * Math.sin(3.3 * (j + 1) / (m + 1));
        least[i * m + j] = Math.pow(bump, 3);
        most[i * m + j] = 2000;
      }
    }
    return Bounds.of(least, most);
  }
}
