package org.roperator.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.roperator.check.CheckReport.ErrorCurve;
import org.roperator.check.CheckReport.Finding;

/** Whole reports, letter by letter. */
class ReportTextTest {

  private static String report(ErrorCurve curve, double error, Finding... findings) {
    return new CheckReport(
            List.of(findings),
            new CheckReport.Measured(
                20,
                CheckSettings.STANDARD,
                new CheckReport.Discrepancy(error, curve),
                new CheckReport.Discrepancy(2.5e-9, curve),
                3.0e-16,
                4.5e-16,
                new CheckReport.Calls(160, 190, 29)))
        .toString();
  }

  @Test
  void reportOfARightObjectiveWithARemark() {
    assertEquals(
        """
        CORRECT: value, gradient and Hessian agree.

          relative error of                       largest    order
          the gradient, against values            1.2e-10   h^2.01
          Hv, against gradients                   2.5e-09   h^2.01
          symmetry  ⟨u,Hv⟩ = ⟨v,Hu⟩               3.0e-16        –
          linearity H(αu+v) = αHu+Hv              4.5e-16        –

          Remark: All is well.
          20 parameters, 4 random directions, tolerance 1e-07; 160 values, 190 expansions, 29 products.
        """,
        report(
            new ErrorCurve(List.of(), OptionalDouble.of(2.0101)),
            1.23e-10,
            new Finding(Verdict.CORRECT, "All is well.")));
  }

  @Test
  void reportOfAWrongObjectiveNamesTheFaultsAndTheFirstToMend() {
    String long0 = "word ".repeat(16) + "words";
    assertEquals(
        """
        WRONG_GRADIENT: the gradient is not the derivative of the value.

          relative error of                       largest    order
          the gradient, against values                  –        –
          Hv, against gradients                   2.5e-09        –
          symmetry  ⟨u,Hv⟩ = ⟨v,Hu⟩               3.0e-16        –
          linearity H(αu+v) = αHu+Hv              4.5e-16        –

          LOW_PRECISION: word word word word word word word word word word word word word word word word
            words
          WRONG_GRADIENT: One entry alone.
          Next: Mend the gradient first; the Hessian is checked against it.
          20 parameters, 4 random directions, tolerance 1e-07; 160 values, 190 expansions, 29 products.
        """,
        report(
            new ErrorCurve(List.of(), OptionalDouble.empty()),
            Double.NaN,
            new Finding(Verdict.LOW_PRECISION, long0),
            new Finding(Verdict.WRONG_GRADIENT, "One entry alone.")));
  }
}
