package org.roperator.operator;

import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Arena;
import org.roperator.parallel.Scratch;

/** {@code A + βB}. */
final class SumOperator implements SymmetricOperator {

  private final SymmetricOperator a;
  private final double beta;
  private final SymmetricOperator b;
  private final Scratch<Arena> arenas = Arena.scratch();

  SumOperator(SymmetricOperator a, double beta, SymmetricOperator b) {
    if (a.dimension() != b.dimension()) {
      throw new IllegalArgumentException(
          "The operators act on dimensions "
              + a.dimension()
              + " and "
              + b.dimension()
              + ", but a sum needs equal ones.");
    }
    this.a = a;
    this.beta = beta;
    this.b = b;
  }

  @Override
  public int dimension() {
    return a.dimension();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    Arena arena = arenas.take();
    double[] bv = arena.vector(a.dimension());
    try {
      a.apply(v, out);
      b.apply(v, bv);
      Vectors.addScaled(beta, bv, out);
    } finally {
      arenas.giveBack(arena);
    }
  }

  @Override
  public void applyAll(double[][] vs, double[][] outs) {
    Arguments.requireProducts(dimension(), vs, outs);
    Arena arena = arenas.take();
    double[][] bvs = arena.vectors(vs.length, a.dimension());
    try {
      a.applyAll(vs, outs);
      b.applyAll(vs, bvs);
      for (int j = 0; j < vs.length; j++) {
        Vectors.addScaled(beta, bvs[j], outs[j]);
      }
    } finally {
      arenas.giveBack(arena);
    }
  }
}
