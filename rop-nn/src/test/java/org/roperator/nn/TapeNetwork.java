package org.roperator.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roperator.autodiff.Elementary;
import org.roperator.autodiff.MapExpansion;
import org.roperator.autodiff.TapeExpansion;
import org.roperator.autodiff.TapeMap;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.nn.curvature.CurvatureBlock;
import org.roperator.nn.curvature.HessianBackpropagation;
import org.roperator.operator.BlockDiagonal;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/**
 * A network written as a plain program over numbers on the tape, a whole batch at a time: it shares
 * nothing with the sweeps but the order of the parameters.
 */
public final class TapeNetwork {

  /** Two orders of the same sums of a few hundred terms; the issue asks for 1e-10. */
  private static final double TOLERANCE = 1e-11;

  /** What one layer does with the rows of a batch. */
  public interface Step {
    Var[][] apply(Var[][] x, Var[] w, int from);
  }

  private final Network network;
  private final List<Step> steps;

  private TapeNetwork(Network network, List<Step> steps) {
    this.network = network;
    this.steps = steps;
  }

  /** Steps that do what the layers do, in their order. */
  public static TapeNetwork of(Network network, Step... steps) {
    assertEquals(network.layers().size(), steps.length);
    return new TapeNetwork(network, List.of(steps));
  }

  public static Step affine(int outputs) {
    return (x, w, from) -> {
      Var[][] y = new Var[x.length][outputs];
      int inputs = x[0].length;
      for (int n = 0; n < x.length; n++) {
        for (int i = 0; i < outputs; i++) {
          y[n][i] = w[from + outputs * inputs + i];
          for (int j = 0; j < inputs; j++) {
            y[n][i] = y[n][i].add(w[from + i * inputs + j].multiply(x[n][j]));
          }
        }
      }
      return y;
    };
  }

  public static Step tanh() {
    return (x, w, from) -> {
      Var[][] y = new Var[x.length][];
      for (int n = 0; n < x.length; n++) {
        y[n] = Arrays.stream(x[n]).map(value -> value.map(Elementary.TANH)).toArray(Var[]::new);
      }
      return y;
    };
  }

  public static Step scale(int units) {
    return (x, w, from) -> {
      Var[][] y = new Var[x.length][x[0].length];
      for (int n = 0; n < x.length; n++) {
        for (int i = 0; i < y[n].length; i++) {
          y[n][i] = x[n][i].multiply(w[from + i % units]).add(w[from + units + i % units]);
        }
      }
      return y;
    };
  }

  public static Step batchNormalization(int units, double epsilon) {
    return (x, w, from) -> {
      Var[][] y = new Var[x.length][x[0].length];
      for (int c = 0; c < units; c++) {
        List<Var> values = new ArrayList<>();
        for (Var[] row : x) {
          for (int i = c; i < row.length; i += units) {
            values.add(row[i]);
          }
        }
        Var[] normal = normalized(values, epsilon);
        int next = 0;
        for (Var[] row : y) {
          for (int i = c; i < row.length; i += units) {
            row[i] = normal[next++];
          }
        }
      }
      return y;
    };
  }

  public static Step layerNormalization(double epsilon) {
    return (x, w, from) -> {
      Var[][] y = new Var[x.length][];
      for (int n = 0; n < x.length; n++) {
        y[n] = normalized(List.of(x[n]), epsilon);
      }
      return y;
    };
  }

  private static Var[] normalized(List<Var> values, double epsilon) {
    Var[] x = values.toArray(Var[]::new);
    Var mean = Var.sum(x).divide(x.length);
    Var variance = Var.constant(epsilon);
    for (Var value : x) {
      variance = variance.add(value.subtract(mean).multiply(value.subtract(mean)).divide(x.length));
    }
    for (int i = 0; i < x.length; i++) {
      x[i] = x[i].subtract(mean).divide(variance.pow(0.5));
    }
    return x;
  }

  /** All outputs, batch by batch. */
  private Var[] outputs(Var[] w, Dataset data, int batch) {
    List<Var> all = new ArrayList<>();
    for (int first = 0; first < data.size(); first += batch) {
      Var[][] x = new Var[Math.min(batch, data.size() - first)][data.features()];
      for (int n = 0; n < x.length; n++) {
        for (int i = 0; i < x[n].length; i++) {
          x[n][i] = Var.constant(data.input(first + n, i));
        }
      }
      for (int i = 0; i < steps.size(); i++) {
        x = steps.get(i).apply(x, w, network.offset(i));
      }
      for (Var[] row : x) {
        all.addAll(List.of(row));
      }
    }
    return all.toArray(Var[]::new);
  }

  private static Var squaredError(Var[] y, Dataset data) {
    Var sum = Var.constant(0);
    int width = data.outputs();
    for (int i = 0; i < y.length; i++) {
      Var difference = y[i].subtract(data.target(i / width, i % width));
      sum = sum.add(difference.multiply(difference));
    }
    return sum.divide(2.0 * data.size());
  }

  /**
   * Value, gradient, Hv, Gv and exact blocks of the squared error, at random points, for the given
   * cuts of the same function.
   *
   * @param batch the examples of a batch
   */
  public void assertAgrees(Dataset data, int batch, NetworkObjective... cuts) {
    int n = network.dimension();
    double[] w = Samples.gaussian(Samples.random(3), n);
    double[] v = Samples.gaussian(Samples.random(4), n);
    TapeExpansion tape =
        TapeObjective.of(n, x -> squaredError(outputs(x, data, batch), data)).expandAt(w);
    MapExpansion outputs = TapeMap.of(n, x -> outputs(x, data, batch)).expandAt(w);
    SymmetricOperator gaussNewton =
        outputs.gaussNewton(
            SymmetricOperator.identity(data.size() * network.outputs())
                .scaledBy(1.0 / data.size()));
    for (NetworkObjective objective : cuts) {
      NetworkExpansion at = objective.expandAt(w);
      assertEquals(tape.value(), at.value(), TOLERANCE * Math.max(1, tape.value()));
      assertEquals(at.value(), objective.value(w), TOLERANCE * Math.max(1, tape.value()));
      assertClose("gradient", tape.gradient(), at.gradient());
      assertClose("Hv", tape.hessian().times(v), at.hessian().times(v));
      assertClose("Gv", gaussNewton.times(v), at.gaussNewton().times(v));
      assertClose("stacked Hv", tape.hessian().times(v), stacked(at.hessian(), v));
      assertClose("stacked Gv", gaussNewton.times(v), stacked(at.gaussNewton(), v));
      assertJacobian(outputs, at, v);
      if (!network.couplesExamples()) {
        assertExampleGradients(outputs, at);
      }
      assertBlocks("Hessian", tape.hessian(), HessianBackpropagation.hessian().of(at));
      assertBlocks("Gauss-Newton", gaussNewton, HessianBackpropagation.gaussNewton().of(at));
    }
  }

  private static void assertJacobian(MapExpansion outputs, NetworkExpansion at, double[] v) {
    LinearOperator tape = outputs.jacobian();
    double[] u = Samples.gaussian(Samples.random(5), tape.rangeDimension());
    assertClose("Jv", tape.times(v), at.jacobian().times(v));
    assertClose("Jᵀu", tape.adjoint().times(u), at.jacobian().adjoint().times(u));
  }

  /** Those of ½‖y − t‖² are Jᵀ(y − t) with all other examples' rows left out. */
  private static void assertExampleGradients(MapExpansion outputs, NetworkExpansion at) {
    Dataset data = at.data();
    int n = at.dimension();
    int width = data.outputs();
    double[] rows = new double[data.size() * n];
    at.exampleGradients(0, data.size(), rows);
    for (int e = 0; e < data.size(); e++) {
      double[] u = new double[data.size() * width];
      for (int i = 0; i < width; i++) {
        u[e * width + i] = outputs.values()[e * width + i] - data.target(e, i);
      }
      double[] row = Arrays.copyOfRange(rows, e * n, (e + 1) * n);
      assertClose("example " + e, outputs.jacobian().adjoint().times(u), row);
    }
  }

  private static double[] stacked(SymmetricOperator operator, double[] v) {
    double[][] vs = {Samples.gaussian(Samples.random(9), v.length), v, new double[v.length]};
    double[][] outs = new double[3][v.length];
    operator.applyAll(vs, outs);
    return outs[1];
  }

  /** Each block's product is that of the whole, of a direction zero elsewhere, read there. */
  private void assertBlocks(
      String what, SymmetricOperator whole, BlockDiagonal<CurvatureBlock> blocks) {
    int covered = 0;
    for (BlockDiagonal.Block<CurvatureBlock> block : blocks.blocks()) {
      int length = block.operator().dimension();
      double[][] v = {
        Samples.gaussian(Samples.random(6), length), Samples.gaussian(Samples.random(7), length)
      };
      double[][] actual = new double[2][length];
      block.operator().applyAll(v, actual);
      for (int j = 0; j < 2; j++) {
        double[] padded = new double[whole.dimension()];
        int at = 0;
        for (BlockDiagonal.Range range : block.ranges()) {
          System.arraycopy(v[j], at, padded, range.from(), range.length());
          at += range.length();
        }
        double[] product = whole.times(padded);
        double[] expected = new double[length];
        at = 0;
        for (BlockDiagonal.Range range : block.ranges()) {
          System.arraycopy(product, range.from(), expected, at, range.length());
          at += range.length();
        }
        // Biases before a normalization have no curvature at all: beside ones, then.
        Vectors.addScaled(-1, expected, actual[j]);
        double distance = Vectors.maxAbs(actual[j]) / Math.max(1, Vectors.maxAbs(expected));
        assertTrue(
            distance <= TOLERANCE,
            () -> what + " block " + block.name() + ": distance " + distance);
      }
      covered += length;
    }
    assertEquals(network.dimension(), covered);
  }

  private static void assertClose(String what, double[] expected, double[] actual) {
    double distance = Samples.relativeDistance(expected, actual);
    assertTrue(distance <= TOLERANCE, () -> what + ": relative distance " + distance);
  }
}
