package org.roperator.cli.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.VarArray;

/** The parts of a fit one by one. */
final class FitPartsTest {

  /** Sums of a few numbers of size 1. */
  private static final double ROUNDING = 1e-12;

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  /** The conditions of Karush, Kuhn and Tucker, which hold at the nearest point alone. */
  @Test
  void theNearestPointOfACone() {
    Random random = new Random(4);
    int inside = 0;
    int outside = 0;
    for (int trial = 0; trial < 400; trial++) {
      int p = 2 + trial % 5;
      double[][] a = new double[3 + trial % 17][p];
      for (double[] row : a) {
        for (int j = 0; j < p; j++) {
          row[j] = 2 * random.nextDouble() - 1 + (j == 0 ? 0.4 : 0);
        }
        double size = Math.sqrt(dot(row, row));
        for (int j = 0; j < p; j++) {
          row[j] /= size;
        }
      }
      double[] b = a[random.nextInt(a.length)].clone();
      for (int j = 0; j < p; j++) {
        b[j] = b[j] / 2 + (random.nextDouble() - 0.5) / p;
      }
      double[] rho = NonNegativeCombination.nearest(a, b);
      for (double[] row : a) {
        assertTrue(dot(row, rho) >= -1e-9, "trial " + trial);
      }
      assertEquals(dot(rho, rho), dot(b, rho), 1e-9, "trial " + trial);
      if (dot(rho, rho) < 1e-18) {
        inside++;
      } else {
        outside++;
      }
    }
    assertTrue(inside > 50 && outside > 50, inside + " balance, " + outside + " don't");
  }

  /** −b = a₁ + 2a₂, from where a₃ alone, the first to be taken, must go again. */
  @Test
  void whatWasTakenMayGoAgain() {
    double third = Math.sqrt(0.5);
    double[][] a = {{1, 0}, {0, 1}, {third, third}};
    double[] rho = NonNegativeCombination.nearest(a, new double[] {-0.2, -0.9});
    assertArrayEquals(new double[2], rho, ROUNDING);
    // From above the plane nothing comes nearer than the foot.
    double[][] b = {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}};
    assertArrayEquals(
        new double[] {0, 0, 0.5},
        NonNegativeCombination.nearest(b, new double[] {0.3, -0.4, 0.5}),
        ROUNDING);
  }

  private static Examples examples(String lines, ModelKind kind, Roles roles) {
    return Fits.examples(Fits.table(lines), kind, roles, Terms.all().of());
  }

  @Test
  void familiesBeginAtTheirMeans() {
    assertEquals(
        Math.log(2 / 3.0),
        new Logistic(examples("y/0/1/0/1/0", ModelKind.LOGISTIC, Roles.none())).startLevel(),
        ROUNDING);
    Examples counts =
        examples("e,y/1,3/4,2/2,9", ModelKind.POISSON, Roles.none().withExposure("e"));
    assertEquals(Math.log(2), new Poisson(counts).startLevel(), ROUNDING);
    assertEquals(Math.log(2), new NegativeBinomial(counts, 0.5).startLevel(), ROUNDING);
    assertEquals(Math.log(0.5), new NegativeBinomial(counts, 0.5).startExtras()[0], ROUNDING);
    Examples lives =
        examples(
            "o,d,t/0,1,3/0,0,5/1,1,2",
            ModelKind.WEIBULL,
            Roles.none().withEvent("d").withOffset("o"));
    assertEquals(
        Math.log((3 + 5 + 2 / Math.E) / 2), new Lifetimes(lives, true).startLevel(), ROUNDING);
    assertArrayEquals(new double[1], new Lifetimes(lives, false).startExtras());
  }

  @Test
  void losses() {
    VarArray u = VarArray.constant(0.5, -2, 10);
    double c = 1.287;
    double d = 2.385;
    double t = 4.685;
    double[][] expected = {
      {0.125, 2, 50},
      {0.125, 1.345 * 2 - 1.345 * 1.345 / 2, 13.45 - 1.345 * 1.345 / 2},
      {
        c * c * (Math.sqrt(1 + 0.25 / c / c) - 1),
        c * c * (Math.sqrt(1 + 4 / c / c) - 1),
        c * c * (Math.sqrt(1 + 100 / c / c) - 1)
      },
      {
        d * d / 2 * Math.log(1 + 0.25 / d / d),
        d * d / 2 * Math.log(1 + 4 / d / d),
        d * d / 2 * Math.log(1 + 100 / d / d)
      },
      {
        t * t / 6 * (1 - Math.pow(1 - 0.25 / t / t, 3)),
        t * t / 6 * (1 - Math.pow(1 - 4 / t / t, 3)),
        t * t / 6
      }
    };
    int i = 0;
    for (ResidualLoss loss : ResidualLoss.values()) {
      assertArrayEquals(expected[i++], loss.of(u).getReal(), 1e-12, loss.label());
    }
    assertEquals(
        List.of("squared", "huber", "soft-l1", "cauchy", "tukey"),
        Stream.of(ResidualLoss.values()).map(ResidualLoss::label).toList());
    assertEquals(
        List.of(ResidualLoss.CAUCHY, ResidualLoss.TUKEY),
        Stream.of(ResidualLoss.values()).filter(ResidualLoss::isRedescending).toList());
  }

  /** Σψ = 0 solved by hand: −1.345 − μ − (μ − 1) + 2·1.345 = 0. */
  @Test
  void weightsCountAmongTheFar() {
    Fitter fitter = Fitter.of(ModelKind.LINEAR).withLoss(ResidualLoss.HUBER).withResidualScale(1);
    FitResult fit =
        Fits.fit(
            Fits.table("y,w/-1,1/0,1/1,1/100,2"),
            fitter,
            Roles.target("y").withWeights("w"),
            Terms.all().of());
    assertEquals(1.1725, Fits.estimates(fit)[0], 1e-9);
    assertEquals(List.of("3 of 5 residuals are beyond 1.345 scales"), fit.remarks());
    // ψ' is 1 for two of five, Σψ² is 2·1.345² + 1.345² + μ² + (μ − 1)², p = 1.
    double mean = 0.4;
    double k = 1 + (2 * 0.6 * 0.6 + 3 * 0.4 * 0.4) / 4 / (5 * mean * mean);
    double spread = (3 * 1.345 * 1.345 + 1.1725 * 1.1725 + 0.1725 * 0.1725) / 4;
    assertEquals(k / mean * Math.sqrt(spread / 5), Fits.standardErrors(fit)[0], 1e-9);
    assertEquals(fit.course().steps().size() - 1, fit.course().iterations());
  }

  /** Residuals of 1, 1, 3 and 3 have the median 2; of 1, 3 and 3 three. */
  @Test
  void scalesAreMedians() {
    for (ResidualLoss loss : List.of(ResidualLoss.HUBER, ResidualLoss.TUKEY)) {
      Fitter fitter = Fitter.of(ModelKind.LINEAR).withLoss(loss);
      FitResult fit =
          Fits.fit(Fits.table("y/-3/-1/1/3"), fitter, Roles.target("y"), Terms.all().of());
      assertEquals(0, Fits.estimates(fit)[0], 1e-9);
      assertEquals(2 / 0.6745, fit.goodness().scale().orElseThrow(), 1e-9);
      for (int i = 0; i < fit.course().steps().size(); i++) {
        assertEquals(i, fit.course().steps().get(i).iteration());
      }
    }
  }

  @Test
  void newtonsStepsAreCounted() {
    var parabola =
        TapeObjective.of(2, x -> x[0].square().add(x[1].subtract(3).square().multiply(2)));
    Maximum found = Maximum.near(parabola, new double[] {5, 5}, FitProgress.quiet());
    assertTrue(found.converged());
    assertArrayEquals(new double[] {0, 3}, found.point(), ROUNDING);
    assertEquals(1, found.course().iterations());
    assertEquals(4, found.course().products()); // two points, two products each
    assertEquals(List.of(new Course.Step(0, 33), new Course.Step(1, 0)), found.course().steps());
    assertTrue(found.course().converged());
    assertTrue(found.course().reason().startsWith("the last step changed no parameter"));
  }

  /** From a hill there is no Newton step to take, but the optimizer goes down. */
  @Test
  void whereNewtonFailsTheOptimizerGoes() {
    var wells = TapeObjective.of(1, x -> x[0].square().subtract(1).square());
    Maximum found = Maximum.near(wells, new double[] {0.1}, FitProgress.quiet());
    assertTrue(found.converged());
    assertEquals(1, Math.abs(found.point()[0]), 1e-9);
    assertTrue(found.course().iterations() > 1);
    List<Course.Step> steps = found.course().steps();
    assertEquals(found.course().iterations(), steps.get(steps.size() - 1).iteration());
    assertEquals(0, found.course().gradient(), 1e-9);
  }

  @Test
  void whatHasNoMinimumDoesNotConverge() {
    var slope = TapeObjective.of(1, x -> x[0].negate().exp());
    Maximum found = Maximum.of(slope, new double[] {0}, FitProgress.quiet());
    assertFalse(found.converged());
    assertFalse(found.course().converged());
    assertFalse(found.course().reason().startsWith("the last step"));
  }

  @Test
  void recessionSaysWhereAndHow() {
    String lines = "a,b,y/1,5,0/2,6,0/3,4,1/4,9,1/3,1,0";
    Examples ties = Fits.examples(Fits.table(lines), ModelKind.LOGISTIC, Roles.none(), Terms.all());
    Optional<Recession.Finding> found = find(ties);
    assertEquals(
        Set.of("a"), found.orElseThrow().columns().size() == 1 ? found.get().columns() : Set.of());
    assertFalse(found.get().everywhere());
    Examples apart =
        Fits.examples(
            Fits.table(lines.replace("3,1,0", "2.5,1,0")),
            ModelKind.LOGISTIC,
            Roles.none(),
            Terms.all());
    assertTrue(find(apart).orElseThrow().everywhere());
    Examples mixed =
        Fits.examples(
            Fits.table(lines.replace("3,1,0", "3.5,5,0")),
            ModelKind.LOGISTIC,
            Roles.none(),
            Terms.all().of("a"));
    assertEquals(Optional.empty(), find(mixed));
  }

  private static Optional<Recession.Finding> find(Examples examples) {
    return Recession.of(
        OrthogonalDesign.of(examples.design(), examples.weights()),
        new Logistic(examples).freedoms(),
        examples.weights());
  }

  /** A standard deviation by n, of columns of any size; levels and the intercept have 1. */
  @Test
  void spreads() {
    Examples examples =
        Fits.examples(
            Fits.table("x,k,y/1e200,a,1/3e200,b,2/1e200,a,4/3e200,a,3/2e200,b,3"),
            ModelKind.LINEAR,
            Roles.none(),
            Terms.all());
    assertEquals(1, examples.spread(0));
    assertEquals(Math.sqrt(0.8), examples.spread(1) / 1e200, ROUNDING);
    assertEquals(1, examples.spread(2));
    assertEquals("t.csv", examples.name());
  }

  @Test
  void columnsWithAPartAreNoFeatures() {
    String lines = "a,w,o,e,d,y/1,1,0,1,1,3/2,2,0,2,0,2/3,1,1,1,1,5/4,1,0,1,1,2";
    Roles roles = Roles.none().withWeights("w").withOffset("o");
    assertEquals(
        Set.of("a", "e", "d"),
        Fits.examples(Fits.table(lines), ModelKind.POISSON, roles, Terms.all().of("a", "e", "d"))
            .design()
            .sources());
    Examples counts =
        Fits.examples(
            Fits.table(lines),
            ModelKind.POISSON,
            roles.withExposure("e"),
            Terms.all().without("d"));
    assertEquals(Set.of("a"), counts.design().sources());
    assertEquals("y", counts.targetName());
    assertArrayEquals(new double[] {1, 2, 1, 1}, counts.weights());
    assertArrayEquals(new double[] {0, Math.log(2), 1, 0}, counts.offset(), ROUNDING);
    Examples lives =
        Fits.examples(
            Fits.table(lines.replace("4,1,0", "4,0,0")),
            ModelKind.WEIBULL,
            roles.withEvent("d"),
            Terms.all().without("e"));
    assertEquals(Optional.of(2.0), lives.events());
    assertEquals(3, lives.rows());
    assertTrue(lives.remarks().contains("1 rows of weight 0 left out"), lives.remarks().toString());
  }

  @Test
  void estimatesForPeople() {
    Coefficient.Range any = new Coefficient.Range(-1, 1);
    assertEquals(0, new Coefficient("x", "x", 1e-17, 0.3, 0, 1, any).readable());
    assertEquals(1e-9, new Coefficient("x", "x", 1e-9, 0.3, 0, 1, any).readable());
    assertEquals(1e-17, new Coefficient("x", "x", 1e-17, 1e-20, 0, 1, any).readable());
    assertEquals("0.040", new Coefficient("x", "x", 1, 1, 1, 0.04, any).readableP());
    assertEquals("<1e-300", new Coefficient("x", "x", 1, 1, 1, 0, any).readableP());
    assertEquals("–", new Coefficient("x", "x", 1, 1, 1, Double.NaN, any).readableP());
    assertEquals(Math.E, new Coefficient("x", "x", 1, 1, 1, 0, any).ratio(), ROUNDING);
    assertEquals(Math.E, any.exp().high(), ROUNDING);
  }

  @Test
  void samplesHaveNames() {
    for (Sample sample : Sample.values()) {
      assertEquals(Optional.of(sample), Sample.named(sample.label()));
      assertTrue(sample.read().size() > 10, sample.label());
    }
    assertEquals(Optional.empty(), Sample.named("o_rings"));
    assertEquals("o-rings", Sample.labels().get(0));
    assertEquals(7, Sample.labels().size());
    assertEquals(Sample.LEUKEMIA, Sample.of(ModelKind.EXPONENTIAL));
    List<ModelKind> kinds = new ArrayList<>();
    for (ModelKind kind : ModelKind.values()) {
      if (kind != ModelKind.EXPONENTIAL) {
        assertEquals(kind, Sample.of(kind).kind());
      }
      kinds.addAll(kind.isLifetime() ? List.of(kind) : List.of());
      assertTrue(kind.formula().contains("Xβ"));
      assertEquals(kind == ModelKind.LINEAR, kind.ratio().isEmpty());
    }
    assertEquals(List.of(ModelKind.EXPONENTIAL, ModelKind.WEIBULL), kinds);
    assertEquals("negative-binomial", ModelKind.NEGATIVE_BINOMIAL.label());
  }
}
