package org.roperator.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.roperator.check.CheckReport.Finding;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;

/** What must hold before differences are taken. */
class ConsistencyChecksTest {

  private static final double[] W = {1, 3};
  private static final Objective BOWL =
      Objective.quadratic(SymmetricOperator.identity(2), new double[2]);

  /** The one finding of a check that took no differences. */
  private static String stoppedBy(Verdict verdict, Objective objective) {
    CheckReport report = DerivativeCheck.of(objective).at(W);
    assertEquals(
        List.of(verdict),
        report.findings().stream().map(Finding::verdict).toList(),
        report::toString);
    assertEquals(Double.NaN, report.gradientError(), report::toString);
    assertEquals(List.of(), report.hvCurve().points(), report::toString);
    assertTrue(report.valueEvaluations() <= 20, report::toString);
    assertTrue(report.expansions() <= 20, report::toString);
    assertTrue(report.products() <= 20, report::toString);
    return report.findings().get(0).message();
  }

  @Test
  void noDifferencesAreTakenOfBadNumbers() {
    assertEquals(
        "The gradient has one entry that is not finite; the first is w[0] = NaN.",
        stoppedBy(Verdict.NOT_FINITE, Broken.of(BOWL).gradient((w, g) -> g[0] = Double.NaN)));
    assertEquals(
        "A product Hv has 2 entries that are not finite; the first is w[0] = -Infinity.",
        stoppedBy(
            Verdict.NOT_FINITE,
            Broken.of(BOWL).product((w, v, hv) -> Arrays.fill(hv, Double.NEGATIVE_INFINITY))));
  }

  @Test
  void noDifferencesAreTakenOfChangingNumbers() {
    AtomicInteger calls = new AtomicInteger();
    assertEquals(
        "Two calls at one point differ by 9.1e-02 relative, in the gradient (w[1]): as noise,"
            + " dropout or a sample drawn at every call does.",
        stoppedBy(Verdict.NOT_DETERMINISTIC, new Drifting(calls)));
  }

  /** Of value and Hessian 0 and a gradient of (0, 10), which is (0, 11) at every other call. */
  private record Drifting(AtomicInteger calls) implements Objective {

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public double value(double[] w) {
      return 0;
    }

    @Override
    public Expansion expandAt(double[] w) {
      double[] gradient = {0, 10 + calls.getAndIncrement() % 2};
      return Broken.expansion(0, gradient, SymmetricOperator.zero(2));
    }
  }

  @Test
  void noDifferencesAreTakenWhereArraysAreShared() {
    assertEquals(
        "A product modifies its direction v.",
        stoppedBy(Verdict.SHARED_ARRAYS, Broken.of(BOWL).product((w, v, hv) -> v[0] = 0)));
  }

  @Test
  void noDifferencesAreTakenOfWrongShapes() {
    Objective wrong =
        new Expanded(
            w -> true, Broken.expansion(5, new double[] {1, 3}, SymmetricOperator.identity(3)));
    assertEquals(
        "The objective has dimension 2, its expansion 2, its gradient 2, its Hessian 3.",
        stoppedBy(Verdict.WRONG_SHAPE, wrong));
  }

  @Test
  void exceptionWithoutATraceIsTold() {
    String said =
        stoppedBy(
            Verdict.THROWS,
            Broken.of(BOWL)
                .value(
                    w -> {
                      throw new Traceless();
                    }));
    assertEquals(Traceless.class.getName() + ": bare.", said);
  }

  private static final class Traceless extends RuntimeException {

    private static final long serialVersionUID = 1;

    Traceless() {
      super("bare", null, false, false);
    }
  }

  /** The bowl with an expansion of one's own at some points. */
  private record Expanded(Predicate<double[]> where, Expansion other) implements Objective {

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public double value(double[] w) {
      return BOWL.value(w);
    }

    @Override
    public Expansion expandAt(double[] w) {
      return where.test(w) ? other : BOWL.expandAt(w);
    }
  }

  private static String disagreement(Objective objective, double... w) {
    List<String> found =
        DerivativeCheck.of(objective).at(w).findings().stream()
            .filter(finding -> finding.verdict() == Verdict.VALUES_DISAGREE)
            .map(Finding::message)
            .toList();
    assertTrue(found.size() <= 1, found::toString);
    return String.join("", found);
  }

  @Test
  void valuesMustAgreeAtThePointAndBesideItAndAreReportedOnce() {
    Expansion right = BOWL.expandAt(W);
    Expansion doubled = Broken.expansion(10, right.gradient(), right.hessian());
    assertEquals(
        "value(w) is 5.000000000, but expandAt(w).value() is 10.00000000 (2 times).",
        disagreement(new Expanded(w -> Arrays.equals(w, W), doubled), W));
    Objective beside =
        new Objective() {
          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public double value(double[] w) {
            return BOWL.value(w);
          }

          @Override
          public Expansion expandAt(double[] w) {
            Expansion at = BOWL.expandAt(w);
            double factor = Arrays.equals(w, W) ? 1 : -1;
            return Broken.expansion(factor * at.value(), at.gradient(), at.hessian());
          }
        };
    assertTrue(disagreement(beside, W).endsWith(" (the opposite sign)."));
    assertTrue(
        disagreement(Broken.of(BOWL).expansionValueShiftedBy(1e-3), W)
            .startsWith("value(w) is 5.000000000, but expandAt(w).value() is 5.001000000."));
  }

  /** {@code 1000 w − 10⁶} at 1000: both terms round, though nothing is left of them. */
  @Test
  void roundingOfTermsThatCancelIsNoDisagreement() {
    Broken line =
        Broken.of(Objective.quadratic(SymmetricOperator.zero(1), new double[1]))
            .value(w -> 1000 * w[0] - 1e6)
            .gradient((w, g) -> g[0] = 1000);
    assertEquals("", disagreement(line.expansionValueShiftedBy(1e-5), 1000));
    assertFalse(disagreement(line.expansionValueShiftedBy(1e-3), 1000).isEmpty());
  }

  /** Values that do not change are no sign that the gradient should. */
  @Test
  void gradientOfAConstantIsWrongRatherThanStale() {
    Objective constant = Broken.of(BOWL).value(w -> 7).gradient((w, g) -> Arrays.fill(g, 1));
    CheckReport report = DerivativeCheck.of(constant).at(W);
    assertEquals(Verdict.WRONG_GRADIENT, report.verdict(), report::toString);
  }

  @Test
  void everyCallIsCounted() {
    long[] values = {0};
    long[] expansions = {0};
    long[] products = {0};
    Objective counting =
        new Objective() {
          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public double value(double[] w) {
            values[0]++;
            return BOWL.value(w);
          }

          @Override
          public Expansion expandAt(double[] w) {
            expansions[0]++;
            Expansion at = BOWL.expandAt(w);
            return Broken.expansion(
                at.value(),
                at.gradient(),
                SymmetricOperator.of(
                    2,
                    (v, out) -> {
                      products[0]++;
                      at.hessian().apply(v, out);
                    }));
          }
        };
    CheckReport report = DerivativeCheck.of(counting).at(W);
    report.assertCorrect();
    assertEquals(values[0], report.valueEvaluations());
    assertEquals(expansions[0], report.expansions());
    assertEquals(products[0], report.products());
  }

  @Test
  void noDifferencesAreTakenWhereAValueModifiesItsPoint() {
    assertEquals(
        "value(w) modifies w.",
        stoppedBy(
            Verdict.SHARED_ARRAYS,
            Broken.of(BOWL)
                .value(
                    w -> {
                      double e = BOWL.value(w);
                      w[0] *= 0.5;
                      return e;
                    })));
  }

  /** Σ(wᵢ − ln wᵢ), which throws where a logarithm has none. */
  private record Barrier() implements Objective {

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public double value(double[] w) {
      if (w[0] <= 0 || w[1] <= 0) {
        throw new ArithmeticException("outside");
      }
      return w[0] - Math.log(w[0]) + w[1] - Math.log(w[1]);
    }

    @Override
    public Expansion expandAt(double[] w) {
      double e = value(w);
      double[] gradient = {1 - 1 / w[0], 1 - 1 / w[1]};
      return Broken.expansion(
          e,
          gradient,
          SymmetricOperator.diagonal(new double[] {1 / (w[0] * w[0]), 1 / (w[1] * w[1])}));
    }
  }

  /** A step beside the point leaves the domain in two draws of five. */
  @Test
  void neighborsStayWhereTheObjectiveIsDefined() {
    for (long seed = 0; seed < 20; seed++) {
      CheckReport report =
          DerivativeCheck.of(new Barrier()).withSeed(seed).at(new double[] {0.01, 1});
      assertEquals(Verdict.CORRECT, report.verdict(), report::toString);
    }
  }

  @Test
  void whatAProductThrowsLaterIsReported() {
    AtomicInteger products = new AtomicInteger();
    CheckReport report =
        DerivativeCheck.of(
                Broken.of(BOWL)
                    .product(
                        (w, v, hv) -> {
                          if (products.incrementAndGet() > 30) {
                            throw new IllegalStateException("worn out");
                          }
                        }))
            .at(W);
    assertEquals(Verdict.THROWS, report.verdict(), report::toString);
    String said = report.findings().get(0).message();
    assertTrue(said.startsWith("While looking at "), said);
    assertTrue(said.contains("worn out"), said);
  }
}
