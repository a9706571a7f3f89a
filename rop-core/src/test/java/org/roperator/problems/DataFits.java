package org.roperator.problems;

import java.util.Arrays;
import org.roperator.autodiff.Var;

/** The functions of Moré, Garbow and Hillstrom that fit curves to data. */
final class DataFits {

  private DataFits() {}

  static SquaresProblem bard() {
    double[] y = {
      0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39
    };
    return SquaresProblem.of(
            "Bard",
            new double[] {1, 1, 1},
            x -> {
              Var[] r = new Var[15];
              for (int i = 0; i < 15; i++) {
                int u = i + 1;
                int v = 16 - u;
                Var below = x[1].multiply(v).add(x[2].multiply(Math.min(u, v)));
                r[i] = x[0].add(below.divideInto(u)).subtractFrom(y[i]);
              }
              return r;
            })
        .with(
            Minimum.printed(0.00821487730657898, "8.21487e-3")
                .at(0.08241055974978899, 1.1330360920297224, 2.3436951786425366))
        // Nothing but the mean of the data, 0.84066…
        .with(Minimum.printed(17.42869333333333, "17.4286").atInfinity());
  }

  static SquaresProblem gaussian() {
    double[] half = {0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521, 0.3989};
    return SquaresProblem.of(
            "Gaussian",
            new double[] {0.4, 1, 0},
            x -> {
              Var[] r = new Var[15];
              for (int i = 0; i < 15; i++) {
                Var away = x[2].subtractFrom((7 - i) / 2.0);
                Var bell = away.square().multiply(x[1]).divide(-2).exp();
                r[i] = bell.multiply(x[0]).subtract(half[Math.min(i, 14 - i)]);
              }
              return r;
            })
        .with(
            Minimum.printed(1.1279327696190113e-8, "1.12793e-8")
                .at(0.39895613783875666, 1.0000190844878056, 0));
  }

  static SquaresProblem meyer() {
    double[] y = {
      34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820,
      3307, 2872
    };
    return SquaresProblem.of(
            "Meyer",
            new double[] {0.02, 4000, 250},
            x -> {
              Var[] r = new Var[16];
              for (int i = 0; i < 16; i++) {
                Var rate = x[1].divide(x[2].add(50 + 5 * i));
                r[i] = rate.exp().multiply(x[0]).subtract(y[i]);
              }
              return r;
            })
        .with(
            Minimum.printed(87.94585517085112, "87.9458")
                .at(0.005609636471028053, 6181.346346286372, 345.2236346241365));
  }

  /**
   * The exponent is {@code |yᵢ − x₂|^x₃ / x₁}; where the minus stands, the article prints {@code m
   * i}, which its own minimum contradicts. Ten times the start is the minimizer.
   */
  static SquaresProblem gulf() {
    int m = 99;
    return SquaresProblem.of(
            "Gulf research and development",
            new double[] {5, 2.5, 0.15},
            x -> {
              Var[] r = new Var[m];
              for (int i = 1; i <= m; i++) {
                double t = i / 100.0;
                double y = 25 + Math.pow(-50 * Math.log(t), 2 / 3.0);
                Var power = x[1].subtractFrom(y).abs().pow(x[2]);
                r[i - 1] = power.divide(x[0]).negate().exp().subtract(t);
              }
              return r;
            })
        .with(Minimum.exactly(0).at(50, 25, 1.5))
        // All exponentials vanish, and Σ tᵢ² is left.
        .with(Minimum.unpublished(32.835).atInfinity());
  }

  static SquaresProblem box() {
    return SquaresProblem.of(
            "Box three-dimensional",
            new double[] {0, 10, 20},
            x -> {
              Var[] r = new Var[10];
              for (int i = 1; i <= 10; i++) {
                double t = 0.1 * i;
                double c = Math.exp(-t) - Math.exp(-10 * t);
                Var both = x[0].multiply(-t).exp().subtract(x[1].multiply(-t).exp());
                r[i - 1] = both.subtract(x[2].multiply(c));
              }
              return r;
            })
        .with(Minimum.exactly(0).at(1, 10, 1))
        .with(Minimum.exactly(0).at(10, 1, -1))
        // One of many: x₁ = x₂ and x₃ = 0.
        .with(Minimum.exactly(0).at(2, 2, 0))
        // x₂ → ∞ leaves one exponential against x₃ c.
        .with(Minimum.unpublished(0.07558874075499744).atInfinity());
  }

  static SquaresProblem kowalikOsborne() {
    double[] y = {
      0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246
    };
    double[] u = {4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625};
    return SquaresProblem.of(
            "Kowalik and Osborne",
            new double[] {0.25, 0.39, 0.415, 0.39},
            x -> {
              Var[] r = new Var[11];
              for (int i = 0; i < 11; i++) {
                Var above = x[1].multiply(u[i]).add(u[i] * u[i]);
                Var below = x[2].multiply(u[i]).add(x[3]).add(u[i] * u[i]);
                r[i] = x[0].multiply(above).divide(below).subtractFrom(y[i]);
              }
              return r;
            })
        .with(
            Minimum.printed(0.0003075056038492378, "3.07505e-4")
                .at(
                    0.1928069345790379,
                    0.1912823287343668,
                    0.12305650692632074,
                    0.13606233068379475))
        .with(Minimum.unpublished(0.0004236746264698342))
        .with(Minimum.printed(0.0010273430486954578, "1.02734e-3").atInfinity())
        .with(Minimum.unpublished(0.0015943520260219622));
  }

  static SquaresProblem brownDennis() {
    return SquaresProblem.of(
            "Brown and Dennis",
            new double[] {25, 5, -5, -1},
            x -> {
              Var[] r = new Var[20];
              for (int i = 1; i <= 20; i++) {
                double t = i / 5.0;
                Var line = x[1].multiply(t).add(x[0]).subtract(Math.exp(t));
                Var wave = x[3].multiply(Math.sin(t)).add(x[2]).subtract(Math.cos(t));
                r[i - 1] = line.square().add(wave.square());
              }
              return r;
            })
        .with(
            Minimum.printed(85822.20162635631, "85822.2")
                .at(
                    -11.594439904762165,
                    13.203630051207202,
                    -0.4034394881768595,
                    0.23677877445573628));
  }

  static SquaresProblem osborne1() {
    double[] y = {
      0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.850, 0.818, 0.784, 0.751, 0.718, 0.685,
      0.658, 0.628, 0.603, 0.580, 0.558, 0.538, 0.522, 0.506, 0.490, 0.478, 0.467, 0.457, 0.448,
      0.438, 0.431, 0.424, 0.420, 0.414, 0.411, 0.406
    };
    return SquaresProblem.of(
            "Osborne 1",
            new double[] {0.5, 1.5, -1, 0.01, 0.02},
            x -> {
              Var[] r = new Var[33];
              for (int i = 0; i < 33; i++) {
                double t = 10 * i;
                Var first = x[3].multiply(-t).exp().multiply(x[1]);
                Var second = x[4].multiply(-t).exp().multiply(x[2]);
                r[i] = x[0].add(first).add(second).subtractFrom(y[i]);
              }
              return r;
            })
        .with(
            Minimum.printed(5.464894697482912e-5, "5.46489e-5")
                .at(
                    0.37541005210695194,
                    1.9358469127123559,
                    -1.4646871366134115,
                    0.012867534640057266,
                    0.02212269966167266));
  }

  static SquaresProblem biggs() {
    return SquaresProblem.of(
            "Biggs EXP6",
            new double[] {1, 2, 1, 1, 1, 1},
            x -> {
              Var[] r = new Var[13];
              for (int i = 1; i <= 13; i++) {
                double t = 0.1 * i;
                double y = Math.exp(-t) - 5 * Math.exp(-10 * t) + 3 * Math.exp(-4 * t);
                Var first = x[0].multiply(-t).exp().multiply(x[2]);
                Var second = x[1].multiply(-t).exp().multiply(x[3]);
                Var third = x[4].multiply(-t).exp().multiply(x[5]);
                r[i - 1] = first.subtract(second).add(third).subtract(y);
              }
              return r;
            })
        .with(Minimum.exactly(0).at(1, 10, 1, 5, 4, 3))
        // x₁ = x₅, so that x₃ + x₆ alone counts: a line of minimizers.
        .with(Minimum.printed(0.005655649925499946, "5.65565e-3"));
  }

  static SquaresProblem osborne2() {
    double[] y = {
      1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746, 0.679, 0.608,
      0.655, 0.616, 0.606, 0.602, 0.626, 0.651, 0.724, 0.649, 0.649, 0.694, 0.644, 0.624, 0.661,
      0.612, 0.558, 0.533, 0.495, 0.500, 0.423, 0.395, 0.375, 0.372, 0.391, 0.396, 0.405, 0.428,
      0.429, 0.523, 0.562, 0.607, 0.653, 0.672, 0.708, 0.633, 0.668, 0.645, 0.632, 0.591, 0.559,
      0.597, 0.625, 0.739, 0.710, 0.729, 0.720, 0.636, 0.581, 0.428, 0.292, 0.162, 0.098, 0.054
    };
    return SquaresProblem.of(
            "Osborne 2",
            new double[] {1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5},
            x -> {
              Var[] r = new Var[65];
              for (int i = 0; i < 65; i++) {
                double t = i / 10.0;
                Var sum = x[4].multiply(-t).exp().multiply(x[0]);
                for (int k = 1; k <= 3; k++) {
                  Var away = x[7 + k].subtractFrom(t);
                  Var bell = away.square().multiply(x[4 + k]).negate().exp();
                  sum = sum.add(bell.multiply(x[k]));
                }
                r[i] = sum.subtractFrom(y[i]);
              }
              return r;
            })
        .with(
            Minimum.printed(0.040137736293547756, "4.01377e-2")
                .at(
                    1.3099771546273007,
                    0.431553794602989,
                    0.5994305347859162,
                    0.633661698960724,
                    0.7541832263280114,
                    0.9042885798596336,
                    4.823698817227157,
                    1.3658118352370279,
                    2.3986848661317546,
                    5.6753414705806415,
                    4.568874597667672))
        .with(Minimum.unpublished(0.08759472409341583))
        // Ten times the start: all bells lie far from the data, and one exponential is left.
        .with(Minimum.unpublished(1.7898135868810934).atInfinity());
  }

  /** A polynomial of degree n − 1 as the solution of {@code x′ − x² = 1} on 29 points. */
  static SquaresProblem watson(int n) {
    SquaresProblem problem =
        SquaresProblem.of(
            "Watson " + n,
            new double[n],
            x -> {
              Var[] r = new Var[31];
              for (int i = 1; i <= 29; i++) {
                double t = i / 29.0;
                Var value = x[0];
                Var slope = Var.constant(0);
                double power = 1;
                for (int j = 1; j < n; j++) {
                  slope = slope.add(x[j].multiply(j * power));
                  power *= t;
                  value = value.add(x[j].multiply(power));
                }
                r[i - 1] = slope.subtract(value.square()).subtract(1);
              }
              r[29] = x[0];
              r[30] = x[1].subtract(x[0].square()).subtract(1);
              return r;
            });
    return switch (n) {
      case 6 -> problem.with(Minimum.printed(0.002287670053552434, "2.28767e-3"));
      case 9 -> problem.with(Minimum.printed(1.3997601380999808e-6, "1.39976e-6"));
      case 12 -> problem.with(Minimum.printed(4.722381108208844e-10, "4.72238e-10"));
      default -> problem;
    };
  }

  /** All unknowns 1, for the linear problems. */
  private static double[] ones(int n) {
    double[] x = new double[n];
    Arrays.fill(x, 1);
    return x;
  }

  /** {@code xᵢ − (2/m) Σ xⱼ − 1}, without xᵢ for i > n. */
  static SquaresProblem linearFullRank(int n, int m) {
    double[] minimizer = new double[n];
    Arrays.fill(minimizer, -1);
    return SquaresProblem.of(
            "Linear full rank " + n + " " + m,
            ones(n),
            x -> {
              Var mean = Var.sum(x).multiply(2.0 / m).add(1);
              Var[] r = new Var[m];
              for (int i = 0; i < m; i++) {
                r[i] = i < n ? x[i].subtract(mean) : mean.negate();
              }
              return r;
            })
        .with(Minimum.exactly(m - n).at(minimizer));
  }

  /** {@code i Σ j xⱼ − 1}: a whole hyperplane {@code Σ j xⱼ = 3/(2m + 1)} of minimizers. */
  static SquaresProblem linearRankOne(int n, int m) {
    double[] minimizer = new double[n];
    minimizer[0] = 3.0 / (2 * m + 1);
    return SquaresProblem.of(
            "Linear rank 1 " + n + " " + m,
            ones(n),
            x -> {
              Var sum = Var.constant(0);
              for (int j = 0; j < n; j++) {
                sum = sum.add(x[j].multiply(j + 1));
              }
              Var[] r = new Var[m];
              for (int i = 0; i < m; i++) {
                r[i] = sum.multiply(i + 1).subtract(1);
              }
              return r;
            })
        .with(Minimum.exactly(m * (m - 1) / (2.0 * (2 * m + 1))).at(minimizer));
  }

  /** The same without the first and last unknown, and with −1 as first and last residual. */
  static SquaresProblem linearRankOneWithZeros(int n, int m) {
    double[] minimizer = new double[n];
    minimizer[1] = 3.0 / (2 * m - 3) / 2;
    return SquaresProblem.of(
            "Linear rank 1 with zero columns and rows " + n + " " + m,
            ones(n),
            x -> {
              Var sum = Var.constant(0);
              for (int j = 1; j < n - 1; j++) {
                sum = sum.add(x[j].multiply(j + 1));
              }
              Var[] r = new Var[m];
              for (int i = 0; i < m; i++) {
                r[i] = i < m - 1 ? sum.multiply(i).subtract(1) : Var.constant(-1);
              }
              return r;
            })
        .with(Minimum.exactly((m * m + 3 * m - 6) / (2.0 * (2 * m - 3))).at(minimizer));
  }
}
