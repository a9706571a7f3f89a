package org.roperator.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.operator.SymmetricOperator;

/** What must hold of any network, whatever its numbers, of one written number by number. */
class StructuralOraclesTest {

  private static final int INPUTS = 3;
  private static final int HIDDEN = 4;
  private static final int CLASSES = 3;
  private static final int SECOND = HIDDEN * (INPUTS + 1);
  private static final int WEIGHTS = SECOND + CLASSES * (HIDDEN + 1);

  /** Sums of some tens of products of numbers of the size of one. */
  private static final double ROUNDING = 1e-12;

  private final RandomGenerator random = Samples.random(3);
  private final double[][] cases = {
    Samples.gaussian(random, INPUTS), Samples.gaussian(random, INPUTS),
    Samples.gaussian(random, INPUTS), Samples.gaussian(random, INPUTS),
    Samples.gaussian(random, INPUTS), Samples.gaussian(random, INPUTS),
    Samples.gaussian(random, INPUTS)
  };
  private final double[] w = Samples.gaussian(random, WEIGHTS);
  private final double[] v = Samples.gaussian(random, WEIGHTS);

  /** A network of rectified units, a row of weights and a bias for each unit. */
  private static Var[] logits(Var[] w, double[] x) {
    Var[] h = new Var[HIDDEN];
    for (int j = 0; j < HIDDEN; j++) {
      Var a = w[j * (INPUTS + 1) + INPUTS];
      for (int i = 0; i < INPUTS; i++) {
        a = a.add(w[j * (INPUTS + 1) + i].multiply(x[i]));
      }
      h[j] = a.max(0);
    }
    Var[] z = new Var[CLASSES];
    for (int k = 0; k < CLASSES; k++) {
      z[k] = w[SECOND + k * (HIDDEN + 1) + HIDDEN];
      for (int j = 0; j < HIDDEN; j++) {
        z[k] = z[k].add(w[SECOND + k * (HIDDEN + 1) + j].multiply(h[j]));
      }
    }
    return z;
  }

  private TapeObjective loss(int from, int to) {
    return TapeObjective.of(
        WEIGHTS,
        u -> {
          Var sum = Var.constant(0);
          for (int c = from; c < to; c++) {
            Var[] z = logits(u, cases[c]);
            sum = sum.add(Var.logSumExp(z)).subtract(z[c % CLASSES]);
          }
          return sum;
        });
  }

  /** Of piecewise linear networks the Gauss-Newton matrix has the Hessian's blocks, and no more. */
  @Test
  void theBlocksOfARectifiedNetworkAreThoseOfGaussNewton() {
    SymmetricOperator h = loss(0, 1).expandAt(w).hessian();
    MapExpansion at = TapeMap.of(WEIGHTS, u -> logits(u, cases[0])).expandAt(w);
    double[] z = at.values();
    double sum = 0;
    for (double logit : z) {
      sum += Math.exp(logit);
    }
    double[][] curvature = new double[CLASSES][CLASSES];
    for (int k = 0; k < CLASSES; k++) {
      for (int l = 0; l < CLASSES; l++) {
        double both = Math.exp(z[k]) / sum * (Math.exp(z[l]) / sum);
        curvature[k][l] = k == l ? Math.exp(z[k]) / sum - both : -both;
      }
    }
    SymmetricOperator g = at.gaussNewton(SymmetricOperator.symmetric(curvature));
    for (int[] block : new int[][] {{0, SECOND}, {SECOND, WEIGHTS}}) {
      int n = block[1] - block[0];
      double[] u = Samples.gaussian(random, n);
      double[] expected = g.block(block[0], block[1]).times(u);
      assertTrue(SymmetricOperator.identity(n).quadraticForm(expected) > 1e-6);
      assertArrayEquals(expected, h.block(block[0], block[1]).times(u), ROUNDING);
    }
    double[] hv = h.times(v);
    double[] gv = g.times(v);
    double apart = 0;
    for (int i = 0; i < WEIGHTS; i++) {
      apart = Math.max(apart, Math.abs(hv[i] - gv[i]));
    }
    assertTrue(apart > 1e-3, "off the blocks they differ");
  }

  @Test
  void unevenBatchesAddUp() {
    double[] all = loss(0, 7).expandAt(w).hessian().times(v);
    double[] first = loss(0, 3).expandAt(w).hessian().times(v);
    double[] rest = loss(3, 7).expandAt(w).hessian().times(v);
    for (int i = 0; i < WEIGHTS; i++) {
      assertEquals(all[i], first[i] + rest[i], ROUNDING * (1 + Math.abs(all[i])));
    }
  }
}
