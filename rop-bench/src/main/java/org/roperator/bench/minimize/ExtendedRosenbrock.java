package org.roperator.bench.minimize;

import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;

/**
 * {@code Σ 100 (b − a²)² + (1 − a)²} over the pairs (a, b) of x, with derivatives by hand: what the
 * minimizers take where the function takes next to nothing, as compiled.py has it in C.
 *
 * @param dimension the number of unknowns, even
 */
record ExtendedRosenbrock(int dimension) implements Objective {

  @Override
  public double value(double[] x) {
    double sum = 0;
    for (int i = 0; i < dimension; i += 2) {
      double t = x[i + 1] - x[i] * x[i];
      double u = 1 - x[i];
      sum += 100 * t * t + u * u;
    }
    return sum;
  }

  @Override
  public Expansion expandAt(double[] x) {
    double[] g = new double[dimension];
    double[] first = new double[dimension / 2];
    double[] mixed = new double[dimension / 2];
    for (int i = 0; i < dimension; i += 2) {
      double t = 200 * (x[i + 1] - x[i] * x[i]);
      g[i] = 2 * (x[i] - 1) - 2 * t * x[i];
      g[i + 1] = t;
      first[i / 2] = 1200 * x[i] * x[i] - 400 * x[i + 1] + 2;
      mixed[i / 2] = -400 * x[i];
    }
    return Expansion.of(
        value(x),
        g,
        SymmetricOperator.of(
            dimension,
            (v, out) -> {
              for (int i = 0; i < dimension; i += 2) {
                out[i] = first[i / 2] * v[i] + mixed[i / 2] * v[i + 1];
                out[i + 1] = mixed[i / 2] * v[i] + 200 * v[i + 1];
              }
            }));
  }
}
