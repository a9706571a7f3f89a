package org.roperator.recurrent;

/** Losses of the library with E, E′ and E″ written out anew. */
enum ReferenceLoss {
  /** ½ Σ (y − t)² over units with a target. */
  SQUARED {
    @Override
    EquilibriumLoss loss(int n) {
      return EquilibriumLoss.squaredError();
    }

    @Override
    double value(double[] y, double[] t) {
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        sum += Double.isNaN(t[i]) ? 0 : (y[i] - t[i]) * (y[i] - t[i]) / 2;
      }
      return sum;
    }

    @Override
    double[] slope(double[] y, double[] t) {
      double[] e = new double[y.length];
      for (int i = 0; i < y.length; i++) {
        e[i] = Double.isNaN(t[i]) ? 0 : y[i] - t[i];
      }
      return e;
    }

    @Override
    double[][] bend(double[] y, double[] t) {
      double[][] bend = new double[y.length][y.length];
      for (int i = 0; i < y.length; i++) {
        bend[i][i] = Double.isNaN(t[i]) ? 0 : 1;
      }
      return bend;
    }
  },

  /** −Σ t ln p over the last two units, p = eʸ / Σ eʸ. */
  SOFTMAX {
    @Override
    EquilibriumLoss loss(int n) {
      return EquilibriumLoss.softmaxCrossEntropy(n - 2, n - 1);
    }

    private double[] p(double[] y) {
      int n = y.length;
      double first = Math.exp(y[n - 2]);
      double second = Math.exp(y[n - 1]);
      return new double[] {first / (first + second), second / (first + second)};
    }

    @Override
    double value(double[] y, double[] t) {
      int n = y.length;
      double[] p = p(y);
      return -t[n - 2] * Math.log(p[0]) - t[n - 1] * Math.log(p[1]);
    }

    @Override
    double[] slope(double[] y, double[] t) {
      int n = y.length;
      double[] e = new double[n];
      double[] p = p(y);
      e[n - 2] = p[0] - t[n - 2];
      e[n - 1] = p[1] - t[n - 1];
      return e;
    }

    @Override
    double[][] bend(double[] y, double[] t) {
      int n = y.length;
      double[][] bend = new double[n][n];
      double[] p = p(y);
      bend[n - 2][n - 2] = p[0] - p[0] * p[0];
      bend[n - 2][n - 1] = -p[0] * p[1];
      bend[n - 1][n - 2] = -p[1] * p[0];
      bend[n - 1][n - 1] = p[1] - p[1] * p[1];
      return bend;
    }
  },

  /** −t ln s − (1 − t) ln (1 − s) of the last unit, s = 1/(1 + e⁻ʸ), and ¼ (y − t)² beside it. */
  LOGISTIC_AND_HALF_SQUARED {
    @Override
    EquilibriumLoss loss(int n) {
      return EquilibriumLoss.logisticCrossEntropy(n - 1)
          .plus(EquilibriumLoss.squaredError(n - 2).scaledBy(0.5));
    }

    private double s(double[] y) {
      return 1 / (1 + Math.exp(-y[y.length - 1]));
    }

    @Override
    double value(double[] y, double[] t) {
      int n = y.length;
      double away = y[n - 2] - t[n - 2];
      return -t[n - 1] * Math.log(s(y)) - (1 - t[n - 1]) * Math.log(1 - s(y)) + 0.25 * away * away;
    }

    @Override
    double[] slope(double[] y, double[] t) {
      int n = y.length;
      double[] e = new double[n];
      e[n - 1] = s(y) - t[n - 1];
      e[n - 2] = 0.5 * (y[n - 2] - t[n - 2]);
      return e;
    }

    @Override
    double[][] bend(double[] y, double[] t) {
      int n = y.length;
      double[][] bend = new double[n][n];
      bend[n - 1][n - 1] = s(y) * (1 - s(y));
      bend[n - 2][n - 2] = 0.5;
      return bend;
    }
  };

  /** E(y). */
  abstract double value(double[] y, double[] t);

  /** E′(y). */
  abstract double[] slope(double[] y, double[] t);

  /** E″(y), row by row. */
  abstract double[][] bend(double[] y, double[] t);

  /** The library's own, for n units. */
  abstract EquilibriumLoss loss(int n);

  /** {@code E″(y) u}. */
  double[] curved(double[] y, double[] t, double[] u) {
    double[][] bend = bend(y, t);
    double[] out = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < y.length; j++) {
        out[i] += bend[i][j] * u[j];
      }
    }
    return out;
  }
}
