package org.roperator.operator;

/** {@code A + βB}. */
final class SumOperator implements SymmetricOperator {

  private final SymmetricOperator a;
  private final double beta;
  private final SymmetricOperator b;
  private final BlockScratch work;

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
    this.work = new BlockScratch(a.dimension());
  }

  @Override
  public int dimension() {
    return a.dimension();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(this, v, out);
    double[] bv = work.takeVector();
    try {
      a.apply(v, out);
      b.apply(v, bv);
      Vectors.addScaled(beta, bv, out);
    } finally {
      work.giveBack(bv);
    }
  }

  @Override
  public void applyAll(double[][] vs, double[][] outs) {
    Arguments.requireProducts(dimension(), vs, outs);
    double[][] bvs = work.takeBlock(vs.length);
    try {
      a.applyAll(vs, outs);
      b.applyAll(vs, bvs);
      for (int j = 0; j < vs.length; j++) {
        Vectors.addScaled(beta, bvs[j], outs[j]);
      }
    } finally {
      work.giveBack(bvs);
    }
  }
}
