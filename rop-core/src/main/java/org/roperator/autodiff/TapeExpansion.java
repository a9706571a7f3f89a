package org.roperator.autodiff;

import org.roperator.function.Expansion;
import org.roperator.operator.SymmetricOperator;

/**
 * A recorded program to second order at one point.
 *
 * <p>Owns the recording: {@link #bytes} tells its size. Immutable and safe to share between
 * threads; each thread that multiplies at the same time borrows arrays of its own.
 */
public final class TapeExpansion implements Expansion {

  private final double value;
  private final double[] gradient;
  private final Linearisation linearisation;

  TapeExpansion(double value, double[] gradient, Linearisation linearisation) {
    this.value = value;
    this.gradient = gradient;
    this.linearisation = linearisation;
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

  @Override
  public SymmetricOperator hessian() {
    return new TapeHessian(linearisation);
  }

  /** The number of results the program's operations gave; those on constants alone do not count. */
  public int operations() {
    return linearisation.nodes() - linearisation.inputs();
  }

  /** The bytes this expansion keeps for its products. */
  public long bytes() {
    return linearisation.bytes();
  }
}
