package org.roperator.spectrum;

/** Ritz pairs of a basis and the bounds {@code ‖B y‖} on their residuals. */
final class Ritz {

  private final SmallEigen parts;
  private final int top;
  private final int bottom;
  private final double[] bounds;
  private final double norm;

  /** Of T, p × p, with B, frontier × p, below it. */
  Ritz(SmallEigen parts, int top, int bottom, double[] t, int p, int frontier, int room) {
    this.parts = parts;
    this.top = Math.min(top, p);
    this.bottom = Math.min(bottom, p - this.top);
    this.norm = Math.max(Math.abs(parts.value(0)), Math.abs(parts.value(p - 1)));
    this.bounds = new double[p];
    for (int i = 0; i < p; i++) {
      double squares = 0;
      double[] y = parts.vector(i);
      for (int a = 0; a < frontier; a++) {
        double sum = 0;
        for (int j = 0; j < p; j++) {
          sum += t[(p + a) * room + j] * y[j];
        }
        squares += sum * sum;
      }
      bounds[i] = Math.sqrt(squares);
    }
  }

  /** The largest absolute Ritz value. */
  double norm() {
    return norm;
  }

  double value(int i) {
    return parts.value(i);
  }

  double[] vector(int i) {
    return parts.vector(i);
  }

  /** Some of them, one row each. */
  double[] vectors(int[] indices) {
    int p = bounds.length;
    double[] y = new double[indices.length * p];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(parts.vector(indices[i]), 0, y, i * p, p);
    }
    return y;
  }

  /** The wanted ones and as many of the next as given, in the order in which results stand. */
  int[] extremes(int more) {
    int p = bounds.length;
    int kept = Math.min(p, top + bottom + more);
    int upper = bottom == 0 ? kept : top == 0 ? 0 : (kept + 1) / 2;
    int[] indices = new int[kept];
    for (int i = 0; i < kept; i++) {
      if (top == 0) {
        indices[i] = p - 1 - i;
      } else {
        indices[i] = i < upper ? i : p - kept + i;
      }
    }
    return indices;
  }

  double[] wantedValues() {
    int[] indices = extremes(0);
    double[] values = new double[indices.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(indices[i]);
    }
    return values;
  }

  boolean residualsBelow(double relative) {
    for (int i : extremes(0)) {
      if (bounds[i] > relative * norm) {
        return false;
      }
    }
    return true;
  }

  /** Whether the next Ritz values certainly lie inside of the wanted ones, or have converged. */
  boolean guardsEndedBelow(double relative) {
    int p = bounds.length;
    if (top + bottom >= p) {
      return true;
    }
    boolean above =
        top == 0 || bounds[top] <= Math.max(relative * norm, value(top - 1) - value(top));
    int last = p - 1 - bottom;
    boolean below =
        bottom == 0 || bounds[last] <= Math.max(relative * norm, value(last) - value(last + 1));
    return above && below;
  }

  /** Whether the wanted values are these. */
  boolean equal(double[] values, double relative) {
    double[] now = wantedValues();
    for (int i = 0; i < now.length; i++) {
      if (Math.abs(now[i] - values[i]) > relative * norm) {
        return false;
      }
    }
    return true;
  }
}
