package org.roperator.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.roperator.check.CheckReport.Finding;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;

/** Each law of a Gauss-Newton operator broken by itself. */
class GaussNewtonExaminationTest {

  private static List<Finding> examine(SymmetricOperator g, double... direction) {
    Objective bowl = Objective.quadratic(SymmetricOperator.identity(2), new double[2]);
    Objective sum = new SumWith(bowl, 3, g);
    CountedObjective subject = CountedObjectiveTest.subject(sum, 1, 1);
    List<Finding> findings = new ArrayList<>();
    new GaussNewtonExamination(subject, new OperatorLaws(subject, findings), findings)
        .examine(sum.expandAt(subject.w), new double[][] {direction});
    return findings;
  }

  private static String fault(SymmetricOperator g, double... direction) {
    List<Finding> findings = examine(g, direction);
    assertEquals(1, findings.size());
    assertEquals(Verdict.WRONG_GAUSS_NEWTON, findings.get(0).verdict());
    return findings.get(0).message();
  }

  private static SymmetricOperator linear(double a, double b, double c, double d) {
    return SymmetricOperator.of(
        2,
        (v, out) -> {
          out[0] = a * v[0] + b * v[1];
          out[1] = c * v[0] + d * v[1];
        });
  }

  @Test
  void semidefiniteOperatorsPassAtEveryScale() {
    for (double scale : new double[] {1e-8, 1, 1e8}) {
      assertEquals(List.of(), examine(linear(scale, scale, scale, scale), 1, -2));
      assertEquals(List.of(), examine(linear(scale, 0, 0, 0), 0, 1));
    }
    assertEquals(List.of(), examine(SymmetricOperator.zero(2), 1, 2));
  }

  @Test
  void negativeCurvatureRoundingExplainsIsLetPass() {
    // ⟨v, Gv⟩ = x² − 1e-12 = −1e-16 beside ‖v‖‖Gv‖ = 1e-6.
    double x = Math.sqrt(1e-12 - 1e-16);
    assertEquals(List.of(), examine(linear(1, 0, 0, -1e-12), x, 1));
  }

  @Test
  void negativeCurvatureIsNamedHoweverSmall() {
    String said = fault(linear(1, 0, 0, -1e-6), 0, 1);
    assertTrue(said.endsWith("⟨v, Gv⟩ = -1.00000e-06."), said);
  }

  @Test
  void asymmetryIsNamed() {
    String said = fault(linear(1, 0.5, 0, 1), 1, 1);
    assertTrue(said.matches("Asymmetry \\d\\.\\de[-+]0\\d, .*"), said);
    assertTrue(said.endsWith("⟨v, Gv⟩ = 2.50000."), said);
  }

  /** Twice as large from the third product on: of u and v alone nothing can be told. */
  @Test
  void nonLinearityIsNamed() {
    AtomicInteger products = new AtomicInteger();
    SymmetricOperator drifting =
        SymmetricOperator.of(
            2,
            (v, out) -> {
              int factor = products.incrementAndGet() > 2 ? 2 : 1;
              out[0] = factor * v[0];
              out[1] = factor * v[1];
            });
    String said = fault(drifting, 1, 1);
    assertTrue(said.matches("Asymmetry 0\\.0e\\+00, non-linearity \\d\\.\\de[-+]0\\d, .*"), said);
  }

  @Test
  void notANumberIsAFault() {
    assertTrue(fault(linear(Double.NaN, 0, 0, 1), 1, 1).contains("NaN"));
  }
}
