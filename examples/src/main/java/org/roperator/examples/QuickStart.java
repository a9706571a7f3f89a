package org.roperator.examples;

import java.util.Arrays;
import org.roperator.autodiff.TapeObjective;
import org.roperator.check.DerivativeCheck;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;

/** Exact Hessian-vector products of a function of one's own. */
public final class QuickStart {

  private QuickStart() {}

  /** Prints value, gradient and products of Rosenbrock's function, and checks them. */
  public static void main(String[] args) {
    Objective rosenbrock =
        TapeObjective.of(
            2,
            x ->
                x[0].subtract(1).square().add(x[1].subtract(x[0].square()).square().multiply(100)));

    double[] w = {-1.2, 1};
    Expansion at = rosenbrock.expandAt(w); // one forward and one backward pass
    System.out.println("value     " + at.value());
    System.out.println("gradient  " + Arrays.toString(at.gradient()));

    double[] v = {1, 0};
    double[] hv = at.hessian().times(v); // exact, and any number of them
    System.out.println("Hv        " + Arrays.toString(hv));

    System.out.println(DerivativeCheck.of(rosenbrock).at(w));
  }
}
