package org.roperator.optimize;

import java.util.Optional;
import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;
import org.roperator.solve.ConjugateGradient;
import org.roperator.solve.IterateGrid;
import org.roperator.solve.StoppingRule;

/**
 * How a step is solved for: by conjugate gradients that stop where the quadratic model hardly falls
 * any more.
 *
 * @param mostIterations the largest number of iterations, at least 1
 * @param leastIterations the smallest number of iterations, from 0 to the largest
 * @param progress the relative progress per iteration below which they stop, above 0
 * @param warmStart the multiple of the last step's solution that the next solve starts from, from 0
 *     to 1
 * @param preconditionerExponent the power of {@code d + λ + ∂²r} that preconditions them, from 0,
 *     for none, to 1
 * @param storedIterates which iterates the backtracking chooses among; the last alone if none
 */
public record InnerSolve(
    int mostIterations,
    int leastIterations,
    double progress,
    double warmStart,
    double preconditionerExponent,
    IterateGrid storedIterates) {

  private static final InnerSolve STANDARD =
      new InnerSolve(250, 1, 5e-4, 0.95, 3.0 / 4, IterateGrid.geometric(5, 1.3));

  /**
   * Checks the constants.
   *
   * @throws IllegalArgumentException naming the first that lies outside its range
   */
  public InnerSolve {
    Arguments.requirePositive("The largest number of CG iterations", mostIterations);
    if (leastIterations < 0 || leastIterations > mostIterations) {
      throw new IllegalArgumentException(
          "The smallest number of CG iterations is "
              + leastIterations
              + ", but must lie from 0 to the largest, "
              + mostIterations
              + ".");
    }
    Arguments.requirePositive("The CG progress tolerance", progress);
    Arguments.requireBetween("The warm start", warmStart, 0, 1);
    Arguments.requireBetween("The preconditioner exponent", preconditionerExponent, 0, 1);
  }

  /**
   * Martens' constants: from 1 to 250 iterations, a progress of 5e-4, a warm start of 0.95, an
   * exponent of 3/4, and stored iterates {@code ⌈5·1.3ʲ⌉}.
   */
  public static InnerSolve standard() {
    return STANDARD;
  }

  /** The same with another {@link #mostIterations()}. */
  public InnerSolve atMostIterations(int most) {
    return new InnerSolve(
        most, leastIterations, progress, warmStart, preconditionerExponent, storedIterates);
  }

  /** The same with another {@link #leastIterations()}. */
  public InnerSolve atLeastIterations(int least) {
    return new InnerSolve(
        mostIterations, least, progress, warmStart, preconditionerExponent, storedIterates);
  }

  /** The same until another {@link #progress()}. */
  public InnerSolve untilProgress(double perIteration) {
    return new InnerSolve(
        mostIterations,
        leastIterations,
        perIteration,
        warmStart,
        preconditionerExponent,
        storedIterates);
  }

  /** The same with another {@link #warmStart()}. */
  public InnerSolve withWarmStart(double multiple) {
    return new InnerSolve(
        mostIterations,
        leastIterations,
        progress,
        multiple,
        preconditionerExponent,
        storedIterates);
  }

  /** The same with another {@link #preconditionerExponent()}. */
  public InnerSolve withPreconditionerExponent(double exponent) {
    return new InnerSolve(
        mostIterations, leastIterations, progress, warmStart, exponent, storedIterates);
  }

  /** The same with other {@link #storedIterates()}. */
  public InnerSolve withStoredIterates(IterateGrid grid) {
    return new InnerSolve(
        mostIterations, leastIterations, progress, warmStart, preconditionerExponent, grid);
  }

  /**
   * The solver of one step, which an interrupt of its thread cancels.
   *
   * @param preconditioner the diagonal of M. Copied.
   * @param last the last step's solution, if there is one. Not modified.
   */
  ConjugateGradient solver(double[] preconditioner, Optional<double[]> last) {
    StoppingRule rule =
        StoppingRule.cancelledWhen(Thread.currentThread()::isInterrupted)
            .or(StoppingRule.relativeProgressBelow(progress))
            .or(StoppingRule.iterations(mostIterations));
    ConjugateGradient solver =
        ConjugateGradient.until(rule)
            .atLeastIterations(leastIterations)
            .withPreconditioner(preconditioner)
            .withStoredIterates(storedIterates);
    if (last.isEmpty() || warmStart == 0) {
      return solver;
    }
    double[] x0 = last.get().clone();
    Vectors.scale(warmStart, x0);
    return solver.withStart(x0);
  }
}
