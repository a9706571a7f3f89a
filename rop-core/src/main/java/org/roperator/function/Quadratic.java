package org.roperator.function;

import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;

/** {@code ½ wᵀAw − bᵀw}. */
final class Quadratic implements Objective {

  private final SymmetricOperator a;
  private final double[] b;

  Quadratic(SymmetricOperator a, double[] b) {
    Arguments.requireLength("The linear term", b, a.dimension(), acts(a.dimension()));
    Arguments.requireFinite("The linear term", b);
    this.a = a;
    this.b = b.clone();
  }

  private static String acts(int dimension) {
    return "the quadratic has dimension " + dimension;
  }

  @Override
  public int dimension() {
    return b.length;
  }

  @Override
  public double value(double[] w) {
    return expandAt(w).value();
  }

  @Override
  public Expansion expandAt(double[] w) {
    Arguments.requireLength("The point", w, b.length, acts(b.length));
    Arguments.requireFinite("The point", w);
    // g = Aw − b, hence E = ½ wᵀ(g − b).
    double[] g = a.times(w);
    double value = 0;
    for (int i = 0; i < g.length; i++) {
      g[i] -= b[i];
      value += 0.5 * w[i] * (g[i] - b[i]);
    }
    return Expansion.of(value, g, a);
  }
}
