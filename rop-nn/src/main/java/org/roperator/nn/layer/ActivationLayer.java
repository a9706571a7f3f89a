package org.roperator.nn.layer;

import org.roperator.dense.Matrix;
import org.roperator.internal.Arguments;

/** An activation applied to each of the inputs. */
record ActivationLayer(int inputs, Activation activation) implements MeanHessianLayer {

  ActivationLayer {
    Arguments.requirePositive("The width of an activation", inputs);
  }

  @Override
  public int outputs() {
    return inputs;
  }

  @Override
  public HessianPass forward(Matrix x, double[] w, int from, Workspace memory) {
    Matrix y = memory.owned(x);
    Matrix slope = memory.matrix(x.rows(), inputs);
    Matrix bend = activation.isPiecewiseLinear() ? Matrix.empty() : memory.matrix(x.rows(), inputs);
    activation.expand(y.array(), y.from(), slope.array(), bend.array(), y.size());
    return new ActivationPass(y, slope, bend);
  }

  @Override
  public Matrix outputs(Matrix x, double[] w, int from, Workspace work) {
    Matrix y = work.owned(x);
    double[] values = y.array();
    for (int i = y.from(); i < y.from() + y.size(); i++) {
      values[i] = activation.value(values[i]);
    }
    return y;
  }

  @Override
  public int hessianSums(HessianRule rule) {
    return ActivationHessian.sums(inputs, hasSummand(rule), rule);
  }

  @Override
  public Matrix backwardHessian(
      Matrix yHessian, double[] w, int from, HessianRule rule, HessianSums sums, Workspace work) {
    return ActivationHessian.backward(inputs, hasSummand(rule), yHessian, rule, sums, work);
  }

  private boolean hasSummand(HessianRule rule) {
    return !activation.isPiecewiseLinear() && rule.summand() != SecondSummand.DROP;
  }

  /** Per example slopes and bends; y takes the place of x. */
  @Override
  public long numbersKeptPerExample() {
    return activation.isPiecewiseLinear() ? inputs : 2L * inputs;
  }
}
