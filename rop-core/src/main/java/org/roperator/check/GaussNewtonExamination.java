package org.roperator.check;

import java.util.List;
import java.util.Locale;
import org.roperator.check.CheckReport.Finding;
import org.roperator.function.Expansion;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/** The Gauss-Newton operator of a loss of a model. */
final class GaussNewtonExamination {

  private final CountedObjective subject;
  private final OperatorLaws laws;
  private final List<Finding> findings;

  GaussNewtonExamination(CountedObjective subject, OperatorLaws laws, List<Finding> findings) {
    this.subject = subject;
    this.laws = laws;
    this.findings = findings;
  }

  /** Symmetric, linear and positive semi-definite, if the objective has one. */
  void examine(Expansion at, double[][] directions) {
    if (!(at instanceof FiniteSumExpansion sum && sum.hasGaussNewton())) {
      return;
    }
    SymmetricOperator g = sum.gaussNewton();
    double[] u = subject.direction();
    double[] gu = subject.times(g, u);
    for (double[] v : directions) {
      double[] gv = subject.times(g, v);
      double asymmetry = OperatorLaws.asymmetry(u, gu, v, gv);
      double nonLinearity = laws.nonLinearity(g, u, gu, v, gv, -0.7);
      double curvature = Vectors.dot(v, gv);
      double size = Vectors.norm(v) * Vectors.norm(gv);
      // Written so that a NaN fails too.
      boolean lawful =
          asymmetry <= OperatorLaws.EXACT
              && nonLinearity <= OperatorLaws.EXACT
              && curvature >= -OperatorLaws.EXACT * size;
      if (!lawful) {
        findings.add(
            new Finding(
                Verdict.WRONG_GAUSS_NEWTON,
                String.format(
                    Locale.ROOT,
                    "Asymmetry %.1e, non-linearity %.1e, ⟨v, Gv⟩ = %.6g.",
                    asymmetry,
                    nonLinearity,
                    curvature)));
        return;
      }
    }
  }
}
