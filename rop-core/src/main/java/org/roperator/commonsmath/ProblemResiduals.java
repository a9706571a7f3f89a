package org.roperator.commonsmath;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresProblem;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresProblem.Evaluation;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.jspecify.annotations.Nullable;
import org.roperator.function.Residuals;
import org.roperator.function.ResidualsExpansion;
import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;

/**
 * One of their problems as residuals of ours: their weighted ones negated, {@code √W (value −
 * target)}, so that the Jacobian is theirs. The last evaluation is kept, and the last one that was
 * expanded, since a method that likes a point asks for it again.
 */
final class ProblemResiduals implements Residuals {

  private final LeastSquaresProblem problem;
  private final Runnable before;
  private final AtomicReference<@Nullable Evaluated> last = new AtomicReference<>();
  private final AtomicReference<@Nullable Evaluated> expanded = new AtomicReference<>();

  /** An evaluation and the point it was asked for. */
  private static final class Evaluated {

    private final double[] w;
    private final Evaluation evaluation;

    Evaluated(double[] w, Evaluation evaluation) {
      this.w = w;
      this.evaluation = evaluation;
    }

    boolean isAt(double[] point) {
      return Arrays.equals(w, point);
    }
  }

  /**
   * Residuals.
   *
   * @param before what to do before each evaluation; may throw instead
   */
  ProblemResiduals(LeastSquaresProblem problem, Runnable before) {
    this.problem = problem;
    this.before = before;
  }

  @Override
  public int dimension() {
    return problem.getParameterSize();
  }

  @Override
  public double[] values(double[] w) {
    return negative(evaluation(w).getResiduals());
  }

  private static double[] negative(RealVector theirs) {
    double[] r = theirs.toArray();
    Vectors.scale(-1, r);
    return r;
  }

  @Override
  public ResidualsExpansion expandAt(double[] w) {
    Evaluation at = evaluation(w);
    expanded.set(new Evaluated(w.clone(), at));
    RealMatrix j = at.getJacobian();
    return ResidualsExpansion.of(
        negative(at.getResiduals()),
        LinearOperator.of(
            j.getColumnDimension(),
            j.getRowDimension(),
            (v, out) -> copy(j.operate(v), out),
            (u, out) -> copy(j.preMultiply(u), out)));
  }

  private static void copy(double[] from, double[] to) {
    System.arraycopy(from, 0, to, 0, to.length);
  }

  /** Their evaluation at a point, one that is kept if it was there. */
  Evaluation evaluation(double[] w) {
    int n = dimension();
    Arguments.requireLength("The point", w, n, "the problem has " + n + " parameters");
    Arguments.requireFinite("The point", w);
    Optional<Evaluated> known =
        Stream.of(Optional.ofNullable(last.get()), Optional.ofNullable(expanded.get()))
            .flatMap(Optional::stream)
            .filter(e -> e.isAt(w))
            .findFirst();
    if (known.isPresent()) {
      return known.get().evaluation;
    }
    before.run();
    Evaluation evaluation = problem.evaluate(CommonsMathOperator.vector(w.clone()));
    requireSamePoint(w, evaluation.getPoint());
    last.set(new Evaluated(w.clone(), evaluation));
    return evaluation;
  }

  private static void requireSamePoint(double[] w, RealVector validated) {
    double[] point = validated.toArray();
    if (!Arrays.equals(w, point)) {
      throw new IllegalStateException(
          "The residuals were asked at "
              + Arrays.toString(w)
              + ", but the problem's ParameterValidator moved the point to "
              + Arrays.toString(point)
              + ", where the Jacobian is another one; leave the validator out, and write bounded"
              + " parameters as functions of free ones, such as exp.");
    }
  }
}
