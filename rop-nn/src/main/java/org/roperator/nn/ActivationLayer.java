package org.roperator.nn;

import org.roperator.operator.Arguments;

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
  public HessianPass forward(Batch x, double[] w, int from, Workspace memory) {
    Batch y = x.owned(memory);
    Batch slope = memory.batch(x.rows(), inputs);
    Batch bend = activation.isPiecewiseLinear() ? Batch.none() : memory.batch(x.rows(), inputs);
    activation.expand(y.array(), y.from(), slope.array(), bend.array(), y.size());
    return new ActivationPass(y, slope, bend);
  }

  @Override
  public Batch outputs(Batch x, double[] w, int from, Workspace work) {
    Batch y = x.owned(work);
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
  public Batch backwardHessian(
      Batch yHessian, double[] w, int from, HessianRule rule, HessianSums sums, Workspace work) {
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
