package org.roperator.examples;

import org.roperator.check.CheckReport;
import org.roperator.check.DerivativeCheck;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.HessianFree;

/** Derivatives by hand: a check finds the slip in them, and minimizes the function without it. */
public final class OwnDerivatives {

  private OwnDerivatives() {}

  /**
   * E(x, y) = cosh x + ½ (y − x)², its derivatives by hand.
   *
   * @param slip what is added to an entry of the Hessian by mistake
   */
  private record Saddle(double slip) implements Objective {

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public double value(double[] w) {
      return Math.cosh(w[0]) + (w[1] - w[0]) * (w[1] - w[0]) / 2;
    }

    @Override
    public Expansion expandAt(double[] w) {
      double apart = w[1] - w[0];
      double[] gradient = {Math.sinh(w[0]) - apart, apart};
      double[][] hessian = {{Math.cosh(w[0]) + 1, -1}, {-1, 1 + slip}};
      return Expansion.of(value(w), gradient, SymmetricOperator.symmetric(hessian));
    }
  }

  /** Prints what is wrong with the first, that the second is right, and where its minimum is. */
  public static void main(String[] args) {
    double[] point = {0.5, -0.3};
    CheckReport wrong = DerivativeCheck.of(new Saddle(0.01)).at(point);
    System.out.println(wrong);
    System.out.println();

    Objective right = new Saddle(0);
    DerivativeCheck.of(right).at(point).assertCorrect();
    System.out.println(HessianFree.standard().minimize(right, point));
  }
}
