package org.roperator.autodiff;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.roperator.function.Expansion;
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

  private final double value;
  private final double[] gradient;
  private final int operations;
  private final int output;
  private @Nullable Recording recording;
  private volatile @Nullable ReducedTape reduced;

  TapeExpansion(double value, double[] gradient, Recording recording, int output) {
    this.value = value;
    this.gradient = gradient;
    this.recording = recording;
    this.operations = recording.words().length;
    this.output = output;
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
   * <p>{@code applyAll} carries up to {@value TapeHessian#DIRECTIONS_AT_ONCE} directions through
   * one pass.
   */
  @Override
  public SymmetricOperator hessian() {
    return new TapeHessian(this);
  }

  /**
   * The number of results the program's operations gave; those on constants alone and the addition
   * of a constant need none.
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
    if (now == null && all != null) {
      now = Reduction.forHessian(all, output);
      recording = null;
      reduced = now;
    }
    return Objects.requireNonNull(now);
  }
}
