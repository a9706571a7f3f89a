package org.roperator.optimize;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Vectors;

/** One run of {@link Epochs} of mini-batches, one step each. */
final class EpochRun {

  private final FiniteSum objective;
  private final UpdateRule.Steps steps;
  private final MiniBatches.Order order;
  private final int limit;
  private final GradientTolerance tolerance;
  private final EvaluationCounter meter = new EvaluationCounter();
  private final double[] w;
  private final double[] meanGradient;
  private double[] complete;
  private int epoch;
  private double largestGradient;
  private final Descent descent;

  EpochRun(
      FiniteSum objective,
      double[] w,
      UpdateRule.Steps steps,
      MiniBatches.Order order,
      int limit,
      GradientTolerance tolerance) {
    this.objective = objective;
    this.w = w;
    this.steps = steps;
    this.order = order;
    this.limit = limit;
    this.tolerance = tolerance;
    this.meanGradient = new double[w.length];
    this.complete = w.clone();
    this.descent = new Descent(w);
  }

  OptimizationResult run(OptimizationListener listener) {
    try {
      return iterate(listener);
    } catch (ProgramFailure failure) {
      if (Thread.currentThread().isInterrupted()) {
        return interrupted();
      }
      meter.endedBy(failure);
      return ended(OptimizationOutcome.FAILED, after(failure.sentence()));
    }
  }

  private OptimizationResult iterate(OptimizationListener listener) {
    while (epoch < limit) {
      double value = 0;
      Arrays.fill(meanGradient, 0);
      order.shuffle();
      steps.beginEpoch(epoch + 1);
      for (int i = 0; i < order.count(); i++) {
        if (Thread.currentThread().isInterrupted()) {
          return interrupted();
        }
        int number = i;
        FiniteSum batch = EvaluationCounter.ask("a batch of examples", () -> order.batch(number));
        double weight = (double) batch.size() / objective.size();
        FiniteSumExpansion at = meter.expand(batch, w);
        double here = EvaluationCounter.ask("the value", at::value);
        if (here == Double.NEGATIVE_INFINITY) {
          return ended(OptimizationOutcome.UNBOUNDED, where(i) + "the value was -Infinity.");
        }
        Optional<String> trouble = step(at, here, weight);
        if (trouble.isPresent()) {
          return ended(
              OptimizationOutcome.NOT_FINITE,
              where(i) + trouble.get() + " not finite; a smaller rate may help.");
        }
        value += weight * here;
      }
      double norm = Vectors.norm(meanGradient);
      PlainIteration iteration = finishEpoch(value, norm);
      descent.to(w, value);
      if (listener.afterIteration(iteration) == OptimizationListener.Signal.STOP) {
        return ended(
            OptimizationOutcome.STOPPED_BY_LISTENER,
            "The listener stopped the run after epoch " + epoch + ".");
      }
      largestGradient = Math.max(largestGradient, norm);
      Optional<String> vanished =
          tolerance.reached(norm, largestGradient, GradientTolerance.LARGEST);
      if (vanished.isPresent()) {
        return GradientTolerance.isStationary(norm, largestGradient)
            ? stationary(vanished.get())
            : ended(OptimizationOutcome.CONVERGED, norm(vanished.get()));
      }
    }
    OptimizationResult end =
        ended(OptimizationOutcome.ITERATION_LIMIT, "All " + limit + " epochs were made.");
    return end.value() == Double.NEGATIVE_INFINITY
        ? ended(OptimizationOutcome.UNBOUNDED, after("the value is -Infinity."))
        : descent
            .withoutEnd()
            .map(how -> ended(OptimizationOutcome.UNBOUNDED, after(how)))
            .orElse(end);
  }

  private String after(String what) {
    return "After " + epoch + " epochs " + what;
  }

  /** One step on one batch; says what was not finite, if anything. */
  private Optional<String> step(FiniteSumExpansion at, double value, double weight) {
    if (!Double.isFinite(value)) {
      return Optional.of("the value was");
    }
    double[] gradient = EvaluationCounter.ask("the gradient", at::gradient);
    if (!Vectors.isFinite(gradient)) {
      return Optional.of("the gradient was");
    }
    Vectors.addScaled(weight, gradient, meanGradient);
    long before = steps.products();
    boolean finite = steps.step(at, gradient, w);
    meter.addProducts(steps.products() - before);
    if (!finite) {
      return Optional.of(steps.notFinite() + " was");
    }
    return Vectors.isFinite(w) ? Optional.empty() : Optional.of("the parameters became");
  }

  private String where(int batch) {
    return String.format(
        Locale.ROOT, "In epoch %d, batch %d of %d, ", epoch + 1, batch + 1, order.count());
  }

  private OptimizationResult interrupted() {
    return ended(OptimizationOutcome.INTERRUPTED, after("the thread was interrupted."));
  }

  private String norm(String how) {
    return "The norm of the mean gradient of epoch " + epoch + " is " + how;
  }

  private OptimizationResult stationary(String how) {
    double[] here = complete.clone();
    double value = meter.value(objective, here);
    if (meter.cause().isPresent()) {
      throw new ProgramFailure("the value", meter.cause().get()); // this, the first asked for
    }
    if (!Double.isFinite(value)) {
      return value < 0
          ? ended(OptimizationOutcome.UNBOUNDED, after("the value is -Infinity."))
          : ended(OptimizationOutcome.NOT_FINITE, norm(how) + " The value is not finite.");
    }
    StationaryPoint point =
        StationaryPoint.of(meter, objective, meter.expand(objective, here), here, value);
    return point.outcome() == OptimizationOutcome.INTERRUPTED
        ? interrupted()
        : ended(
            point.outcome(),
            norm(how)
                + point.remark()
                + point.wayDown().map(down -> downhill(value, down)).orElse(""));
  }

  private static String downhill(double value, Saddle down) {
    return String.format(
        Locale.ROOT,
        " Along a direction of curvature %.3g the value falls from %.6g to %.6g.",
        down.curvature(),
        value,
        down.value());
  }

  private PlainIteration finishEpoch(double value, double gradientNorm) {
    epoch++;
    double[] step = complete;
    Vectors.sum(w, -1, step, step);
    complete = w.clone();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("gradient_norm", gradientNorm);
    figures.put("steps", (double) order.count());
    figures.put("step_norm", Vectors.norm(step));
    figures.putAll(steps.figures());
    return new PlainIteration(epoch, value, complete, figures);
  }

  private OptimizationResult ended(OptimizationOutcome outcome, String reason) {
    double value = meter.value(objective, complete);
    return new OptimizationResult(complete, value, epoch, outcome, reason, meter);
  }
}
