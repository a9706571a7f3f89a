package org.roperator.nn.matching;

import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Arguments;
import org.roperator.nn.LossPass;
import org.roperator.operator.SymmetricOperator;

/** A block's loss as a function of its parameters, or of its inputs, the other held fixed. */
final class LocalObjective implements Objective {

  /** Of what the loss is a function. */
  enum Variable {
    PARAMETERS,
    INPUTS
  }

  private final Variable variable;
  private final BlockMap map;
  private final BlockLoss loss;
  private final double[] w;
  private final double[] z;
  private final ParameterLayout layout;

  /**
   * A block's loss.
   *
   * @param w all parameters of the network. Kept.
   * @param z the block's inputs. Kept.
   * @param layout the names of the variables
   */
  LocalObjective(
      Variable variable,
      BlockMap map,
      BlockLoss loss,
      double[] w,
      double[] z,
      ParameterLayout layout) {
    this.variable = variable;
    this.map = map;
    this.loss = loss;
    this.w = w;
    this.z = z;
    this.layout = layout;
  }

  @Override
  public int dimension() {
    return layout.dimension();
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public double value(double[] x) {
    return loss.weight() * lossAt(at(x)).sum();
  }

  @Override
  public Expansion expandAt(double[] x) {
    BlockPoint at = at(x);
    LossPass pass = lossAt(at);
    double value = loss.weight() * pass.sum();
    double[] zBar = at.backward(pass);
    return variable == Variable.PARAMETERS
        ? Expansion.of(
            value,
            at.gradient(),
            SymmetricOperator.of(dimension(), (v, out) -> at.hessianByParameters(pass, v, out)))
        : Expansion.of(
            value,
            zBar,
            SymmetricOperator.of(dimension(), (v, out) -> at.hessianByInputs(pass, v, out)));
  }

  private LossPass lossAt(BlockPoint at) {
    return loss.at(at.outputBatch(), map.workspace());
  }

  private BlockPoint at(double[] x) {
    Arguments.requireLength(
        "The point", x, dimension(), "the local loss has " + dimension() + " variables");
    Arguments.requireFinite("The point", x);
    if (variable == Variable.INPUTS) {
      return BlockPoint.of(map, w, x);
    }
    double[] moved = w.clone();
    System.arraycopy(x, 0, moved, map.from(), x.length);
    return BlockPoint.of(map, moved, z);
  }
}
