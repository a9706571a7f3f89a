package org.roperator.problems;

import java.util.Arrays;
import org.roperator.autodiff.Var;

/** The functions of Moré, Garbow and Hillstrom in any number of unknowns. */
final class Systems {

  private Systems() {}

  static SquaresProblem penaltyOne(int n) {
    double a = Math.sqrt(1e-5);
    double[] start = new double[n];
    Arrays.setAll(start, j -> j + 1);
    SquaresProblem problem =
        SquaresProblem.of(
            "Penalty I " + n,
            start,
            x -> {
              Var[] r = new Var[n + 1];
              Var squares = Var.constant(-0.25);
              for (int i = 0; i < n; i++) {
                r[i] = x[i].subtract(1).multiply(a);
                squares = squares.add(x[i].square());
              }
              r[n] = squares;
              return r;
            });
    return switch (n) {
      case 4 -> problem.with(Minimum.printed(2.2499775008999372e-5, "2.24997e-5"));
      case 10 -> problem.with(Minimum.printed(7.087651467090369e-5, "7.08765e-5"));
      default -> problem;
    };
  }

  static SquaresProblem penaltyTwo(int n) {
    double a = Math.sqrt(1e-5);
    SquaresProblem problem =
        SquaresProblem.of(
            "Penalty II " + n,
            SmallValleys.filled(n, 0.5),
            x -> {
              Var[] e = new Var[n];
              Var squares = Var.constant(-1);
              for (int j = 0; j < n; j++) {
                e[j] = x[j].divide(10).exp();
                squares = squares.add(x[j].square().multiply(n - j));
              }
              Var[] r = new Var[2 * n];
              r[0] = x[0].subtract(0.2);
              for (int i = 1; i < n; i++) {
                double y = Math.exp((i + 1) / 10.0) + Math.exp(i / 10.0);
                r[i] = e[i].add(e[i - 1]).subtract(y).multiply(a);
                r[n - 1 + i] = e[i].subtract(Math.exp(-0.1)).multiply(a);
              }
              r[2 * n - 1] = squares;
              return r;
            });
    return switch (n) {
      case 4 -> problem.with(Minimum.printed(9.376293007355447e-6, "9.37629e-6"));
      case 10 -> problem.with(Minimum.printed(0.00029366053745674594, "2.93660e-4"));
      default -> problem;
    };
  }

  static SquaresProblem variablyDimensioned(int n) {
    double[] start = new double[n];
    Arrays.setAll(start, j -> 1 - (j + 1) / (double) n);
    return SquaresProblem.of(
            "Variably dimensioned " + n,
            start,
            x -> {
              Var[] r = new Var[n + 2];
              Var sum = Var.constant(0);
              for (int i = 0; i < n; i++) {
                r[i] = x[i].subtract(1);
                sum = sum.add(r[i].multiply(i + 1));
              }
              r[n] = sum;
              r[n + 1] = sum.square();
              return r;
            })
        .with(Minimum.exactly(0).at(SmallValleys.filled(n, 1)));
  }

  static SquaresProblem trigonometric(int n) {
    SquaresProblem problem =
        SquaresProblem.of(
                "Trigonometric " + n,
                SmallValleys.filled(n, 1.0 / n),
                x -> {
                  Var[] cos = new Var[n];
                  Arrays.setAll(cos, i -> x[i].cos());
                  Var rest = Var.sum(cos).subtractFrom(n);
                  Var[] r = new Var[n];
                  for (int i = 0; i < n; i++) {
                    Var own = cos[i].subtractFrom(1).multiply(i + 1);
                    r[i] = rest.add(own).subtract(x[i].sin());
                  }
                  return r;
                })
            .with(Minimum.exactly(0).at(new double[n]));
    // Known to everyone who minimized it: the start leads to the second.
    return n == 10
        ? problem
            .with(Minimum.unpublished(4.4735658128062947e-7))
            .with(Minimum.unpublished(2.7950561218794563e-5))
            .with(Minimum.unpublished(4.218633887923726e-5))
            .with(Minimum.unpublished(0.0008788225218218983))
        : problem;
  }

  static SquaresProblem brownAlmostLinear(int n) {
    double[] alone = new double[n];
    alone[n - 1] = n + 1;
    SquaresProblem problem =
        SquaresProblem.of(
                "Brown almost linear " + n,
                SmallValleys.filled(n, 0.5),
                x -> {
                  Var sum = Var.sum(x).subtract(n + 1);
                  Var product = x[0];
                  Var[] r = new Var[n];
                  for (int i = 0; i < n - 1; i++) {
                    r[i] = x[i].add(sum);
                    product = product.multiply(x[i + 1]);
                  }
                  r[n - 1] = product.subtract(1);
                  return r;
                })
            .with(Minimum.exactly(0).at(SmallValleys.filled(n, 1)));
    if (n == 10) {
      // x₁ = … = x₉ = α, x₁₀ = α⁻⁹ with 10 α¹⁰ − 11 α⁹ + 1 = 0
      double[] other = SmallValleys.filled(n, 0.9794303033498625);
      other[n - 1] = 1.2056969665013755;
      problem = problem.with(Minimum.exactly(0).at(other));
    }
    return problem.with(Minimum.exactly(1).at(alone));
  }

  /** {@code u″ = ½ (u + t + 1)³} on [0, 1] with zeros at the ends, by differences. */
  static SquaresProblem discreteBoundaryValue(int n) {
    double h = 1.0 / (n + 1);
    return SquaresProblem.of(
            "Discrete boundary value " + n,
            parabola(n),
            x -> {
              Var[] r = new Var[n];
              for (int i = 0; i < n; i++) {
                Var cube = x[i].add((i + 1) * h + 1).pow(3).multiply(h * h / 2);
                r[i] = x[i].multiply(2).add(cube);
                if (i > 0) {
                  r[i] = r[i].subtract(x[i - 1]);
                }
                if (i < n - 1) {
                  r[i] = r[i].subtract(x[i + 1]);
                }
              }
              return r;
            })
        .with(Minimum.exactly(0));
  }

  /** The same equation as an integral over its kernel. */
  static SquaresProblem discreteIntegralEquation(int n) {
    double h = 1.0 / (n + 1);
    return SquaresProblem.of(
            "Discrete integral equation " + n,
            parabola(n),
            x -> {
              Var[] cube = new Var[n];
              Arrays.setAll(cube, j -> x[j].add((j + 1) * h + 1).pow(3));
              Var[] r = new Var[n];
              for (int i = 0; i < n; i++) {
                double t = (i + 1) * h;
                Var before = Var.constant(0);
                Var after = Var.constant(0);
                for (int j = 0; j < n; j++) {
                  double s = (j + 1) * h;
                  if (j <= i) {
                    before = before.add(cube[j].multiply(s));
                  } else {
                    after = after.add(cube[j].multiply(1 - s));
                  }
                }
                r[i] = before.multiply(1 - t).add(after.multiply(t)).multiply(h / 2).add(x[i]);
              }
              return r;
            })
        .with(Minimum.exactly(0));
  }

  private static double[] parabola(int n) {
    double[] start = new double[n];
    double h = 1.0 / (n + 1);
    Arrays.setAll(start, j -> (j + 1) * h * ((j + 1) * h - 1));
    return start;
  }

  static SquaresProblem broydenTridiagonal(int n) {
    return SquaresProblem.of(
            "Broyden tridiagonal " + n,
            SmallValleys.filled(n, -1),
            x -> {
              Var[] r = new Var[n];
              for (int i = 0; i < n; i++) {
                r[i] = x[i].multiply(2).subtractFrom(3).multiply(x[i]).add(1);
                if (i > 0) {
                  r[i] = r[i].subtract(x[i - 1]);
                }
                if (i < n - 1) {
                  r[i] = r[i].subtract(x[i + 1].multiply(2));
                }
              }
              return r;
            })
        .with(Minimum.exactly(0));
  }

  static SquaresProblem broydenBanded(int n) {
    return SquaresProblem.of(
            "Broyden banded " + n,
            SmallValleys.filled(n, -1),
            x -> {
              Var[] r = new Var[n];
              for (int i = 0; i < n; i++) {
                r[i] = x[i].square().multiply(5).add(2).multiply(x[i]).add(1);
                for (int j = Math.max(0, i - 5); j <= Math.min(n - 1, i + 1); j++) {
                  if (j != i) {
                    r[i] = r[i].subtract(x[j].add(1).multiply(x[j]));
                  }
                }
              }
              return r;
            })
        .with(Minimum.exactly(0));
  }

  /** Means of shifted Chebyshev polynomials over n points, less their integrals over [0, 1]. */
  static SquaresProblem chebyquad(int n) {
    double[] start = new double[n];
    Arrays.setAll(start, j -> (j + 1.0) / (n + 1));
    SquaresProblem problem =
        SquaresProblem.of(
            "Chebyquad " + n,
            start,
            x -> {
              Var[] r = new Var[n];
              Arrays.fill(r, Var.constant(0));
              for (Var each : x) {
                Var twice = each.multiply(4).subtract(2); // 2(2x − 1)
                Var before = Var.constant(1);
                Var now = each.multiply(2).subtract(1);
                for (int i = 0; i < n; i++) {
                  r[i] = r[i].add(now);
                  Var next = twice.multiply(now).subtract(before);
                  before = now;
                  now = next;
                }
              }
              for (int i = 0; i < n; i++) {
                int degree = i + 1;
                double integral = degree % 2 == 0 ? -1.0 / (degree * degree - 1) : 0;
                r[i] = r[i].divide(n).subtract(integral);
              }
              return r;
            });
    if (n <= 7 || n == 9) {
      return problem.with(Minimum.exactly(0));
    }
    return switch (n) {
      case 8 -> problem.with(Minimum.printed(0.00351687372567793, "3.51687e-3"));
      case 10 ->
          problem
              .with(Minimum.unpublished(0.00477271369637535))
              .with(Minimum.printed(0.006503954800882308, "6.50395e-3"))
              .with(Minimum.unpublished(0.00950062885022167));
      default -> problem;
    };
  }
}
