package org.roperator.optimize;

import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * A function whose values are measured in other units, and its parameters too: {@code c·E(w/a)}.
 *
 * @param f E
 * @param c the new unit of values
 * @param a the new unit of parameters
 */
record InOtherUnits(FiniteSum f, double c, double a) implements FiniteSum {

  private double[] inOldUnits(double[] w) {
    double[] old = w.clone();
    for (int i = 0; i < old.length; i++) {
      old[i] /= a;
    }
    return old;
  }

  private static double[] times(double factor, double[] x) {
    Vectors.scale(factor, x);
    return x;
  }

  @Override
  public int dimension() {
    return f.dimension();
  }

  @Override
  public int size() {
    return f.size();
  }

  @Override
  public FiniteSum restrictedTo(int[] examples) {
    return new InOtherUnits(f.restrictedTo(examples), c, a);
  }

  @Override
  public double value(double[] w) {
    return c * f.value(inOldUnits(w));
  }

  @Override
  public FiniteSumExpansion expandAt(double[] w) {
    FiniteSumExpansion at = f.expandAt(inOldUnits(w));
    return new FiniteSumExpansion() {
      @Override
      public int dimension() {
        return at.dimension();
      }

      @Override
      public double value() {
        return c * at.value();
      }

      @Override
      public double[] gradient() {
        return times(c / a, at.gradient());
      }

      @Override
      public SymmetricOperator hessian() {
        return at.hessian().scaledBy(c / a / a);
      }

      @Override
      public boolean hasGaussNewton() {
        return at.hasGaussNewton();
      }

      @Override
      public SymmetricOperator gaussNewton() {
        return at.gaussNewton().scaledBy(c / a / a);
      }

      @Override
      public double[] meanSquaredGradient() {
        return times(c / a, times(c / a, at.meanSquaredGradient()));
      }

      @Override
      public double[] regularizerDiagonal() {
        return times(c / a / a, at.regularizerDiagonal());
      }
    };
  }
}
