package org.roperator.check;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.roperator.contract.Samples;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;

/** Faults of a single coordinate among a million are found and named. */
class OneInAMillionTest {

  private static final int N = 1_000_000;
  private static final Objective RIGHT = new Separable(N);
  private static final double[] POINT = Samples.gaussian(Samples.random(3), N);

  @TestFactory
  List<DynamicTest> theOneWrongEntryIsNamed() {
    return List.of(
        test(
            "gradient",
            Broken.of(RIGHT).gradient((w, g) -> g[271_828] *= 2),
            Verdict.WRONG_GRADIENT,
            "w[271828]",
            "(2 times)"),
        test(
            "Hv",
            Broken.of(RIGHT).product((w, v, hv) -> hv[314_159] = 0),
            Verdict.WRONG_HESSIAN,
            "One entry alone",
            "w[314159]"),
        test(
            "gradient and Hv",
            Broken.of(RIGHT)
                .gradient((w, g) -> g[161_803] *= 3)
                .product((w, v, hv) -> hv[161_803] *= 3),
            Verdict.WRONG_GRADIENT,
            "w[161803]",
            "(3 times)"));
  }

  private static DynamicTest test(
      String name, Objective objective, Verdict verdict, String... words) {
    return new Exhibit(name, objective, POINT::clone, verdict, List.of(words)).test();
  }

  /** {@code Σ wᵢ²/2 + wᵢ⁴/24}, with gradient w + w³/6 and diagonal Hessian 1 + w²/2. */
  private record Separable(int dimension) implements Objective {

    @Override
    public double value(double[] w) {
      double sum = 0;
      for (double x : w) {
        sum += x * x * (0.5 + x * x / 24);
      }
      return sum;
    }

    @Override
    public Expansion expandAt(double[] w) {
      double[] g = new double[w.length];
      double[] d = new double[w.length];
      for (int i = 0; i < w.length; i++) {
        g[i] = w[i] * (1 + w[i] * w[i] / 6);
        d[i] = 1 + w[i] * w[i] / 2;
      }
      return Broken.expansion(value(w), g, SymmetricOperator.diagonal(d));
    }
  }
}
