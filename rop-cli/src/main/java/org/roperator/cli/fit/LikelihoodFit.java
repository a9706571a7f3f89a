package org.roperator.cli.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.roperator.data.BadInput;
import org.roperator.data.Excerpt;
import org.roperator.function.Objective;

/**
 * Models of classes, counts and lifetimes by maximum likelihood. The covariance is the inverse of
 * the observed information, which is the Hessian of {@code −ln L} at the maximum, over the
 * coefficients and the further parameters together.
 */
final class LikelihoodFit {

  /** A gain of ln L that is rounding, relative to it. */
  private static final double ROUNDING = 1e-11;

  /** To begin with where counts vary hardly more than Poisson's. */
  private static final double SMALL_DISPERSION = 0.05;

  private final FitResult.Question question;
  private final Examples examples;
  private final OrthogonalDesign design;
  private final FitProgress progress;

  private LikelihoodFit(FitResult.Question question, FitProgress progress) {
    this.question = question;
    this.examples = question.examples();
    this.progress = progress;
    this.design = OrthogonalDesign.of(examples.design(), examples.weights());
  }

  /**
   * Fits.
   *
   * @throws BadInput if the likelihood has no maximum, naming the columns that are to blame
   */
  static FitResult of(FitResult.Question question, FitProgress progress) {
    LikelihoodFit fit = new LikelihoodFit(question, progress);
    return switch (question.kind()) {
      case LOGISTIC -> fit.fitted(new Logistic(fit.examples));
      case POISSON -> fit.fitted(new Poisson(fit.examples));
      case EXPONENTIAL -> fit.fitted(new Lifetimes(fit.examples, true));
      case WEIBULL -> fit.fitted(new Lifetimes(fit.examples, false));
      case NEGATIVE_BINOMIAL -> fit.overdispersed();
      case LINEAR -> throw new IllegalArgumentException("A linear model has residuals.");
    };
  }

  private FitResult fitted(Family family) {
    Recession.of(design, family.freedoms(), examples.weights())
        .ifPresent(
            finding -> {
              throw noMaximum(finding, family);
            });
    family
        .noMaximum(design)
        .ifPresent(
            complaint -> {
              throw new BadInput(complaint);
            });
    return result(family, maximum(family));
  }

  private Maximum maximum(Family family) {
    int p = design.width();
    double[] start = new double[p + family.extras()];
    double level = family.startLevel();
    double[] shares = Sums.shares(examples.weights());
    for (int j = 0; j < p; j++) { // the level, as near as the design comes to it
      for (int i = 0; i < shares.length; i++) {
        start[j] += shares[i] * design.rows()[i][j] * level;
      }
    }
    System.arraycopy(family.startExtras(), 0, start, p, family.extras());
    Objective loss = LikelihoodObjective.of(family, design, examples.offset());
    return Maximum.of(loss, start, progress);
  }

  /** Negative binomial counts, which are Poisson's where the likelihood rises towards α = 0. */
  private FitResult overdispersed() {
    FitResult poisson = fitted(new Poisson(examples));
    double bound = poisson.goodness().logLikelihood().orElseThrow();
    Family family = new NegativeBinomial(examples, dispersion(poisson));
    FitResult own = result(family, maximum(family));
    double gain = own.goodness().logLikelihood().orElseThrow() - bound;
    if (gain > ROUNDING * Math.abs(bound)) {
      return own;
    }
    return new FitResult(
        question,
        poisson.coefficients(),
        List.of(),
        poisson.covariance(),
        poisson.goodness().withDispersion(0),
        poisson.course(),
        List.of(
            "The counts vary no more than Poisson's, so the likelihood is largest at the boundary"
                + " α = 0, where the model is --model poisson, whose numbers these are"));
  }

  /** α from moments: {@code Σ((y − μ)² − μ)/Σμ²}. */
  private double dispersion(FitResult poisson) {
    double[] eta = predictor(poisson);
    double[] y = examples.target().values();
    double above = 0;
    double square = 0;
    for (int i = 0; i < y.length; i++) {
      double mu = Math.exp(eta[i]);
      above += examples.weights()[i] * ((y[i] - mu) * (y[i] - mu) - mu);
      square += examples.weights()[i] * mu * mu;
    }
    return Math.max(SMALL_DISPERSION, above / square);
  }

  private double[] predictor(FitResult fit) {
    double[] eta = examples.offset().clone();
    for (int j = 0; j < design.width(); j++) {
      double beta = fit.coefficients().get(j).estimate();
      double[] column = design.design().column(j);
      for (int i = 0; i < eta.length; i++) {
        eta[i] += beta * column[i];
      }
    }
    return eta;
  }

  private FitResult result(Family family, Maximum maximum) {
    int p = design.width();
    double[] point = maximum.point();
    double[][] inverse = inverse(maximum, point.length);
    for (double[] row : inverse) {
      for (int j = 0; j < row.length; j++) {
        row[j] /= examples.size();
      }
    }
    Covariance covariance = design.covariance(inverse, 1);
    double[] beta = design.coefficients(point);
    List<Coefficient> coefficients = new ArrayList<>();
    for (int j = 0; j < p; j++) {
      Design.Term term = design.design().term(j);
      coefficients.add(
          question.wald().of(term.name(), term.column(), beta[j], covariance.standardError(j)));
    }
    double[] theta = Arrays.copyOfRange(point, p, point.length);
    List<Coefficient> further = new ArrayList<>();
    for (int k = 0; k < theta.length; k++) {
      double error = covariance.standardError(p + k);
      // Lifetimes of ln σ = 0 are exponential.
      further.add(
          question.kind().isCount()
              ? question.wald().untested("ln α", theta[k], error)
              : question.wald().of("ln σ", "ln σ", theta[k], error));
    }
    double[] eta = design.predict(Arrays.copyOf(point, p));
    for (int i = 0; i < eta.length; i++) {
      eta[i] += examples.offset()[i];
    }
    List<Course.Step> steps = maximum.course().steps();
    double loss = steps.get(steps.size() - 1).loss();
    FitResult.Goodness goodness =
        FitResult.Goodness.none().withLikelihood(-loss * examples.size(), point.length);
    var deviance = family.deviance(eta, theta);
    if (deviance.isPresent()) {
      goodness = goodness.withDeviance(deviance.getAsDouble());
    }
    if (theta.length > 0) {
      double size = Math.exp(theta[0]);
      goodness =
          question.kind().isCount() ? goodness.withDispersion(size) : goodness.withScale(size);
    }
    return new FitResult(
        question, coefficients, further, covariance, goodness, maximum.course(), List.of());
  }

  /** The inverse of the Hessian, of numbers that are none where there is no minimum. */
  private static double[][] inverse(Maximum maximum, int n) {
    if (maximum.converged()) {
      return maximum.hessian().inverse().rows();
    }
    double[][] unknown = new double[n][n];
    for (double[] row : unknown) {
      Arrays.fill(row, Double.NaN);
    }
    return unknown;
  }

  private BadInput noMaximum(Recession.Finding finding, Family family) {
    Set<String> columns = finding.columns();
    String names =
        (columns.size() == 1 ? "column " : "columns ")
            + columns.stream().map(Excerpt::of).collect(Collectors.joining(", "));
    List<String> levels = levels(columns, family.freedoms());
    String which = levels.isEmpty() ? "" : " (" + Excerpt.list(", ", levels) + ")";
    String what;
    if (question.kind() == ModelKind.LOGISTIC) {
      what =
          String.format(
              Locale.ROOT,
              "The %s%s %s whether %s%s",
              names,
              which,
              columns.size() == 1 ? "tells" : "together tell",
              examples.targetName(),
              finding.everywhere() ? " in every example" : " but for ties");
    } else if (question.kind().isCount()) {
      what = "The " + names + which + " set examples apart whose counts are all 0";
    } else {
      what = "The " + names + which + " set examples apart of which none has had its event";
    }
    return new BadInput(
        what
            + ", so the likelihood rises without end as coefficients grow and has no maximum; leave"
            + " a column out with --without, merge levels, or add examples.");
  }

  /** The levels of which every example lets η go the same way. */
  private List<String> levels(Set<String> columns, Recession.Freedom[] freedoms) {
    return IntStream.range(0, design.width())
        .filter(j -> columns.contains(design.design().term(j).column()))
        .filter(j -> !design.design().term(j).name().equals(design.design().term(j).column()))
        .filter(j -> goesOneWay(design.design().column(j), freedoms))
        .mapToObj(j -> design.design().term(j).name())
        .toList();
  }

  private static boolean goesOneWay(double[] indicator, Recession.Freedom[] freedoms) {
    Optional<Recession.Freedom> way = Optional.empty();
    for (int i = 0; i < indicator.length; i++) {
      if (indicator[i] != 0) {
        if (freedoms[i] == Recession.Freedom.HELD
            || (way.isPresent() && way.get() != freedoms[i])) {
          return false;
        }
        way = Optional.of(freedoms[i]);
      }
    }
    return way.isPresent();
  }
}
