package org.roperator.perturb;

import java.util.function.Consumer;
import org.roperator.function.Workers;
import org.roperator.operator.Arguments;

/**
 * Minimises a black box, noisy or not, with a gradient from mirrored pairs and a Hessian Ĥ that
 * grows with every evaluation.
 *
 * <pre>{@code
 * BlackBoxResult result = BlackBoxTrustRegion.ofRadius(0.5).atMost(300).minimize(box, start);
 * }</pre>
 *
 * <p>One iteration: mirrored pairs along n random orthogonal directions and one more give the
 * gradient by least squares and the curvature along each pair; the change of the gradient along the
 * last step gives a product {@code z = Hv}; Ĥ takes them all in, each weighed by its noise; the
 * step minimises the quadratic model within the radius. The ratio of reductions allows for the
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

  private final Settings settings;

  private BlackBoxTrustRegion(Settings settings) {
    this.settings = settings;
  }

  /** What can be set; written only while a copy is made, before anyone else has seen it. */
  static final class Settings {
    double radius;
    double smallestRadius;
    long most = 1_000;
    long seed = 1;
    QuasiNewtonUpdate update = QuasiNewtonUpdate.RANK_TWO;
    Workers workers = Workers.of(1);

    Settings(double radius, double smallestRadius) {
      this.radius = radius;
      this.smallestRadius = smallestRadius;
    }

    Settings(Settings other) {
      this(other.radius, other.smallestRadius);
      most = other.most;
      seed = other.seed;
      update = other.update;
      workers = other.workers;
    }
  }

  private BlackBoxTrustRegion with(Consumer<Settings> change) {
    Settings copy = new Settings(settings);
    change.accept(copy);
    return new BlackBoxTrustRegion(copy);
  }

  /**
   * A search that starts with a radius, spends up to 1,000 evaluations on one thread, and ends when
   * the radius falls below 6e-6 of the first.
   *
   * @param radius how far a first step may go, in the units of the parameters
   */
  public static BlackBoxTrustRegion ofRadius(double radius) {
    Arguments.requirePositive("The radius", radius);
    return new BlackBoxTrustRegion(new Settings(radius, SMALLEST_RADIUS * radius));
  }

  /** The same with a bound on the evaluations, at least 1. */
  public BlackBoxTrustRegion atMost(int evaluations) {
    Arguments.requirePositive("The bound on evaluations", evaluations);
    return with(s -> s.most = evaluations);
  }

  /** The same that ends at another radius. */
  public BlackBoxTrustRegion downTo(double smallestRadius) {
    Arguments.requirePositive("The smallest radius", smallestRadius);
    return with(s -> s.smallestRadius = smallestRadius);
  }

  /** The same from another seed. */
  public BlackBoxTrustRegion withSeed(long seed) {
    return with(s -> s.seed = seed);
  }

  /** The same with another update for the products that steps give. */
  public BlackBoxTrustRegion updatingBy(QuasiNewtonUpdate update) {
    return with(s -> s.update = update);
  }

  /** The same with evaluations on several threads; the box must be safe to share. */
  public BlackBoxTrustRegion on(Workers workers) {
    return with(s -> s.workers = workers);
  }

  /**
   * Searches for a minimum.
   *
   * @param box E
   * @param start n finite parameters. Not modified.
   */
  public BlackBoxResult minimize(BlackBox box, double[] start) {
    Arguments.requirePositive("The number of parameters", start.length);
    Arguments.requireFinite("The start", start);
    return new BlackBoxSearch(settings, box, start.clone()).run();
  }
}
