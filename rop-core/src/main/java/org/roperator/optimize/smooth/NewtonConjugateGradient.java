package org.roperator.optimize.smooth;

import org.roperator.function.FiniteSum;
import org.roperator.internal.Arguments;
import org.roperator.optimize.Ending;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Optimizer;

/**
 * Newton's method with truncated conjugate gradients and a line search (Dembo and Steihaug 1983;
 * Nocedal and Wright 2006, algorithm 7.1): few products far from a minimum, and superlinear steps
 * near it.
 *
 * <p>One iteration at w:
 *
 * <ol>
 *   <li>conjugate gradients on {@code Hd = −g} from zero, by exact products, until {@code ‖Hd + g‖
 *       ≤ η‖g‖}, with {@code η = min(½, √(‖g‖/‖g₀‖))}, g₀ the largest gradient met, or until a
 *       direction of negative or zero curvature comes up;
 *   <li>d, the iterate reached; where the first direction already had no positive curvature, −g as
 *       far as the same curvature, were it positive, would say;
 *   <li>a rate α along d by the {@link StrongWolfe} search, 1 first.
 * </ol>
 *
 * <p>No unit of values or parameters matters: powers of two change no bit. Where the gradient
 * vanishes at a saddle the run leaves it along negative curvature.
 *
 * <p>The figures of an {@link org.roperator.optimize.Iteration}: {@code gradient_norm} where the
 * step began, {@code step_rate} α, 0 if it was rejected, {@code step_norm} its length, {@code
 * evaluations} of value and gradient the search made, {@code cg_steps} and {@code forcing} η of the
 * solve, and {@code negative_curvature}, 1 where it met one.
 *
 * <p>An iteration costs about one value with its gradient and one product for each step of
 * conjugate gradients; the memory is some ten vectors.
 *
 * <pre>{@code
 * NewtonConjugateGradient.standard().minimize(objective, start)
 * }</pre>
 *
 * @param mostInnerSteps how many products an iteration may spend, at least 1
 * @param lineSearch how far a step is taken
 * @param ending when a run ends
 */
public record NewtonConjugateGradient(int mostInnerSteps, StrongWolfe lineSearch, Ending ending)
    implements Optimizer {

  private static final NewtonConjugateGradient STANDARD =
      new NewtonConjugateGradient(
          200, StrongWolfe.standard(), Ending.precise().atMostIterations(1000).withPatience(3));

  /**
   * Checks the constants.
   *
   * @throws IllegalArgumentException if the number of products is below 1
   */
  public NewtonConjugateGradient {
    Arguments.requirePositive("The largest number of inner steps", mostInnerSteps);
  }

  /**
   * At most 200 products an iteration, the {@link StrongWolfe#standard()} search, and the {@link
   * Ending#precise()} but for 1,000 iterations and a patience of 3, since a step that is rejected
   * was searched for along −g as well.
   */
  public static NewtonConjugateGradient standard() {
    return STANDARD;
  }

  /** The same with another number of {@link #mostInnerSteps()}. */
  public NewtonConjugateGradient atMostInnerSteps(int most) {
    return new NewtonConjugateGradient(most, lineSearch, ending);
  }

  /** The same with another {@link #lineSearch()}. */
  public NewtonConjugateGradient withLineSearch(StrongWolfe lineSearch) {
    return new NewtonConjugateGradient(mostInnerSteps, lineSearch, ending);
  }

  /** The same with another {@link #ending()}. */
  public NewtonConjugateGradient withEnding(Ending ending) {
    return new NewtonConjugateGradient(mostInnerSteps, lineSearch, ending);
  }

  @Override
  public String name() {
    return "newton-cg";
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnsupportedOperationException if the objective has no Hessian
   */
  @Override
  public OptimizationResult minimize(
      FiniteSum objective, double[] start, OptimizationListener listener) {
    return OptimizationRun.of(objective, start, ending)
        .iterate(
            new NewtonConjugateGradientSteps(mostInnerSteps, lineSearch, start.length), listener);
  }
}
