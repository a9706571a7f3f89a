package org.roperator.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.Elementary;
import org.roperator.autodiff.TapeExpansion;
import org.roperator.autodiff.TapeMap;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.contract.Samples;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.function.ScalarFunction;
import org.roperator.nn.layer.Activation;
import org.roperator.operator.SymmetricOperator;

/** Hand-written sweeps against the same network written as a plain program on the tape. */
class NetworkOnTapeTest {

  private static final int CASES = 7;
  private static final int[] WIDTHS = {4, 5, 3};

  /** Two orders of the same sums of a few hundred terms. */
  private static final double TOLERANCE = 1e-12;

  @Test
  void softmaxClassifiersAgree() {
    for (boolean tanh : new boolean[] {true, false}) {
      Activation activation = tanh ? Activation.tanh() : Activation.logistic();
      RandomGenerator random = Samples.random(1);
      double[] inputs = Samples.gaussian(random, CASES * WIDTHS[0]);
      int[] labels = new int[CASES];
      for (int c = 0; c < CASES; c++) {
        labels[c] = random.nextInt(WIDTHS[2]);
      }
      Network network = network(activation);
      double[] w = Samples.gaussian(random, network.dimension());
      double[] v = Samples.gaussian(random, network.dimension());
      FiniteSumExpansion byHand =
          NetworkObjective.of(
                  network,
                  Loss.softmaxCrossEntropy(),
                  Dataset.classification(inputs, WIDTHS[0], labels, WIDTHS[2]))
              .expandAt(w);
      ScalarFunction phi = tanh ? Elementary.TANH : Elementary.SIGMOID;
      TapeExpansion onTape =
          TapeObjective.of(
                  w.length,
                  x -> {
                    Var sum = Var.constant(0);
                    for (int c = 0; c < CASES; c++) {
                      Var[] z = outputs(x, inputs, c, phi);
                      sum = sum.add(Var.logSumExp(z)).subtract(z[labels[c]]);
                    }
                    return sum.divide(CASES);
                  })
              .expandAt(w);
      assertEquals(onTape.value(), byHand.value(), TOLERANCE);
      assertClose("gradient", onTape.gradient(), byHand.gradient());
      assertClose("Hv", onTape.hessian().times(v), byHand.hessian().times(v));
      TapeMap logits = logits(w.length, inputs, phi);
      SymmetricOperator gaussNewton =
          logits.expandAt(w).gaussNewton(softmaxCurvature(logits.values(w)));
      assertClose("Gv", gaussNewton.times(v), byHand.gaussNewton().times(v));
    }
  }

  private static Network network(Activation activation) {
    return Network.inputs(WIDTHS[0]).affine(WIDTHS[1]).then(activation).affine(WIDTHS[2]);
  }

  private static TapeMap logits(int n, double[] inputs, ScalarFunction phi) {
    return TapeMap.of(
        n,
        x -> {
          Var[] all = new Var[CASES * WIDTHS[2]];
          for (int c = 0; c < CASES; c++) {
            System.arraycopy(outputs(x, inputs, c, phi), 0, all, c * WIDTHS[2], WIDTHS[2]);
          }
          return all;
        });
  }

  /** (diag p − ppᵀ)/N for each case. */
  private static SymmetricOperator softmaxCurvature(double[] z) {
    int k = WIDTHS[2];
    return SymmetricOperator.of(
        z.length,
        (u, out) -> {
          for (int from = 0; from < z.length; from += k) {
            double sum = 0;
            double mean = 0;
            for (int i = from; i < from + k; i++) {
              sum += Math.exp(z[i]);
              mean += Math.exp(z[i]) * u[i];
            }
            for (int i = from; i < from + k; i++) {
              out[i] = Math.exp(z[i]) / sum * (u[i] - mean / sum) / CASES;
            }
          }
        });
  }

  /** The outputs for one case, parameters in the order W₁, b₁, W₂, b₂, weights row by row. */
  private static Var[] outputs(Var[] w, double[] inputs, int c, ScalarFunction phi) {
    Var[] a = new Var[WIDTHS[0]];
    for (int i = 0; i < a.length; i++) {
      a[i] = Var.constant(inputs[c * WIDTHS[0] + i]);
    }
    int from = 0;
    for (int layer = 1; layer < WIDTHS.length; layer++) {
      int rows = WIDTHS[layer];
      int columns = WIDTHS[layer - 1];
      Var[] z = new Var[rows];
      for (int r = 0; r < rows; r++) {
        z[r] = w[from + rows * columns + r];
        for (int q = 0; q < columns; q++) {
          z[r] = z[r].add(w[from + r * columns + q].multiply(a[q]));
        }
        z[r] = layer < WIDTHS.length - 1 ? z[r].map(phi) : z[r];
      }
      from += rows * columns + rows;
      a = z;
    }
    return a;
  }

  private static void assertClose(String what, double[] expected, double[] actual) {
    double distance = Samples.relativeDistance(expected, actual);
    assertTrue(distance <= TOLERANCE, what + ": relative distance " + distance);
  }
}
