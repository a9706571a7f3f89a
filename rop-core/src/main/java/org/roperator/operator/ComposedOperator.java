package org.roperator.operator;

import org.roperator.internal.Arguments;
import org.roperator.parallel.Arena;
import org.roperator.parallel.Scratch;

/** {@code v ↦ A(B v)}. */
final class ComposedOperator implements LinearOperator {

  private final LinearOperator outer;
  private final LinearOperator inner;
  private final Scratch<Arena> arenas = Arena.scratch();

  ComposedOperator(LinearOperator outer, LinearOperator inner) {
    if (outer.domainDimension() != inner.rangeDimension()) {
      throw new IllegalArgumentException(
          "The outer operator takes vectors of dimension "
              + outer.domainDimension()
              + ", but the inner one gives dimension "
              + inner.rangeDimension()
              + ".");
    }
    this.outer = outer;
    this.inner = inner;
  }

  @Override
  public int domainDimension() {
    return inner.domainDimension();
  }

  @Override
  public int rangeDimension() {
    return outer.rangeDimension();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(domainDimension(), rangeDimension(), v, out);
    Arena arena = arenas.take();
    double[] bv = arena.vector(inner.rangeDimension());
    try {
      inner.apply(v, bv);
      outer.apply(bv, out);
    } finally {
      arenas.giveBack(arena);
    }
  }

  @Override
  public void applyAll(double[][] vs, double[][] outs) {
    Arguments.requireProducts(domainDimension(), rangeDimension(), vs, outs);
    Arena arena = arenas.take();
    double[][] bvs = arena.vectors(vs.length, inner.rangeDimension());
    try {
      inner.applyAll(vs, bvs);
      outer.applyAll(bvs, outs);
    } finally {
      arenas.giveBack(arena);
    }
  }

  @Override
  public LinearOperator adjoint() {
    return new ComposedOperator(inner.adjoint(), outer.adjoint());
  }
}
