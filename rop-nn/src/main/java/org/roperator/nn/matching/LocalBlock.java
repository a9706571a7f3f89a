package org.roperator.nn.matching;

import org.roperator.dense.Matrix;
import org.roperator.function.Objective;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Vectors;
import org.roperator.nn.LossPass;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/**
 * One block of a network at one point and on one batch, {@code z_b = F_b(W_b; z_{b−1})}, with its
 * back-matching loss ℓ_b; see {@link BackMatching}.
 *
 * <p>Vectors over the batch hold one row per example, one behind the other; parameters are those of
 * this block, as they lie in the network. The Hessians are the Gauss-Newton part of the local
 * Hessians, {@code JᵀCJ} with C the identity, or for the last block the curvature of the loss: the
 * whole where F_b is linear in what they are by. The losses' expansions have the whole. Immutable
 * and safe to share between threads.
 */
public final class LocalBlock {

  private final int number;
  private final BlockMap map;
  private final BlockPoint at;
  private final SymmetricOperator curvature;
  private final Objective parameterLoss;
  private final Objective inputLoss;
  private final double value;
  private final double[] parameterGradient;
  private final double[] inputGradient;
  private final double[] z;

  /**
   * A block at a point.
   *
   * @param map swept forward to {@code at}, not yet back
   * @param w all parameters of the network. Kept.
   * @param z the inputs. Kept.
   */
  LocalBlock(
      int number,
      BlockMap map,
      BlockPoint at,
      BlockLoss loss,
      double[] w,
      double[] z,
      ParameterLayout parameters) {
    this.number = number;
    this.map = map;
    this.at = at;
    this.z = z;
    LossPass pass = loss.at(at.outputBatch(), map.workspace());
    this.value = loss.weight() * pass.sum();
    this.inputGradient = at.backward(pass);
    this.parameterGradient = at.gradient();
    this.curvature = curvature(pass);
    this.parameterLoss =
        new LocalObjective(LocalObjective.Variable.PARAMETERS, map, loss, w, z, parameters);
    this.inputLoss =
        new LocalObjective(
            LocalObjective.Variable.INPUTS,
            map,
            loss,
            w,
            z,
            ParameterLayout.builder().add("z", map.examples(), map.inputs()).build());
  }

  private SymmetricOperator curvature(LossPass pass) {
    int n = at.outputs().length;
    return pass instanceof BlockLoss.Residual
        ? SymmetricOperator.identity(n)
        : SymmetricOperator.of(
            n,
            (v, out) -> {
              Matrix yDot = Matrix.of(v.clone(), 0, map.examples(), map.outputs());
              Matrix bar = pass.yBarDot(yDot, 1, map.workspace());
              System.arraycopy(bar.array(), bar.from(), out, 0, n);
            });
  }

  /** The number b of this block, from 1. */
  public int number() {
    return number;
  }

  /** The number m of examples. */
  public int examples() {
    return map.examples();
  }

  /** The number of inputs per example, {@code n_{b−1}}. */
  public int inputs() {
    return map.inputs();
  }

  /** The number of outputs per example, n_b. */
  public int outputs() {
    return map.outputs();
  }

  /** Index of this block's first parameter in the network's. */
  public int offset() {
    return map.from();
  }

  /** The number of parameters. */
  public int parameters() {
    return map.parameters();
  }

  /** The inputs {@code z_{b−1}}, in a fresh array. */
  public double[] inputValues() {
    return z.clone();
  }

  /** The outputs z_b, in a fresh array. */
  public double[] outputValues() {
    return at.outputs().clone();
  }

  /** What the block before is to match, {@code z_{b−1} − ∂ℓ_b/∂z_{b−1}}, in a fresh array. */
  public double[] matchedInputs() {
    double[] matched = new double[z.length];
    Vectors.sum(z, -1, inputGradient, matched);
    return matched;
  }

  /** ℓ_b here. */
  public double value() {
    return value;
  }

  /** {@code ∂ℓ_b/∂W_b}, in a fresh array. */
  public double[] parameterGradient() {
    return parameterGradient.clone();
  }

  /** {@code ∂ℓ_b/∂z_{b−1}}, in a fresh array. */
  public double[] inputGradient() {
    return inputGradient.clone();
  }

  /** ℓ_b as a function of W_b, at the inputs there are, with its whole Hessian. */
  public Objective parameterLoss() {
    return parameterLoss;
  }

  /** ℓ_b as a function of {@code z_{b−1}}, with the parameters there are and its whole Hessian. */
  public Objective inputLoss() {
    return inputLoss;
  }

  /** {@code ∂z_b/∂W_b}. */
  public LinearOperator jacobianByParameters() {
    return at.byParameters();
  }

  /** {@code ∂z_b/∂z_{b−1}}. */
  public LinearOperator jacobianByInputs() {
    return at.byInputs();
  }

  /** {@code H_W = ∂²ℓ_b/∂W_b²}, without the second derivatives of F_b. */
  public SymmetricOperator parameterHessian() {
    return curvature.congruence(jacobianByParameters());
  }

  /** {@code H_z = ∂²ℓ_b/∂z_{b−1}²} over the whole batch, without the second derivatives of F_b. */
  public SymmetricOperator inputHessian() {
    return curvature.congruence(jacobianByInputs());
  }

  /**
   * The diagonal block of H_z that belongs to one example; where no layer couples examples, the
   * others' blocks are all there is besides.
   *
   * @param example from 0 to m − 1
   */
  public SymmetricOperator inputHessian(int example) {
    if (example < 0 || example >= examples()) {
      throw new IllegalArgumentException(
          "Example " + example + " does not exist; there are " + examples() + ", counted from 0.");
    }
    return inputHessian().block(example * inputs(), (example + 1) * inputs());
  }

  /** What the loss makes of the outputs: the identity, or for the last block ∂²E/∂z_B². */
  public SymmetricOperator outputCurvature() {
    return curvature;
  }

  @Override
  public String toString() {
    return "block " + number + " of " + map;
  }
}
