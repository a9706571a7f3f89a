package org.roperator.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.roperator.check.CheckReport.Finding;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;

/** One run of a {@link DerivativeCheck} at one point, from manners to derivatives. */
final class CheckRun {

  private static final String MANNERS = "whether calls repeat and keep to their arrays";
  private static final String GRADIENT = "the gradient";
  private static final String LAWS = "symmetry and linearity of H";
  private static final String HESSIAN = "Hv against gradients";
  private static final String GAUSS_NEWTON = "the Gauss-Newton operator";

  private final CountedObjective subject;
  private final OperatorLaws laws;
  private final List<Finding> findings = new ArrayList<>();

  private @Nullable GradientExamination gradient;
  private @Nullable HessianExamination hessian;

  /** What was looked at to its end. */
  private final List<String> done = new ArrayList<>();

  CheckRun(Objective objective, double[] w, CheckSettings settings) {
    this.subject = new CountedObjective(objective, w, settings);
    this.laws = new OperatorLaws(subject, findings);
  }

  CheckReport report() {
    try {
      examine();
    } catch (Budget.Ended ended) {
      findings.add(
          new Finding(Verdict.OUT_OF_BUDGET, "The limit of " + ended.getMessage() + lookedAt()));
    } catch (OutOfMemoryError tooLarge) {
      findings.add(
          new Finding(
              Verdict.OUT_OF_BUDGET,
              "An evaluation or product that ran out of memory ("
                  + Objects.toString(tooLarge.getMessage(), "no message")
                  + ")"
                  + lookedAt()));
    } catch (RuntimeException thrown) {
      StackTraceElement[] trace = thrown.getStackTrace();
      findings.add(
          new Finding(
              Verdict.THROWS,
              "While looking at "
                  + notToItsEnd().get(0)
                  + ", along a direction or beside the point: "
                  + thrown
                  + (trace.length == 0 ? "." : ", at " + trace[0] + ".")));
    }
    subject.whyNoFarther().ifPresent(why -> findings.add(new Finding(Verdict.CORRECT, why)));
    GradientExamination g = gradient;
    HessianExamination h = hessian;
    return new CheckReport(
        findings,
        new CheckReport.Measured(
            subject.dimension(),
            subject.settings,
            g == null
                ? CheckReport.Discrepancy.UNKNOWN
                : new CheckReport.Discrepancy(g.worst(), g.curve()),
            h == null
                ? CheckReport.Discrepancy.UNKNOWN
                : new CheckReport.Discrepancy(h.worst(), h.curve()),
            laws.symmetryError(),
            laws.linearityError(),
            new CheckReport.Calls(subject.values, subject.expansions, subject.products)));
  }

  private void examine() {
    if (!new ConsistencyChecks(subject, findings).examine()) {
      return;
    }
    done.add(MANNERS);
    double[][] directions = new double[subject.settings.directions()][];
    for (int k = 0; k < directions.length; k++) {
      directions[k] = subject.direction();
    }
    Expansion at = subject.expandAt(subject.w);
    GradientExamination ofGradient = new GradientExamination(subject, at, findings);
    gradient = ofGradient;
    ofGradient.examine(directions);
    done.add(GRADIENT);
    HessianExamination ofHessian = new HessianExamination(subject, at, ofGradient, findings);
    boolean lawful = laws.obeyedBy(at.hessian(), directions);
    done.add(LAWS);
    hessian = ofHessian;
    ofHessian.examine(directions, lawful);
    done.add(HESSIAN);
    new GaussNewtonExamination(subject, laws, findings).examine(at, directions);
  }

  private List<String> notToItsEnd() {
    List<String> left = new ArrayList<>(List.of(MANNERS, GRADIENT, LAWS, HESSIAN, GAUSS_NEWTON));
    left.removeAll(done);
    return left;
  }

  /** The end of a sentence: what was and what was not looked at. */
  private String lookedAt() {
    List<String> left = notToItsEnd();
    int directions = subject.settings.directions();
    GradientExamination g = gradient;
    HessianExamination h = hessian;
    int looked = h != null ? h.looked() : g != null ? g.looked() : 0;
    String part =
        looked == 0 || done.contains(HESSIAN)
            ? ""
            : ", the first along " + looked + " of " + directions + " random directions";
    return " ended the check. Looked at: "
        + (done.isEmpty() ? "nothing" : String.join(", ", done))
        + ". Not to its end: "
        + String.join(", ", left)
        + part
        + ".";
  }
}
