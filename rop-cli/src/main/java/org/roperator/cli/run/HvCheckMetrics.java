package org.roperator.cli.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.roperator.check.CheckReport;
import org.roperator.check.CheckReport.ErrorCurve;
import org.roperator.cli.metrics.Meaning;

/**
 * A check of Hessian-vector products as fields of metrics.
 *
 * @param maxRelError of the products
 * @param directions how many
 * @param examples how many
 * @param verdict what was found
 * @param gradient errors beside those of the products
 * @param curve of the products
 * @param gradientCurve of the gradient
 */
public record HvCheckMetrics(
    @Meaning("the largest relative error of Hv") double maxRelError,
    @Meaning("the number of random directions") int directions,
    @Meaning("over how many examples") int examples,
    @Meaning("the finding") String verdict,
    @JsonUnwrapped Others gradient,
    @Meaning("errors of Hv by step size") List<Point> curve,
    @Meaning("errors of the gradient by step size") List<Point> gradientCurve) {

  /** The fields of a check. */
  public static HvCheckMetrics of(HvCheck check) {
    CheckReport report = check.report();
    return new HvCheckMetrics(
        report.hvError(),
        report.directions(),
        check.examples(),
        report.verdict().name(),
        new Others(
            report.gradientError(),
            report.symmetryError(),
            report.hvCurve().order().orElse(Double.NaN)),
        points(report.hvCurve()),
        points(report.gradientCurve()));
  }

  private static List<Point> points(ErrorCurve curve) {
    return curve.points().stream().map(p -> new Point(p.step(), p.error())).toList();
  }

  /** Errors of the gradient and of symmetry, and the order of the differences. */
  record Others(
      @Meaning("the largest relative error of the gradient") double gradientMaxRelError,
      @Meaning("how far ⟨u, Hv⟩ is from ⟨v, Hu⟩, relatively") double symmetryError,
      @Meaning("the order at which the differences converge, where it can be told") double order) {}

  /** A point of a curve. */
  record Point(
      @Meaning("the step size") double step, @Meaning("the relative error there") double error) {}
}
