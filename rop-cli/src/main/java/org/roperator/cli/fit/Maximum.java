package org.roperator.cli.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.roperator.autodiff.DenseHessian;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.optimize.Ending;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;
import org.roperator.optimize.smooth.TrustRegionNewton;

/**
 * Where a loss is least, by an optimizer and then by Newton's own steps with the dense Hessian,
 * which end where rounding does.
 */
final class Maximum {

  private static final int MOST_ITERATIONS = 300;

  /** Near enough for Newton's own steps, as a part of the largest gradient. */
  private static final double NEAR = 1e-4;

  private static final String CONVERGED = "CONVERGED";

  private static final int MOST_STEPS = 50;
  private static final int MOST_HALVINGS = 40;

  /** Newton's last steps square their error, so that behind one of this size there is rounding. */
  private static final double SETTLED = 1e-6;

  private static final double ROUNDING = 1e-15;

  /** What sums over many examples round, relative to the value. */
  private static final double NOISE = 1e-12;

  private final double[] point;
  private final DenseHessian hessian;
  private final boolean converged;
  private final Course course;

  private Maximum(double[] point, DenseHessian hessian, boolean converged, Course course) {
    this.point = point;
    this.hessian = hessian;
    this.converged = converged;
    this.course = course;
  }

  /** How to come near: the one place that says which optimizer. */
  private static Optimizer optimizer() {
    return TrustRegionNewton.standard()
        .withEnding(
            Ending.standard().atMostIterations(MOST_ITERATIONS).untilRelativeGradient(NEAR));
  }

  /**
   * Looks for it.
   *
   * @param loss in parameters of which each is worth about as much
   * @param start where. Not modified.
   */
  static Maximum of(Objective loss, double[] start, FitProgress progress) {
    List<Course.Step> steps = new ArrayList<>();
    steps.add(new Course.Step(0, loss.value(start)));
    OptimizationResult near =
        optimizer()
            .minimize(
                loss,
                start,
                iteration -> {
                  steps.add(new Course.Step(iteration.number(), iteration.value()));
                  progress.after(iteration.number(), iteration.value());
                  return OptimizationListener.Signal.CONTINUE;
                });
    return newton(loss, Reached.by(near), steps);
  }

  /** The same from where it is near already, by Newton's steps alone if they find it. */
  static Maximum near(Objective loss, double[] start, FitProgress progress) {
    Maximum maximum = byNewton(loss, start);
    return maximum.converged() ? maximum : of(loss, start, progress);
  }

  /** Where Newton's steps alone end, converged or not. */
  static Maximum byNewton(Objective loss, double[] start) {
    List<Course.Step> steps = new ArrayList<>();
    steps.add(new Course.Step(0, loss.value(start)));
    return newton(loss, Reached.at(start), steps);
  }

  /** Where Newton's steps begin, and what it took to come there. */
  private static final class Reached {
    private final double[] point;
    private final int iterations;
    private final long products;
    private final String outcome;
    private final String reason;

    private Reached(double[] point, int iterations, long products, String outcome, String reason) {
      this.point = point;
      this.iterations = iterations;
      this.products = products;
      this.outcome = outcome;
      this.reason = reason;
    }

    static Reached at(double[] point) {
      return new Reached(point.clone(), 0, 0, "STALLED", "Newton's steps did not settle");
    }

    static Reached by(OptimizationResult result) {
      return new Reached(
          result.parameters(),
          result.iterations(),
          result.products(),
          result.outcome().name(),
          result.reason());
    }
  }

  private static Maximum newton(Objective loss, Reached near, List<Course.Step> steps) {
    double[] w = near.point;
    Expansion at = loss.expandAt(w);
    DenseHessian hessian = DenseHessian.of(at);
    double last = Double.POSITIVE_INFINITY;
    int products = w.length;
    int taken = 0;
    while (taken < MOST_STEPS && isUsable(hessian)) {
      double[] step = hessian.solve(at.gradient());
      double size = size(step) / (1 + size(w));
      if (size <= ROUNDING || (last < SETTLED && size > last / 2)) {
        last = Math.min(size, last);
        break;
      }
      double[] next = along(loss, w, step, at.value());
      if (Arrays.equals(next, w)) {
        last = Math.min(size, last);
        break;
      }
      w = next;
      at = loss.expandAt(w);
      hessian = DenseHessian.of(at);
      products += w.length;
      taken++;
      steps.add(new Course.Step(near.iterations + taken, at.value()));
      last = size;
    }
    boolean converged = last < SETTLED && isUsable(hessian);
    Course course =
        new Course(
            converged ? CONVERGED : near.outcome.equals(CONVERGED) ? "NOT_SETTLED" : near.outcome,
            converged
                ? "the last step changed no parameter by more than "
                    + String.format(Locale.ROOT, "%.1e", last)
                : "Newton's last steps did not settle; before them: "
                    + near.reason.replaceFirst("\\.$", ""),
            near.iterations + taken,
            near.products + products,
            size(at.gradient()),
            steps);
    return new Maximum(w, hessian, converged, course);
  }

  private static boolean isUsable(DenseHessian hessian) {
    return Arrays.stream(hessian.rows()).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite)
        && hessian.isPositiveDefinite();
  }

  /** {@code w − step}, or less of it if that would be a rise; w itself if all are. */
  private static double[] along(Objective loss, double[] w, double[] step, double value) {
    double share = 1;
    for (int k = 0; k < MOST_HALVINGS; k++) {
      double[] next = w.clone();
      for (int i = 0; i < next.length; i++) {
        next[i] -= share * step[i];
      }
      if (loss.value(next) <= value + NOISE * Math.abs(value)) {
        return next;
      }
      share /= 2;
    }
    return w;
  }

  private static double size(double[] v) {
    return Arrays.stream(v).map(Math::abs).max().orElse(0);
  }

  double[] point() {
    return point.clone();
  }

  DenseHessian hessian() {
    return hessian;
  }

  boolean converged() {
    return converged;
  }

  Course course() {
    return course;
  }
}
