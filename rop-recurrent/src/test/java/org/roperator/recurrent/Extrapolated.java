package org.roperator.recurrent;

import java.util.function.DoubleFunction;
import org.roperator.internal.Vectors;

/** Central differences in steps that halve, extrapolated to step zero (Romberg's table). */
final class Extrapolated {

  private static final int LEVELS = 8;

  private Extrapolated() {}

  /** f′(0): the entry of the table that moved least from those it came from (Ridders 1982). */
  static double[] derivative(DoubleFunction<double[]> f, double largestStep) {
    double[][][] table = new double[LEVELS][LEVELS][];
    double[] best = new double[0];
    double moved = Double.POSITIVE_INFINITY;
    for (int i = 0; i < LEVELS; i++) {
      double h = largestStep / (1 << i);
      double[] central = f.apply(h);
      Vectors.addScaled(-1, f.apply(-h), central);
      Vectors.scale(0.5 / h, central);
      table[i][0] = central;
      double power = 1;
      for (int j = 1; j <= i; j++) {
        power *= 4;
        double[] better = new double[central.length];
        Vectors.sum(table[i][j - 1], -1, table[i - 1][j - 1], better);
        Vectors.scale(1 / (power - 1), better);
        Vectors.addScaled(1, table[i][j - 1], better);
        table[i][j] = better;
        double now =
            Math.max(distance(better, table[i][j - 1]), distance(better, table[i - 1][j - 1]));
        if (now < moved) {
          moved = now;
          best = better;
        }
      }
    }
    return best;
  }

  private static double distance(double[] a, double[] b) {
    double[] difference = new double[a.length];
    Vectors.sum(a, -1, b, difference);
    return Vectors.norm(difference);
  }
}
