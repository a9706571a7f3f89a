package org.roperator.commonsmath;

import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * An objective, or its negative, that tells before it is evaluated or expanded.
 *
 * @param negated whether it is the negative, which has no Gauss-Newton operator
 * @param before what to do before; may throw instead
 */
record CountedSum(FiniteSum sum, boolean negated, Runnable before) implements FiniteSum {

  @Override
  public int dimension() {
    return sum.dimension();
  }

  @Override
  public ParameterLayout layout() {
    return sum.layout();
  }

  @Override
  public int size() {
    return sum.size();
  }

  @Override
  public FiniteSum restrictedTo(int[] examples) {
    return new CountedSum(sum.restrictedTo(examples), negated, before);
  }

  @Override
  public double value(double[] w) {
    before.run();
    double value = sum.value(w);
    return negated ? -value : value;
  }

  @Override
  public FiniteSumExpansion expandAt(double[] w) {
    before.run();
    FiniteSumExpansion at = sum.expandAt(w);
    return negated ? new Negative(at) : at;
  }

  private record Negative(FiniteSumExpansion at) implements FiniteSumExpansion {

    @Override
    public int dimension() {
      return at.dimension();
    }

    @Override
    public double value() {
      return -at.value();
    }

    @Override
    public double[] gradient() {
      return negative(at.gradient());
    }

    @Override
    public SymmetricOperator hessian() {
      return at.hessian().scaledBy(-1);
    }

    @Override
    public boolean hasGaussNewton() {
      return false;
    }

    @Override
    public SymmetricOperator gaussNewton() {
      throw new UnsupportedOperationException(
          "The goal is MAXIMIZE, but the Gauss-Newton operator belongs to a loss that is minimized;"
              + " take the method's Hessian, or minimize.");
    }

    @Override
    public double[] meanSquaredGradient() {
      return at.meanSquaredGradient();
    }

    @Override
    public double[] regularizerDiagonal() {
      return negative(at.regularizerDiagonal());
    }

    private static double[] negative(double[] v) {
      Vectors.scale(-1, v);
      return v;
    }
  }
}
