package org.roperator.optimize;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;

/**
 * An objective of a few variables whose derivatives are written out.
 *
 * @param dimension n
 * @param f the value
 * @param g the gradient
 * @param h the rows of the Hessian
 */
record HandWritten(
    int dimension,
    ToDoubleFunction<double[]> f,
    Function<double[], double[]> g,
    Function<double[], double[][]> h)
    implements Objective {

  /** (1 − x)² + 100(y − x²)², minimum 0 at (1, 1). */
  static Objective rosenbrock() {
    return new HandWritten(
        2,
        w -> sq(1 - w[0]) + 100 * sq(w[1] - w[0] * w[0]),
        w ->
            new double[] {
              -2 * (1 - w[0]) - 400 * w[0] * (w[1] - w[0] * w[0]), 200 * (w[1] - w[0] * w[0])
            },
        w ->
            new double[][] {
              {2 + 1200 * w[0] * w[0] - 400 * w[1], -400 * w[0]}, {-400 * w[0], 200}
            });
  }

  /** Powell's singular function: minimum 0 at 0, where the Hessian has rank two. */
  static Objective powell() {
    return new HandWritten(
        4,
        w ->
            sq(w[0] + 10 * w[1])
                + 5 * sq(w[2] - w[3])
                + sq(sq(w[1] - 2 * w[2]))
                + 10 * sq(sq(w[0] - w[3])),
        w -> {
          double a = 2 * (w[0] + 10 * w[1]);
          double b = 10 * (w[2] - w[3]);
          double c = 4 * Math.pow(w[1] - 2 * w[2], 3);
          double d = 40 * Math.pow(w[0] - w[3], 3);
          return new double[] {a + d, 10 * a + c, b - 2 * c, -b - d};
        },
        w -> {
          double c = 12 * sq(w[1] - 2 * w[2]);
          double d = 120 * sq(w[0] - w[3]);
          return new double[][] {
            {2 + d, 20, 0, -d},
            {20, 200 + c, -2 * c, 0},
            {0, -2 * c, 10 + 4 * c, -10},
            {-d, 0, -10, 10 + d}
          };
        });
  }

  /** ½x² − ½y² + ¼y⁴: a saddle at 0 between the minima −¼ at (0, ±1). */
  static Objective saddle() {
    return new HandWritten(
        2,
        w -> 0.5 * sq(w[0]) - 0.5 * sq(w[1]) + 0.25 * sq(sq(w[1])),
        w -> new double[] {w[0], -w[1] + w[1] * w[1] * w[1]},
        w -> new double[][] {{1, 0}, {0, -1 + 3 * sq(w[1])}});
  }

  /** A function of one variable. */
  static Objective of(
      ToDoubleFunction<Double> f, Function<Double, Double> g, Function<Double, Double> h) {
    return new HandWritten(
        1,
        w -> f.applyAsDouble(w[0]),
        w -> new double[] {g.apply(w[0])},
        w -> new double[][] {{h.apply(w[0])}});
  }

  private static double sq(double x) {
    return x * x;
  }

  @Override
  public double value(double[] w) {
    return f.applyAsDouble(w);
  }

  @Override
  public Expansion expandAt(double[] w) {
    double value = f.applyAsDouble(w);
    double[] gradient = g.apply(w);
    double[][] rows = h.apply(w);
    return new Expansion() {
      @Override
      public int dimension() {
        return dimension;
      }

      @Override
      public double value() {
        return value;
      }

      @Override
      public double[] gradient() {
        return gradient.clone();
      }

      @Override
      public SymmetricOperator hessian() {
        // Without the checks of SymmetricOperator.symmetric: some of these are to be NaN.
        return SymmetricOperator.of(
            dimension,
            (v, out) -> {
              for (int i = 0; i < dimension; i++) {
                out[i] = 0;
                for (int j = 0; j < dimension; j++) {
                  out[i] += rows[i][j] * v[j];
                }
              }
            });
      }
    };
  }
}
