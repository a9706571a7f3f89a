package org.roperator.nn;

import java.util.random.RandomGenerator;
import org.roperator.dense.Matrix;
import org.roperator.nn.layer.Workspace;

/**
 * {@code E = Σₖ ln(1 + exp yₖ) − tₖyₖ}, with {@code s = logistic(y)}: {@code yBar = s − t}, {@code
 * R{yBar} = s(1 − s) yDot}.
 */
record LogisticCrossEntropy() implements CanonicalLoss {

  @Override
  public String name() {
    return "logistic cross-entropy";
  }

  @Override
  public void requireFit(Dataset data, int outputs) {
    data.requireTargets(outputs);
    for (int n = 0; n < data.size(); n++) {
      for (int k = 0; k < outputs && !data.isClassification(); k++) {
        double t = data.target(n, k);
        if (t < 0 || t > 1) {
          throw new IllegalArgumentException(
              "Logistic cross-entropy compares with probabilities, but target "
                  + k
                  + " of example "
                  + n
                  + " is "
                  + t
                  + ", not from 0 to 1.");
        }
      }
    }
  }

  @Override
  public double value(Matrix y, Dataset data, int first) {
    double sum = 0;
    for (int i = 0; i < y.size(); i++) {
      double x = y.array()[y.from() + i];
      double t = data.target(first + i / y.columns(), i % y.columns());
      sum += term(x, t, Math.exp(-Math.abs(x)));
    }
    return sum;
  }

  @Override
  public CanonicalLossPass forward(
      Matrix y, Dataset data, int first, double weight, Workspace memory) {
    Matrix yBar = memory.matrix(y.rows(), y.columns());
    Matrix curvature = memory.matrix(y.rows(), y.columns());
    double sum = 0;
    for (int i = 0; i < y.size(); i++) {
      double x = y.array()[y.from() + i];
      double t = data.target(first + i / y.columns(), i % y.columns());
      double e = Math.exp(-Math.abs(x));
      sum += term(x, t, e);
      double s = logistic(x, e);
      // s − t as t(s − 1) + (1 − t)s: a confident right prediction keeps its digits.
      yBar.array()[i] = weight * ((1 - t) * s - t * logistic(-x, e));
      curvature.array()[i] = weight * e / ((1 + e) * (1 + e));
      y.array()[y.from() + i] = s;
    }
    return new DiagonalLossPass(
        sum, yBar, curvature, (i, random) -> weight * drawn(y.array()[y.from() + i], random));
  }

  /** s − t for t = 1 with probability s, else 0. */
  private static double drawn(double s, RandomGenerator random) {
    return random.nextDouble() < s ? s - 1 : s;
  }

  @Override
  public long numbersKeptPerExample(int outputs) {
    return 2L * outputs;
  }

  /**
   * {@code ln(1 + eˣ) − tx} given {@code e = exp(−|x|)}, as a sum of terms that are not negative.
   */
  private static double term(double x, double t, double e) {
    return Math.log1p(e) + (x > 0 ? (1 - t) * x : -t * x);
  }

  /**
   * {@code 1 / (1 + e⁻ˣ)} given {@code e = exp(−|x|)}: never overflows, and small values keep all
   * digits.
   */
  private static double logistic(double x, double e) {
    return (x < 0 ? e : 1) / (1 + e);
  }
}
