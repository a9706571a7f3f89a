package org.roperator.cli.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.roperator.autodiff.Elementary;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.VarArray;
import org.roperator.autodiff.VarMatrix;
import org.roperator.data.BadInput;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;

/**
 * Linear models of squared and of robust losses.
 *
 * <p>The target is centered, if there is an intercept, and scaled to variance 1, and what comes out
 * is put back exactly. With n examples and p coefficients:
 *
 * <ul>
 *   <li>squared: {@code σ̂² = Σ r²/(n − p)}, covariance {@code σ̂²(XᵀX)⁻¹}, Student's t of n − p
 *       degrees of freedom;
 *   <li>others: the scale s is the median of |r| over 0.6745, of the fit's own residuals;
 *       covariance {@code (K/ψ̄')² s² Σψ²/(n − p) (XᵀX)⁻¹} with {@code K = 1 + p var(ψ')/(n ψ̄'²)}
 *       (Huber 1981, equation 6.5 of chapter 7; that of R's {@code rlm} and statsmodels' {@code
 *       RLM}); normal.
 * </ul>
 */
final class LinearFit {

  /** The median of |r| of normal residuals of standard deviation 1, as R has it. */
  private static final double NORMAL_MEDIAN = 0.6745;

  /** Residuals as small as this part of the target are rounding. */
  private static final double EXACT = 1e-12;

  private static final double SCALE_SETTLED = 1e-11;
  private static final int MOST_SCALES = 200;
  private static final int MOST_TURNS = 100;

  private final FitResult.Question question;
  private final OptionalDouble givenScale;
  private final FitProgress progress;
  private final OrthogonalDesign design;
  private final VarMatrix q;
  private final double[] shares;
  private final double size;
  private final double center;
  private final double unit;
  private final double[] target;

  /** How much the scale still changed; 0 if it was given or is not in use. */
  private double unsettled;

  private final List<Course.Step> steps = new ArrayList<>();

  private LinearFit(FitResult.Question question, OptionalDouble givenScale, FitProgress progress) {
    this.question = question;
    this.givenScale = givenScale;
    this.progress = progress;
    Examples examples = question.examples();
    this.size = examples.size();
    this.shares = Sums.shares(examples.weights());
    int p = examples.coefficients();
    if (!(size > p)) {
      throw new BadInput(
          "There are "
              + Sums.count(size)
              + " examples and "
              + p
              + " coefficients, so no spread is left to tell the errors by; leave out features with"
              + " --without, or add examples.");
    }
    this.design = OrthogonalDesign.of(examples.design(), examples.weights());
    this.q = VarMatrix.constant(design.rows());
    double[] y = examples.target().values().clone();
    for (int i = 0; i < y.length; i++) {
      y[i] -= examples.offset()[i];
    }
    double largest = Arrays.stream(y).map(Math::abs).max().orElse(0);
    double mean = 0;
    for (int i = 0; i < y.length && examples.design().hasIntercept(); i++) {
      mean += shares[i] * y[i];
    }
    this.center = mean;
    double[] centered =
        Arrays.stream(y).map(t -> largest == 0 ? 0 : (t - center) / largest).toArray();
    double spread = Math.sqrt(Sums.dot(shares, Sums.products(centered, centered)));
    if (!(spread > EXACT)) {
      throw new BadInput(
          "The target less the offset is the same in every row; there is nothing to explain.");
    }
    this.unit = spread * largest;
    this.target = Arrays.stream(centered).map(t -> t / spread).toArray();
  }

  /**
   * Fits.
   *
   * @param scale of residuals, in units of the target; estimated if there is none
   */
  static FitResult of(FitResult.Question question, OptionalDouble scale, FitProgress progress) {
    LinearFit fit = new LinearFit(question, scale, progress);
    return question.loss() == ResidualLoss.SQUARED ? fit.squared() : fit.robust();
  }

  private Objective objective(ResidualLoss loss, double scale) {
    VarArray t = VarArray.constant(target);
    return TapeObjective.ofArray(
        design.width(), gamma -> loss.of(t.subtract(q.times(gamma)).divide(scale)).dot(shares));
  }

  private double[] residuals(double[] gamma) {
    double[] r = design.predict(gamma);
    for (int i = 0; i < r.length; i++) {
      r[i] = target[i] - r[i];
    }
    return r;
  }

  private Maximum leastSquares() {
    return Maximum.of(objective(ResidualLoss.SQUARED, 1), new double[design.width()], progress);
  }

  private FitResult squared() {
    Maximum maximum = leastSquares();
    double[] r = residuals(maximum.point());
    double meanSquare = Sums.dot(shares, Sums.products(r, r));
    if (!(Math.sqrt(meanSquare) > EXACT)) {
      throw new BadInput(
          "The features explain the target exactly, but for rounding, so no spread is left to tell"
              + " the errors by; leave out what repeats the target with --without.");
    }
    double variance = meanSquare * size / (size - design.width());
    double[][] inverse = maximum.hessian().inverse().rows();
    for (double[] row : inverse) {
      for (int j = 0; j < row.length; j++) {
        row[j] *= variance / size;
      }
    }
    double deviance = meanSquare * size * unit * unit;
    FitResult.Goodness goodness =
        FitResult.Goodness.none()
            .withScale(Math.sqrt(variance) * unit)
            .withDeviance(deviance)
            .withExplained(1 - meanSquare)
            .withLikelihood(
                -size / 2 * (Math.log(2 * Math.PI * meanSquare) + 2 * Math.log(unit) + 1),
                design.width() + 1);
    return result(maximum.point(), inverse, goodness, maximum.course(), List.of());
  }

  private FitResult robust() {
    double[] gamma = leastSquares().point();
    double scale = givenScale.isPresent() ? givenScale.getAsDouble() / unit : median(gamma);
    ResidualLoss loss = question.loss();
    if (loss.isRedescending()) {
      gamma = comeNear(ResidualLoss.HUBER, gamma, scale);
      Search first = search(ResidualLoss.HUBER, gamma, scale);
      gamma = first.maximum.point();
      scale = first.scale;
      steps.clear();
    }
    gamma = comeNear(loss, gamma, scale);
    Search search = search(loss, gamma, scale);
    double[] r = residuals(search.maximum.point());
    double[][] covariance = covariance(loss, r, search.scale);
    FitResult.Goodness goodness = FitResult.Goodness.none().withScale(search.scale * unit);
    Course last = search.maximum.course();
    boolean settled = unsettled <= 1e-6;
    Course course =
        new Course(
            settled ? last.outcome() : "SCALE_NOT_SETTLED",
            settled
                ? last.reason()
                : String.format(
                    Locale.ROOT,
                    "the scale of the residuals still changed by a part of %.1e; give one with"
                        + " --residual-scale",
                    unsettled),
            steps.size() - 1,
            last.products(),
            last.gradient(),
            steps);
    return result(search.maximum.point(), covariance, goodness, course, remarks(loss, r, search));
  }

  private List<String> remarks(ResidualLoss loss, double[] r, Search search) {
    double far = 0;
    for (int i = 0; i < r.length; i++) {
      far += Math.abs(r[i]) > loss.tuning() * search.scale ? shares[i] * size : 0;
    }
    return List.of(
        Sums.count(far)
            + " of "
            + Sums.count(size)
            + " residuals are beyond "
            + loss.tuning()
            + " scales");
  }

  /** Where a search for coefficients and scale in turn ended. */
  private static final class Search {
    private final Maximum maximum;
    private final double scale;

    Search(Maximum maximum, double scale) {
      this.maximum = maximum;
      this.scale = scale;
    }
  }

  private Search search(ResidualLoss loss, double[] from, double firstScale) {
    double scale = firstScale;
    double before = Double.NaN;
    double changeBefore = Double.NaN;
    Maximum maximum = Maximum.near(objective(loss, scale), from, progress);
    add(maximum);
    for (int k = 0; k < MOST_SCALES && givenScale.isEmpty(); k++) {
      double change = median(maximum.point()) - scale;
      unsettled = Math.abs(change) / scale;
      if (unsettled <= SCALE_SETTLED) {
        break;
      }
      // A secant of the change; the change itself where that leads far away.
      double secant = scale - change * (scale - before) / (change - changeBefore);
      before = scale;
      changeBefore = change;
      scale = Math.abs(secant - scale) <= scale / 2 ? secant : scale + change;
      maximum = Maximum.near(objective(loss, scale), maximum.point(), progress);
      add(maximum);
    }
    return new Search(maximum, scale);
  }

  /**
   * Comes near by least squares in turn with weights {@code ψ(u)/u}, each of which lowers the loss,
   * until Newton's steps find the way: where all residuals are far, nothing bends to tell them how
   * far to go.
   */
  private double[] comeNear(ResidualLoss loss, double[] from, double scale) {
    double[] gamma = from;
    VarArray t = VarArray.constant(target);
    for (int k = 0; k < MOST_TURNS; k++) {
      Maximum maximum = Maximum.byNewton(objective(loss, scale), gamma);
      if (maximum.converged()) {
        return maximum.point();
      }
      double[] u = Arrays.stream(residuals(gamma)).map(x -> x / scale).toArray();
      double[] psi = expansion(loss, u).gradient();
      double[] weights = new double[u.length];
      for (int i = 0; i < u.length; i++) {
        weights[i] = shares[i] * (u[i] == 0 ? 1 : psi[i] / u[i]);
      }
      Objective weighted =
          TapeObjective.ofArray(
              design.width(), x -> t.subtract(q.times(x)).map(Elementary.SQUARE).dot(weights));
      gamma = Maximum.near(weighted, gamma, progress).point();
    }
    return gamma;
  }

  private static Expansion expansion(ResidualLoss loss, double[] u) {
    return TapeObjective.ofArray(u.length, x -> loss.of(x).sum()).expandAt(u);
  }

  private void add(Maximum maximum) {
    for (Course.Step step : maximum.course().steps()) {
      if (steps.isEmpty() || step.iteration() > 0) {
        steps.add(new Course.Step(steps.size(), step.loss()));
      }
    }
  }

  /** The scale of residuals: their weighted median, as of as many rows as the weights say. */
  private double median(double[] gamma) {
    double[] sizes = Arrays.stream(residuals(gamma)).map(Math::abs).toArray();
    int[] order =
        IntStream.range(0, sizes.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> sizes[i]))
            .mapToInt(i -> i)
            .toArray();
    double[] weights = question.examples().weights();
    double passed = 0;
    double median = Double.NaN;
    for (int k = 0; k < order.length && Double.isNaN(median); k++) {
      passed += weights[order[k]];
      if (passed == size / 2 && k + 1 < order.length) {
        median = (sizes[order[k]] + sizes[order[k + 1]]) / 2;
      } else if (passed > size / 2) {
        median = sizes[order[k]];
      }
    }
    if (!(median > EXACT)) {
      throw new BadInput(
          "The features explain half of the examples or more exactly, so the residuals have no"
              + " scale; give one with --residual-scale.");
    }
    return median / NORMAL_MEDIAN;
  }

  private double[][] covariance(ResidualLoss loss, double[] r, double scale) {
    double[] u = Arrays.stream(r).map(x -> x / scale).toArray();
    Expansion at = expansion(loss, u);
    double[] psi = at.gradient();
    double[] ones = new double[u.length];
    Arrays.fill(ones, 1);
    double[] bend = at.hessian().times(ones); // ρ'' of each: the Hessian is diagonal
    int p = design.width();
    double mean = Sums.dot(shares, bend);
    double variance = 0;
    for (int i = 0; i < bend.length; i++) {
      variance += shares[i] * size / (size - 1) * (bend[i] - mean) * (bend[i] - mean);
    }
    double correction = 1 + p * variance / (size * mean * mean);
    double spread = Sums.dot(shares, Sums.products(psi, psi)) * size / (size - p);
    double factor = scale * scale * spread * correction * correction / (mean * mean * size);
    double[][] covariance = new double[p][p];
    for (int j = 0; j < p; j++) {
      covariance[j][j] = factor;
    }
    return covariance;
  }

  private FitResult result(
      double[] gamma,
      double[][] ofGamma,
      FitResult.Goodness goodness,
      Course course,
      List<String> remarks) {
    double[] beta = design.coefficients(gamma);
    for (int j = 0; j < beta.length; j++) {
      beta[j] *= unit;
    }
    if (design.design().hasIntercept()) {
      beta[0] += center;
    }
    Covariance covariance = design.covariance(ofGamma, unit);
    List<Coefficient> coefficients = new ArrayList<>();
    for (int j = 0; j < beta.length; j++) {
      Design.Term term = design.design().term(j);
      coefficients.add(
          question.wald().of(term.name(), term.column(), beta[j], covariance.standardError(j)));
    }
    return new FitResult(question, coefficients, List.of(), covariance, goodness, course, remarks);
  }
}
