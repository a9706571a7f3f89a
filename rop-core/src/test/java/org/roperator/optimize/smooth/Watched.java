package org.roperator.optimize.smooth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.OptimizationResult;

/** An objective that counts what is asked, and fails where it is asked outside its bounds. */
final class Watched implements Objective {

  private final Objective f;
  private final Bounds bounds;
  private long values;
  private long expansions;
  private long products;
  private long outside;

  Watched(Objective f, Bounds bounds) {
    this.f = f;
    this.bounds = bounds;
  }

  /** Nothing was asked outside the bounds, and the result tells all that was asked. */
  void assertFeasibleAndCounted(OptimizationResult result) {
    assertEquals(0, outside, () -> "asked outside the bounds: " + result);
    assertTrue(bounds.contains(result.parameters()), result::toString);
    assertEquals(values, result.evaluations());
    assertEquals(expansions, result.expansions());
    assertEquals(products, result.products());
  }

  @Override
  public int dimension() {
    return f.dimension();
  }

  @Override
  public double value(double[] w) {
    values++;
    outside += bounds.contains(w) ? 0 : 1;
    return f.value(w);
  }

  @Override
  public Expansion expandAt(double[] w) {
    expansions++;
    outside += bounds.contains(w) ? 0 : 1;
    Expansion at = f.expandAt(w);
    return Expansion.of(
        at.value(),
        at.gradient(),
        SymmetricOperator.of(
            f.dimension(),
            (v, out) -> {
              products++;
              at.hessian().apply(v, out);
            }));
  }
}
