package org.roperator.nn;

import java.util.random.RandomGenerator;
import org.roperator.dense.Matrix;
import org.roperator.nn.layer.Workspace;

/**
 * {@code E = ln Σₖ exp yₖ − y_label}, with {@code p = softmax(y)}: {@code yBar = p − t}, {@code
 * R{yBar} = p∘u − p(pᵀu)} for {@code u = yDot}.
 *
 * <p>Everything is reckoned from the largest logit m, so that nothing overflows, and a confident
 * prediction keeps the digits of how confident it is: {@code ln(1 + Σ_{k≠m} exp(yₖ − yₘ))}, {@code
 * pₘ − 1 = −Σ_{k≠m} pₖ}, and u enters as differences from {@code uₘ}.
 */
record SoftmaxCrossEntropy() implements CanonicalLoss {

  @Override
  public String name() {
    return "softmax cross-entropy";
  }

  @Override
  public void requireFit(Dataset data, int outputs) {
    if (!data.isClassification()) {
      throw new IllegalArgumentException(
          "Softmax cross-entropy compares with labels, but this data set has target values;"
              + " use Dataset.classification, or another loss.");
    }
    data.requireTargets(outputs);
  }

  @Override
  public double value(Matrix y, Dataset data, int first) {
    double sum = 0;
    int classes = y.columns();
    for (int n = 0; n < y.rows(); n++) {
      int from = y.from() + n * classes;
      int top = largest(y.array(), from, classes);
      double rest = 0;
      for (int k = 0; k < classes; k++) {
        if (k != top) {
          rest += Math.exp(y.array()[from + k] - y.array()[from + top]);
        }
      }
      sum += Math.log1p(rest) + (y.array()[from + top] - y.array()[from + data.label(first + n)]);
    }
    return sum;
  }

  @Override
  public CanonicalLossPass forward(
      Matrix y, Dataset data, int first, double weight, Workspace memory) {
    int classes = y.columns();
    double[] p = y.array();
    Matrix yBar = memory.matrix(y.rows(), classes);
    Matrix tops = memory.matrix(y.rows(), 1);
    double sum = 0;
    for (int n = 0; n < y.rows(); n++) {
      int from = y.from() + n * classes;
      int label = data.label(first + n);
      int top = largest(p, from, classes);
      double lead = p[from + top] - p[from + label];
      double rest = probabilities(p, from, classes, top);
      sum += Math.log1p(rest) + lead;
      double others = 0;
      for (int k = 0; k < classes; k++) {
        yBar.array()[n * classes + k] = weight * p[from + k];
        others += k == label ? 0 : p[from + k];
      }
      yBar.array()[n * classes + label] = -weight * others;
      tops.array()[n] = top;
    }
    return new At(sum, y, yBar, tops, weight);
  }

  @Override
  public long numbersKeptPerExample(int outputs) {
    return outputs + 1L;
  }

  private static int largest(double[] y, int from, int classes) {
    int top = 0;
    for (int k = 1; k < classes; k++) {
      if (y[from + k] > y[from + top]) {
        top = k;
      }
    }
    return top;
  }

  /** Replaces logits by probabilities; returns {@code Σ_{k≠m} exp(yₖ − yₘ)}. */
  private static double probabilities(double[] y, int from, int classes, int top) {
    double largest = y[from + top];
    double rest = 0;
    for (int k = 0; k < classes; k++) {
      double e = Math.exp(y[from + k] - largest);
      y[from + k] = e;
      rest += k == top ? 0 : e;
    }
    double scale = 1 / (1 + rest);
    for (int k = 0; k < classes; k++) {
      y[from + k] *= scale;
    }
    return rest;
  }

  private record At(double sum, Matrix p, Matrix yBar, Matrix tops, double weight)
      implements CanonicalLossPass {

    @Override
    public void drawGradient(int example, RandomGenerator random, double[] out, int from) {
      int row = p.from() + example * p.columns();
      double left = random.nextDouble();
      int label = 0;
      while (label < p.columns() - 1 && left >= p.array()[row + label]) {
        left -= p.array()[row + label++];
      }
      gradient(row, label, weight, out, from);
    }

    /** {@code Σₖ pₖ (p − eₖ)(p − eₖ)ᵀ = diag p − ppᵀ}. */
    @Override
    public void curvatureRoot(int example, int which, double[] out, int from) {
      int row = p.from() + example * p.columns();
      gradient(row, which, Math.sqrt(weight * p.array()[row + which]), out, from);
    }

    /** {@code scale · (p − e)} with e the unit vector of a label. */
    private void gradient(int row, int label, double scale, double[] out, int from) {
      double others = 0;
      for (int k = 0; k < p.columns(); k++) {
        out[from + k] = scale * p.array()[row + k];
        others += k == label ? 0 : p.array()[row + k];
      }
      out[from + label] = -scale * others;
    }

    @Override
    public Matrix yBarDot(Matrix yDot, int k, Workspace work) {
      int classes = yDot.columns();
      for (int row = 0; row < yDot.rows(); row++) {
        int example = row / k;
        curve(
            p.from() + example * classes,
            (int) tops.array()[example],
            yDot.array(),
            yDot.from() + row * classes,
            classes);
      }
      return yDot;
    }

    /** {@code u ← weight · p∘(u − pᵀu)}, with u counted from its entry at the largest logit. */
    private void curve(int pFrom, int top, double[] u, int from, int classes) {
      double[] p = this.p.array();
      double origin = u[from + top];
      double mean = 0;
      for (int k = 0; k < classes; k++) {
        mean += p[pFrom + k] * (u[from + k] - origin);
      }
      for (int k = 0; k < classes; k++) {
        u[from + k] = weight * p[pFrom + k] * (u[from + k] - origin - mean);
      }
    }
  }
}
