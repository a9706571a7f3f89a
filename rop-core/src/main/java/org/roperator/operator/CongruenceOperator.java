package org.roperator.operator;

/** {@code JᵀAJ}. */
final class CongruenceOperator implements SymmetricOperator {

  private final SymmetricOperator a;
  private final LinearOperator j;
  private final LinearOperator jAdjoint;
  private final Scratch<double[]> tangents;
  private final Scratch<double[]> cotangents;

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
    this.tangents = Scratch.ofLength(a.dimension());
    this.cotangents = Scratch.ofLength(a.dimension());
  }

  @Override
  public int dimension() {
    return j.domainDimension();
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(this, v, out);
    double[] jv = tangents.take();
    double[] ajv = cotangents.take();
    try {
      j.apply(v, jv);
      a.apply(jv, ajv);
      jAdjoint.apply(ajv, out);
    } finally {
      tangents.giveBack(jv);
      cotangents.giveBack(ajv);
    }
  }
}
