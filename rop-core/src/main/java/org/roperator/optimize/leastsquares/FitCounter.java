package org.roperator.optimize.leastsquares;

import java.util.Optional;
import java.util.function.Supplier;
import org.roperator.function.Residuals;
import org.roperator.function.ResidualsExpansion;
import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/** Asks residuals on behalf of one run, and counts. For one thread. */
final class FitCounter {

  /** What a run has spent so far. */
  record Spent(
      long evaluations,
      long expansions,
      long products,
      long curvatureProducts,
      Optional<RuntimeException> cause) {}

  private final Residuals residuals;
  private int count = -1;
  private long evaluations;
  private long expansions;
  private long products;
  private long curvatureProducts;
  private Optional<RuntimeException> cause = Optional.empty();

  FitCounter(Residuals residuals) {
    this.residuals = residuals;
  }

  /** What the user's own residuals threw where their numbers were needed. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String what;
    private final RuntimeException thrown;

    Failure(String what, RuntimeException thrown) {
      super(thrown);
      this.what = what;
      this.thrown = thrown;
    }

    RuntimeException thrown() {
      return thrown;
    }

    /** What was asked, and what was thrown, as the rest of a sentence. */
    String sentence() {
      return what + " threw " + thrown + ".";
    }
  }

  /** The start of a run, checked and copied. */
  double[] startOf(double[] start) {
    int n = residuals.dimension();
    Arguments.requireLength("The start", start, n, "the residuals have " + n + " parameters");
    Arguments.requireFinite("The start", start);
    return start.clone();
  }

  /** The residuals where a step is tried; empty where a number is not finite or the call throws. */
  Optional<double[]> tryValues(double[] w) {
    if (!Vectors.isFinite(w)) {
      return Optional.empty();
    }
    evaluations++;
    double[] values;
    try {
      values = residuals.values(w);
    } catch (RuntimeException thrown) {
      cause = cause.or(() -> Optional.of(thrown));
      return Optional.empty();
    }
    requireCount(values.length);
    return Vectors.isFinite(values) ? Optional.of(values) : Optional.empty();
  }

  /** The expansion at a point; a {@link Failure} where the call throws. */
  ResidualsExpansion expand(double[] w) {
    expansions++;
    ResidualsExpansion at = ask("the expansion", () -> residuals.expandAt(w));
    LinearOperator j = at.jacobian();
    requireCount(j.rangeDimension());
    if (j.domainDimension() != w.length) {
      throw new IllegalStateException(
          "The Jacobian acts on dimension "
              + j.domainDimension()
              + ", but the residuals have "
              + w.length
              + " parameters.");
    }
    return at;
  }

  private void requireCount(int now) {
    if (count < 0) {
      count = now;
    } else if (now != count) {
      throw new IllegalStateException(
          "There are "
              + now
              + " residuals at a point and "
              + count
              + " at the start; their number must be the same everywhere. Give those that don't"
              + " apply at a point the value 0.");
    }
  }

  /** What the user's program answers; a {@link Failure} where it throws. */
  static <T> T ask(String what, Supplier<T> program) {
    try {
      return program.get();
    } catch (RuntimeException thrown) {
      throw new Failure(what, thrown);
    }
  }

  /** The same map, its products and those of its adjoint counted. */
  LinearOperator counting(LinearOperator a) {
    LinearOperator adjoint = a.adjoint();
    return LinearOperator.of(
        a.domainDimension(),
        a.rangeDimension(),
        (v, out) -> {
          products++;
          multiply(a, v, out);
        },
        (u, out) -> {
          products++;
          multiply(adjoint, u, out);
        });
  }

  /** The same curvature, its products counted. */
  SymmetricOperator counting(SymmetricOperator a) {
    return SymmetricOperator.of(
        a.dimension(),
        (v, out) -> {
          curvatureProducts++;
          multiply(a, v, out);
        });
  }

  private static void multiply(LinearOperator a, double[] v, double[] out) {
    try {
      a.apply(v, out);
    } catch (RuntimeException thrown) {
      throw new Failure("a product", thrown);
    }
  }

  /** Keeps what was thrown where a step was tried, unless something was before. */
  void metAtTrial(Failure failure) {
    cause = cause.or(() -> Optional.of(failure.thrown()));
  }

  /** Keeps what ended the run, instead of what only rejected a step. */
  void endedBy(Failure failure) {
    cause = Optional.of(failure.thrown());
  }

  /** What was spent, and what ended the run, or else the first exception that rejected a step. */
  Spent spent() {
    return new Spent(evaluations, expansions, products, curvatureProducts, cause);
  }
}
