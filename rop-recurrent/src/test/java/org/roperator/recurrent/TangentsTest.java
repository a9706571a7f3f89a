package org.roperator.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.Elementary;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.solve.Gmres;

/**
 * Adjoints and tangents of equilibria against differences of values, of settled states and of
 * adjoints at other parameters.
 */
class TangentsTest {
  private static final int UNITS = 9;
  private static final int PATTERNS = 5;

  /**
   * The step of central differences, and what they leave: h² times third derivatives, some ten of
   * them, and 1e-15/h of rounding.
   */
  private static final double STEP = 1e-4;

  private static final double LEFT = 3e-7;

  private final SplittableRandom random = new SplittableRandom(3);
  private final RecurrentNetwork network =
      RecurrentNetwork.of(Connectivity.full(UNITS)).withFunction(Elementary.TANH);
  private final List<Pattern> patterns = Nets.patterns(random, UNITS, PATTERNS);
  private final RecurrentObjective objective =
      RecurrentObjective.of(network, EquilibriumLoss.squaredError(), patterns).withShards(2);
  private final double[] w = Nets.point(network, random, network.dimension());
  private final double[] v = Samples.gaussian(random, w.length);

  private RecurrentExpansion shifted(double h) {
    double[] there = w.clone();
    Vectors.addScaled(h, v, there);
    return objective.expandAt(there).requireSettled();
  }

  @Test
  void adjointIsWhatTheErrorChangesByWithATotalInput() {
    RecurrentExpansion at = objective.expandAt(w).requireSettled();
    for (int p = 0; p < PATTERNS; p++) {
      RecurrentObjective own = objective.restrictedTo(new int[] {p});
      double[] z = at.adjoint(p);
      for (int i = 0; i < UNITS; i++) {
        double[] more = w.clone();
        more[UNITS * UNITS + i] += STEP; // a bias is an input to the unit
        double[] less = w.clone();
        less[UNITS * UNITS + i] -= STEP;
        double slope = (own.value(more) - own.value(less)) / (2 * STEP) / PATTERNS;
        assertEquals(slope, z[i], LEFT, "pattern " + p + ", unit " + i);
      }
    }
  }

  /** λ = Wz + e, with e = (y − target)/N where there is a target; w_ij leads from i to j. */
  @Test
  void stateAdjointCollectsWhatOtherUnitsPassBack() {
    RecurrentExpansion at = objective.expandAt(w).requireSettled();
    for (int p = 0; p < PATTERNS; p++) {
      double[] z = at.adjoint(p);
      double[] y = at.equilibria().get(p).state();
      double[] expected = new double[UNITS];
      for (int i = 0; i < UNITS; i++) {
        double target = patterns.get(p).target()[i];
        expected[i] = Double.isNaN(target) ? 0 : (y[i] - target) / PATTERNS;
        for (int j = 0; j < UNITS; j++) {
          expected[i] += w[i * UNITS + j] * z[j];
        }
      }
      assertArrayEquals(expected, at.stateAdjoint(p), 1e-14);
    }
  }

  @Test
  void tangentsAreHowStatesAndAdjointsMove() {
    RecurrentProduct product = objective.expandAt(w).product(v);
    RecurrentExpansion more = shifted(STEP);
    RecurrentExpansion less = shifted(-STEP);
    for (int p = 0; p < PATTERNS; p++) {
      double[] yDot = more.equilibria().get(p).state();
      Vectors.addScaled(-1, less.equilibria().get(p).state(), yDot);
      Vectors.scale(1 / (2 * STEP), yDot);
      assertArrayEquals(yDot, product.stateTangent(p), LEFT * (1 + Vectors.norm(yDot)));
      double[] zDot = more.adjoint(p);
      Vectors.addScaled(-1, less.adjoint(p), zDot);
      Vectors.scale(1 / (2 * STEP), zDot);
      assertArrayEquals(zDot, product.adjointTangent(p), LEFT * (1 + Vectors.norm(zDot)));
      assertTrue(Vectors.norm(yDot) > 0.01 && Vectors.norm(zDot) > 0.001);
    }
  }

  @Test
  void whatIsNotSolvedIsNaNAndWhatIsNotThereIsRefused() {
    RecurrentExpansion at =
        objective
            .withSolver(FixedPointSolver.krylov(Gmres.untilResidual(1e-13).atMostProducts(1)))
            .expandAt(w);
    assertTrue(Double.isNaN(at.product(v).values()[0]));
    assertTrue(Double.isNaN(at.product(v).adjointTangent(0)[0]));
    assertThrows(IndexOutOfBoundsException.class, () -> at.adjoint(PATTERNS));
    assertThrows(IndexOutOfBoundsException.class, () -> at.product(v).stateTangent(-1));
  }
}
