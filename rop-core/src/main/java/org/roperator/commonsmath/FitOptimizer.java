package org.roperator.commonsmath;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresProblem;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresProblem.Evaluation;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.optim.ConvergenceChecker;
import org.roperator.optimize.Iteration;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationListener.Signal;
import org.roperator.optimize.leastsquares.LeastSquaresResult;
import org.roperator.optimize.leastsquares.LevenbergMarquardt;

/** Our fits as an optimizer of theirs. */
record FitOptimizer(LevenbergMarquardt method) implements LeastSquaresOptimizer {

  @Override
  public Optimum optimize(LeastSquaresProblem problem) {
    Allowance allowance =
        new Allowance(problem.getEvaluationCounter(), problem.getIterationCounter());
    ProblemResiduals residuals = new ProblemResiduals(problem, allowance::evaluate);
    Watch watch =
        new Watch(allowance, Optional.ofNullable(problem.getConvergenceChecker()), residuals);
    LeastSquaresResult end = method.minimize(residuals, problem.getStart().toArray(), watch);
    if (!watch.converged) {
      allowance.requireKept();
      Endings.requireConverged(
          method.name(),
          end.outcome(),
          end.reason(),
          end.iterations(),
          end.cause(),
          "Solve CommonsMath.residuals of the problem to have the last iterate, "
              + Arrays.toString(end.parameters())
              + " this time.");
    }
    return new Found(
        residuals.evaluation(end.parameters()), allowance.evaluations(), allowance.iterations());
  }

  /** Counts iterations and asks their checker, if there is one; for one run. */
  private static final class Watch implements OptimizationListener {

    private final Allowance allowance;
    private final Optional<ConvergenceChecker<Evaluation>> checker;
    private final ProblemResiduals residuals;
    private Optional<Evaluation> previous = Optional.empty();
    private boolean converged;

    Watch(
        Allowance allowance,
        Optional<ConvergenceChecker<Evaluation>> checker,
        ProblemResiduals residuals) {
      this.allowance = allowance;
      this.checker = checker;
      this.residuals = residuals;
    }

    @Override
    public Signal afterIteration(Iteration iteration) {
      if (!allowance.iterate()) {
        return Signal.STOP;
      }
      double[] w = iteration.parameters();
      boolean moved =
          checker.isPresent()
              && previous.map(p -> !Arrays.equals(p.getPoint().toArray(), w)).orElse(true);
      if (moved) {
        Optional<Evaluation> before = previous;
        Evaluation current = residuals.evaluation(w);
        previous = Optional.of(current);
        converged =
            before.isPresent()
                && checker.get().converged(iteration.number(), before.get(), current);
      }
      return converged ? Signal.STOP : Signal.CONTINUE;
    }
  }

  /** Their evaluation, and what it took. */
  private record Found(Evaluation at, int evaluations, int iterations) implements Optimum {

    @Override
    public int getEvaluations() {
      return evaluations;
    }

    @Override
    public int getIterations() {
      return iterations;
    }

    @Override
    public RealMatrix getCovariances(double threshold) {
      return at.getCovariances(threshold);
    }

    @Override
    public RealVector getSigma(double covarianceSingularityThreshold) {
      return at.getSigma(covarianceSingularityThreshold);
    }

    @Override
    public double getRMS() {
      return at.getRMS();
    }

    @Override
    public RealMatrix getJacobian() {
      return at.getJacobian();
    }

    @Override
    public double getCost() {
      return at.getCost();
    }

    @Override
    public RealVector getResiduals() {
      return at.getResiduals();
    }

    @Override
    public RealVector getPoint() {
      return at.getPoint();
    }
  }
}
