package org.roperator.optimize;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.roperator.internal.Gaussian;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.solve.CgOutcome;
import org.roperator.solve.CgResult;
import org.roperator.solve.CgResult.NegativeCurvature;
import org.roperator.solve.ConjugateGradient;
import org.roperator.solve.StoppingRule;

/**
 * A way down from a point whose gradient vanishes: where a saddle or a maximum differs from a
 * minimum.
 *
 * <p>Conjugate gradients from a random right side meet a direction d of negative curvature exactly
 * when Lanczos from there would have a negative eigenvalue. The operator is raised by a millionth
 * of its size, so that rounding of zero eigenvalues is none.
 *
 * <p>How far to go along d, two derivatives at one point don't tell. The first length tried is the
 * one over which the curvature κ alone would take the whole value away, {@code √(2|E|/|κ|)}, or the
 * length of w, if that is longer, or 1, if both are zero. Then come shorter ones by halves, down to
 * where rounding of the value or of w hides a step, and in turn with them longer ones by {@code
 * 2²⁰}; where both are zero shorter ones by that, too, below a millionth. From the first that leads
 * down enough the length grows while the value falls further. So the unit of the parameters does
 * not matter.
 */
final class Saddle {

  /** Products spent on the question; a negative eigenvalue that shows in no more is not found. */
  private static final int PRODUCTS = 60;

  private static final double CLEARLY = 1e-6;

  /** Of the fall that the curvature promises, what a step must bring. */
  private static final double PART = 0.1;

  /** Less than the 26 powers of two between the curvature's own length and that of rounding. */
  private static final int STRIDE = 20;

  /** The spacing of doubles at 1. */
  private static final double ROUNDING = 0x1p-52;

  private final double[] w;
  private final double value;
  private final double curvature;

  private Saddle(double[] w, double value, double curvature) {
    this.w = w;
    this.value = value;
    this.curvature = curvature;
  }

  /** The lower point. Not to be modified. */
  double[] w() {
    return w;
  }

  /** The value there. */
  double value() {
    return value;
  }

  /** {@code dᵀHd / ‖d‖²} of the direction that led there, below 0. */
  double curvature() {
    return curvature;
  }

  /**
   * Whether a lower point lies beside one whose gradient vanishes.
   *
   * @param found the lower point, if there is one
   * @param notFinite whether products with the Hessian are infinite or NaN, so that nothing is told
   */
  record Answer(Optional<Saddle> found, boolean notFinite) {

    private static Answer none() {
      return new Answer(Optional.empty(), false);
    }
  }

  /**
   * Looks for a lower point beside one whose gradient vanishes. Ends early where the thread is
   * interrupted, which the caller has to look at: the answer then means nothing.
   *
   * @param f the function; infinite where it is not defined
   * @param h its Hessian at w
   * @param w the point. Not modified.
   * @param value f(w), finite
   */
  static Answer leave(ToDoubleFunction<double[]> f, SymmetricOperator h, double[] w, double value) {
    double[] b = new double[w.length];
    Gaussian.fill(new SplittableRandom(1), b);
    double size = Vectors.norm(h.times(b)) / Vectors.norm(b);
    if (size == 0) {
      return Answer.none();
    }
    if (!Double.isFinite(size)) {
      return new Answer(Optional.empty(), true);
    }
    CgResult cg =
        ConjugateGradient.until(
                StoppingRule.residualBelow(CLEARLY)
                    .or(StoppingRule.iterations(PRODUCTS))
                    .or(StoppingRule.cancelledWhen(Thread.currentThread()::isInterrupted)))
            .solve(h.damped(CLEARLY * size), b);
    Optional<NegativeCurvature> down = cg.negativeCurvature();
    return new Answer(
        down.flatMap(found -> Way.along(found, CLEARLY * size, f, w, value).down()),
        cg.outcome() == CgOutcome.NOT_FINITE);
  }

  /**
   * Looks for a lower point along one direction of negative curvature.
   *
   * @param f the function; infinite where it is not defined
   * @param w the point. Not modified.
   * @param value f(w), finite
   * @param d the direction, of length 1. Not modified.
   * @param curvature {@code dᵀHd}
   */
  static Optional<Saddle> along(
      ToDoubleFunction<double[]> f, double[] w, double value, double[] d, double curvature) {
    return new Way(f, w, value, d, curvature).down();
  }

  /** The line through w along d, a unit vector. */
  private static final class Way {

    private final ToDoubleFunction<double[]> f;
    private final double[] w;
    private final double value;
    private final double[] d;
    private final double curvature;

    Way(ToDoubleFunction<double[]> f, double[] w, double value, double[] d, double curvature) {
      this.f = f;
      this.w = w;
      this.value = value;
      this.d = d;
      this.curvature = curvature;
    }

    static Way along(
        NegativeCurvature found,
        double raised,
        ToDoubleFunction<double[]> f,
        double[] w,
        double value) {
      double[] d = found.direction();
      double length = Vectors.norm(d);
      Vectors.scale(1 / length, d);
      return new Way(f, w, value, d, found.curvature() / length / length - raised);
    }

    Optional<Saddle> down() {
      double wholeValue = Math.sqrt(2 * Math.abs(value)) / Math.sqrt(-curvature);
      double wholeLength = Vectors.norm(w);
      double first = Math.min(Double.MAX_VALUE, Math.max(wholeValue, wholeLength));
      if (!(curvature < 0)) {
        return Optional.empty(); // of rounding
      }
      return first > 0
          ? around(first, Math.max(Math.sqrt(ROUNDING) * wholeValue, ROUNDING * wholeLength))
          : around(1, 0);
    }

    private Optional<Saddle> around(double first, double least) {
      double shorter = first;
      double longer = first;
      Optional<Saddle> found = from(first);
      while (found.isEmpty() && !isOver(shorter, longer, least)) {
        boolean near = least > 0 || shorter > Math.scalb(first, -STRIDE);
        shorter = Math.scalb(shorter, near ? -1 : -STRIDE);
        longer = Math.scalb(longer, STRIDE);
        found = shorter >= least ? from(shorter) : Optional.empty();
        found = found.isEmpty() ? from(longer) : found;
      }
      return found;
    }

    private static boolean isOver(double shorter, double longer, double least) {
      return Thread.currentThread().isInterrupted()
          || (longer == Double.POSITIVE_INFINITY && (shorter == 0 || shorter < least));
    }

    /** From a length that leads down enough, the exponent of a longer one doubles, then halves. */
    private Optional<Saddle> from(double length) {
      Saddle lowest = at(length);
      double promised = value + PART * 0.5 * curvature * length * length;
      if (!(lowest.value < value && lowest.value <= promised)) {
        return Optional.empty();
      }
      double reached = length;
      boolean growing = true;
      for (int by = 1; by > 0 && !Thread.currentThread().isInterrupted(); ) {
        Saddle further = at(Math.scalb(reached, by));
        if (further.value < lowest.value) {
          lowest = further;
          reached = Math.scalb(reached, by);
        } else {
          growing = false;
        }
        by = growing ? 2 * by : by / 2; // no more than 1,024, at which all lengths overflow
      }
      return Optional.of(lowest);
    }

    /** The lower of the two points at a distance. */
    private Saddle at(double length) {
      double[] up = new double[w.length];
      double[] down = new double[w.length];
      Vectors.sum(w, length, d, up);
      Vectors.sum(w, -length, d, down);
      double above = f.applyAsDouble(up);
      double below = f.applyAsDouble(down);
      return above <= below ? new Saddle(up, above, curvature) : new Saddle(down, below, curvature);
    }
  }
}
