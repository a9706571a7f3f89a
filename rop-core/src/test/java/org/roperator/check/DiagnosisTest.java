package org.roperator.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.roperator.contract.RidgeSum;
import org.roperator.contract.RidgeSum.Profile;
import org.roperator.contract.Samples;
import org.roperator.function.Objective;
import org.roperator.function.ParameterLayout;
import org.roperator.operator.SymmetricOperator;

/** What is said of a wrong vector, and how a wrong entry is found among many. */
class DiagnosisTest {

  private static final ParameterLayout LAYOUT =
      ParameterLayout.builder().add("A", 40, 2).add("b", 20).add("c", 20).build();
  private static final int N = LAYOUT.dimension();
  private static final Objective RIGHT =
      RidgeSum.random(Samples.random(5), LAYOUT, 150, Profile.SINE, Profile.TANH, Profile.SQUARE);
  private static final double[] POINT = Samples.gaussian(Samples.random(6), N);

  /** More parameters than are measured one by one. */
  @TestFactory
  List<DynamicTest> theOneWrongEntryOfManyIsFound() {
    return List.of(
        exhibit(
            "gradient",
            Broken.of(RIGHT).gradient((w, g) -> g[93] *= 2),
            Verdict.WRONG_GRADIENT,
            "One entry alone",
            "b[13]",
            "(2 times)"),
        exhibit(
            "first entry",
            Broken.of(RIGHT).gradient((w, g) -> g[0] *= -1),
            Verdict.WRONG_GRADIENT,
            "A[0,0]",
            "the opposite sign"),
        exhibit(
            "last entry",
            Broken.of(RIGHT).gradient((w, g) -> g[N - 1] /= 3),
            Verdict.WRONG_GRADIENT,
            "c[19]",
            "times)"),
        exhibit(
            "Hv",
            Broken.of(RIGHT).product((w, v, hv) -> hv[7] += v[7]),
            Verdict.WRONG_HESSIAN,
            "One entry alone",
            "A[3,1]"),
        exhibit(
            "gradient and Hv",
            Broken.of(RIGHT).gradient((w, g) -> g[119] *= 3).product((w, v, hv) -> hv[119] *= 3),
            Verdict.WRONG_GRADIENT,
            "c[19]",
            "(3 times)"));
  }

  private static DynamicTest exhibit(
      String name, Objective objective, Verdict verdict, String... words) {
    return new Exhibit(name, objective, POINT::clone, verdict, List.of(words)).test();
  }

  @Test
  void simpleRatiosAreNamedWithinTheirUncertaintyAndOthersAreNot() {
    assertEquals(" (the opposite sign)", Diagnosis.ratio(-2, 2, 0));
    assertEquals(" (2 times)", Diagnosis.ratio(6, 3, 0));
    assertEquals(" (3 times)", Diagnosis.ratio(9, 3, 0));
    assertEquals(" (4 times)", Diagnosis.ratio(-12, -3, 0));
    assertEquals(" (0.5 times)", Diagnosis.ratio(1, 2, 0));
    assertEquals(" (-2 times)", Diagnosis.ratio(-6, 3, 0));
    assertEquals(" (-0.25 times)", Diagnosis.ratio(-1, 4, 0));
    assertEquals("", Diagnosis.ratio(5, 1, 0));
    assertEquals("", Diagnosis.ratio(2.01, 1, 0));
    // Known to 0.1 %, 2.01 may be 2; known worse, no more than 1 % is forgiven.
    assertEquals(" (2 times)", Diagnosis.ratio(2.01, 1, 1e-3));
    assertEquals("", Diagnosis.ratio(2.05, 1, 1));
  }

  @Test
  void offendersComeWorstFirstAndOnlyWhereTheyStandClearOfTheUncertainty() {
    double[] claimed = {1, 2, 3, 4, 5};
    double[] measured = {1, 2.5, 3, 2, 5.3};
    double[] uncertainty = {1e-9, 1e-9, 1e-9, 1e-9, 0.1};
    Diagnosis diagnosis = new Diagnosis(subject(5), claimed, measured, uncertainty);
    assertArrayEquals(new int[] {3, 1}, diagnosis.offenders());
    String said = diagnosis.sentence(Map.of());
    assertTrue(said.startsWith("2 of 5 entries are wrong"), said);
    assertTrue(
        said.contains("worst w[3] is 4.00000, differences say 2.00000 (2 times); w[1] is 2.0"),
        said);
  }

  @Test
  void multiplesAreNamedOnlyWhereTheyExplainTheDifference() {
    double[] measured = {1, -2, 3};
    double[] sure = {1e-12, 1e-12, 1e-12};
    String thrice =
        new Diagnosis(subject(3), new double[] {3, -6, 9}, measured, sure).sentence(Map.of());
    assertEquals("It is 3 times what it should be everywhere.", thrice);
    String zero = new Diagnosis(subject(3), new double[3], measured, sure).sentence(Map.of());
    assertEquals("It is zero where differences are not.", zero);
    Map<String, double[]> w = Map.of("w", new double[] {10, 0, -10}, "zero", new double[3]);
    String decay = new Diagnosis(subject(3), new double[] {2, -2, 2}, measured, sure).sentence(w);
    assertTrue(decay.contains("It differs by 0.1 times w."), decay);
    assertFalse(decay.contains("zero"), decay);
    double[] unsure = {0.5, 0.5, 0.5};
    String vague =
        new Diagnosis(subject(3), new double[] {3, -6, 9}, measured, unsure).sentence(Map.of());
    assertFalse(vague.contains("everywhere"), vague);
  }

  /** The same faults at every size: squares of such entries are no doubles, or zero. */
  @Test
  void multiplesAreNamedWhateverTheirSize() {
    for (int k : new int[] {-1000, -600, 0, 600, 1000}) {
      double[] measured = times(k, 1, -2, 3);
      double[] sure = times(k, 0x1p-40, 0x1p-40, 0x1p-40);
      String thrice =
          new Diagnosis(subject(3), times(k, 3, -6, 9), measured, sure).sentence(Map.of());
      assertEquals("It is 3 times what it should be everywhere.", thrice);
      for (int j : new int[] {-400, 0, 400}) {
        Map<String, double[]> w = Map.of("w", times(j, 10, 0, -10));
        // The difference is (1, 0, −1)2ᵏ, w is (10, 0, −10)2ʲ.
        String decay = new Diagnosis(subject(3), times(k, 2, -2, 2), measured, sure).sentence(w);
        double c = Math.scalb(0.1, k - j);
        if (Double.isFinite(c) && c > 1e-290) { // a smaller one may not have seven digits
          String said = decay.replaceFirst("It differs by (\\S+) times w\\..*", "$1");
          assertEquals(c, Double.parseDouble(said), 1e-6 * c, decay);
        }
        assertFalse(decay.contains("Infinity") || decay.contains("NaN"), decay);
      }
    }
  }

  private static double[] times(int exponent, double... x) {
    return Arrays.stream(x).map(entry -> Math.scalb(entry, exponent)).toArray();
  }

  private static String said(ParameterLayout layout, double[] claimed, double[] measured) {
    int n = layout.dimension();
    Objective any = RidgeSum.random(Samples.random(1), layout, 1, Profile.SQUARE);
    CountedObjective subject = CountedObjectiveTest.subject(any, new double[n]);
    double[] sure = new double[n];
    Arrays.fill(sure, 1e-15);
    return new Diagnosis(subject, claimed, measured, sure).sentence(Map.of());
  }

  @Test
  void exchangedRowsAndColumnsAreRecognizedAtEveryScaleAndShape() {
    ParameterLayout square = ParameterLayout.builder().add("A", 2, 2).build();
    ParameterLayout oblong = ParameterLayout.builder().add("b", 1).add("A", 2, 3).build();
    for (double scale : new double[] {1e-4, 1, 1e4}) {
      double[] rows = {scale, 2 * scale, 5 * scale, 7 * scale};
      double[] columns = {scale, 5 * scale, 2 * scale, 7 * scale};
      String exchanged = said(square, columns, rows);
      assertTrue(exchanged.startsWith("In A rows and columns are exchanged. 2 of 4"), exchanged);
      // The b is right; A is read along its columns.
      double[] right = {scale, scale, 2 * scale, 3 * scale, 4 * scale, 5 * scale, 6 * scale};
      double[] wrong = {scale, scale, 3 * scale, 5 * scale, 2 * scale, 4 * scale, 6 * scale};
      exchanged = said(oblong, wrong, right);
      assertTrue(exchanged.startsWith("In A rows and columns are exchanged."), exchanged);
      assertTrue(exchanged.contains("4 of 7 entries are wrong, all in A, worst"), exchanged);
      double[] other = {scale, 5 * scale, 3 * scale, 7 * scale};
      assertFalse(said(square, other, rows).contains("exchanged"));
    }
  }

  @Test
  void slicesOfTheOffendersAreNamedAndNoOthers() {
    ParameterLayout layout = ParameterLayout.builder().add("a", 2).add("b", 2).add("c", 1).build();
    double[] measured = {1, 2, 3, 4, 5};
    String some = said(layout, new double[] {1, 2, 4, 4, 7}, measured);
    assertTrue(some.startsWith("2 of 5 entries are wrong, all in b, c, worst c[0] is 7"), some);
    String edges = said(layout, new double[] {1, 4, 3, 4, 7}, measured);
    assertTrue(edges.startsWith("2 of 5 entries are wrong, all in a, c, worst"), edges);
    String all = said(layout, new double[] {1, 4, 4, 4, 7}, measured);
    assertTrue(all.startsWith("3 of 5 entries are wrong, worst"), all);
  }

  @Test
  void offendersAMillionTimesSmallerThanTheWorstAreLeftOut() {
    double[] sure = new double[3];
    for (double scale : new double[] {1e-3, 1e3}) {
      double[] claimed = {scale, 0.5e-6 * scale, 2e-6 * scale};
      Diagnosis diagnosis = new Diagnosis(subject(3), claimed, new double[3], sure);
      assertArrayEquals(new int[] {0, 2}, diagnosis.offenders());
    }
  }

  @Test
  void factorsThatAreASizeOfASumSpeakOfAMean() {
    double[] measured = {1, -2, 3};
    double[] sure = {1e-12, 1e-12, 1e-12};
    Objective bowl = Objective.quadratic(SymmetricOperator.identity(3), new double[3]);
    CountedObjective mean =
        CountedObjectiveTest.subject(new SumWith(bowl, 8, SymmetricOperator.identity(3)), 1, 1, 1);
    assertEquals(
        "It is 8 times what it should be, as a sum is of a mean over 8, everywhere.",
        new Diagnosis(mean, new double[] {8, -16, 24}, measured, sure).sentence(Map.of()));
    assertEquals(
        "It is 0.125 times what it should be, as a sum is of a mean over 8, everywhere.",
        new Diagnosis(mean, new double[] {0.125, -0.25, 0.375}, measured, sure).sentence(Map.of()));
    assertEquals(
        "It is 5 times what it should be everywhere.",
        new Diagnosis(mean, new double[] {5, -10, 15}, measured, sure).sentence(Map.of()));
  }

  @Test
  void uncertaintyOfARatioIsRelative() {
    // Of 100 known to 0.001, hardly a hundred-thousandth is doubtful: 201 is not twice as much.
    assertEquals("", Diagnosis.ratio(201, 100, 1e-3));
    assertEquals(" (2 times)", Diagnosis.ratio(201, 100, 0.1));
    assertEquals(" (2 times)", Diagnosis.ratio(0.0201, 0.01, 1e-5));
  }

  private static CountedObjective subject(int n) {
    Objective any = Objective.quadratic(SymmetricOperator.identity(n), new double[n]);
    double[] w = new double[n];
    Arrays.fill(w, 1);
    return CountedObjectiveTest.subject(any, w);
  }
}
