package org.roperator.nn.curvature;

import java.util.List;
import org.roperator.dense.Blas;
import org.roperator.internal.Arguments;
import org.roperator.parallel.Scratch;

/**
 * A sum of blocks, each of which acts on the first coordinates of the sum, the first of them on
 * all.
 *
 * <p>A product costs one of every term. A sum of Kronecker products is none, so that a damped
 * inverse takes the eigenvalues of the whole block.
 */
final class SummedBlock implements CurvatureBlock {

  private final CurvatureBlock first;
  private final List<Term> others;

  /** A term, and room for the part of a vector that it is given and for its product. */
  private record Term(CurvatureBlock block, Scratch<double[]> parts, Scratch<double[]> products) {

    static Term of(CurvatureBlock block) {
      int n = block.dimension();
      return new Term(block, Scratch.ofLength(n), Scratch.ofLength(n));
    }

    void addProduct(double[] v, double[] out) {
      double[] part = parts.take();
      double[] product = products.take();
      System.arraycopy(v, 0, part, 0, part.length);
      block.apply(part, product);
      addFirst(product, out);
      parts.giveBack(part);
      products.giveBack(product);
    }
  }

  SummedBlock(List<CurvatureBlock> terms) {
    this.first = terms.get(0);
    this.others = terms.stream().skip(1).map(Term::of).toList();
  }

  @Override
  public Blas blas() {
    return first.blas();
  }

  @Override
  public int dimension() {
    return first.dimension();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    first.apply(v, out);
    for (Term term : others) {
      term.addProduct(v, out);
    }
  }

  @Override
  public double[] diagonal() {
    double[] diagonal = first.diagonal();
    others.forEach(term -> addFirst(term.block.diagonal(), diagonal));
    return diagonal;
  }

  private static void addFirst(double[] part, double[] sum) {
    for (int i = 0; i < part.length; i++) {
      sum[i] += part[i];
    }
  }

  @Override
  public double trace() {
    return first.trace() + others.stream().mapToDouble(term -> term.block.trace()).sum();
  }
}
