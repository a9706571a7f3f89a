package org.roperator.bench;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.RealFieldElement;
import org.hipparchus.CalculusFieldElement;
import org.roperator.autodiff.Elementary;
import org.roperator.autodiff.Var;
import org.roperator.autodiff.VarArray;
import org.roperator.autodiff.VarMatrix;
import org.roperator.internal.Gaussian;

/** The programs the tape is measured on. */
final class TapePrograms {

  static final int CASES = 200;
  static final int INPUTS = 20;
  static final int HIDDEN = 30;
  static final int CLASSES = 10;
  static final int WEIGHTS = HIDDEN * INPUTS + HIDDEN + CLASSES * HIDDEN + CLASSES;

  private static final double[][] DATA = data();
  private static final int[] LABELS = new SplittableRandom(2).ints(CASES, 0, CLASSES).toArray();
  private static final VarMatrix MATRIX = VarMatrix.constant(DATA);
  private static final int[] TARGETS =
      IntStream.range(0, CASES).map(c -> c * CLASSES + LABELS[c]).toArray();

  private TapePrograms() {}

  private static double[][] data() {
    SplittableRandom random = new SplittableRandom(1);
    double[][] x = new double[CASES][INPUTS];
    for (double[] row : x) {
      for (int i = 0; i < INPUTS; i++) {
        row[i] = Gaussian.draw(random);
      }
    }
    return x;
  }

  /** A vector of normal numbers of a given size. */
  static double[] normal(int n, double scale, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] v = new double[n];
    for (int i = 0; i < n; i++) {
      v[i] = scale * Gaussian.draw(random);
    }
    return v;
  }

  /** Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)², eight operations a term. */
  static Var rosenbrock(Var[] x) {
    Var sum = Var.constant(0);
    for (int i = 0; i + 1 < x.length; i++) {
      Var t = x[i + 1].subtract(x[i].multiply(x[i]));
      Var u = x[i].subtractFrom(1);
      sum = sum.add(t.multiply(t).multiply(100)).add(u.multiply(u));
    }
    return sum;
  }

  /** Eight a term, without the first sum. */
  static int rosenbrockOperations(int n) {
    return 8 * (n - 1) - 1;
  }

  /** The same for any field element of commons-math3. */
  static <T extends RealFieldElement<T>> T rosenbrock(T[] x) {
    T sum = x[0].getField().getZero();
    for (int i = 0; i + 1 < x.length; i++) {
      T t = x[i + 1].subtract(x[i].multiply(x[i]));
      T u = x[i].negate().add(1);
      sum = sum.add(t.multiply(t).multiply(100.0)).add(u.multiply(u));
    }
    return sum;
  }

  /** The same for any field element of Hipparchus. */
  static <T extends CalculusFieldElement<T>> T rosenbrock(T[] x) {
    T sum = x[0].getField().getZero();
    for (int i = 0; i + 1 < x.length; i++) {
      T t = x[i + 1].subtract(x[i].multiply(x[i]));
      T u = x[i].negate().add(1);
      sum = sum.add(t.multiply(t).multiply(100.0)).add(u.multiply(u));
    }
    return sum;
  }

  /** The mean softmax cross-entropy of a tanh network 20-30-10, number by number. */
  static Var scalarNetwork(Var[] w) {
    int second = HIDDEN * INPUTS + HIDDEN;
    Var loss = Var.constant(0);
    Var[] h = new Var[HIDDEN];
    Var[] z = new Var[CLASSES];
    for (int c = 0; c < CASES; c++) {
      for (int j = 0; j < HIDDEN; j++) {
        Var a = w[HIDDEN * INPUTS + j];
        for (int i = 0; i < INPUTS; i++) {
          a = a.add(w[j * INPUTS + i].multiply(DATA[c][i]));
        }
        h[j] = a.tanh();
      }
      for (int k = 0; k < CLASSES; k++) {
        Var a = w[second + CLASSES * HIDDEN + k];
        for (int j = 0; j < HIDDEN; j++) {
          a = a.add(w[second + k * HIDDEN + j].multiply(h[j]));
        }
        z[k] = a;
      }
      loss = loss.add(Var.logSumExp(z)).subtract(z[LABELS[c]]);
    }
    return loss.divide(CASES);
  }

  /** For each case two a weight and one a hidden unit, and the loss. */
  static int networkOperations() {
    int layers = 2 * HIDDEN * INPUTS + HIDDEN + 2 * CLASSES * HIDDEN;
    int logSumExp = 2 * CLASSES;
    int loss = 2;
    // One fewer in the first case, where there is no sum yet, and one more for the mean.
    return CASES * (layers + logSumExp + loss);
  }

  /** The same network by array operations. */
  static Var arrayNetwork(VarArray w) {
    int bias = HIDDEN * INPUTS;
    int second = bias + HIDDEN;
    int secondBias = second + CLASSES * HIDDEN;
    VarMatrix w1 = w.slice(0, bias).asMatrix(HIDDEN, INPUTS).transpose();
    VarMatrix w2 = w.slice(second, secondBias).asMatrix(CLASSES, HIDDEN).transpose();
    VarMatrix h = MATRIX.times(w1).addToRows(w.slice(bias, second)).map(Elementary.TANH);
    VarMatrix z = h.times(w2).addToRows(w.slice(secondBias, WEIGHTS));
    VarArray chosen = z.entries().select(TARGETS);
    return z.logSumExpOfRows().subtract(chosen).sum().divide(CASES);
  }
}
