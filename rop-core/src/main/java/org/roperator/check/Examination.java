package org.roperator.check;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;

/** One run of a {@link DerivativeCheck} at one point, from manners to derivatives. */
final class Examination {

  private static final ErrorCurve NO_CURVE = new ErrorCurve(List.of(), OptionalDouble.empty());

  private final Subject subject;
  private final List<Finding> findings = new ArrayList<>();

  Examination(Objective objective, double[] w, DerivativeCheck.Settings settings) {
    this.subject = new Subject(objective, w, settings);
  }

  CheckReport report() {
    if (!new Manners(subject, findings).examine()) {
      return report(Double.NaN, Double.NaN, Double.NaN, Double.NaN, NO_CURVE, NO_CURVE);
    }
    double[][] directions = new double[subject.settings.directions()][];
    for (int k = 0; k < directions.length; k++) {
      directions[k] = subject.direction();
    }
    Expansion at = subject.expandAt(subject.w);
    GradientExamination gradient = new GradientExamination(subject, at, findings);
    gradient.examine(directions);
    HessianExamination hessian = new HessianExamination(subject, at, gradient, findings);
    OperatorLaws laws = new OperatorLaws(subject, findings);
    hessian.examine(directions, laws.obeyedBy(at.hessian(), directions));
    new GaussNewtonExamination(subject, laws, findings).examine(at, directions);
    return report(
        gradient.worst(),
        hessian.worst(),
        laws.symmetryError(),
        laws.linearityError(),
        gradient.curve(),
        hessian.curve());
  }

  private CheckReport report(
      double gradientError,
      double hvError,
      double symmetryError,
      double linearityError,
      ErrorCurve gradientCurve,
      ErrorCurve hvCurve) {
    return new CheckReport(
        findings,
        new CheckReport.Measured(
            subject.dimension(),
            subject.settings.directions(),
            subject.settings.tolerance(),
            gradientError,
            hvError,
            symmetryError,
            linearityError,
            gradientCurve,
            hvCurve,
            subject.values,
            subject.expansions,
            subject.products));
  }
}
