package org.roperator.solve;

import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;

/** The product {@code z = M⁻¹r}. */
interface Preconditioner {

  void apply(double[] r, double[] z);

  /** Requires that M acts on vectors of length n. */
  void requireDimension(int n);

  static Preconditioner none() {
    return None.IDENTITY;
  }

  static Preconditioner diagonal(double[] diagonal) {
    double[] inverse = new double[diagonal.length];
    for (int i = 0; i < inverse.length; i++) {
      Arguments.requirePositive("Entry " + i + " of the preconditioner", diagonal[i]);
      inverse[i] = 1 / diagonal[i];
    }
    return new Diagonal(inverse);
  }

  static Preconditioner inverse(SymmetricOperator inverse) {
    return new Inverse(inverse);
  }

  private static void requireEqual(int m, int n) {
    if (m != n) {
      throw new IllegalArgumentException(
          "The preconditioner acts on dimension " + m + ", but the operator on " + n + ".");
    }
  }

  /** M = I. */
  enum None implements Preconditioner {
    /** The one there is. */
    IDENTITY;

    @Override
    public void apply(double[] r, double[] z) {
      System.arraycopy(r, 0, z, 0, r.length);
    }

    @Override
    public void requireDimension(int n) {}
  }

  /** M⁻¹ = diag(inverse). */
  final class Diagonal implements Preconditioner {

    private final double[] inverse;

    private Diagonal(double[] inverse) {
      this.inverse = inverse;
    }

    @Override
    public void apply(double[] r, double[] z) {
      for (int i = 0; i < z.length; i++) {
        z[i] = inverse[i] * r[i];
      }
    }

    @Override
    public void requireDimension(int n) {
      requireEqual(inverse.length, n);
    }
  }

  /** M⁻¹ known by its products. */
  record Inverse(SymmetricOperator operator) implements Preconditioner {

    @Override
    public void apply(double[] r, double[] z) {
      operator.apply(r, z);
    }

    @Override
    public void requireDimension(int n) {
      requireEqual(operator.dimension(), n);
    }
  }
}
