package org.roperator.operator;

import org.roperator.internal.Arguments;
import org.roperator.parallel.Arena;
import org.roperator.parallel.Scratch;

/** {@code JᵀAJ}. */
final class CongruenceOperator implements SymmetricOperator {

  private final SymmetricOperator a;
  private final LinearOperator j;
  private final LinearOperator jAdjoint;
  private final Scratch<Arena> arenas = Arena.scratch();

  CongruenceOperator(SymmetricOperator a, LinearOperator j) {
    if (j.rangeDimension() != a.dimension()) {
      throw new IllegalArgumentException(
          "J gives vectors of dimension "
              + j.rangeDimension()
              + ", but the operator in the middle acts on dimension "
              + a.dimension()
              + ".");
    }
    this.a = a;
    this.j = j;
    this.jAdjoint = j.adjoint();
  }

  @Override
  public int dimension() {
    return j.domainDimension();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    Arena arena = arenas.take();
    double[] jv = arena.vector(a.dimension());
    double[] ajv = arena.vector(a.dimension());
    try {
      j.apply(v, jv);
      a.apply(jv, ajv);
      jAdjoint.apply(ajv, out);
    } finally {
      arenas.giveBack(arena);
    }
  }

  @Override
  public void applyAll(double[][] vs, double[][] outs) {
    Arguments.requireProducts(domainDimension(), rangeDimension(), vs, outs);
    Arena arena = arenas.take();
    double[][] jvs = arena.vectors(vs.length, a.dimension());
    double[][] ajvs = arena.vectors(vs.length, a.dimension());
    try {
      j.applyAll(vs, jvs);
      a.applyAll(jvs, ajvs);
      jAdjoint.applyAll(ajvs, outs);
    } finally {
      arenas.giveBack(arena);
    }
  }
}
