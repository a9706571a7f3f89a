package org.roperator.check;

import org.roperator.function.Expansion;
import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;

/** An objective said to be a mean of so many examples, with a given Gauss-Newton operator. */
record SumWith(Objective plain, int size, SymmetricOperator gaussNewton) implements FiniteSum {

  @Override
  public int dimension() {
    return plain.dimension();
  }

  @Override
  public FiniteSum restrictedTo(int[] examples) {
    throw new UnsupportedOperationException();
  }

  @Override
  public double value(double[] w) {
    return plain.value(w);
  }

  @Override
  public FiniteSumExpansion expandAt(double[] w) {
    return new At(plain.expandAt(w), gaussNewton);
  }

  private record At(Expansion plain, SymmetricOperator gaussNewton) implements FiniteSumExpansion {

    @Override
    public int dimension() {
      return plain.dimension();
    }

    @Override
    public double value() {
      return plain.value();
    }

    @Override
    public double[] gradient() {
      return plain.gradient();
    }

    @Override
    public SymmetricOperator hessian() {
      return plain.hessian();
    }

    @Override
    public double[] meanSquaredGradient() {
      return new double[dimension()];
    }

    @Override
    public double[] regularizerDiagonal() {
      return new double[dimension()];
    }
  }
}
