package org.roperator.perturb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.roperator.operator.Vectors;

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

  private final BlackBoxTrustRegion.Settings settings;
  private final BlackBox box;
  private final int n;
  private final RandomGenerator random;
  private final List<BlackBoxResult.Progress> history = new ArrayList<>();

  private double[] w;
  private double value;
  private double[] gradient;
  private double gradientError;
  private double radius;
  private RankTwoHessian h;

  private long evaluations;
  private long failures;
  private double noise;
  private double largestCurvature;

  BlackBoxSearch(BlackBoxTrustRegion.Settings settings, BlackBox box, double[] start) {
    this.settings = settings;
    this.box = box;
    this.n = start.length;
    this.random = new SplittableRandom(settings.seed);
    this.w = start;
    this.gradient = new double[n];
    this.radius = settings.radius;
    this.h = RankTwoHessian.zero(n).withMemory(Math.max(2, n));
  }

  BlackBoxResult run() {
    value = evaluate(w);
    if (!Double.isFinite(value)) {
      return result(BlackBoxOutcome.UNDEFINED_AT_THE_START);
    }
    record();
    noise = noiseAboutTheStart();
    double[] step = new double[n];
    while (evaluations + 2L * (n + 1) < settings.most) {
      if (radius < settings.smallestRadius) {
        return result(BlackBoxOutcome.RADIUS_VANISHED);
      }
      double[] gradientBefore = gradient;
      double errorBefore = gradientError;
      PairedSample sample = sample();
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
    return result(BlackBoxOutcome.EVALUATIONS_SPENT);
  }

  // ---- what a sample says

  /** Mirrored pairs along random orthogonal directions, and one more in case one fails. */
  private PairedSample sample() {
    double length = span();
    double[][] directions = new double[n + 1][n];
    for (int j = 0; j <= n; j++) {
      for (int i = 0; i < n; i++) {
        directions[j][i] = random.nextGaussian();
      }
      for (int k = 0; k < j && j < n; k++) {
        Vectors.addScaled(
            -Vectors.dot(directions[k], directions[j]) / (length * length),
            directions[k],
            directions[j]);
      }
      Vectors.scale(length / Vectors.norm(directions[j]), directions[j]);
    }
    return new PairedSample(directions, evaluatePairs(directions), value);
  }

  /** Half the radius, or where noise would drown the curvature, as far as lifts it out. */
  private double span() {
    double clear = largestCurvature > 0 ? Math.sqrt(6 * noise / largestCurvature) : 0;
    return Math.max(SPAN * radius, Math.min(clear, SPAN * settings.radius));
  }

  /**
   * The standard deviation of the noise of one value, by second differences of values so close that
   * nothing else is left in them: their mean square is six times that of the noise.
   */
  private double noiseAboutTheStart() {
    double[] direction = new double[n];
    for (int i = 0; i < n; i++) {
      direction[i] = NOISE_SPACING * settings.radius * random.nextGaussian();
    }
    double[] values = new double[NOISE_POINTS];
    values[0] = value;
    for (int k = 1; k < NOISE_POINTS && evaluations < settings.most; k++) {
      double[] point = new double[n];
      Vectors.sum(w, k, direction, point);
      values[k] = evaluate(point);
    }
    double sum = 0;
    for (int k = 2; k < NOISE_POINTS; k++) {
      double second = (values[k] - values[k - 1]) - (values[k - 1] - values[k - 2]);
      sum += second * second;
    }
    return Double.isFinite(sum) ? Math.sqrt(sum / (6 * (NOISE_POINTS - 2))) : 0;
  }

  private void learn(PairedSample sample) {
    gradient = sample.gradient();
    gradientError = noise * Math.sqrt(0.5 * n) / Vectors.norm(sample.direction(0));
    for (int j = 0; j < sample.size(); j++) {
      learnCurvature(sample.direction(j), sample.curvature(j), Math.sqrt(6) * noise);
    }
  }

  /** Takes in {@code dᵀHd}, of which Ĥd is the likeliest completion to a product. */
  private void learnCurvature(double[] d, double curvature, double error) {
    double square = Vectors.dot(d, d);
    double[] z = h.times(d);
    Vectors.addScaled((curvature - Vectors.dot(d, z)) / square, d, z);
    double[] errors = d.clone();
    Vectors.scale(error / square, errors);
    h = h.updatedBy(QuasiNewtonUpdate.RANK_TWO, d, z, absolute(errors));
    largestCurvature = Math.max(largestCurvature, Math.abs(curvature) / square);
  }

  /** The change of the gradient along the last step is a product with it. */
  private void learnFromStep(double[] step, double[] gradientBefore, double errorBefore) {
    if (Vectors.maxAbs(step) == 0 || Vectors.maxAbs(gradientBefore) == 0) {
      return;
    }
    double[] z = new double[n];
    Vectors.sum(gradient, -1, gradientBefore, z);
    double[] errors = new double[n];
    Arrays.fill(errors, Math.hypot(gradientError, errorBefore) / Math.sqrt(n));
    h = h.updatedBy(settings.update, step, z, errors);
  }

  // ---- steps

  /** Tries steps until one is taken; returns it, zero if none was. */
  private double[] tryStepsFrom(PairedSample sample) {
    double[] from = w;
    for (int trial = 0; trial < TRIALS && evaluations < settings.most; trial++) {
      double[] p = Steihaug.step(h, gradient, radius);
      double slope = Vectors.dot(gradient, p);
      double predicted = -(slope + 0.5 * Vectors.dot(p, h.times(p)));
      if (!(predicted > 0)) {
        break;
      }
      double[] point = new double[n];
      Vectors.sum(from, 1, p, point);
      double there = evaluate(point);
      double allowance = 2 * noise;
      double ratio = (value - there + allowance) / (predicted + allowance);
      if (Double.isFinite(there)) {
        learnCurvature(p, 2 * (there - value - slope), 2 * noise * Math.sqrt(2));
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
      if (radius < settings.smallestRadius) {
        break;
      }
    }
    return moveToLowestOf(sample);
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

  // ---- evaluations

  private double evaluate(double[] point) {
    return count(valueAt(point));
  }

  private double valueAt(double[] point) {
    try {
      return box.value(point.clone());
    } catch (RuntimeException undefined) {
      return Double.NaN;
    }
  }

  private double[][] evaluatePairs(double[][] directions) {
    double[][] values = new double[directions.length][2];
    settings.workers.run(
        2 * directions.length,
        k -> {
          double[] point = new double[n];
          Vectors.sum(w, k % 2 == 0 ? 1 : -1, directions[k / 2], point);
          values[k / 2][k % 2] = valueAt(point);
        });
    for (double[] pair : values) {
      count(pair[0]);
      count(pair[1]);
    }
    return values;
  }

  private double count(double there) {
    evaluations++;
    if (!Double.isFinite(there)) {
      failures++;
    }
    return there;
  }

  private static double[] absolute(double[] x) {
    double[] sizes = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      sizes[i] = Math.abs(x[i]);
    }
    return sizes;
  }

  private void record() {
    history.add(new BlackBoxResult.Progress(evaluations, value, radius, w));
  }

  private BlackBoxResult result(BlackBoxOutcome outcome) {
    return new BlackBoxResult(outcome, w, value, evaluations, failures, h, history);
  }
}
