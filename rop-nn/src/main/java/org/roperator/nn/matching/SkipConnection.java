package org.roperator.nn.matching;

import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;

/**
 * The local Hessian of a block beside a skip, {@code z_b = z_{b−1} + φ(z_{b−1})}, in closed form.
 */
public final class SkipConnection {

  private SkipConnection() {}

  /**
   * {@code H_z = (I + J)ᵀ(I + J)}.
   *
   * @param j J, the Jacobian of φ
   */
  public static SymmetricOperator byInputs(LinearOperator j) {
    int n = j.domainDimension();
    if (j.rangeDimension() != n) {
      throw new IllegalArgumentException(
          "The Jacobian takes "
              + n
              + " numbers and gives "
              + j.rangeDimension()
              + ", but beside a skip it must give as many.");
    }
    LinearOperator back = j.adjoint();
    return SymmetricOperator.identity(n)
        .congruence(
            LinearOperator.of(n, n, (v, out) -> add(j, v, out), (u, out) -> add(back, u, out)));
  }

  private static void add(LinearOperator j, double[] v, double[] out) {
    j.apply(v, out);
    for (int i = 0; i < v.length; i++) {
      out[i] += v[i];
    }
  }

  /**
   * The condition number that {@code I + J} has at most if {@code σ_max(J) < s}: {@code (1 + s)/(1
   * − s)}; that of H_z is at most its square. So the skip helps wherever J's own condition number
   * is above that. (In print the condition is {@code σ_max(J) < 1 − s}, for which this is false
   * where s &lt; ½.)
   *
   * @param s in [0, 1)
   */
  public static double conditionBound(double s) {
    if (!(s >= 0 && s < 1)) {
      throw new IllegalArgumentException("The bound is " + s + ", but must be in [0, 1).");
    }
    return (1 + s) / (1 - s);
  }
}
