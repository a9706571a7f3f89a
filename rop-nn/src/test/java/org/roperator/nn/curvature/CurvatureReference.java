package org.roperator.nn.curvature;

import static org.roperator.nn.layer.DenseSweep.written;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.roperator.nn.Dataset;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.Averaging;
import org.roperator.nn.layer.HessianRule;
import org.roperator.nn.layer.SecondSummand;

/**
 * Hessian back-propagation of a softmax classifier with explicit matrices, one example at a time,
 * and each hidden layer as one module {@code z ↦ W φ(z) + b} (Chen et al. 2018), not two.
 */
final class CurvatureReference {

  private final int[] widths;
  private final Activation activation;
  private final double[] w;
  private final Dataset data;

  CurvatureReference(int[] widths, Activation activation, double[] w, Dataset data) {
    this.widths = widths;
    this.activation = activation;
    this.w = w;
    this.data = data;
  }

  private int from(int layer) {
    int from = 0;
    for (int l = 1; l < layer; l++) {
      from += widths[l] * (widths[l - 1] + 1);
    }
    return from;
  }

  private RealMatrix weights(int layer) {
    RealMatrix weights = MatrixUtils.createRealMatrix(widths[layer], widths[layer - 1]);
    for (int i = 0; i < widths[layer]; i++) {
      for (int j = 0; j < widths[layer - 1]; j++) {
        weights.setEntry(i, j, w[from(layer) + i * widths[layer - 1] + j]);
      }
    }
    return weights;
  }

  /** What one example has at every layer: inputs a, pre-activations z and δ = ∂E_n/∂z. */
  private final class Example {
    final List<double[]> a = new ArrayList<>();
    final List<double[]> z = new ArrayList<>();
    final double[][] delta = new double[widths.length][];
    final double[] p;

    Example(int n) {
      double[] x = new double[widths[0]];
      for (int i = 0; i < x.length; i++) {
        x[i] = data.input(n, i);
      }
      for (int l = 1; l < widths.length; l++) {
        a.add(x);
        double[] y = weights(l).operate(x);
        for (int i = 0; i < y.length; i++) {
          y[i] += w[from(l) + widths[l] * widths[l - 1] + i];
        }
        z.add(y);
        x = y.clone();
        for (int i = 0; i < x.length; i++) {
          x[i] = activation.value(x[i]);
        }
      }
      double[] logits = z.get(z.size() - 1);
      double sum = 0;
      p = new double[logits.length];
      for (int i = 0; i < p.length; i++) {
        p[i] = Math.exp(logits[i]);
        sum += p[i];
      }
      int last = widths.length - 1;
      delta[last] = new double[p.length];
      for (int i = 0; i < p.length; i++) {
        p[i] /= sum;
        delta[last][i] = p[i] - (i == data.label(n) ? 1 : 0);
      }
      for (int l = last - 1; l >= 1; l--) {
        delta[l] = weights(l + 1).transpose().operate(delta[l + 1]);
        for (int i = 0; i < delta[l].length; i++) {
          delta[l][i] *= activation.slope(z.get(l - 1)[i]);
        }
      }
    }

    /** ∂z_{l+1}/∂z_l. */
    RealMatrix jacobian(int l) {
      double[] slopes = new double[widths[l]];
      for (int i = 0; i < slopes.length; i++) {
        slopes[i] = activation.slope(z.get(l - 1)[i]);
      }
      return weights(l + 1).multiply(MatrixUtils.createRealDiagonalMatrix(slopes));
    }

    /** φ″(z_l) ∘ W ᵀδ_{l+1}. */
    double[] summand(int l) {
      double[] summand = weights(l + 1).transpose().operate(delta[l + 1]);
      for (int i = 0; i < summand.length; i++) {
        summand[i] *= activation.bend(z.get(l - 1)[i]);
      }
      return summand;
    }

    RealMatrix lossHessian() {
      RealMatrix outer = MatrixUtils.createColumnRealMatrix(p);
      return MatrixUtils.createRealDiagonalMatrix(p).subtract(outer.multiply(outer.transpose()));
    }
  }

  private List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    for (int n = 0; n < data.size(); n++) {
      examples.add(new Example(n));
    }
    return examples;
  }

  private static RealMatrix congruence(RealMatrix j, RealMatrix h) {
    return j.transpose().multiply(h).multiply(j);
  }

  /** The block of a layer's weights. */
  double[][] weightBlock(int layer, HessianRule rule) {
    List<Example> examples = examples();
    int inputs = widths[layer - 1];
    int size = widths[layer] * inputs;
    RealMatrix block = MatrixUtils.createRealMatrix(size, size);
    double weight = 1.0 / examples.size();
    if (rule.averaging() == Averaging.EACH_EXAMPLE) {
      for (Example example : examples) {
        RealMatrix h = eachHessian(example, layer, rule.summand());
        RealMatrix a = MatrixUtils.createColumnRealMatrix(example.a.get(layer - 1));
        block = block.add(kronecker(h, a.multiply(a.transpose())).scalarMultiply(weight));
      }
      return block.getData();
    }
    RealMatrix outer = MatrixUtils.createRealMatrix(inputs, inputs);
    RealMatrix mean = MatrixUtils.createRealMatrix(inputs, 1);
    for (Example example : examples) {
      RealMatrix a = MatrixUtils.createColumnRealMatrix(example.a.get(layer - 1));
      outer = outer.add(a.multiply(a.transpose()).scalarMultiply(weight));
      mean = mean.add(a.scalarMultiply(weight));
    }
    boolean six = rule.averaging() == Averaging.HESSIANS;
    return kronecker(
            meanHessian(examples, layer, rule), six ? outer : mean.multiply(mean.transpose()))
        .getData();
  }

  private RealMatrix eachHessian(Example example, int layer, SecondSummand summand) {
    RealMatrix h = example.lossHessian();
    for (int l = widths.length - 2; l >= layer; l--) {
      double[] own = example.summand(l);
      for (int i = 0; i < own.length; i++) {
        own[i] = written(summand, own[i]);
      }
      h = congruence(example.jacobian(l), h).add(MatrixUtils.createRealDiagonalMatrix(own));
    }
    return h;
  }

  private RealMatrix meanHessian(List<Example> examples, int layer, HessianRule rule) {
    double weight = 1.0 / examples.size();
    RealMatrix h =
        MatrixUtils.createRealMatrix(widths[widths.length - 1], widths[widths.length - 1]);
    for (Example example : examples) {
      h = h.add(example.lossHessian().scalarMultiply(weight));
    }
    for (int l = widths.length - 2; l >= layer; l--) {
      RealMatrix jacobian = MatrixUtils.createRealMatrix(widths[l + 1], widths[l]);
      RealMatrix products = MatrixUtils.createRealMatrix(widths[l], widths[l]);
      double[] own = new double[widths[l]];
      for (Example example : examples) {
        jacobian = jacobian.add(example.jacobian(l).scalarMultiply(weight));
        products = products.add(congruence(example.jacobian(l), h).scalarMultiply(weight));
        double[] summand = example.summand(l);
        for (int i = 0; i < own.length; i++) {
          double each = weight * summand[i];
          own[i] += rule.place() == HessianRule.Place.BATCH ? each : written(rule.summand(), each);
        }
      }
      for (int i = 0; i < own.length; i++) {
        own[i] = rule.place() == HessianRule.Place.BATCH ? written(rule.summand(), own[i]) : own[i];
      }
      boolean six = rule.averaging() == Averaging.HESSIANS;
      h = (six ? products : congruence(jacobian, h)).add(MatrixUtils.createRealDiagonalMatrix(own));
    }
    return h;
  }

  private static RealMatrix kronecker(RealMatrix a, RealMatrix b) {
    int n = b.getRowDimension();
    RealMatrix product =
        MatrixUtils.createRealMatrix(a.getRowDimension() * n, a.getColumnDimension() * n);
    for (int i = 0; i < a.getRowDimension(); i++) {
      for (int j = 0; j < a.getColumnDimension(); j++) {
        product.setSubMatrix(b.scalarMultiply(a.getEntry(i, j)).getData(), i * n, j * n);
      }
    }
    return product;
  }
}
