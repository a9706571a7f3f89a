package org.roperator.perturb;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.roperator.internal.Gaussian;
import org.roperator.internal.Vectors;
import org.roperator.solve.Steihaug;

/** One run of a {@link BlackBoxTrustRegion}. */
final class BlackBoxSearch {

  /** Steps tried with one gradient before it is sampled anew. */
  private static final int TRIALS = 4;

  /** The share of the radius that the pairs of a sample span. */
  private static final double SPAN = 0.5;

  private static final double POOR = 0.25;
  private static final double GOOD = 0.75;
  private static final double ACCEPTABLE = 1e-3;

  /** How many values are compared for their noise, and how far apart, relative to the radius. */
  private static final int NOISE_POINTS = 7;

  private static final double NOISE_SPACING = 1e-6;

  /**
   * The noise of a second difference, in that of one value: of two values, and twice of the one
   * between them, which counts double, since it was chosen for being low.
   */
  private static final double SECOND_DIFFERENCE = Math.sqrt(2 + 4 * 4);

  /**
   * How many errors noise alone does not reach: as rarely as three where the noise is known, the
   * quantile of Student's distribution with the five degrees of freedom that it is read from.
   */
  private static final double CLEAR = 5.5;

  /** How much less clear than the clearest a curvature may be to count as clear as that. */
  private static final double ALIKE = 1.5;

  private final CountedBox box;
  private final double firstRadius;
  private final double smallestRadius;
  private final long most;
  private final QuasiNewtonUpdate update;
  private final int n;
  private final RandomGenerator random;
  private final List<BlackBoxResult.Progress> history = new ArrayList<>();

  private double[] w;
  private double value;
  private double[] gradient;
  private double gradientError;
  private double radius;
  private RankTwoHessian h;

  private double noise;
  private double largestCurvature;

  /**
   * The error that noise leaves of the clearest curvature that Ĥ has; infinite where it has none.
   */
  private double clearest = Double.POSITIVE_INFINITY;

  /**
   * By how much Ĥ was off where it was last compared, or what noise leaves of it if that is more.
   */
  private double hessianError = Double.POSITIVE_INFINITY;

  BlackBoxSearch(
      CountedBox box,
      double[] start,
      double radius,
      double smallestRadius,
      long most,
      long seed,
      QuasiNewtonUpdate update) {
    this.box = box;
    this.firstRadius = radius;
    this.smallestRadius = smallestRadius;
    this.most = most;
    this.update = update;
    this.n = start.length;
    this.random = new SplittableRandom(seed);
    this.w = start;
    this.gradient = new double[n];
    this.radius = radius;
    this.h = RankTwoHessian.zero(n).withMemory(Math.max(2, n));
  }

  BlackBoxResult run() {
    value = box.evaluate(w);
    if (!Double.isFinite(value) && box.abyss().isEmpty()) {
      return result(BlackBoxOutcome.UNDEFINED_AT_THE_START);
    }
    record();
    if (box.abyss().isEmpty()) {
      noise = noiseAboutTheStart();
    }
    double[] step = new double[n];
    while (box.abyss().isEmpty() && box.evaluations() + 2L * (n + 1) < most) {
      if (Thread.currentThread().isInterrupted()) {
        return result(BlackBoxOutcome.INTERRUPTED);
      }
      if (radius < smallestRadius) {
        return result(BlackBoxOutcome.RADIUS_VANISHED);
      }
      double[] gradientBefore = gradient;
      double errorBefore = gradientError;
      PairedSample sample = sample();
      if (box.abyss().isPresent()) {
        break;
      }
      if (sample.determinesGradient()) {
        learn(sample);
        learnFromStep(step, gradientBefore, errorBefore);
        step = tryStepsFrom(sample);
      } else {
        radius *= POOR; // the sample reaches beyond the domain
        step = new double[n];
        gradient = new double[n];
      }
    }
    return box.abyss().isPresent()
        ? atTheAbyss(box.abyss().get())
        : result(BlackBoxOutcome.EVALUATIONS_SPENT);
  }

  /** The end where a value was −∞, below which nothing is. */
  private BlackBoxResult atTheAbyss(double[] point) {
    if (value != Double.NEGATIVE_INFINITY) {
      moveTo(point, Double.NEGATIVE_INFINITY);
    }
    return result(BlackBoxOutcome.UNBOUNDED);
  }

  // ---- what a sample says

  /** Mirrored pairs along random orthogonal directions, and one more in case one fails. */
  private PairedSample sample() {
    double[][] directions = new double[n + 1][n];
    for (int j = 0; j <= n; j++) {
      for (int i = 0; i < n; i++) {
        directions[j][i] = Gaussian.draw(random);
      }
      for (int k = 0; k < j && j < n; k++) {
        Vectors.addScaled(-Vectors.dot(directions[k], directions[j]), directions[k], directions[j]);
      }
      Vectors.scale(1 / Vectors.norm(directions[j]), directions[j]);
    }
    double length = span();
    for (double[] direction : directions) {
      Vectors.scale(length, direction);
    }
    return new PairedSample(directions, box.evaluatePairs(w, directions), value);
  }

  /** Half the radius, or where noise would drown the curvature, as far as lifts it out. */
  private double span() {
    double clear = largestCurvature > 0 ? Math.sqrt(6 * noise / largestCurvature) : 0;
    return Math.max(SPAN * radius, Math.min(clear, SPAN * firstRadius));
  }

  /**
   * The standard deviation of the noise of one value, by second differences of values so close that
   * nothing else is left in them: their mean square is six times that of the noise.
   */
  private double noiseAboutTheStart() {
    double[] direction = new double[n];
    for (int i = 0; i < n; i++) {
      direction[i] = NOISE_SPACING * firstRadius * Gaussian.draw(random);
    }
    double[] values = new double[NOISE_POINTS];
    values[0] = value;
    for (int k = 1; k < NOISE_POINTS && box.evaluations() < most; k++) {
      double[] point = new double[n];
      Vectors.sum(w, k, direction, point);
      values[k] = box.evaluate(point);
    }
    double[] seconds = new double[NOISE_POINTS - 2];
    for (int k = 2; k < NOISE_POINTS; k++) {
      seconds[k - 2] = (values[k] - values[k - 1]) - (values[k - 1] - values[k - 2]);
    }
    double length = Vectors.norm(seconds);
    return Double.isFinite(length) ? length / Math.sqrt(6 * (NOISE_POINTS - 2)) : 0;
  }

  private void learn(PairedSample sample) {
    gradient = sample.gradient();
    double length = Vectors.norm(sample.direction(0)); // they are equally long
    gradientError = noise * Math.sqrt(0.5 * n) / length;
    double error = SECOND_DIFFERENCE * noise / length / length;
    boolean clear = isClear(error);
    double[] differences = new double[sample.size()];
    for (int j = 0; j < differences.length; j++) {
      differences[j] = difference(sample.direction(j), sample.curvature(j));
    }
    for (int j = 0; j < differences.length; j++) {
      learnCurvature(sample.direction(j), sample.curvature(j), SECOND_DIFFERENCE * noise);
    }
    if (clear) {
      // Ĥ as it was before foretold them no better than that.
      hessianError = Math.max(error, Vectors.norm(differences) / Math.sqrt(differences.length));
      clearest = Math.min(clearest, error);
    }
  }

  /** By how much the curvature along d is more than Ĥ says. */
  private double difference(double[] d, double curvature) {
    double length = Vectors.norm(d);
    double[] unit = d.clone();
    Vectors.scale(1 / length, unit);
    return curvature / length / length - Vectors.dot(unit, h.times(unit));
  }

  private boolean isClear(double error) {
    return error <= ALIKE * clearest;
  }

  /** Takes in {@code dᵀHd}, of which Ĥd is the likeliest completion to a product. */
  private void learnCurvature(double[] d, double curvature, double error) {
    double length = Vectors.norm(d);
    double[] unit = new double[n];
    for (int i = 0; i < n; i++) {
      unit[i] = d[i] / length;
    }
    double bend = curvature / length / length; // the square of a length may not be a double
    double bendError = error / length / length;
    if (!Double.isFinite(bend) || !Double.isFinite(bendError)) {
      return; // a penalty as large as doubles are, of which no curvature is known
    }
    double[] z = h.times(unit);
    double residual = bend - Vectors.dot(unit, z);
    Vectors.addScaled(residual * shareBelieved(residual, bendError), unit, z);
    update(QuasiNewtonUpdate.RANK_TWO, unit, z);
    if (Math.abs(bend) > CLEAR * bendError) {
      largestCurvature = Math.max(largestCurvature, Math.abs(bend));
    }
  }

  /** Updates Ĥ by a product, unless its size over that of the direction is no double. */
  private void update(QuasiNewtonUpdate by, double[] d, double[] z) {
    double[] perUnit = z.clone();
    QuasiNewtonUpdate.scale(perUnit, -QuasiNewtonUpdate.exponent(d));
    if (Vectors.isFinite(z) && Vectors.isFinite(perUnit)) {
      h = h.updatedBy(by, d, z);
    }
  }

  /**
   * The share that is believed of a difference between Ĥ and a curvature that was measured. Of one
   * as clear as what is known, the square of its error is taken off its square, so that noise alone
   * changes nothing. Of one less clear, as all are once the radius has shrunk, only what no noise
   * of both explains: curvature that has changed on the way.
   */
  private double shareBelieved(double difference, double error) {
    boolean clear = isClear(error);
    double doubt = clear ? error : CLEAR * Math.hypot(error, clearest);
    double noisy = doubt / Math.abs(difference);
    if (!(noisy < 1)) { // 0/0, too
      return 0;
    }
    if (!clear) {
      clearest = error;
      hessianError = Math.max(hessianError, error);
    }
    return 1 - noisy * noisy;
  }

  /** The change of the gradient along the last step is a product with it. */
  private void learnFromStep(double[] step, double[] gradientBefore, double errorBefore) {
    if (Vectors.maxAbs(step) == 0
        || Vectors.maxAbs(gradientBefore) == 0
        || !Vectors.isFinite(gradient)) {
      return;
    }
    double[] z = new double[n];
    Vectors.sum(gradient, -1, gradientBefore, z);
    double length = Vectors.norm(step);
    double[] before = h.times(step);
    double[] r = new double[n];
    Vectors.sum(z, -1, before, r);
    double error = Math.hypot(gradientError, errorBefore) / length;
    Vectors.addScaled(shareBelieved(Vectors.norm(r) / length, error), r, before);
    update(update, step, before);
  }

  // ---- steps

  /** Tries steps until one is taken; returns it, zero if none was. */
  private double[] tryStepsFrom(PairedSample sample) {
    double[] from = w;
    for (int trial = 0; trial < TRIALS && box.evaluations() < most; trial++) {
      if (Thread.currentThread().isInterrupted()) {
        return new double[n];
      }
      double[] p = step();
      double slope = Vectors.dot(gradient, p);
      double predicted = -(slope + 0.5 * Vectors.dot(p, h.times(p)));
      if (!(predicted > 0)) {
        break;
      }
      double[] point = new double[n];
      Vectors.sum(from, 1, p, point);
      double there = box.evaluate(point);
      if (box.abyss().isPresent()) {
        return p;
      }
      double allowance = 2 * noise;
      double ratio = (value - there + allowance) / (predicted + allowance);
      if (Double.isFinite(there)) {
        // The value before counts double, as above; the slope has the gradient's error along p.
        double slopeError = gradientError / Math.sqrt(n) * Vectors.norm(p);
        double valuesError = noise * Math.sqrt(1 + 2 * 2);
        learnCurvature(p, 2 * (there - value - slope), 2 * Math.hypot(valuesError, slopeError));
      }
      if (ratio > GOOD && Vectors.norm(p) > 0.9 * radius) {
        radius *= 2;
      } else if (!(ratio >= POOR)) {
        radius = Math.min(0.5 * radius, Vectors.norm(p));
      }
      if (ratio > ACCEPTABLE) {
        moveTo(point, there);
        return p;
      }
      if (radius < smallestRadius) {
        break;
      }
    }
    return moveToLowestOf(sample);
  }

  private double[] step() {
    return Vectors.isFinite(gradient)
        ? Steihaug.ofRadius(radius).step(h, gradient)
        : new double[n]; // of a sample so small that differences over it overflowed
  }

  /** Where the model failed, the sample's lowest point may still be lower by more than noise. */
  private double[] moveToLowestOf(PairedSample sample) {
    double[] step = sample.lowestStep();
    if (sample.lowestValue() < value - 2 * noise) {
      double[] point = new double[n];
      Vectors.sum(w, 1, step, point);
      moveTo(point, sample.lowestValue());
      return step;
    }
    radius *= 0.5;
    return new double[n];
  }

  private void moveTo(double[] point, double there) {
    w = point;
    value = there;
    record();
  }

  private void record() {
    history.add(new BlackBoxResult.Progress(box.evaluations(), value, radius, w));
  }

  private BlackBoxResult result(BlackBoxOutcome outcome) {
    return new BlackBoxResult(outcome, w, value, box.tally(), h, hessianError, history);
  }
}
