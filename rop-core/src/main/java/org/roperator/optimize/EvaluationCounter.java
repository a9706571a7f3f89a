package org.roperator.optimize;

import java.util.Optional;
import java.util.function.Supplier;
import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * Counts what a run spends, and turns a point outside ℝⁿ, or one where the objective throws, into
 * an infinite value.
 */
final class EvaluationCounter {

  private long evaluations;
  private long expansions;
  private long products;
  private Optional<RuntimeException> cause = Optional.empty();

  /** The start of a run, checked and copied. */
  static double[] startOf(FiniteSum objective, double[] start) {
    Arguments.requireLength(
        "The start", start, objective.dimension(), "the objective has " + objective.dimension());
    Arguments.requireFinite("The start", start);
    return start.clone();
  }

  /** The value at a point; infinity, worse than any other, where it is NaN or the call throws. */
  double value(FiniteSum objective, double[] w) {
    if (!Vectors.isFinite(w)) {
      return Double.POSITIVE_INFINITY; // an objective refuses a point that overflowed
    }
    evaluations++;
    try {
      double value = objective.value(w);
      return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    } catch (RuntimeException thrown) {
      cause = cause.or(() -> Optional.of(thrown));
      return Double.POSITIVE_INFINITY;
    }
  }

  /** The expansion at a finite point where a step is tried; empty where the call throws. */
  Optional<FiniteSumExpansion> tryToExpand(FiniteSum objective, double[] w) {
    expansions++;
    try {
      return Optional.of(objective.expandAt(w));
    } catch (RuntimeException thrown) {
      cause = cause.or(() -> Optional.of(thrown));
      return Optional.empty();
    }
  }

  /** The value an expansion tells; infinity where it is NaN or the call throws. */
  double valueOf(FiniteSumExpansion at) {
    try {
      double value = at.value();
      return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    } catch (RuntimeException thrown) {
      cause = cause.or(() -> Optional.of(thrown));
      return Double.POSITIVE_INFINITY;
    }
  }

  /** The expansion at a point; a {@link ProgramFailure} where the call throws. */
  FiniteSumExpansion expand(FiniteSum objective, double[] w) {
    expansions++;
    return ask("the expansion", () -> objective.expandAt(w));
  }

  /**
   * What the user's program answers; a {@link ProgramFailure} where it throws.
   *
   * @param what is asked for, as the subject of a sentence
   * @param program asks for it
   */
  static <T> T ask(String what, Supplier<T> program) {
    try {
      return program.get();
    } catch (RuntimeException thrown) {
      throw new ProgramFailure(what, thrown);
    }
  }

  /**
   * The same operator, its products counted, and a {@link ProgramFailure} where one throws; for one
   * thread.
   */
  SymmetricOperator counting(SymmetricOperator a) {
    return SymmetricOperator.of(
        a.dimension(),
        (v, out) -> {
          products++;
          multiply(a, v, out);
        });
  }

  /** A product; a {@link ProgramFailure} where it throws. */
  static void multiply(SymmetricOperator a, double[] v, double[] out) {
    try {
      a.apply(v, out);
    } catch (RuntimeException thrown) {
      throw new ProgramFailure("a product", thrown);
    }
  }

  /** Keeps what ended the run, instead of what only counted as an infinite value. */
  void endedBy(ProgramFailure failure) {
    cause = Optional.of(failure.thrown());
  }

  /** What ended the run, or else the first exception that counted as an infinite value. */
  Optional<RuntimeException> cause() {
    return cause;
  }

  /** Counts products that were spent on other threads. */
  void addProducts(long spent) {
    products += spent;
  }

  long evaluations() {
    return evaluations;
  }

  long expansions() {
    return expansions;
  }

  long products() {
    return products;
  }
}
