package org.roperator.nn;

import java.util.random.RandomGenerator;
import org.roperator.internal.Arguments;
import org.roperator.internal.Gaussian;
import org.roperator.nn.layer.ParameterArray;

/**
 * Orthonormal rows or columns times a gain: Gaussian vectors, each made orthogonal to those before
 * it. That order of signs is the one with which the matrix is uniformly distributed.
 */
record OrthogonalInitializer(double gain) implements Initializer {

  OrthogonalInitializer {
    Arguments.requirePositive("The gain", gain);
  }

  @Override
  public void fill(ParameterArray array, RandomGenerator random, double[] w, int from) {
    int rows = array.shape()[0];
    int columns = (int) (array.length() / rows);
    int count = Math.min(rows, columns);
    double[][] vectors = new double[count][Math.max(rows, columns)];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < vectors[i].length; j++) {
        vectors[i][j] = Gaussian.draw(random);
      }
      // Twice is enough: what the first projection leaves of the others is of the size of rounding.
      for (int time = 0; time < 2; time++) {
        for (int k = 0; k < i; k++) {
          subtractProjection(vectors[i], vectors[k]);
        }
      }
      double norm = Math.sqrt(dot(vectors[i], vectors[i]));
      for (int j = 0; j < vectors[i].length; j++) {
        vectors[i][j] /= norm;
      }
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        w[from + i * columns + j] = gain * (rows <= columns ? vectors[i][j] : vectors[j][i]);
      }
    }
  }

  private static void subtractProjection(double[] v, double[] unit) {
    double along = dot(v, unit);
    for (int j = 0; j < v.length; j++) {
      v[j] -= along * unit[j];
    }
  }

  private static double dot(double[] u, double[] v) {
    double sum = 0;
    for (int j = 0; j < u.length; j++) {
      sum += u[j] * v[j];
    }
    return sum;
  }
}
