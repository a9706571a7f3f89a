package org.roperator.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.check.CheckReport.Finding;
import org.roperator.contract.RidgeSum;
import org.roperator.contract.Samples;
import org.roperator.function.Objective;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/** What is said of Hessians. */
class HessianExaminationTest {

  private static final double[] W = {1, 2, 3};

  /** {@code 50‖w‖²}. */
  private static final Objective STEEP =
      Objective.quadratic(SymmetricOperator.identity(3).scaledBy(100), new double[3]);

  private static String onlyFinding(CheckReport report, Verdict verdict) {
    assertEquals(
        List.of(verdict),
        report.findings().stream().map(Finding::verdict).toList(),
        report::toString);
    return report.findings().get(0).message();
  }

  @Test
  void twiceTheHessianIsWrongByOneOfItself() {
    Objective twice = Broken.of(STEEP).product((w, v, hv) -> Vectors.scale(2, hv));
    String said = onlyFinding(DerivativeCheck.of(twice).at(W), Verdict.WRONG_HESSIAN);
    String expected =
        "Hv differs from differences of gradients by 1\\.0 of itself, known to \\de-1\\d\\."
            + " It is 2 times what it should be everywhere\\.";
    assertTrue(said.matches(expected), said);
    // Nor has it anything to do with the Gauss-Newton operator, where there is one.
    Objective sum = new SumWith(twice, 1, SymmetricOperator.identity(3).scaledBy(100));
    said = onlyFinding(DerivativeCheck.of(sum).at(W), Verdict.WRONG_HESSIAN);
    assertTrue(said.matches(expected), said);
  }

  @Test
  void gaussNewtonOperatorInPlaceOfTheHessianIsRecognizedDespiteRounding() {
    double rounding = 1 + 1e-12;
    Objective twice = Broken.of(STEEP).product((w, v, hv) -> Vectors.scale(2, hv));
    Objective sum = new SumWith(twice, 1, SymmetricOperator.identity(3).scaledBy(200 * rounding));
    String said = onlyFinding(DerivativeCheck.of(sum).at(W), Verdict.WRONG_HESSIAN);
    assertTrue(said.endsWith(" It is the product of the Gauss-Newton operator."), said);
  }

  @Test
  void hessianRightAtThePointButWrongBesideItIsFound() {
    Objective wrongBeside =
        Broken.of(STEEP).product((w, v, hv) -> Vectors.scale(Arrays.equals(w, W) ? 1 : 1.25, hv));
    assertEquals(
        "Hv is right at w, but beside it differs from differences of gradients by 0.25.",
        onlyFinding(DerivativeCheck.of(wrongBeside).at(W), Verdict.WRONG_HESSIAN));
  }

  private static String wrongDiagonalAmong(int slices) {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    for (int k = 0; k < slices; k++) {
      builder.add("p" + k);
    }
    Objective right =
        RidgeSum.random(Samples.random(3), builder.build(), 20, RidgeSum.Profile.SINE);
    Objective wrong = Broken.of(right).product((w, v, hv) -> hv[1] += 2 * v[1]);
    double[] w = Samples.gaussian(Samples.random(4), slices);
    return onlyFinding(DerivativeCheck.of(wrong).at(w), Verdict.WRONG_HESSIAN);
  }

  @Test
  void wrongBlocksAreNamedForUpToEightSlices() {
    for (int slices : new int[] {2, 8}) {
      String said = wrongDiagonalAmong(slices);
      assertTrue(said.endsWith(" The wrong blocks of H are (p1, p1)."), said);
    }
    assertFalse(wrongDiagonalAmong(9).contains("blocks"));
  }

  @Test
  void blocksAreNotNamedWhereAllAreWrong() {
    ParameterLayout layout = ParameterLayout.builder().add("a", 2).add("b", 2).build();
    Objective right = RidgeSum.random(Samples.random(3), layout, 20, RidgeSum.Profile.SINE);
    Objective wrong = Broken.of(right).product((w, v, hv) -> Vectors.scale(3, hv));
    String said =
        onlyFinding(DerivativeCheck.of(wrong).at(new double[] {1, 2, 3, 4}), Verdict.WRONG_HESSIAN);
    assertTrue(said.endsWith("It is 3 times what it should be everywhere."), said);
  }

  /** The domain of {@code √(w − 1)} ends 1e-13 beside the point, nearer than any step. */
  @Test
  void directionsOfWhichNothingCanBeSaidAreCounted() {
    Objective root =
        Broken.of(Objective.quadratic(SymmetricOperator.zero(1), new double[1]))
            .value(w -> Math.sqrt(w[0] - 1))
            .gradient((w, g) -> g[0] = 0.5 / Math.sqrt(w[0] - 1))
            .product((w, v, hv) -> hv[0] = -0.25 * Math.pow(w[0] - 1, -1.5) * v[0]);
    CheckReport report = DerivativeCheck.of(root).withDirections(3).at(new double[] {1 + 1e-13});
    String end = " directions are all more uncertain than a thousandth.";
    // Three random directions, and the axis besides.
    assertEquals(
        List.of(
            new Finding(Verdict.INCONCLUSIVE, "Differences of values along 4" + end),
            new Finding(Verdict.INCONCLUSIVE, "Differences of gradients along 3" + end)),
        report.findings());
  }
}
