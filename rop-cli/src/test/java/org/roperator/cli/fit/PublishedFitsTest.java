package org.roperator.cli.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Classic tables against figures that others have published or computed: NIST's certified ones, R
 * 4.2.2 with MASS 7.3-58.2 and survival 3.5-3, and 40 digits by mpmath.
 */
final class PublishedFitsTest {

  /** What R's own iterations leave, and 15 digits of its print. */
  private static final double OF_R = 1e-8;

  private static FitResult fit(Sample sample, ModelKind kind) {
    return fit(sample, Fitter.of(kind), sample.roles());
  }

  private static FitResult fit(Sample sample, Fitter fitter, Roles roles) {
    Examples examples =
        ExamplesReader.read(sample.read(), Request.of(fitter.kind(), roles, sample.terms()));
    FitResult fit = fitter.fit(examples, FitProgress.quiet());
    assertTrue(fit.course().converged(), fit.course().reason());
    return fit;
  }

  private static void assertNear(double expected, double found, double relative, String what) {
    assertEquals(expected, found, relative * Math.abs(expected), what);
  }

  private static void assertEstimates(
      FitResult fit, double relative, double[] estimates, double[] standardErrors) {
    assertEquals(estimates.length, fit.coefficients().size());
    for (int j = 0; j < estimates.length; j++) {
      Coefficient found = fit.coefficients().get(j);
      assertNear(estimates[j], found.estimate(), relative, found.name());
      assertNear(standardErrors[j], found.standardError(), relative, "s.e. of " + found.name());
      assertNear(estimates[j] / standardErrors[j], found.statistic(), 2 * relative, found.name());
    }
  }

  private static void assertNear(double expected, Optional<Double> found, double relative) {
    assertNear(expected, found.orElseThrow(), relative, "");
  }

  /** NIST's certified values; its columns are near to one another, with a condition of 5e9. */
  @Test
  void longley() {
    FitResult fit = fit(Sample.LONGLEY, ModelKind.LINEAR);
    // The data lie on numbers of few digits, of which a condition of 5e9 leaves these.
    assertEstimates(
        fit,
        1e-9,
        new double[] {
          -3482258.63459582,
          15.0618722713733,
          -0.358191792925910E-01,
          -2.02022980381683,
          -1.03322686717359,
          -0.511041056535807E-01,
          1829.15146461355
        },
        new double[] {
          890420.383607373,
          84.9149257747669,
          0.334910077722432E-01,
          0.488399681651699,
          0.214274163161675,
          0.226073200069370,
          455.478499142212
        });
    assertNear(304.854073561965, fit.goodness().scale(), 1e-11);
    assertNear(0.995479004577296, fit.goodness().rSquared(), 1e-12);
    // R: logLik, AIC, confint and Pr(>|t|) of year.
    assertNear(-109.61743480848, fit.goodness().logLikelihood(), 1e-12);
    assertNear(235.234869616961, fit.goodness().aic(), 1e-12);
    Coefficient year = fit.coefficients().get(6);
    assertNear(798.787515278430, year.interval().low(), OF_R, "low");
    assertNear(2859.51541394868, year.interval().high(), OF_R, "high");
    assertNear(0.00303680334163015, year.pValue(), OF_R, "p");
    assertEquals("t", fit.question().wald().statistic());
  }

  /** Dalal, Fowlkes and Hoadley (1989): 15.0429 and −0.2322, 7.3786 and 0.1082; R's glm. */
  @Test
  void challenger() {
    FitResult fit = fit(Sample.O_RINGS, ModelKind.LOGISTIC);
    assertEstimates(
        fit,
        OF_R,
        new double[] {15.0429016477024, -0.232162744218597},
        new double[] {7.37863638491123, 0.108236521649207});
    assertNear(-10.1575963439334, fit.goodness().logLikelihood(), 1e-12);
    assertNear(24.3151926878668, fit.goodness().aic(), 1e-12);
    assertNear(20.3151926878668, fit.goodness().deviance(), 1e-12);
    Coefficient temperature = fit.coefficients().get(1);
    assertNear(-0.444302428462932, temperature.interval().low(), OF_R, "low");
    assertNear(-0.0200230599742615, temperature.interval().high(), OF_R, "high");
    assertNear(0.0319562412493268, temperature.pValue(), OF_R, "p");
    assertNear(Math.exp(-0.232162744218597), temperature.ratio(), OF_R, "odds ratio");
    assertEquals("z", fit.question().wald().statistic());
    assertEquals("distress = 1", fit.question().examples().targetName());
  }

  /** Rows that stand for many beetles each; R's glm with weights. A p-value far in the tail. */
  @Test
  void beetles() {
    FitResult fit = fit(Sample.BEETLES, ModelKind.LOGISTIC);
    assertEstimates(
        fit,
        OF_R,
        new double[] {-60.7174545616355, 34.2703257341470},
        new double[] {5.18071146334070, 2.91214007063567});
    assertNear(-186.235403271768, fit.goodness().logLikelihood(), 1e-12);
    assertNear(5.70006081566931e-32, fit.coefficients().get(1).pValue(), 1e-6, "p");
    assertEquals(481, fit.question().examples().size());
  }

  /** R's glm: its standard errors end 1e-8 short of the closed form of {@link ClosedFormsTest}. */
  @Test
  void horseKicks() {
    FitResult fit = fit(Sample.HORSE_KICKS, ModelKind.POISSON);
    assertNear(-301.086025939073, fit.goodness().logLikelihood(), 1e-12);
    assertNear(630.172051878146, fit.goodness().aic(), 1e-12);
    assertNear(297.091668619587, fit.goodness().deviance(), 1e-12);
    Coefficient eleventh = fit.coefficients().get(11);
    assertEquals("corps = XI", eleventh.name());
    assertNear(0.446287102628419, eleventh.estimate(), OF_R, "corps XI");
    assertNear(0.320156211862641, eleventh.standardError(), OF_R, "s.e.");
  }

  /**
   * The maximum and the observed information of coefficients and ln α together with 40 digits by
   * mpmath 1.3; R's glm.nb agrees on the estimates, α = 1/20.5050830839778, and gives the expected
   * information, without α, instead.
   */
  @Test
  void salmonella() {
    FitResult fit = fit(Sample.SALMONELLA, ModelKind.NEGATIVE_BINOMIAL);
    assertEstimates(
        fit,
        OF_R,
        new double[] {2.19762738702341, -0.000980299631600037, 0.312509750107500},
        new double[] {0.321319342778054, 0.000381054591884594, 0.0867705143866391});
    Coefficient dispersion = fit.further().get(0);
    assertEquals("ln α", dispersion.name());
    assertNear(-3.02067281072480, dispersion.estimate(), OF_R, "ln α");
    assertNear(0.563971062782931, dispersion.standardError(), OF_R, "s.e. of ln α");
    assertNear(1 / 20.5050830839778, fit.goodness().dispersion(), 1e-6);
    assertNear(-62.8895884837772, fit.goodness().logLikelihood(), 1e-12);
    assertNear(17.7100244549852, fit.goodness().deviance(), 1e-6);
    assertNear(8 + 2 * 62.8895884837772, fit.goodness().aic(), 1e-12);
  }

  @Test
  void salmonellaAsPoisson() {
    FitResult fit = fit(Sample.SALMONELLA, ModelKind.POISSON);
    assertEstimates(
        fit,
        OF_R,
        new double[] {2.17277300950977, -0.00101303188237889, 0.319824999012301},
        new double[] {0.218426993634608, 0.000245219171202262, 0.0570014515976926});
    assertNear(43.7157499488036, fit.goodness().deviance(), 1e-12);
  }

  /** R's survreg: scale 0.732, the covariance with ln σ, ln L of both models. */
  @Test
  void leukemia() {
    FitResult fit = fit(Sample.LEUKEMIA, ModelKind.WEIBULL);
    assertEstimates(
        fit,
        OF_R,
        new double[] {2.24835235907674, 1.26733458741907},
        new double[] {0.165971793090257, 0.310639935975678});
    Coefficient scale = fit.further().get(0);
    assertEquals("ln σ", scale.name());
    assertNear(-0.311709220931071, scale.estimate(), OF_R, "ln σ");
    assertNear(0.147291882577643, scale.standardError(), OF_R, "s.e. of ln σ");
    assertNear(0.0343219496287140, scale.pValue(), OF_R, "p of ln σ");
    assertNear(0.732194404083985, fit.goodness().scale(), OF_R);
    assertNear(-0.0303250620154934, fit.covariance().entry(0, 1), OF_R, "covariance");
    assertNear(0.0157268554393415, fit.covariance().entry(2, 1), OF_R, "covariance with ln σ");
    assertNear(-106.579491581564, fit.goodness().logLikelihood(), 1e-12);
    assertEquals(Optional.of(30.0), fit.question().examples().events());
    assertEquals(
        List.of("treatment = 6-MP"),
        fit.coefficients().stream().skip(1).map(Coefficient::name).toList());
  }

  @Test
  void leukemiaAsExponential() {
    FitResult fit = fit(Sample.LEUKEMIA, ModelKind.EXPONENTIAL);
    assertEstimates(
        fit,
        OF_R,
        new double[] {2.15948424935337, 1.52661356179869},
        new double[] {0.218217890235992, 0.398409536444798});
    assertNear(-108.524049536789, fit.goodness().logLikelihood(), 1e-12);
    assertNear(4 + 2 * 108.524049536789, fit.goodness().aic(), 1e-12);
  }

  private static void assertStackLoss(
      ResidualLoss loss, double scale, double[] estimates, double[] standardErrors) {
    FitResult fit =
        fit(
            Sample.STACK_LOSS,
            Fitter.of(ModelKind.LINEAR).withLoss(loss),
            Sample.STACK_LOSS.roles());
    // rlm goes on until its coefficients change by 1e-14, linearly: the last digits are its own.
    assertEstimates(fit, 1e-7, estimates, standardErrors);
    assertNear(scale, fit.goodness().scale(), 1e-7);
    assertEquals("z", fit.question().wald().statistic());
  }

  /** MASS's rlm with its default loss and scale: the median of |r| over 0.6745. */
  @Test
  void stackLossByHuber() {
    assertStackLoss(
        ResidualLoss.HUBER,
        2.44048904599281,
        new double[] {-41.0264853732950, 0.829385770253855, 0.926059415548606, -0.127846317965416},
        new double[] {9.80687229435309, 0.111174962319926, 0.303393403349553, 0.128846345686811});
  }

  /** The same with {@code psi = u/√(1 + (u/1.287)²)}. */
  @Test
  void stackLossBySoftL1() {
    assertStackLoss(
        ResidualLoss.SOFT_L1,
        2.45465597828847,
        new double[] {-40.2198384593697, 0.810220121120471, 0.931565978028901, -0.125975559843415},
        new double[] {10.7764169481763, 0.122166141476847, 0.333388027873436, 0.141584584941465});
  }

  /** The same with {@code psi = u/(1 + (u/2.385)²)}, from Huber's solution. */
  @Test
  void stackLossByCauchy() {
    assertStackLoss(
        ResidualLoss.CAUCHY,
        2.36462674306395,
        new double[] {-40.6586480416436, 0.834598565375637, 0.876473936475645, -0.123838492826590},
        new double[] {10.3903284303735, 0.117789274405416, 0.321443678452487, 0.136512010002443});
  }

  /** The same with {@code psi.bisquare}, from Huber's solution. */
  @Test
  void stackLossByTukey() {
    assertStackLoss(
        ResidualLoss.TUKEY,
        2.28185331456693,
        new double[] {-42.2853215364912, 0.927558992802421, 0.650711198390210, -0.112333123035657},
        new double[] {9.53138566148951, 0.108051926237781, 0.294870724088204, 0.125226899561213});
  }
}
