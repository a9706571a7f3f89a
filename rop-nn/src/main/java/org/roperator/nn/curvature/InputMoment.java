package org.roperator.nn.curvature;

import java.util.Arrays;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.nn.Shard;
import org.roperator.nn.layer.Workspace;

/**
 * What a layer's inputs x contribute to its blocks: {@code mean(x̃x̃ᵀ)} or {@code
 * mean(x̃)mean(x̃)ᵀ}, x̃ the inputs, or the constant 1 of the biases, or both.
 *
 * <p>The mean of xxᵀ over N examples is kept as a matrix, or, where 2N is below the number of
 * inputs, as the N inputs themselves: that takes fewer numbers, and products fewer multiply-adds.
 */
final class InputMoment {

  private enum Kind {
    CONSTANT,
    MEAN,
    MATRIX,
    ROWS
  }

  private final Kind kind;
  private final int inputs;
  private final int examples;
  private final int from;

  /** The inputs of all examples, of kind ROWS alone. */
  private final double[] rows;

  private InputMoment(Kind kind, int inputs, int examples, int from) {
    this.kind = kind;
    this.inputs = inputs;
    this.examples = examples;
    this.from = from;
    this.rows = new double[kind == Kind.ROWS ? Math.multiplyExact(inputs, examples) : 0];
  }

  /** The constant 1, of biases alone. */
  static InputMoment ofConstant() {
    return new InputMoment(Kind.CONSTANT, 0, 0, 0);
  }

  /**
   * The mean of x alone.
   *
   * @param from where its sums begin
   */
  static InputMoment ofMean(LayerSlot layer, int examples, int from) {
    return new InputMoment(Kind.MEAN, layer.layer().inputs(), examples, from);
  }

  /**
   * The mean of xxᵀ.
   *
   * @param from where its sums begin
   */
  static InputMoment ofProducts(LayerSlot layer, int examples, int from) {
    int inputs = layer.layer().inputs();
    boolean few = 2L * examples < inputs;
    return new InputMoment(few ? Kind.ROWS : Kind.MATRIX, inputs, examples, from);
  }

  /** How many numbers are summed: the mean, and the matrix behind it. */
  int sums() {
    return switch (kind) {
      case MEAN -> inputs;
      case MATRIX -> Math.addExact(inputs, Math.multiplyExact(inputs, inputs));
      case CONSTANT, ROWS -> 0;
    };
  }

  void add(Shard shard, Matrix x, double[] sums, double beta, Workspace work) {
    if (kind == Kind.CONSTANT) {
      return;
    }
    if (kind == Kind.ROWS) {
      System.arraycopy(x.array(), x.from(), rows, shard.firstExample() * inputs, x.size());
      return;
    }
    if (beta == 0) {
      Arrays.fill(sums, from, from + inputs, 0);
    }
    double weight = 1.0 / examples;
    for (int at = x.from(); at < x.from() + x.size(); at += inputs) {
      for (int i = 0; i < inputs; i++) {
        sums[from + i] += weight * x.array()[at + i];
      }
    }
    if (kind == Kind.MATRIX) {
      Matrix products = work.view(sums, from + inputs, inputs, inputs, inputs);
      work.blas().multiply(weight, x.transposed(), x, beta, products);
    }
  }

  /** The factor for blocks of weights, of biases, or of both. */
  Factor factor(Blas blas, double[] sums, boolean weights, boolean biases) {
    Factor one = Factor.explicit(blas, new double[] {1}, 1);
    if (!weights) {
      return one;
    }
    int n = inputs + (biases ? 1 : 0);
    return switch (kind) {
      case CONSTANT -> one;
      case MEAN -> Factor.ofRows(blas, extended(sums, from, 1, 1, n), 1, n);
      case ROWS ->
          Factor.ofRows(
              blas, extended(rows, 0, examples, Math.sqrt(1.0 / examples), n), examples, n);
      case MATRIX -> Factor.explicit(blas, matrix(sums, n), n);
    };
  }

  /** Rows scaled, with a constant behind each if there is a bias. */
  private double[] extended(double[] numbers, int at, int count, double scale, int n) {
    double[] longer = new double[count * n];
    for (int r = 0; r < count; r++) {
      for (int i = 0; i < inputs; i++) {
        longer[r * n + i] = scale * numbers[at + r * inputs + i];
      }
      if (n > inputs) {
        longer[r * n + inputs] = scale;
      }
    }
    return longer;
  }

  private double[] matrix(double[] sums, int n) {
    double[] matrix = new double[n * n];
    for (int i = 0; i < inputs; i++) {
      System.arraycopy(sums, from + inputs + i * inputs, matrix, i * n, inputs);
      if (n > inputs) {
        matrix[i * n + inputs] = sums[from + i];
        matrix[inputs * n + i] = sums[from + i];
        matrix[inputs * n + inputs] = 1;
      }
    }
    return matrix;
  }
}
