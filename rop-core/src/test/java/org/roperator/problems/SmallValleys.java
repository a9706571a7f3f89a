package org.roperator.problems;

import java.util.Arrays;
import org.roperator.autodiff.Var;

/** The functions of Moré, Garbow and Hillstrom in two to four unknowns, without data. */
final class SmallValleys {

  private SmallValleys() {}

  static SquaresProblem rosenbrock() {
    return SquaresProblem.of(
            "Rosenbrock",
            new double[] {-1.2, 1},
            x -> new Var[] {x[1].subtract(x[0].square()).multiply(10), x[0].subtractFrom(1)})
        .with(Minimum.exactly(0).at(1, 1));
  }

  /** Two cubics that meet at (5, 4) and almost at (11.4, −0.9). */
  static SquaresProblem freudensteinRoth() {
    return SquaresProblem.of(
            "Freudenstein and Roth",
            new double[] {0.5, -2},
            x -> {
              // −13 + x₁ + ((5 − x₂)x₂ − 2)x₂ and −29 + x₁ + ((x₂ + 1)x₂ − 14)x₂
              Var first = x[1].subtractFrom(5).multiply(x[1]).subtract(2).multiply(x[1]);
              Var second = x[1].add(1).multiply(x[1]).subtract(14).multiply(x[1]);
              return new Var[] {first.add(x[0]).subtract(13), second.add(x[0]).subtract(29)};
            })
        .with(Minimum.exactly(0).at(5, 4))
        .with(
            Minimum.printed(48.98425367924002, "48.9842")
                .at(11.412778986902094, -0.8968052532744765));
  }

  static SquaresProblem powellBadlyScaled() {
    double small = 1.098159329699817e-5;
    return SquaresProblem.of(
            "Powell badly scaled",
            new double[] {0, 1},
            x ->
                new Var[] {
                  x[0].multiply(x[1]).multiply(1e4).subtract(1),
                  x[0].negate().exp().add(x[1].negate().exp()).subtract(1.0001)
                })
        .with(Minimum.exactly(0).at(small, 1e-4 / small))
        .with(
            Minimum.unpublished(1.0402940039616393)
                .at(-0.009948091925800946, -0.009948091925800946));
  }

  static SquaresProblem brownBadlyScaled() {
    return SquaresProblem.of(
            "Brown badly scaled",
            new double[] {1, 1},
            x ->
                new Var[] {
                  x[0].subtract(1e6), x[1].subtract(2e-6), x[0].multiply(x[1]).subtract(2)
                })
        .with(Minimum.exactly(0).at(1e6, 2e-6));
  }

  static SquaresProblem beale() {
    double[] y = {1.5, 2.25, 2.625};
    return SquaresProblem.of(
            "Beale",
            new double[] {1, 1},
            x -> {
              Var[] r = new Var[3];
              Var power = x[1];
              for (int i = 0; i < 3; i++) {
                r[i] = power.subtractFrom(1).multiply(x[0]).subtractFrom(y[i]);
                power = power.multiply(x[1]);
              }
              return r;
            })
        .with(Minimum.exactly(0).at(3, 0.5))
        // x₂ → 1 with x₁(1 − x₂) → c makes the residuals yᵢ − ci, a straight line through three
        // points.
        .with(Minimum.unpublished(0.45200892857142855).atInfinity());
  }

  static SquaresProblem jennrichSampson() {
    int m = 10;
    return SquaresProblem.of(
            "Jennrich and Sampson",
            new double[] {0.3, 0.4},
            x -> {
              Var[] r = new Var[m];
              for (int i = 1; i <= m; i++) {
                Var sum = x[0].multiply(i).exp().add(x[1].multiply(i).exp());
                r[i - 1] = sum.subtractFrom(2 + 2 * i);
              }
              return r;
            })
        .with(
            Minimum.printed(124.36218235561485, "124.362")
                .at(0.2578252136703641, 0.2578252136703641))
        // One of the two falls to −∞, and one exponential alone is left.
        .with(Minimum.unpublished(259.58019013425326).atInfinity());
  }

  /** A valley along a helix; the angle jumps where x₁ = 0 and x₂ is negative. */
  static SquaresProblem helicalValley() {
    return SquaresProblem.of(
            "Helical valley",
            new double[] {-1, 0, 0},
            x -> {
              // θ of (−¼, ¾] turns: atan(x₂/x₁)/2π, and ½ more where x₁ is negative
              Var turns = x[1].atan2(x[0]).divide(2 * Math.PI);
              Var theta = turns.getReal() < -0.25 ? turns.add(1) : turns;
              return new Var[] {
                x[2].subtract(theta.multiply(10)).multiply(10),
                x[0].square().add(x[1].square()).sqrt().subtract(1).multiply(10),
                x[2]
              };
            })
        .with(Minimum.exactly(0).at(1, 0, 0));
  }

  static SquaresProblem powellSingular() {
    return SquaresProblem.of(
            "Powell singular", new double[] {3, -1, 0, 1}, x -> singularBlock(x, 0))
        .with(Minimum.exactly(0).at(0, 0, 0, 0));
  }

  /** Powell's four residuals of the unknowns k to k + 3; at the minimum two rows of J vanish. */
  static Var[] singularBlock(Var[] x, int k) {
    return new Var[] {
      x[k].add(x[k + 1].multiply(10)),
      x[k + 2].subtract(x[k + 3]).multiply(Math.sqrt(5)),
      x[k + 1].subtract(x[k + 2].multiply(2)).square(),
      x[k].subtract(x[k + 3]).square().multiply(Math.sqrt(10))
    };
  }

  static SquaresProblem wood() {
    double a = Math.sqrt(90);
    double b = Math.sqrt(10);
    return SquaresProblem.of(
            "Wood",
            new double[] {-3, -1, -3, -1},
            x ->
                new Var[] {
                  x[1].subtract(x[0].square()).multiply(10),
                  x[0].subtractFrom(1),
                  x[3].subtract(x[2].square()).multiply(a),
                  x[2].subtractFrom(1),
                  x[1].add(x[3]).subtract(2).multiply(b),
                  x[1].subtract(x[3]).divide(b)
                })
        .with(Minimum.exactly(0).at(1, 1, 1, 1));
  }

  static SquaresProblem extendedRosenbrock(int n) {
    SquaresProblem one = rosenbrock();
    double[] start = new double[n];
    Arrays.setAll(start, i -> one.start()[i % 2]);
    return SquaresProblem.of(
            "Extended Rosenbrock " + n,
            start,
            x -> {
              Var[] r = new Var[n];
              for (int k = 0; k < n; k += 2) {
                r[k] = x[k + 1].subtract(x[k].square()).multiply(10);
                r[k + 1] = x[k].subtractFrom(1);
              }
              return r;
            })
        .with(Minimum.exactly(0).at(filled(n, 1)));
  }

  static SquaresProblem extendedPowellSingular(int n) {
    SquaresProblem one = powellSingular();
    double[] start = new double[n];
    Arrays.setAll(start, i -> one.start()[i % 4]);
    return SquaresProblem.of(
            "Extended Powell singular " + n,
            start,
            x -> {
              Var[] r = new Var[n];
              for (int k = 0; k < n; k += 4) {
                System.arraycopy(singularBlock(x, k), 0, r, k, 4);
              }
              return r;
            })
        .with(Minimum.exactly(0).at(new double[n]));
  }

  static double[] filled(int n, double each) {
    double[] x = new double[n];
    Arrays.fill(x, each);
    return x;
  }
}
