package org.roperator.cli.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import org.roperator.data.TextTable;

/** Fits whose numbers can be written down, and the laws that all of them keep. */
final class ClosedFormsTest {

  /**
   * The last Newton step leaves rounding, which the condition of these small problems multiplies.
   */
  private static final double ROUNDING = 1e-10;

  private static void assertNear(double expected, double found) {
    assertEquals(expected, found, ROUNDING * Math.max(1, Math.abs(expected)));
  }

  private static void assertNear(double[] expected, double[] found, double relative) {
    assertEquals(expected.length, found.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], relative * Math.max(1e-3, Math.abs(expected[i])));
    }
  }

  private static double[] drawn(Random random, int n, double from, double to) {
    return random.doubles(n, from, to).toArray();
  }

  /** commons-math3 has its own QR by Householder's reflections. */
  @Test
  void linearAgreesWithCommonsMath() {
    Random random = new Random(5);
    int n = 25;
    double[] a = drawn(random, n, -1, 1);
    double[] b = drawn(random, n, 10, 12);
    double[] y = drawn(random, n, -3, 5);
    double[][] x = new double[n][];
    for (int i = 0; i < n; i++) {
      x[i] = new double[] {a[i], b[i]};
    }
    OLSMultipleLinearRegression other = new OLSMultipleLinearRegression();
    other.newSampleData(y, x);
    FitResult fit = Fits.fit(Fits.table("a,b,y", a, b, y), ModelKind.LINEAR, Roles.target("y"));
    assertNear(other.estimateRegressionParameters(), Fits.estimates(fit), ROUNDING);
    assertNear(
        other.estimateRegressionParametersStandardErrors(), Fits.standardErrors(fit), ROUNDING);
    assertNear(other.estimateRegressionStandardError(), fit.goodness().scale().orElseThrow());
    assertNear(other.calculateRSquared(), fit.goodness().rSquared().orElseThrow());
    assertNear(other.calculateResidualSumOfSquares(), fit.goodness().deviance().orElseThrow());
    assertEquals(Optional.of(22.0), fit.question().wald().freedom());
    OLSMultipleLinearRegression origin = new OLSMultipleLinearRegression();
    origin.setNoIntercept(true);
    origin.newSampleData(y, x);
    FitResult through =
        Fits.fit(
            Fits.table("a,b,y", a, b, y),
            ModelKind.LINEAR,
            Roles.target("y"),
            Terms.all().withoutIntercept());
    assertNear(origin.estimateRegressionParameters(), Fits.estimates(through), ROUNDING);
    assertNear(
        origin.estimateRegressionParametersStandardErrors(),
        Fits.standardErrors(through),
        ROUNDING);
  }

  /** The mean with s/√n; t of 3 degrees of freedom has 3.182446305284263 at 97.5 %. */
  @Test
  void theMeanAlone() {
    FitResult fit =
        Fits.fit(Fits.table("y/1/2/4/9"), ModelKind.LINEAR, Roles.target("y"), Terms.all().of());
    assertNear(4, Fits.estimates(fit)[0]);
    double error = Math.sqrt(38.0 / 3 / 4);
    assertNear(error, Fits.standardErrors(fit)[0]);
    assertNear(4 + 3.182446305284263 * error, fit.coefficients().get(0).interval().high());
    assertNear(4 - 3.182446305284263 * error, fit.coefficients().get(0).interval().low());
    assertEquals("(intercept)", fit.coefficients().get(0).name());
    assertNear(
        -2 * (Math.log(2 * Math.PI * 38 / 4) + 1), fit.goodness().logLikelihood().orElseThrow());
  }

  /** Group means: ln ȳ with variance 1/Σy; a difference has the sum of two variances. */
  @Test
  void poissonOfOneFactor() {
    TextTable table = Fits.table("k,y/a,3/a,5/b,10/b,2/b,7/c,1/c,0");
    FitResult fit = Fits.fit(table, ModelKind.POISSON, Roles.target("y"));
    assertNear(
        new double[] {Math.log(4), Math.log(19 / 12.0), Math.log(0.5 / 4)},
        Fits.estimates(fit),
        ROUNDING);
    assertNear(
        new double[] {Math.sqrt(1 / 8.0), Math.sqrt(1 / 8.0 + 1 / 19.0), Math.sqrt(1 / 8.0 + 1)},
        Fits.standardErrors(fit),
        ROUNDING);
    assertNear(1 / 8.0, -fit.covariance().entry(0, 1));
    assertEquals(
        List.of("(intercept)", "k = b", "k = c"),
        fit.coefficients().stream().map(Coefficient::name).toList());
    assertEquals(
        List.of("k is a factor of 3 levels, compared with a"), fit.question().examples().remarks());
  }

  /** ln Σy/Σe with variance 1/Σy; an offset of ln e is the same. */
  @Test
  void exposureDividesTheMean() {
    TextTable table =
        Fits.table("e,le,y", new double[] {1, 2, 5}, logs(1, 2, 5), new double[] {2, 2, 9});
    FitResult fit =
        Fits.fit(table, ModelKind.POISSON, Roles.target("y").withExposure("e"), Terms.all().of());
    assertNear(Math.log(13 / 8.0), Fits.estimates(fit)[0]);
    assertNear(Math.sqrt(1 / 13.0), Fits.standardErrors(fit)[0]);
    FitResult other =
        Fits.fit(table, ModelKind.POISSON, Roles.target("y").withOffset("le"), Terms.all().of());
    assertArrayEquals(Fits.estimates(fit), Fits.estimates(other), ROUNDING);
    double deviance = 0;
    double[] e = {1, 2, 5};
    double[] y = {2, 2, 9};
    for (int i = 0; i < 3; i++) {
      deviance += 2 * y[i] * Math.log(y[i] / (e[i] * 13 / 8));
    }
    assertNear(deviance, fit.goodness().deviance().orElseThrow());
  }

  private static double[] logs(double... x) {
    double[] logs = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      logs[i] = Math.log(x[i]);
    }
    return logs;
  }

  /** ln p/(1 − p) with variance 1/(np(1 − p)). */
  @Test
  void logisticOfOneFactor() {
    TextTable table = Fits.table("k,y/a,no/a,yes/a,no/a,no/b,yes/b,no/b,yes/b,yes/b,yes");
    FitResult fit = Fits.fit(table, ModelKind.LOGISTIC, Roles.target("y"));
    double first = Math.log(1 / 3.0);
    assertNear(new double[] {first, Math.log(4) - first}, Fits.estimates(fit), ROUNDING);
    assertNear(
        new double[] {Math.sqrt(4 / 3.0), Math.sqrt(4 / 3.0 + 5 / 4.0)},
        Fits.standardErrors(fit),
        ROUNDING);
    double likelihood = Math.log(0.25) + 3 * Math.log(0.75) + 4 * Math.log(0.8) + Math.log(0.2);
    assertNear(likelihood, fit.goodness().logLikelihood().orElseThrow());
    assertNear(-2 * likelihood, fit.goodness().deviance().orElseThrow());
    FitResult other = Fits.fit(table, ModelKind.LOGISTIC, Roles.target("y").withSuccess("no"));
    assertNear(new double[] {-first, first - Math.log(4)}, Fits.estimates(other), ROUNDING);
    assertEquals("y = no", other.question().examples().targetName());
  }

  /** ln of the time for each event, with variance 1/events. */
  @Test
  void exponentialOfOneFactor() {
    TextTable table = Fits.table("k,t,d/a,3,1/a,5,0/a,2,1/b,7,1/b,9,0/b,4,yes/b,8,TRUE");
    FitResult fit = Fits.fit(table, ModelKind.EXPONENTIAL, Roles.target("t").withEvent("d"));
    assertNear(new double[] {Math.log(5), Math.log(28 / 3.0 / 5)}, Fits.estimates(fit), ROUNDING);
    assertNear(
        new double[] {Math.sqrt(1 / 2.0), Math.sqrt(1 / 2.0 + 1 / 3.0)},
        Fits.standardErrors(fit),
        ROUNDING);
    assertNear(
        -2 * Math.log(5) - 2 - 3 * Math.log(28 / 3.0) - 3,
        fit.goodness().logLikelihood().orElseThrow());
    assertEquals(Optional.of(5.0), fit.question().examples().events());
    assertEquals(Optional.empty(), fit.goodness().deviance());
    assertEquals(Optional.empty(), fit.goodness().scale());
  }

  /** Powers of times multiply coefficients and σ; multiples add to the intercept. */
  @Test
  void weibullFollowsItsTimes() {
    double[] t = {1, 3, 4, 8, 2, 5, 9, 11};
    double[] x = {0, 1, 2, 3, 4, 5, 6, 7};
    double[] other = new double[8];
    for (int i = 0; i < 8; i++) {
      other[i] = 1e6 * t[i] * t[i];
    }
    FitResult fit = Fits.fit(Fits.table("x,t", x, t), ModelKind.WEIBULL, Roles.target("t"));
    FitResult squared = Fits.fit(Fits.table("x,t", x, other), ModelKind.WEIBULL, Roles.target("t"));
    double[] beta = Fits.estimates(fit);
    assertNear(
        new double[] {2 * beta[0] + Math.log(1e6), 2 * beta[1]}, Fits.estimates(squared), 1e-9);
    assertNear(2 * Fits.standardErrors(fit)[1], Fits.standardErrors(squared)[1]);
    assertNear(fit.further().get(0).estimate() + Math.log(2), squared.further().get(0).estimate());
    assertNear(fit.further().get(0).standardError(), squared.further().get(0).standardError());
    assertNear(Math.exp(fit.further().get(0).estimate()), fit.goodness().scale().orElseThrow());
  }

  /** Counts of less variance than Poisson's have α = 0; the numbers are those of Poisson. */
  @Test
  void evenCountsAreAtTheBoundary() {
    TextTable table = Fits.table("k,y/a,3/a,5/b,10/b,9/b,11");
    FitResult fit = Fits.fit(table, ModelKind.NEGATIVE_BINOMIAL, Roles.target("y"));
    assertEquals(Optional.of(0.0), fit.goodness().dispersion());
    assertTrue(fit.remarks().get(0).contains("boundary α = 0"), fit.remarks().toString());
    assertNear(Math.sqrt(1 / 8.0), Fits.standardErrors(fit)[0]);
    assertEquals(List.of(), fit.further());
    assertEquals(2, fit.covariance().size());
  }

  /** The derivative of ln L by α at 0 decides: a little more variance, and α is above 0. */
  @Test
  void unevenCountsAreNot() {
    TextTable table = Fits.table("y/3/5/0/9/2/8/4");
    FitResult fit =
        Fits.fit(table, ModelKind.NEGATIVE_BINOMIAL, Roles.target("y"), Terms.all().of());
    assertNear(Math.log(31 / 7.0), Fits.estimates(fit)[0]); // the mean, whatever α
    double alpha = fit.goodness().dispersion().orElseThrow();
    assertTrue(alpha > 0.1 && alpha < 1, () -> "α = " + alpha);
    double variance = (1 / (31 / 7.0) + alpha) / 7; // (μ + αμ²)/(nμ²), orthogonal to α
    assertNear(Math.sqrt(variance), Fits.standardErrors(fit)[0]);
    assertNear(Math.log(alpha), fit.further().get(0).estimate());
  }

  /** A row of weight 3 is three rows, for every model. */
  @Test
  void weightsAreNumbersOfRows() {
    String head = "x,y,w,d";
    String weighted = head + "/0,1,3,1/1,0,1,1/2,1,2,0/3,6,1,1/4,3,2,1/5,0,0,1/5,2,1,1";
    String replicated =
        head + "/0,1,1,1/0,1,1,1/0,1,1,1/1,0,1,1/2,1,1,0/2,1,1,0/3,6,1,1/4,3,1,1/4,3,1,1/5,2,1,1";
    for (ModelKind kind : ModelKind.values()) {
      String one = adapted(kind, weighted);
      String other = adapted(kind, replicated);
      Roles roles = kind.isLifetime() ? Roles.target("y").withEvent("d") : Roles.target("y");
      for (ResidualLoss loss :
          kind == ModelKind.LINEAR
              ? ResidualLoss.values()
              : new ResidualLoss[] {ResidualLoss.SQUARED}) {
        Fitter fitter = Fitter.of(kind).withLoss(loss);
        Terms terms = Terms.all().of("x");
        FitResult few = Fits.fit(Fits.table(one), fitter, roles.withWeights("w"), terms);
        FitResult many = Fits.fit(Fits.table(other), fitter, roles, terms);
        assertNear(Fits.estimates(many), Fits.estimates(few), 1e-8);
        assertNear(Fits.standardErrors(many), Fits.standardErrors(few), 1e-8);
        assertEquals(10, few.question().examples().size());
        many.goodness().aic().ifPresent(aic -> assertNear(aic, few.goodness().aic().orElseThrow()));
        many.goodness()
            .deviance()
            .ifPresent(d -> assertNear(d, few.goodness().deviance().orElseThrow()));
      }
    }
  }

  /** Targets that each kind takes. */
  private static String adapted(ModelKind kind, String table) {
    return switch (kind) {
      case LOGISTIC -> table.replaceAll("(/\\d,)[2-9]", "$11");
      case EXPONENTIAL, WEIBULL -> table.replaceAll("(/\\d,)(\\d)", "$11$2");
      default -> table;
    };
  }

  /** Columns of the size 1e250, or far from 0, only change the units. */
  @Test
  void unitsDoNoHarm() {
    double[] x = {0.5, 1, 2, 3, 4, 5, 6, 7};
    double[] z = {3, 1, 4, 1, 5, 9, 2, 6};
    double[] y = {2, 1, 3, 3, 5, 4, 8, 6};
    for (ModelKind kind :
        new ModelKind[] {
          ModelKind.LINEAR, ModelKind.POISSON, ModelKind.WEIBULL, ModelKind.EXPONENTIAL
        }) {
      FitResult fit = Fits.fit(Fits.table("x,z,y", x, z, y), kind, Roles.target("y"));
      double[] large = new double[8];
      double[] far = new double[8];
      for (int i = 0; i < 8; i++) {
        large[i] = x[i] * 1e250;
        far[i] = z[i] * 0x1p-10 + 1e6;
      }
      FitResult other = Fits.fit(Fits.table("x,z,y", large, far, y), kind, Roles.target("y"));
      assertEquals(Fits.estimates(fit)[1], Fits.estimates(other)[1] * 1e250, 1e-9, kind.label());
      assertEquals(1, Fits.standardErrors(other)[1] * 1e250 / Fits.standardErrors(fit)[1], 1e-8);
      // 1e6 at steps of 2⁻¹⁰ has lost none of its digits; orthogonalized it keeps 7 to spare.
      assertEquals(1, Fits.standardErrors(other)[2] * 0x1p-10 / Fits.standardErrors(fit)[2], 1e-6);
      assertEquals(Fits.estimates(fit)[2], Fits.estimates(other)[2] * 0x1p-10, 1e-6);
    }
  }

  /** A linear model of a target in other units has coefficients in other units. */
  @Test
  void theTargetHasUnitsToo() {
    TextTable table = Fits.table("x,y", new double[] {1, 2, 3, 4}, new double[] {1, 3, 2, 9});
    TextTable large =
        Fits.table("x,y", new double[] {1, 2, 3, 4}, new double[] {1e200, 3e200, 2e200, 9e200});
    FitResult fit = Fits.fit(table, ModelKind.LINEAR, Roles.target("y"));
    FitResult other = Fits.fit(large, ModelKind.LINEAR, Roles.target("y"));
    assertEquals(1, Fits.estimates(other)[1] / 1e200 / Fits.estimates(fit)[1], ROUNDING);
    assertEquals(
        fit.coefficients().get(1).pValue(), other.coefficients().get(1).pValue(), ROUNDING);
  }

  /** What is far weighs as c at most: the slope of 1 survives a target of a million. */
  @Test
  void oneOutlierIsHeldAtBay() {
    double[] x = new double[30];
    double[] y = new double[30];
    for (int i = 0; i < 30; i++) {
      x[i] = i;
      y[i] = i + Math.sin(37.0 * i * i);
    }
    y[20] = 1e6;
    TextTable table = Fits.table("x,y", x, y);
    for (ResidualLoss loss : ResidualLoss.values()) {
      Fitter fitter = Fitter.of(ModelKind.LINEAR).withLoss(loss);
      double slope = Fits.estimates(Fits.fit(table, fitter, Roles.target("y"), Terms.all()))[1];
      assertEquals(loss != ResidualLoss.SQUARED, Math.abs(slope - 1) < 0.1, loss + ": " + slope);
    }
  }

  /** Scales so large that no residual is far make every loss least squares. */
  @Test
  void aLargeScaleIsLeastSquares() {
    TextTable table = Fits.table("x,y/1,2/2,1/3,4/4,3/5,9");
    double[] least = Fits.estimates(Fits.fit(table, ModelKind.LINEAR, Roles.target("y")));
    for (ResidualLoss loss : ResidualLoss.values()) {
      Fitter fitter = Fitter.of(ModelKind.LINEAR).withLoss(loss).withResidualScale(1e5);
      FitResult fit = Fits.fit(table, fitter, Roles.target("y"), Terms.all());
      assertNear(least, Fits.estimates(fit), 1e-7); // (r/cs)² is 1e-10
      if (loss != ResidualLoss.SQUARED) {
        assertNear(1e5, fit.goodness().scale().orElseThrow());
        // Σψ²s² is Σr², ψ' is 1: the classical errors.
        assertNear(
            Fits.standardErrors(Fits.fit(table, ModelKind.LINEAR, Roles.target("y"))),
            Fits.standardErrors(fit),
            1e-7);
        assertTrue(fit.remarks().get(0).startsWith("0 of 5"), fit.remarks().toString());
      }
    }
  }

  @Test
  void confidenceWidensIntervals() {
    TextTable table = Fits.table("y/3/5/0/9/2/8/4");
    Fitter fitter = Fitter.of(ModelKind.POISSON).withConfidence(0.99);
    FitResult fit = Fits.fit(table, fitter, Roles.target("y"), Terms.all().of());
    double half = 2.5758293035489004 * Math.sqrt(1 / 31.0); // the normal quantile at 99.5 %
    assertNear(Math.log(31 / 7.0) + half, fit.coefficients().get(0).interval().high());
    assertNear(
        Math.exp(Math.log(31 / 7.0) - half), fit.coefficients().get(0).interval().exp().low());
  }

  /** Numbers as categories, a base of choice, and levels that are one number. */
  @Test
  void factorsOfNumbers() {
    TextTable table = Fits.table("k,y/1,3/1.0,5/10,10/2,4/2,7/10,2");
    FitResult fit =
        Fits.fit(
            table,
            ModelKind.POISSON,
            Roles.target("y"),
            Terms.all().withFactors("k").withBase("k", "2"));
    assertEquals(
        List.of("(intercept)", "k = 1", "k = 10"),
        fit.coefficients().stream().map(Coefficient::name).toList());
    assertNear(
        new double[] {Math.log(5.5), Math.log(4 / 5.5), Math.log(6 / 5.5)},
        Fits.estimates(fit),
        ROUNDING);
  }

  /** Columns by number, the last as the target, some left out, rows left out. */
  @Test
  void columnsAreChosen() {
    TextTable table = Fits.table("a,b,c,y/1,7,x,2/2,NA,x,5/3,1,z,4/4,,z,4/5,5,x,9/6,2,z,1");
    Examples examples =
        ExamplesReader.read(
            table,
            Request.of(ModelKind.LINEAR, Roles.target("4"), Terms.all().of("1", "b").without("1"))
                .dropMissing());
    assertEquals(4, examples.rows());
    assertEquals(2, examples.coefficients());
    assertEquals("y", examples.targetName());
    assertEquals(
        List.of("2 rows with missing fields left out (by column: b 2)"), examples.remarks());
    assertArrayEquals(new double[] {7, 1, 5, 2}, examples.design().column(1));
    assertEquals(Optional.empty(), examples.events());
  }

  @Test
  void theCovarianceIsATable() {
    TextTable table = Fits.table("k,y/a,3/a,5/b,10/b,2/b,7");
    Covariance covariance = Fits.fit(table, ModelKind.POISSON, Roles.target("y")).covariance();
    List<List<String>> rows = covariance.table(List.of("one", "two"));
    assertEquals(List.of("one", "two"), rows.stream().map(row -> row.get(0)).toList());
    assertNear(1 / 8.0 + 1 / 19.0, Double.parseDouble(rows.get(1).get(2)));
    assertNear(Math.sqrt(1 / 8.0), covariance.standardError(0));
  }

  /** Each iteration is told, and the loss at the end is the lowest. */
  @Test
  void theCourseIsTold() {
    List<Double> told = new ArrayList<>();
    Examples examples =
        Fits.examples(
            Sample.O_RINGS.read(), ModelKind.LOGISTIC, Sample.O_RINGS.roles(), Terms.all());
    FitResult fit =
        Fitter.of(ModelKind.LOGISTIC).fit(examples, (iteration, loss) -> told.add(loss));
    List<Course.Step> steps = fit.course().steps();
    assertTrue(!told.isEmpty() && told.size() < steps.size());
    assertNear(10.1575963439334 / 23, steps.get(steps.size() - 1).loss());
    assertEquals(steps.size() - 1, fit.course().iterations());
    // Without features ln L is 7 ln(7/23) + 16 ln(16/23).
    assertNear(-(7 * Math.log(7 / 23.0) + 16 * Math.log(16 / 23.0)) / 23, steps.get(0).loss());
    assertTrue(fit.course().gradient() < 1e-12);
    assertTrue(fit.course().products() > 0);
  }
}
