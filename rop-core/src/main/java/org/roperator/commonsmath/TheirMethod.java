package org.roperator.commonsmath;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.MaxIter;
import org.apache.commons.math3.optim.OptimizationData;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.MultivariateOptimizer;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunctionGradient;
import org.roperator.function.FiniteSum;
import org.roperator.optimize.Ending;
import org.roperator.optimize.Move;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationOutcome;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Optimizer;
import org.roperator.optimize.Trial;

/**
 * One of their optimizers as a method of ours: one run of it is one iteration.
 *
 * @param data what it needs besides the function, its gradient, the goal and the start
 */
record TheirMethod(
    String name,
    Supplier<? extends MultivariateOptimizer> theirs,
    Ending ending,
    List<OptimizationData> data)
    implements Optimizer {

  @Override
  public OptimizationResult minimize(
      FiniteSum objective, double[] start, OptimizationListener listener) {
    return OptimizationRun.of(objective, start, ending).iterate(new Runs(), listener);
  }

  /** Thrown through their code where the thread was interrupted. */
  private static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Interrupted() {
      super("the thread was interrupted");
    }
  }

  /** One run after another, as long as ours goes on; for one thread. */
  private final class Runs implements OptimizationRun.Method {

    private Optional<Move> end = Optional.empty();

    @Override
    public Optional<String> arrive(Trial point, boolean fromSaddle) {
      end = fromSaddle ? Optional.empty() : end;
      return Optional.empty();
    }

    @Override
    public boolean keepsExpansions() {
      return false;
    }

    @Override
    public Move next(OptimizationRun run) {
      if (end.isPresent()) {
        return end.get();
      }
      MultivariateOptimizer optimizer = theirs.get();
      Lowest lowest = new Lowest(run);
      Move last = end(optimizer, lowest);
      end = Optional.of(last);
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("evaluations", (double) optimizer.getEvaluations());
      figures.put("iterations", (double) optimizer.getIterations());
      return lowest.trial.value() < run.here().value() ? Move.to(lowest.trial, figures) : last;
    }

    /** What ends our run if theirs did not end where the gradient vanishes. */
    private Move end(MultivariateOptimizer optimizer, Lowest lowest) {
      try {
        optimizer.optimize(dataOf(lowest));
      } catch (Interrupted told) {
        return Move.end(OptimizationOutcome.INTERRUPTED, "The thread was interrupted.");
      } catch (MaxCountExceededException limit) {
        return Move.end(OptimizationOutcome.ITERATION_LIMIT, name + " threw " + limit + ".");
      } catch (MathIllegalStateException lost) {
        return Move.end(OptimizationOutcome.STALLED, name + " threw " + lost + ".");
      }
      return Move.end(
          OptimizationOutcome.STALLED,
          name
              + " was content after "
              + optimizer.getEvaluations()
              + " evaluations, but the gradient has not vanished; give it a stricter checker, or"
              + " the Ending a larger tolerance.");
    }

    private OptimizationData[] dataOf(Lowest lowest) {
      List<OptimizationData> all = new ArrayList<>();
      all.add(MaxEval.unlimited());
      all.add(MaxIter.unlimited());
      all.addAll(data);
      all.add(new ObjectiveFunction(lowest::value));
      all.add(new ObjectiveFunctionGradient(lowest::gradient));
      all.add(GoalType.MINIMIZE);
      all.add(new InitialGuess(lowest.trial.point().clone()));
      return all.toArray(OptimizationData[]::new);
    }
  }

  /** The objective as theirs sees it, and the lowest point it asked for. */
  private static final class Lowest {

    private final OptimizationRun run;
    private Trial trial;

    Lowest(OptimizationRun run) {
      this.run = run;
      this.trial = run.here();
    }

    double value(double[] w) {
      if (Thread.currentThread().isInterrupted()) {
        throw new Interrupted();
      }
      double value = run.value(w);
      if (value < trial.value()) {
        trial = run.trialOf(w.clone(), value);
      }
      return value;
    }

    double[] gradient(double[] w) {
      return run.trialOf(w.clone(), Double.NaN).gradient().clone();
    }
  }
}
