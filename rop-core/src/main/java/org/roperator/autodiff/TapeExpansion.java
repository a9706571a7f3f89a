package org.roperator.autodiff;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.roperator.function.Expansion;
import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;

/**
 * A recorded program to second order at one point.
 *
 * <p>The first product, or whoever asks for the structure first, reduces the recording to sparse
 * matrices, at about the cost of three recorded runs; from then on only those are kept. Immutable
 * and safe to share between threads; each thread that multiplies at the same time borrows arrays of
 * its own.
 */
public final class TapeExpansion implements Expansion {

  /** Directions that share one pass: as many doubles as a cache line holds. */
  private static final int DIRECTIONS_AT_ONCE = 8;

  private final double value;
  private final double[] gradient;
  private final int operations;
  private final int output;
  private @Nullable Runnable giveBack;
  private @Nullable Recording recording;
  private volatile @Nullable ReducedTape reduced;

  /**
   * An expansion.
   *
   * @param y the program's result
   * @param gradient its gradient. Kept.
   * @param recording a recording weighed by the adjoints of y
   * @param giveBack returns the recording's memory, when it is not needed any more
   */
  TapeExpansion(Var y, double[] gradient, Recording recording, Runnable giveBack) {
    this.value = y.getReal();
    this.gradient = gradient;
    this.recording = recording;
    this.giveBack = giveBack;
    this.operations = recording.size();
    this.output = y.node();
  }

  @Override
  public int dimension() {
    return gradient.length;
  }

  @Override
  public double value() {
    return value;
  }

  @Override
  public double[] gradient() {
    return gradient.clone();
  }

  /**
   * The Hessian at the point.
   *
   * <p>{@code applyAll} carries up to {@value #DIRECTIONS_AT_ONCE} directions through one pass.
   */
  @Override
  public SymmetricOperator hessian() {
    return new Hessian(this);
  }

  /**
   * The number of results that were recorded. Operations on constants alone, sums with a constant
   * and multiples by a constant are not: a {@link Var} carries its factor along.
   */
  public int operations() {
    return operations;
  }

  /** The bytes this expansion keeps for its products. */
  public long bytes() {
    return reduced().bytes();
  }

  ReducedTape reduced() {
    ReducedTape now = reduced;
    return now != null ? now : reduceOnce();
  }

  private synchronized ReducedTape reduceOnce() {
    ReducedTape now = reduced;
    Recording all = recording;
    Runnable done = giveBack;
    if (now == null && all != null && done != null) {
      now = Reduction.forHessian(all, output);
      reduced = now;
      // Neither the recording nor who lent its memory is held on to.
      recording = null;
      giveBack = null;
      done.run();
    }
    return Objects.requireNonNull(now);
  }

  /** The Hessian of a recorded program, by a forward tangent sweep and an R-reverse sweep. */
  private record Hessian(TapeExpansion expansion) implements SymmetricOperator {

    @Override
    public int dimension() {
      return expansion.dimension();
    }

    @Override
    public void apply(double[] v, double[] out) {
      Arguments.requireProduct(dimension(), v, out);
      expansion.reduced().hessian(v, out);
    }

    @Override
    public void applyAll(double[][] vs, double[][] outs) {
      Arguments.requireProducts(dimension(), vs, outs);
      for (int from = 0; from < vs.length; from += DIRECTIONS_AT_ONCE) {
        int k = Math.min(DIRECTIONS_AT_ONCE, vs.length - from);
        expansion.reduced().hessian(vs, outs, from, k);
      }
    }
  }
}
