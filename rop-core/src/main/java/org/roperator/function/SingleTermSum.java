package org.roperator.function;

import org.roperator.internal.Examples;
import org.roperator.operator.SymmetricOperator;

/** An objective as a finite sum of one term. */
record SingleTermSum(Objective objective) implements FiniteSum {

  @Override
  public int dimension() {
    return objective.dimension();
  }

  @Override
  public ParameterLayout layout() {
    return objective.layout();
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public FiniteSum restrictedTo(int[] examples) {
    Examples.requireIndices(examples, 1);
    return this;
  }

  @Override
  public double value(double[] w) {
    return objective.value(w);
  }

  @Override
  public FiniteSumExpansion expandAt(double[] w) {
    return new At(objective.expandAt(w));
  }

  private record At(Expansion expansion) implements FiniteSumExpansion {

    @Override
    public int dimension() {
      return expansion.dimension();
    }

    @Override
    public double value() {
      return expansion.value();
    }

    @Override
    public double[] gradient() {
      return expansion.gradient();
    }

    @Override
    public SymmetricOperator hessian() {
      return expansion.hessian();
    }

    @Override
    public boolean hasGaussNewton() {
      return false;
    }

    @Override
    public SymmetricOperator gaussNewton() {
      throw new UnsupportedOperationException(
          "This objective is not a loss of a model, so it has no Gauss-Newton operator;"
              + " use its Hessian.");
    }

    @Override
    public double[] meanSquaredGradient() {
      double[] squares = expansion.gradient();
      for (int i = 0; i < squares.length; i++) {
        squares[i] *= squares[i];
      }
      return squares;
    }

    @Override
    public double[] regularizerDiagonal() {
      return new double[dimension()];
    }
  }
}
