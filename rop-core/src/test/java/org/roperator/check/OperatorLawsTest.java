package org.roperator.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roperator.check.CheckReport.Finding;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;

/** What is measured of an operator, and what is said where a law is broken. */
class OperatorLawsTest {

  private final List<Finding> findings = new ArrayList<>();
  private final CountedObjective subject =
      CountedObjectiveTest.subject(
          Objective.quadratic(SymmetricOperator.identity(3), new double[3]), 1, 1, 1);
  private final OperatorLaws laws = new OperatorLaws(subject, findings);

  private boolean obeys(SymmetricOperator h) {
    return laws.obeyedBy(h, new double[][] {{1, 2, -1}, {0.5, -3, 1}});
  }

  private static SymmetricOperator matrix(double[][] a) {
    return SymmetricOperator.of(
        3,
        (v, out) -> {
          for (int i = 0; i < 3; i++) {
            out[i] = a[i][0] * v[0] + a[i][1] * v[1] + a[i][2] * v[2];
          }
        });
  }

  @Test
  void lawfulOperatorsPassAndEveryProductIsCounted() {
    long[] calls = {0};
    SymmetricOperator thrice =
        SymmetricOperator.of(
            3,
            (v, out) -> {
              calls[0]++;
              for (int i = 0; i < 3; i++) {
                out[i] = 3 * v[i];
              }
            });
    assertTrue(obeys(thrice));
    assertEquals(List.of(), findings);
    assertTrue(laws.symmetryError() < 1e-15 && laws.linearityError() < 1e-15);
    assertEquals(calls[0], subject.products);
  }

  @Test
  void theZeroOperatorErrsByNothing() {
    assertTrue(obeys(SymmetricOperator.zero(3)));
    assertEquals(0.0, laws.symmetryError());
    assertEquals(0.0, laws.linearityError());
  }

  /** A turn by 90° is as far from symmetry as can be, whatever the lengths. */
  @Test
  void asymmetryOfARightAngleIsOne() {
    for (double length : new double[] {1e-3, 1, 10}) {
      double[] u = {length, 0};
      double[] au = {0, 3 * length};
      assertEquals(
          1, OperatorLaws.asymmetry(u, au, new double[] {0, 1}, new double[] {-3, 0}), 1e-15);
    }
  }

  /** With {@code Ax = x + 1} and u = v = 1, A(αu + v) − αAu − Av = −α, beside |α| 2 + 2. */
  @Test
  void nonLinearityIsRelativeToBothTerms() {
    SymmetricOperator plusOne = SymmetricOperator.of(1, (v, out) -> out[0] = v[0] + 1);
    double[] one = {1};
    double[] two = {2};
    assertEquals(7.0 / 34, laws.nonLinearity(plusOne, one, two, one, two, -0.7), 1e-15);
    assertEquals(3.0 / 8, laws.nonLinearity(plusOne, one, two, one, two, 3), 1e-15);
  }

  @Test
  void entryThatDiffersMostFromItsMirrorIsNamedAmongLargerOnes() {
    assertFalse(obeys(matrix(new double[][] {{1, 50, 0.1}, {50, 1, 0.5}, {0, -0.5, 9}})));
    assertEquals(1, findings.size());
    assertEquals(Verdict.NOT_SYMMETRIC, findings.get(0).verdict());
    String said = findings.get(0).message();
    assertTrue(said.endsWith("Entry (w[2], w[1]) is -0.500000, its mirror 0.500000."), said);
  }

  /**
   * {@code H = I + 10⁻² eᵢeⱼᵀ} with n = 10⁴: one entry of 10⁸, or a small term of one sweep alone,
   * {@code H = I + 10⁻⁵ N} with N of ones beside the diagonal on one side only.
   */
  @Test
  void oneUnsymmetricEntryOfManyIsFoundAndNotTakenForFewDigits() {
    int n = 10_000;
    CountedObjective many =
        CountedObjectiveTest.subject(
            Objective.quadratic(SymmetricOperator.identity(n), new double[n]), ones(n));
    double[][] directions = {many.direction(), many.direction()};
    SymmetricOperator one =
        SymmetricOperator.of(
            n,
            (v, out) -> {
              System.arraycopy(v, 0, out, 0, n);
              out[1234] += 1e-2 * v[8765];
            });
    OperatorLaws ofOne = new OperatorLaws(many, findings);
    assertFalse(ofOne.obeyedBy(one, directions));
    assertTrue(ofOne.symmetryError() < 1e-5, "" + ofOne.symmetryError());
    assertEquals(List.of(Verdict.NOT_SYMMETRIC), findings.stream().map(Finding::verdict).toList());
    String said = findings.get(0).message();
    assertTrue(
        said.endsWith("Entry (w[1234], w[8765]) is 0.0100000, its mirror 0.00000.")
            || said.endsWith("Entry (w[8765], w[1234]) is 0.00000, its mirror 0.0100000."),
        said);

    findings.clear();
    SymmetricOperator term =
        SymmetricOperator.of(
            n,
            (v, out) -> {
              for (int i = 0; i < n; i++) {
                out[i] = v[i] + (i + 1 < n ? 1e-5 * v[i + 1] : 0);
              }
            });
    assertFalse(new OperatorLaws(many, findings).obeyedBy(term, directions));
    assertEquals(List.of(Verdict.NOT_SYMMETRIC), findings.stream().map(Finding::verdict).toList());
    said = findings.get(0).message();
    assertTrue(said.contains("is 1.00000e-05, its mirror") || said.endsWith("1.00000e-05."), said);
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void operatorThatIsNotLinearIsNotAskedForItsSymmetry() {
    assertFalse(obeys(SymmetricOperator.of(3, (v, out) -> out[0] = v[0] * v[0])));
    assertEquals(List.of(Verdict.NOT_LINEAR), findings.stream().map(Finding::verdict).toList());
  }

  @Test
  void digitsOfAnImpreciseProductAreCounted() {
    assertFalse(
        obeys(
            SymmetricOperator.of(
                3,
                (v, out) -> {
                  for (int i = 0; i < 3; i++) {
                    out[i] = (float) (v[i] / 3);
                  }
                })));
    for (Finding finding : findings) {
      assertEquals(Verdict.LOW_PRECISION, finding.verdict());
      // Single precision has 7.2 digits, of which sums lose or gain a few tenths.
      assertTrue(
          finding.message().matches(".*: an exact product has 16 digits, this one about [78]\\."),
          finding.message());
    }
    assertFalse(findings.isEmpty());
  }

  @Test
  void blocksThatDifferAreMeasuredAgainstSingleProducts() {
    SymmetricOperator hundred = SymmetricOperator.identity(3).scaledBy(100);
    SymmetricOperator h =
        new SymmetricOperator() {
          @Override
          public int dimension() {
            return 3;
          }

          @Override
          public void apply(double[] v, double[] out) {
            hundred.apply(v, out);
          }

          @Override
          public void applyAll(double[][] vs, double[][] outs) {
            hundred.scaledBy(1.01).applyAll(vs, outs);
          }
        };
    assertFalse(obeys(h));
    assertEquals(
        List.of(
            new Finding(Verdict.WRONG_HESSIAN, "applyAll and single products differ by 1.0e-02.")),
        findings);
  }

  @Test
  void whatIsNotANumberIsNoMatterOfPrecision() {
    SymmetricOperator blocks =
        new SymmetricOperator() {
          @Override
          public int dimension() {
            return 3;
          }

          @Override
          public void apply(double[] v, double[] out) {
            System.arraycopy(v, 0, out, 0, 3);
          }

          @Override
          public void applyAll(double[][] vs, double[][] outs) {
            for (double[] out : outs) {
              Arrays.fill(out, Double.NaN);
            }
          }
        };
    assertFalse(obeys(blocks));
    assertEquals(List.of(Verdict.NOT_FINITE), findings.stream().map(Finding::verdict).toList());
    findings.clear();
    // A sum of directions alone, which is longer than each.
    SymmetricOperator far =
        SymmetricOperator.of(
            3,
            (v, out) -> {
              System.arraycopy(v, 0, out, 0, 3);
              out[1] = Math.abs(v[1]) > 50 ? Double.NaN : v[1];
            });
    assertFalse(obeys(far));
    assertEquals(List.of(Verdict.NOT_FINITE), findings.stream().map(Finding::verdict).toList());
    findings.clear();
    // The thousandfold of a direction overflows, which is not the operator's fault.
    SymmetricOperator large = SymmetricOperator.identity(3).scaledBy(1e307);
    assertTrue(obeys(large), findings::toString);
  }
}
