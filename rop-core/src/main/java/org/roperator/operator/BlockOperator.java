package org.roperator.operator;

import java.util.Arrays;
import org.roperator.internal.Arguments;
import org.roperator.parallel.Arena;
import org.roperator.parallel.Scratch;

/** Rows and columns {@code from ≤ i < to} of an operator. */
final class BlockOperator implements SymmetricOperator {

  private final SymmetricOperator whole;
  private final int from;
  private final int to;
  private final Scratch<Arena> arenas = Arena.scratch();

  BlockOperator(SymmetricOperator whole, int from, int to) {
    if (from < 0 || from >= to || to > whole.dimension()) {
      throw new IllegalArgumentException(
          "The block from "
              + from
              + " to "
              + to
              + " does not lie within 0 to "
              + whole.dimension()
              + ", the dimension of this operator, or is empty.");
    }
    this.whole = whole;
    this.from = from;
    this.to = to;
  }

  @Override
  public int dimension() {
    return to - from;
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    Arena arena = arenas.take();
    double[] full = arena.vector(whole.dimension());
    double[] product = arena.vector(whole.dimension());
    try {
      pad(v, full);
      whole.apply(full, product);
      System.arraycopy(product, from, out, 0, to - from);
    } finally {
      arenas.giveBack(arena);
    }
  }

  @Override
  public void applyAll(double[][] vs, double[][] outs) {
    Arguments.requireProducts(dimension(), vs, outs);
    Arena arena = arenas.take();
    double[][] fulls = arena.vectors(vs.length, whole.dimension());
    double[][] full = arena.vectors(vs.length, whole.dimension());
    try {
      for (int j = 0; j < vs.length; j++) {
        pad(vs[j], fulls[j]);
      }
      whole.applyAll(fulls, full);
      for (int j = 0; j < vs.length; j++) {
        System.arraycopy(full[j], from, outs[j], 0, to - from);
      }
    } finally {
      arenas.giveBack(arena);
    }
  }

  private void pad(double[] v, double[] full) {
    Arrays.fill(full, 0, from, 0);
    System.arraycopy(v, 0, full, from, to - from);
    Arrays.fill(full, to, full.length, 0);
  }
}
