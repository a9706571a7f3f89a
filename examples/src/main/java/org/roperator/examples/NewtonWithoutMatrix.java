package org.roperator.examples;

import java.util.Locale;
import org.apache.commons.math3.util.MathArrays;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.solve.CgResult;
import org.roperator.solve.ConjugateGradient;
import org.roperator.solve.StoppingRule;

/** Newton's method in ten thousand dimensions: each step by conjugate gradients on products. */
public final class NewtonWithoutMatrix {

  private static final int DIMENSION = 10_000;

  private NewtonWithoutMatrix() {}

  /** A chain of springs that stiffen: E(x) = Σ (x_i − x_{i−1})² + ¼ (x_i − 1)⁴ + ½ (x_i − 1)². */
  private static Var chain(Var[] x) {
    Var sum = x[0].square();
    for (int i = 0; i < x.length; i++) {
      Var pull = x[i].subtract(1).square();
      sum = sum.add(pull.square().divide(4)).add(pull.divide(2));
      if (i > 0) {
        sum = sum.add(x[i].subtract(x[i - 1]).square());
      }
    }
    return sum;
  }

  /** Prints the norm of the gradient at each point, which falls quadratically. */
  public static void main(String[] args) {
    Objective energy = TapeObjective.of(DIMENSION, NewtonWithoutMatrix::chain);
    ConjugateGradient solver = ConjugateGradient.until(StoppingRule.residualBelow(1e-12));
    double[] x = new double[DIMENSION];
    for (int step = 0; step < 8; step++) {
      Expansion at = energy.expandAt(x);
      double[] gradient = at.gradient();
      CgResult solved = solver.solve(at.hessian(), MathArrays.scale(-1, gradient));
      System.out.printf(
          Locale.ROOT,
          "step %d  E %.6f  |gradient| %.1e  %d products%n",
          step,
          at.value(),
          Math.sqrt(MathArrays.linearCombination(gradient, gradient)),
          solved.products());
      x = MathArrays.ebeAdd(x, solved.solution());
    }
  }
}
