package org.roperator.optimize.smooth;

import org.roperator.function.FiniteSum;
import org.roperator.internal.Arguments;
import org.roperator.optimize.Ending;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.OptimizationRun;
import org.roperator.optimize.Optimizer;

/**
 * The limited-memory method of Broyden, Fletcher, Goldfarb and Shanno (Nocedal 1980; Liu and
 * Nocedal 1989): steps from values and gradients alone.
 *
 * <p>One iteration at w:
 *
 * <ol>
 *   <li>the direction {@code d = −Hg}, H the inverse Hessian that the last m steps and changes of
 *       the gradient make;
 *   <li>a rate α along d by the {@link StrongWolfe} search, 1 first;
 *   <li>the pair {@code s = αd}, {@code y = g(w + s) − g(w)}, which is skipped where its curvature
 *       is not clearly positive: where {@code sᵀy < 1e-10·‖s‖·‖y‖}.
 * </ol>
 *
 * <p>The first step goes along −g, as far as a guess that has the units of the parameters says, and
 * so does one after a search that found no lower point: the pairs are forgotten and −g is searched
 * before the step counts as rejected. No unit of values or parameters matters: powers of two change
 * no bit.
 *
 * <p>The figures of an {@link org.roperator.optimize.Iteration}: {@code gradient_norm} where the
 * step began, {@code step_rate} α, the part of the step that was tried first, 0 if it was rejected,
 * {@code step_norm} its length, {@code evaluations} of value and gradient the search made, {@code
 * pairs} that H was made of, {@code skipped_pairs} of the run so far.
 *
 * <p>An iteration costs about one value with its gradient and 4mn multiplications. The memory is 2m
 * + 2 vectors and some five more. The same objective, start and settings give the same bits.
 *
 * <pre>{@code
 * LimitedMemoryBfgs.standard().withMemory(20).minimize(objective, start)
 * }</pre>
 *
 * @param memory m, how many pairs are remembered, at least 1
 * @param lineSearch how far a step is taken
 * @param ending when a run ends
 */
public record LimitedMemoryBfgs(int memory, StrongWolfe lineSearch, Ending ending)
    implements Optimizer {

  private static final LimitedMemoryBfgs STANDARD =
      new LimitedMemoryBfgs(
          10, StrongWolfe.standard(), Ending.precise().atMostIterations(10_000).withPatience(3));

  /**
   * Checks the memory.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public LimitedMemoryBfgs {
    Arguments.requirePositive("The memory", memory);
  }

  /**
   * Ten pairs, the {@link StrongWolfe#standard()} search, and {@link Ending#precise()} but for
   * 10,000 iterations, as cheap as they are, and a patience of 3, since a step that is rejected was
   * searched for twice.
   */
  public static LimitedMemoryBfgs standard() {
    return STANDARD;
  }

  /** The same with another {@link #memory()}; 3 to 20 are usual, n makes quadratics end in n. */
  public LimitedMemoryBfgs withMemory(int memory) {
    return new LimitedMemoryBfgs(memory, lineSearch, ending);
  }

  /** The same with another {@link #lineSearch()}. */
  public LimitedMemoryBfgs withLineSearch(StrongWolfe lineSearch) {
    return new LimitedMemoryBfgs(memory, lineSearch, ending);
  }

  /** The same with another {@link #ending()}. */
  public LimitedMemoryBfgs withEnding(Ending ending) {
    return new LimitedMemoryBfgs(memory, lineSearch, ending);
  }

  @Override
  public String name() {
    return "l-bfgs";
  }

  @Override
  public OptimizationResult minimize(
      FiniteSum objective, double[] start, OptimizationListener listener) {
    return OptimizationRun.of(objective, start, ending)
        .iterate(new LimitedMemorySteps(memory, lineSearch, start.length), listener);
  }
}
