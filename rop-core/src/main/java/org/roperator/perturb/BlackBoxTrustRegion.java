package org.roperator.perturb;

import org.roperator.internal.Arguments;
import org.roperator.parallel.Workers;

/**
 * Minimizes a black box, noisy or not, with a gradient from mirrored pairs and a Hessian Ĥ that
 * grows with every evaluation.
 *
 * <pre>{@code
 * BlackBoxResult result = BlackBoxTrustRegion.ofRadius(0.5).atMostEvaluations(300).minimize(box, start);
 * }</pre>
 *
 * <p>One iteration: mirrored pairs along n random orthogonal directions and one more give the
 * gradient by least squares and the curvature along each pair; the change of the gradient along the
 * last step gives a product {@code z = Hv}; Ĥ takes them all in, each weighed by its noise; the
 * step minimizes the quadratic model within the radius. The ratio of reductions allows for the
 * noise of two values (Sun &amp; Nocedal 2022), which is read off six values close by the start.
 * Rejected steps tell Ĥ of the curvature along them and are tried again, shorter, before the
 * gradient is sampled anew.
 *
 * <p>An iteration costs 2n + 3 evaluations or a few more: meant for up to some tens of parameters,
 * scaled so that a radius means the same for each. The result does not depend on the threads. An
 * immutable value.
 */
public final class BlackBoxTrustRegion {

  // The cube root of the rounding unit, where central differences stop gaining.
  private static final double SMALLEST_RADIUS = 6e-6;

  private final double radius;
  private final double smallestRadius;
  private final long most;
  private final long seed;
  private final QuasiNewtonUpdate update;
  private final Workers workers;

  private BlackBoxTrustRegion(
      double radius,
      double smallestRadius,
      long most,
      long seed,
      QuasiNewtonUpdate update,
      Workers workers) {
    this.radius = Arguments.requirePositive("The radius", radius);
    this.smallestRadius = Arguments.requirePositive("The smallest radius", smallestRadius);
    this.most = most;
    this.seed = seed;
    this.update = update;
    this.workers = workers;
  }

  /**
   * A search that starts with a radius, spends up to 1,000 evaluations on one thread, and ends when
   * the radius falls below 6e-6 of the first.
   *
   * @param radius how far a first step may go, in the units of the parameters
   */
  public static BlackBoxTrustRegion ofRadius(double radius) {
    return new BlackBoxTrustRegion(
        radius, SMALLEST_RADIUS * radius, 1_000, 1, QuasiNewtonUpdate.RANK_TWO, Workers.of(1));
  }

  /** The same with a bound on the evaluations, at least 1. */
  public BlackBoxTrustRegion atMostEvaluations(int evaluations) {
    Arguments.requirePositive("The bound on evaluations", evaluations);
    return new BlackBoxTrustRegion(radius, smallestRadius, evaluations, seed, update, workers);
  }

  /** The same that ends at another radius. */
  public BlackBoxTrustRegion untilRadius(double smallestRadius) {
    return new BlackBoxTrustRegion(radius, smallestRadius, most, seed, update, workers);
  }

  /** The same from another seed. */
  public BlackBoxTrustRegion withSeed(long seed) {
    return new BlackBoxTrustRegion(radius, smallestRadius, most, seed, update, workers);
  }

  /** The same with another update for the products that steps give. */
  public BlackBoxTrustRegion withUpdate(QuasiNewtonUpdate update) {
    return new BlackBoxTrustRegion(radius, smallestRadius, most, seed, update, workers);
  }

  /** The same with evaluations on several threads; the box must be safe to share. */
  public BlackBoxTrustRegion on(Workers workers) {
    return new BlackBoxTrustRegion(radius, smallestRadius, most, seed, update, workers);
  }

  /**
   * Searches for a minimum.
   *
   * <p>A box that throws ends nothing but at the start, and a thread that is interrupted ends the
   * search with the last iterate, as the outcome says.
   *
   * @param box E
   * @param start n finite parameters. Not modified.
   */
  public BlackBoxResult minimize(BlackBox box, double[] start) {
    Arguments.requirePositive("The number of parameters", start.length);
    Arguments.requireFinite("The start", start);
    CountedBox counted = new CountedBox(box, workers);
    return new BlackBoxSearch(counted, start.clone(), radius, smallestRadius, most, seed, update)
        .run();
  }
}
