package org.roperator.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/** {@code (2ᵏA)x = 2ʲb} has the solution {@code 2^(j−k)A⁻¹b} and the outcome of {@code Ax = b}. */
class ScaleLaws {

  private static final int N = 12;

  /** Rounding of some dozen steps at a condition of a hundred. */
  private static final double ROUNDING = 1e-11;

  @Property(tries = 200)
  void conjugateGradientsScale(
      @ForAll @IntRange(min = -1000, max = 900) int k,
      @ForAll @IntRange(min = -1000, max = 900) int j,
      @ForAll @IntRange(min = -900, max = 900) int m,
      @ForAll boolean started,
      @ForAll long seed) {
    if (Math.abs(j - k) > 900) {
      return; // the solution is no double
    }
    RandomGenerator random = Samples.random(seed);
    SpdSystem system = SpdSystem.conditioned(random, N, 100);
    double[] start = Samples.gaussian(random, N);
    ConjugateGradient plain =
        ConjugateGradient.until(StoppingRule.residualBelow(1e-13).or(StoppingRule.iterations(99)));
    ConjugateGradient other =
        plain.withPreconditionerInverse(SymmetricOperator.identity(N).scaledBy(Math.scalb(1.0, m)));
    if (started) {
      plain = plain.withStart(start);
      other = other.withStart(scaled(start, j - k));
    }
    SymmetricOperator a = system.a().scaledBy(Math.scalb(1.0, k));
    CgResult one = plain.solve(system.a(), system.b());
    CgResult two = other.solve(a, scaled(system.b(), j));
    assertEquals(CgOutcome.RESIDUAL_REACHED, one.outcome());
    assertEquals(CgOutcome.RESIDUAL_REACHED, two.outcome(), two::toString);
    double distance = Samples.relativeDistance(one.solution(), scaled(two.solution(), k - j));
    assertTrue(distance <= ROUNDING, () -> "distance " + distance);
    double residual = Math.scalb(two.residualNorm(), -j);
    assertTrue(residual <= 1e-12 * Vectors.norm(system.b()));
    int psi = 2 * j - k;
    if (Math.abs(psi) < 900) {
      assertEquals(one.model(), Math.scalb(two.model(), -psi), 1e-9 * Math.abs(one.model()));
    }
  }

  @Property(tries = 60)
  void progressRulesWorkAtAnySize(
      @ForAll @IntRange(min = -1000, max = 900) int j, @ForAll long seed) {
    SpdSystem system = SpdSystem.conditioned(Samples.random(seed), 60, 1e6);
    ConjugateGradient solver =
        ConjugateGradient.until(
            StoppingRule.relativeProgressBelow(5e-3).or(StoppingRule.iterations(5000)));
    CgResult one = solver.solve(system.a(), system.b());
    CgResult two = solver.solve(system.a(), scaled(system.b(), j));
    assertEquals(one.outcome(), two.outcome());
    assertEquals(one.iterations(), two.iterations());
  }

  @Property(tries = 60)
  void minimalResidualsScale(
      @ForAll @IntRange(min = -1000, max = 900) int k,
      @ForAll @IntRange(min = -1000, max = 900) int j,
      @ForAll long seed) {
    if (Math.abs(j - k) > 900) {
      return; // the solution is no double
    }
    SpdSystem system = SpdSystem.conditioned(Samples.random(seed), N, 100);
    LinearOperator a = system.a().scaledBy(Math.scalb(1.0, k));
    GmresResult one = Gmres.untilResidual(1e-12).solve(system.a(), system.b());
    GmresResult two = Gmres.untilResidual(1e-12).solve(a, scaled(system.b(), j));
    assertEquals(GmresOutcome.RESIDUAL_REACHED, one.outcome());
    assertEquals(GmresOutcome.RESIDUAL_REACHED, two.outcome(), two::toString);
    double distance = Samples.relativeDistance(one.solution(), scaled(two.solution(), k - j));
    assertTrue(distance <= ROUNDING, () -> "distance " + distance);
  }

  @Property(tries = 1)
  void whatIsTooLargeIsNamed() {
    SymmetricOperator tiny = SymmetricOperator.identity(3).scaledBy(1e-300);
    double[] b = {1e200, 1, 1};
    GmresResult gmres = Gmres.untilResidual(1e-12).solve(tiny, b);
    assertEquals(GmresOutcome.NOT_FINITE, gmres.outcome());
    CgResult cg = ConjugateGradient.until(StoppingRule.residualBelow(1e-12)).solve(tiny, b);
    assertEquals(CgOutcome.NOT_FINITE, cg.outcome());
    assertEquals(Optional.empty(), cg.negativeCurvature());
  }

  static double[] scaled(double[] v, int by) {
    double[] scaled = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      scaled[i] = Math.scalb(v[i], by);
    }
    return scaled;
  }
}
