package org.roperator.nn.matching;

import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.internal.Arguments;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/** The local Hessians of a fully connected layer, {@code z_b = W z_{b−1}}, in closed form. */
public final class FullyConnected {

  private FullyConnected() {}

  /**
   * {@code H_z = WᵀW}, by the inputs of one example; the same for all.
   *
   * @param w W, {@code n_{b−1}} numbers to n_b
   */
  public static SymmetricOperator byInputs(LinearOperator w) {
    return SymmetricOperator.identity(w.rangeDimension()).congruence(w);
  }

  /**
   * {@code H_W: V ↦ V Σⱼ zⱼzⱼᵀ}, by the entries of W row by row, summed over the batch: the matrix
   * {@code I ⊗ Σ zzᵀ}, or {@code Σ zzᵀ ⊗ I} by the columns of W. (In print it is {@code Σ zzᵀ}
   * alone, which is one row's part.)
   *
   * @param z the inputs, one row of {@code inputs} per example, finite. Copied.
   * @param inputs {@code n_{b−1}}
   * @param outputs n_b
   */
  public static SymmetricOperator byWeights(double[] z, int inputs, int outputs) {
    return byWeights(z, inputs, outputs, Blas.instance());
  }

  /**
   * {@link #byWeights(double[], int, int)} over another BLAS than that of the process.
   *
   * @param z the inputs, one row of {@code inputs} per example, finite. Copied.
   * @param inputs {@code n_{b−1}}
   * @param outputs n_b
   * @param blas multiplies the matrices
   */
  public static SymmetricOperator byWeights(double[] z, int inputs, int outputs, Blas blas) {
    Arguments.requirePositive("The number of inputs", inputs);
    Arguments.requirePositive("The number of outputs", outputs);
    Arguments.requireFinite("The inputs", z);
    int examples = z.length / inputs;
    Arguments.requireLength(
        "The inputs", z, examples * inputs, "there are " + inputs + " for each example");
    Matrix rows = Matrix.of(z, examples, inputs);
    Matrix moment = Matrix.of(new double[inputs * inputs], inputs, inputs);
    blas.multiply(rows.transposed(), rows, 0, moment);
    return SymmetricOperator.of(
        Math.multiplyExact(inputs, outputs),
        (v, out) ->
            blas.multiply(
                Matrix.of(v, outputs, inputs), moment, 0, Matrix.of(out, outputs, inputs)));
  }
}
