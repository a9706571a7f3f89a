package org.roperator.optimize;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.operator.Arguments;
import org.roperator.operator.Vectors;

/**
 * The loop of the methods of mini-batches: epochs of mini-batches, one {@link UpdateRule} step
 * each.
 *
 * @param batches how the examples are cut
 * @param limit the largest number of epochs
 * @param gradientTolerance the norm of an epoch's mean gradient at which the run has converged
 */
record Epochs(MiniBatches batches, int limit, double gradientTolerance) {

  /** One batch of everything, 100 epochs, and a gradient norm that only a true minimum has. */
  static final Epochs DEFAULT = new Epochs(MiniBatches.full(), 100, 1e-8);

  Epochs {
    Arguments.requirePositive("The number of epochs", limit);
    if (!(gradientTolerance >= 0)) {
      throw new IllegalArgumentException(
          "The gradient tolerance is " + gradientTolerance + ", but must be at least 0.");
    }
  }

  OptimizationResult run(
      FiniteSum objective, double[] start, UpdateRule rule, OptimizationListener listener) {
    return new Run(objective, MeteredObjective.startOf(objective, start), rule).run(listener);
  }

  private final class Run {

    private final FiniteSum objective;
    private final UpdateRule rule;
    private final MiniBatches.Order order;
    private final MeteredObjective meter = new MeteredObjective();
    private final double[] w;
    private final double[] meanGradient;
    private Iterate complete;
    private int epoch;

    Run(FiniteSum objective, double[] w, UpdateRule rule) {
      this.objective = objective;
      this.rule = rule;
      this.order = batches.over(objective);
      this.w = w;
      this.meanGradient = new double[w.length];
      this.complete = Iterate.of(w);
    }

    OptimizationResult run(OptimizationListener listener) {
      while (epoch < limit) {
        double value = 0;
        Arrays.fill(meanGradient, 0);
        order.shuffle();
        rule.beginEpoch(epoch + 1);
        for (int i = 0; i < order.count(); i++) {
          if (Thread.currentThread().isInterrupted()) {
            return ended(
                OptimizationOutcome.INTERRUPTED,
                "The thread was interrupted in epoch " + (epoch + 1) + ".");
          }
          FiniteSum batch = order.batch(i);
          double weight = (double) batch.size() / objective.size();
          FiniteSumExpansion at = meter.expand(batch, w);
          Optional<String> trouble = step(at, weight);
          if (trouble.isPresent()) {
            return ended(OptimizationOutcome.NOT_FINITE, notFinite(i, trouble.get()));
          }
          value += weight * at.value();
        }
        EpochIteration iteration = finishEpoch(value);
        if (listener.afterIteration(iteration) == OptimizationListener.Signal.STOP) {
          return ended(
              OptimizationOutcome.STOPPED_BY_LISTENER,
              "The listener stopped the run after epoch " + epoch + ".");
        }
        if (iteration.gradientNorm() <= gradientTolerance) {
          return ended(OptimizationOutcome.CONVERGED, converged(iteration.gradientNorm()));
        }
      }
      return ended(OptimizationOutcome.ITERATION_LIMIT, "All " + limit + " epochs were made.");
    }

    /** One step on one batch; says what was not finite, if anything. */
    private Optional<String> step(FiniteSumExpansion at, double weight) {
      if (!Double.isFinite(at.value())) {
        return Optional.of("value was");
      }
      double[] gradient = at.gradient();
      if (!Vectors.isFinite(gradient)) {
        return Optional.of("gradient was");
      }
      Vectors.addScaled(weight, gradient, meanGradient);
      if (!rule.step(at, gradient, w, meter)) {
        return Optional.of("curvature was");
      }
      return Vectors.isFinite(w) ? Optional.empty() : Optional.of("parameters became");
    }

    private String notFinite(int batch, String what) {
      return String.format(
          Locale.ROOT,
          "In epoch %d, batch %d of %d, the %s not finite; a smaller rate may help.",
          epoch + 1,
          batch + 1,
          order.count(),
          what);
    }

    private String converged(double gradientNorm) {
      return String.format(
          Locale.ROOT,
          "The mean gradient of epoch %d has norm %.3g, at most %.3g.",
          epoch,
          gradientNorm,
          gradientTolerance);
    }

    private EpochIteration finishEpoch(double value) {
      epoch++;
      double[] step = complete.toArray();
      Vectors.sum(w, -1, step, step);
      complete = Iterate.of(w);
      return new EpochIteration(
          epoch,
          value,
          complete,
          Vectors.norm(meanGradient),
          order.count(),
          Vectors.norm(step),
          rule.figures());
    }

    private OptimizationResult ended(OptimizationOutcome outcome, String reason) {
      double value = meter.value(objective, complete.toArray());
      return new OptimizationResult(complete, value, epoch, outcome, reason, meter);
    }
  }
}
