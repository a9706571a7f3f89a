package org.roperator.perturb;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.QRDecomposition;
import org.roperator.internal.Vectors;

/** Mirrored pairs about a point: a gradient by least squares, a curvature along each pair. */
final class PairedSample {

  private final double[][] directions;
  private final double[] odd;
  private final double[] even;
  private final double[][] tried;
  private final double[][] values;
  private final int usable;

  /**
   * Of evaluated pairs.
   *
   * @param directions d. Kept.
   * @param values E(w + d) and E(w − d) for each. Kept.
   * @param center E(w)
   */
  PairedSample(double[][] directions, double[][] values, double center) {
    this.tried = directions;
    this.values = values;
    double[][] kept = new double[directions.length][];
    double[] odds = new double[directions.length];
    double[] evens = new double[directions.length];
    int count = 0;
    for (int j = 0; j < directions.length; j++) {
      double up = values[j][0] - center;
      double down = values[j][1] - center;
      if (Double.isFinite(up - down) && Double.isFinite(up + down)) {
        kept[count] = directions[j];
        odds[count] = 0.5 * (up - down);
        evens[count] = 0.5 * (up + down);
        count++;
      }
    }
    this.directions = Arrays.copyOf(kept, count);
    this.odd = Arrays.copyOf(odds, count);
    this.even = Arrays.copyOf(evens, count);
    this.usable = count;
  }

  boolean determinesGradient() {
    return usable > 0 && usable >= directions[0].length && solver().isNonSingular();
  }

  private DecompositionSolver solver() {
    double[][] scaled = new double[usable][];
    for (int j = 0; j < usable; j++) {
      scaled[j] = directions[j].clone();
      QuasiNewtonUpdate.scale(scaled[j], -exponent());
    }
    return new QRDecomposition(new Array2DRowRealMatrix(scaled, false)).getSolver();
  }

  /** Of the directions, whose squares the library takes. */
  private int exponent() {
    return QuasiNewtonUpdate.exponent(directions[0]);
  }

  double[] gradient() {
    double[] gradient = solver().solve(new ArrayRealVector(odd, false)).toArray();
    QuasiNewtonUpdate.scale(gradient, -exponent());
    return gradient;
  }

  /** The number of pairs of which neither side failed. */
  int size() {
    return usable;
  }

  double[] direction(int j) {
    return directions[j];
  }

  /** {@code dᵀHd}. */
  double curvature(int j) {
    return 2 * even[j];
  }

  /** The lowest value met; infinite if all failed. */
  double lowestValue() {
    double least = Double.POSITIVE_INFINITY;
    for (double[] pair : values) {
      for (double there : pair) {
        least = there < least ? there : least;
      }
    }
    return least;
  }

  /** The step to the lowest value; zero if all failed. */
  double[] lowestStep() {
    double least = lowestValue();
    double[] step = new double[tried[0].length];
    for (int j = 0; j < values.length; j++) {
      for (int side = 0; side < 2; side++) {
        if (values[j][side] == least) {
          Vectors.addScaled(side == 0 ? 1 : -1, tried[j], step);
          return step;
        }
      }
    }
    return step;
  }
}
