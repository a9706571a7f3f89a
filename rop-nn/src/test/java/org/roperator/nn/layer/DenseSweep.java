package org.roperator.nn.layer;

import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.roperator.contract.Samples;
import org.roperator.dense.Matrix;
import org.roperator.nn.layer.LayerContract.Draw;

/**
 * Hessian back-propagation through one layer with explicit matrices, from each example's Jacobian
 * and second summand column by column; from the batch's, where the layer couples examples.
 */
public final class DenseSweep {

  private final Draw draw;
  private final int data;
  private final double[][][] jacobians;
  private final double[][][] summands;
  private final double[][] yHessian;

  DenseSweep(Draw draw) {
    this.draw = draw;
    this.data = draw.layer.couplesExamples() ? 1 : draw.rows;
    int in = draw.rows / data * draw.layer.inputs();
    int out = draw.rows / data * draw.layer.outputs();
    this.jacobians = new double[data][][];
    this.summands = new double[data][][];
    this.yHessian = MatrixUtils.createRealMatrix(out, out).getData();
    double[] random = Samples.gaussian(Samples.random(7), out * out);
    for (int i = 0; i < out; i++) {
      for (int j = 0; j < out; j++) {
        yHessian[i][j] = random[i * out + j] + random[j * out + i];
      }
    }
    for (int n = 0; n < data; n++) {
      double[][] columns = new double[in][];
      for (int j = 0; j < in; j++) {
        columns[j] =
            LayerContract.numbers(
                pass(n).forwardDot(unit(j, in), Directions.none(1), LayerContract.workspace()));
      }
      jacobians[n] = transposed(columns);
      summands[n] = plus(product(n, SecondSummand.KEEP), product(n, SecondSummand.DROP), -1);
    }
  }

  private HessianPass pass(int n) {
    Draw one = data == 1 ? draw : draw.example(n);
    return (HessianPass) one.backwardPass(one.input(0));
  }

  private Matrix unit(int j, int length) {
    double[] unit = new double[length];
    unit[j] = 1;
    return Matrix.of(unit, 0, length / draw.layer.inputs(), draw.layer.inputs());
  }

  /** One example's 𝓗x by its own products with unit vectors. */
  double[][] product(int n, SecondSummand summand) {
    int in = jacobians[n][0].length;
    double[][] columns = new double[in][];
    for (int j = 0; j < in; j++) {
      HessianPass pass = pass(n);
      Workspace work = LayerContract.workspace();
      Matrix xDot = unit(j, in);
      double[] yDot = LayerContract.numbers(pass.forwardDot(xDot, Directions.none(1), work));
      double[] u = MatrixUtils.createRealMatrix(yHessian).operate(yDot);
      int out = draw.layer.outputs();
      Matrix sent = Matrix.of(u, 0, u.length / out, out);
      columns[j] = LayerContract.numbers(pass.backwardHessian(xDot, sent, 1, summand, work));
    }
    return transposed(columns);
  }

  /** {@code Jₘᵀ 𝓗y Jₙ}. */
  double[][] congruence(int m, int n) {
    return congruence(jacobians[m], jacobians[n]);
  }

  private double[][] congruence(double[][] left, double[][] right) {
    return MatrixUtils.createRealMatrix(left)
        .transpose()
        .multiply(MatrixUtils.createRealMatrix(yHessian))
        .multiply(MatrixUtils.createRealMatrix(right))
        .getData();
  }

  double[][] summand(int n, SecondSummand summand) {
    return changed(summands[n], summand);
  }

  /** A symmetric matrix with its eigenvalues changed. */
  private static double[][] changed(double[][] matrix, SecondSummand summand) {
    double[][] symmetric = plus(matrix, transposed(matrix), 1);
    EigenDecomposition parts = new EigenDecomposition(MatrixUtils.createRealMatrix(symmetric));
    double[] values = parts.getRealEigenvalues();
    for (int i = 0; i < values.length; i++) {
      values[i] = written(summand, values[i] / 2);
    }
    return parts
        .getV()
        .multiply(MatrixUtils.createRealDiagonalMatrix(values))
        .multiply(parts.getVT())
        .getData();
  }

  /** The four rules once more, so that the references share no code with what they judge. */
  public static double written(SecondSummand summand, double r) {
    double absolute = r < 0 ? -r : r;
    return switch (summand) {
      case KEEP -> r;
      case DROP -> 0;
      case ABSOLUTE -> absolute;
      case CLIP -> (r + absolute) / 2;
    };
  }

  double[][] expected(HessianRule rule) {
    int in = draw.layer.inputs();
    double[][] mean = new double[in][in];
    double[][] raw = new double[in][in];
    double[][] each = new double[in][in];
    for (int n = 0; n < draw.rows; n++) {
      for (int m = 0; m < draw.rows; m++) {
        boolean own = rule.averaging() == Averaging.HESSIANS;
        if (own && m == n) {
          mean = plus(mean, congruence(n, n), 1.0 / draw.rows);
        } else if (!own) {
          mean = plus(mean, congruence(m, n), 1.0 / (draw.rows * draw.rows));
        }
      }
      raw = plus(raw, summands[n], 1);
      each = plus(each, summand(n, rule.summand()), 1);
    }
    boolean batch = rule.place() == HessianRule.Place.BATCH;
    return plus(mean, batch ? changed(raw, rule.summand()) : each, 1);
  }

  /** The layer's own average, its sums taken over two shards. */
  double[] averaged(MeanHessianLayer layer, HessianRule rule) {
    double[] sums = LayerContract.fresh(layer.hessianSums(rule) + 1);
    int cut = draw.rows / 2;
    double beta = 0;
    for (int[] part : new int[][] {{0, cut}, {cut, draw.rows}}) {
      if (part[0] < part[1]) {
        Draw shard = draw.examples(part[0], part[1]);
        HessianPass pass = (HessianPass) shard.backwardPass(shard.input(0));
        HessianSums own = new HessianSums(sums, 1, 1.0 / draw.rows, beta);
        pass.addHessianSums(rule, own, LayerContract.workspace());
        beta = 1;
      }
    }
    double[] y = flat(yHessian);
    int out = layer.outputs();
    return LayerContract.numbers(
        layer.backwardHessian(
            Matrix.of(y, 0, out, out),
            draw.w,
            draw.from,
            rule,
            new HessianSums(sums, 1, 1.0 / draw.rows, 1),
            LayerContract.workspace()));
  }

  static double[][] plus(double[][] a, double[][] b, double scale) {
    return MatrixUtils.createRealMatrix(a)
        .add(MatrixUtils.createRealMatrix(b).scalarMultiply(scale))
        .getData();
  }

  static double[] flat(double[][] rows) {
    double[] flat = new double[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[i].length, rows[i].length);
    }
    return flat;
  }

  private static double[][] transposed(double[][] rows) {
    return MatrixUtils.createRealMatrix(rows).transpose().getData();
  }
}
