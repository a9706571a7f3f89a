package org.roperator.nn.matching;

import java.util.Arrays;
import org.roperator.internal.Arguments;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/**
 * The local Hessians of a fully connected layer with batch normalization in training, {@code z_b =
 * BN(W z_{b−1})}, in closed form: exact, through the statistics of the batch, and as the paper
 * approximates them, with the statistics held still.
 *
 * <pre>
 * exact:         ∂ẑᵢ/∂z̃ᵢ = Pᵢ/sᵢ     Pᵢ = I − 11ᵀ/m − ẑᵢẑᵢᵀ/m,   sᵢ² = Var(z̃ᵢ) + ε
 * approximation: Pᵢ = I
 * </pre>
 *
 * <p>Sums over the batch, not means. With ε = 0, H_z stays as it is when W is multiplied by c &gt;
 * 0, and H_W when the inputs are; {@code wᵢ} is a null vector of the exact H_W(i).
 */
public final class NormalizedLayer {

  private final int m;
  private final int inputs;
  private final int outputs;
  private final double[] w;
  private final double[] z;

  /** Unit by unit, m numbers each. */
  private final double[] hat;

  private final double[] s;

  private NormalizedLayer(double[] w, double[] z, int inputs, double epsilon) {
    this.w = w;
    this.z = z;
    this.inputs = inputs;
    this.m = z.length / inputs;
    this.outputs = w.length / inputs;
    this.hat = new double[outputs * m];
    this.s = new double[outputs];
    for (int i = 0; i < outputs; i++) {
      normalize(i, epsilon);
    }
  }

  /**
   * A layer on a batch.
   *
   * @param w W row by row, finite. Copied.
   * @param z the inputs, one row per example, at least 2, finite. Copied.
   * @param inputs {@code n_{b−1}}
   * @param epsilon ε, ≥ 0
   */
  public static NormalizedLayer of(double[] w, double[] z, int inputs, double epsilon) {
    Arguments.requirePositive("The number of inputs", inputs);
    Arguments.requireFinite("The weights", w);
    Arguments.requireFinite("The inputs", z);
    if (!(epsilon >= 0)) {
      throw new IllegalArgumentException("ε is " + epsilon + ", but must be ≥ 0.");
    }
    if (w.length < inputs || w.length % inputs != 0) {
      throw new IllegalArgumentException(
          "The weights are " + w.length + " numbers, which don't make rows of " + inputs + ".");
    }
    if (z.length < 2 * inputs || z.length % inputs != 0) {
      throw new IllegalArgumentException(
          "The inputs are "
              + z.length
              + " numbers, which don't make two rows or more of "
              + inputs
              + ".");
    }
    return new NormalizedLayer(w.clone(), z.clone(), inputs, epsilon);
  }

  private void normalize(int i, double epsilon) {
    double mean = 0;
    for (int n = 0; n < m; n++) {
      for (int j = 0; j < inputs; j++) {
        hat[i * m + n] += w[i * inputs + j] * z[n * inputs + j];
      }
      mean += hat[i * m + n] / m;
    }
    double variance = 0;
    for (int n = 0; n < m; n++) {
      hat[i * m + n] -= mean;
      variance += hat[i * m + n] * hat[i * m + n] / m;
    }
    s[i] = Math.sqrt(variance + epsilon);
    for (int n = 0; n < m; n++) {
      hat[i * m + n] /= s[i];
    }
  }

  /** The variance of a unit before normalization, with ε. */
  public double variance(int unit) {
    return s[unit] * s[unit];
  }

  /** H_z exactly, by the inputs of all examples: examples are coupled. */
  public SymmetricOperator byInputs() {
    return SymmetricOperator.of(
        m * inputs,
        (v, out) -> {
          Arrays.fill(out, 0);
          double[] moved = new double[m];
          for (int i = 0; i < outputs; i++) {
            for (int n = 0; n < m; n++) {
              moved[n] = dot(i, v, n);
            }
            project(i, moved);
            project(i, moved);
            for (int n = 0; n < m; n++) {
              addRow(moved[n] / variance(i), i, out, n);
            }
          }
        });
  }

  /** H_z as the paper approximates it, {@code Σᵢ wᵢwᵢᵀ/Varᵢ}, by the inputs of any one example. */
  public SymmetricOperator approximationByInputs() {
    return SymmetricOperator.of(
        inputs,
        (v, out) -> {
          Arrays.fill(out, 0);
          for (int i = 0; i < outputs; i++) {
            addRow(dot(i, v, 0) / variance(i), i, out, 0);
          }
        });
  }

  /**
   * H_W(i) exactly, {@code XPᵢ²Xᵀ/Varᵢ} by the weights of one unit; others' are not coupled to it.
   */
  public SymmetricOperator byWeights(int unit) {
    return byWeights(unit, 2);
  }

  /** H_W(i) as the paper approximates it, {@code XXᵀ/Varᵢ}, summed over the batch. */
  public SymmetricOperator approximationByWeights(int unit) {
    return byWeights(unit, 0);
  }

  private SymmetricOperator byWeights(int unit, int projections) {
    LinearOperator x = inputsByWeights();
    LinearOperator projected =
        SymmetricOperator.of(
            m,
            (v, out) -> {
              System.arraycopy(v, 0, out, 0, m);
              for (int k = 0; k < projections; k++) {
                project(unit, out);
              }
            });
    LinearOperator whole = x.adjoint().after(projected.after(x));
    double variance = variance(unit);
    return SymmetricOperator.of(
        inputs,
        (v, out) -> {
          whole.apply(v, out);
          for (int j = 0; j < inputs; j++) {
            out[j] /= variance;
          }
        });
  }

  /** The weights of one unit, in a fresh array: a null vector of its exact H_W if ε = 0. */
  public double[] weights(int unit) {
    return Arrays.copyOfRange(w, unit * inputs, (unit + 1) * inputs);
  }

  private LinearOperator inputsByWeights() {
    double[][] rows = new double[m][];
    for (int n = 0; n < m; n++) {
      rows[n] = Arrays.copyOfRange(z, n * inputs, (n + 1) * inputs);
    }
    return LinearOperator.dense(rows);
  }

  /** {@code v ← Pᵢv}. */
  private void project(int i, double[] v) {
    double mean = 0;
    double along = 0;
    for (int n = 0; n < m; n++) {
      mean += v[n] / m;
      along += hat[i * m + n] * v[n] / m;
    }
    for (int n = 0; n < m; n++) {
      v[n] -= mean + along * hat[i * m + n];
    }
  }

  private double dot(int i, double[] v, int row) {
    double sum = 0;
    for (int j = 0; j < inputs; j++) {
      sum += w[i * inputs + j] * v[row * inputs + j];
    }
    return sum;
  }

  private void addRow(double factor, int i, double[] out, int row) {
    for (int j = 0; j < inputs; j++) {
      out[row * inputs + j] += factor * w[i * inputs + j];
    }
  }
}
