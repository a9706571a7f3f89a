package org.roperator.nn;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A network written out in plain loops over hyper-dual numbers, one example and one pair of
 * directions at a time: it shares nothing with the sweeps but the definition of a network.
 */
final class ReferenceNetwork {

  /** An affine step of so many outputs, or a function of each number. */
  sealed interface Step {
    record Affine(int outputs) implements Step {}

    record Each(UnaryOperator<HyperDual> function) implements Step {}
  }

  private final List<Step> steps;
  private final boolean forgetful;

  private ReferenceNetwork(List<Step> steps, boolean forgetful) {
    this.steps = steps;
    this.forgetful = forgetful;
  }

  static ReferenceNetwork of(List<Step> steps) {
    return new ReferenceNetwork(steps, false);
  }

  static UnaryOperator<HyperDual> activation(String name) {
    return switch (name) {
      case "identity" -> x -> x;
      case "tanh" -> x -> x.times(2).exp().plus(1).reciprocal().times(-2).plus(1);
      case "logistic" -> ReferenceNetwork::logistic;
      case "relu" -> x -> x.a() > 0 ? x : HyperDual.of(0);
      case "leaky relu" -> x -> x.a() > 0 ? x : x.times(0.01);
      case "elu" -> x -> x.a() > 0 ? x : x.exp().plus(-1);
      case "softplus" -> x -> x.exp().plus(1).log();
      case "silu" -> x -> x.times(logistic(x));
      case "gelu" -> x -> x.times(x.times(Math.sqrt(0.5)).erf().plus(1)).times(0.5);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static HyperDual logistic(HyperDual x) {
    return x.times(-1).exp().plus(1).reciprocal();
  }

  static HyperDual loss(String name, HyperDual[] y, Dataset data, int example) {
    HyperDual sum = HyperDual.of(0);
    switch (name) {
      case "softmax cross-entropy" -> {
        for (HyperDual each : y) {
          sum = sum.plus(each.exp());
        }
        return sum.log().minus(y[data.label(example)]);
      }
      case "logistic cross-entropy" -> {
        for (int k = 0; k < y.length; k++) {
          sum = sum.plus(y[k].exp().plus(1).log()).minus(y[k].times(data.target(example, k)));
        }
        return sum;
      }
      case "squared error" -> {
        for (int k = 0; k < y.length; k++) {
          HyperDual difference = y[k].plus(-data.target(example, k));
          sum = sum.plus(difference.times(difference).times(0.5));
        }
        return sum;
      }
      default -> throw new IllegalArgumentException(name);
    }
  }

  private HyperDual[] outputs(double[] w, int i, double[] v, Dataset data, int example) {
    HyperDual[] x = new HyperDual[data.features()];
    for (int k = 0; k < x.length; k++) {
      x[k] = HyperDual.of(data.input(example, k));
    }
    int next = 0;
    for (Step step : steps) {
      if (step instanceof Step.Affine affine) {
        HyperDual[] y = new HyperDual[affine.outputs()];
        int bias = next + y.length * x.length;
        for (int row = 0; row < y.length; row++) {
          y[row] = parameter(w, i, v, bias + row);
          for (int column = 0; column < x.length; column++) {
            y[row] =
                y[row].plus(parameter(w, i, v, next + row * x.length + column).times(x[column]));
          }
        }
        next = bias + y.length;
        x = y;
      } else if (step instanceof Step.Each each) {
        for (int k = 0; k < x.length; k++) {
          x[k] = each.function().apply(x[k]);
        }
      }
    }
    return x;
  }

  private static HyperDual parameter(double[] w, int i, double[] v, int index) {
    return new HyperDual(w[index], index == i ? 1 : 0, v[index], 0);
  }

  /** One example's loss with its derivatives along the i-th unit vector and v. */
  private HyperDual term(String loss, double[] w, int i, double[] v, Dataset data, int example) {
    HyperDual[] y = outputs(w, i, v, data, example);
    if (forgetful) {
      for (int k = 0; k < y.length; k++) {
        y[k] = y[k].linear();
      }
    }
    return loss(loss, y, data, example);
  }

  double value(String loss, double[] w, Dataset data) {
    double sum = 0;
    for (int n = 0; n < data.size(); n++) {
      sum += term(loss, w, 0, w, data, n).a();
    }
    return sum / data.size();
  }

  double[] gradient(String loss, double[] w, Dataset data) {
    double[] gradient = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      for (int n = 0; n < data.size(); n++) {
        gradient[i] += term(loss, w, i, w, data, n).b() / data.size();
      }
    }
    return gradient;
  }

  double[] meanSquaredGradient(String loss, double[] w, Dataset data) {
    double[] squares = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      for (int n = 0; n < data.size(); n++) {
        double slope = term(loss, w, i, w, data, n).b();
        squares[i] += slope * slope / data.size();
      }
    }
    return squares;
  }

  double[] hessianTimes(String loss, double[] w, double[] v, Dataset data) {
    double[] product = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      for (int n = 0; n < data.size(); n++) {
        product[i] += term(loss, w, i, v, data, n).d() / data.size();
      }
    }
    return product;
  }

  double[] gaussNewtonTimes(String loss, double[] w, double[] v, Dataset data) {
    return new ReferenceNetwork(steps, true).hessianTimes(loss, w, v, data);
  }
}
