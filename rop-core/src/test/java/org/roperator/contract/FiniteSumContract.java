package org.roperator.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.roperator.function.FiniteSum;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * The laws of {@link FiniteSum}, on top of those of every objective.
 *
 * @param <F> the type of finite sum under test
 */
public interface FiniteSumContract<F extends FiniteSum> extends ObjectiveContract<F> {

  /**
   * The whole is the weighted mean of its parts, in value, gradient, Hv and Gv, however unevenly it
   * is cut.
   */
  @Property(tries = 20)
  default void wholeIsTheWeightedMeanOfUnevenParts(
      @ForAll("objectives") ObjectiveCase<F> c, @ForAll long seed) {
    FiniteSum whole = c.objective();
    int size = whole.size();
    if (size < 2) {
      assertEquals(1, size);
      return;
    }
    RandomGenerator random = Samples.random(seed);
    double[] w = c.point().apply(random);
    double[] v = Samples.gaussian(random, w.length);
    int cut = random.nextInt(1, size);
    FiniteSum[] parts = {
      whole.restrictedTo(IntStream.range(0, cut).toArray()),
      whole.restrictedTo(IntStream.range(cut, size).toArray())
    };
    double value = 0;
    double[] gradient = new double[w.length];
    double[] hv = new double[w.length];
    double[] gv = new double[w.length];
    double[] squares = new double[w.length];
    for (FiniteSum part : parts) {
      double weight = (double) part.size() / size;
      FiniteSumExpansion at = part.expandAt(w);
      value += weight * at.value();
      Vectors.addScaled(weight, at.gradient(), gradient);
      Vectors.addScaled(weight, at.hessian().times(v), hv);
      Vectors.addScaled(weight, at.gaussNewton().times(v), gv);
      Vectors.addScaled(weight, at.meanSquaredGradient(), squares);
    }
    FiniteSumExpansion at = whole.expandAt(w);
    assertEquals(value, at.value(), tolerance() * Math.max(1, Math.abs(value)));
    assertClose("gradient", gradient, at.gradient());
    assertClose("Hv", hv, at.hessian().times(v));
    assertClose("Gv", gv, at.gaussNewton().times(v));
    assertClose("squared gradient", squares, at.meanSquaredGradient());
  }

  /** Every example twice leaves the mean where it was. */
  @Property(tries = 10)
  default void doublingEveryExampleChangesNothing(
      @ForAll("objectives") ObjectiveCase<F> c, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] w = c.point().apply(random);
    double[] v = Samples.gaussian(random, w.length);
    FiniteSum whole = c.objective();
    int[] twice = IntStream.range(0, 2 * whole.size()).map(i -> i % whole.size()).toArray();
    FiniteSumExpansion once = whole.expandAt(w);
    FiniteSumExpansion doubled = whole.restrictedTo(twice).expandAt(w);
    assertEquals(2 * whole.size(), whole.restrictedTo(twice).size());
    assertEquals(once.value(), doubled.value(), tolerance() * Math.max(1, Math.abs(once.value())));
    assertClose("gradient", once.gradient(), doubled.gradient());
    assertClose("Hv", once.hessian().times(v), doubled.hessian().times(v));
  }

  /** The Gauss-Newton operator is symmetric, linear, and its blocks agree with single products. */
  @Property(tries = 20)
  default void gaussNewtonIsASymmetricOperator(
      @ForAll("objectives") ObjectiveCase<F> c, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] w = c.point().apply(random);
    FiniteSumExpansion at = c.objective().expandAt(w);
    assertTrue(at.hasGaussNewton());
    SymmetricOperator g = at.gaussNewton();
    double[] u = Samples.gaussian(random, w.length);
    double[] v = Samples.gaussian(random, w.length);
    double[] gu = g.times(u);
    double[] gv = g.times(v);
    double scale = Vectors.norm(u) * Vectors.norm(gv) + Vectors.norm(v) * Vectors.norm(gu) + 1e-300;
    assertEquals(Vectors.dot(u, gv), Vectors.dot(v, gu), tolerance() * scale);
    double[] both = new double[w.length];
    Vectors.sum(u, 0.3, v, both);
    double[] expected = new double[w.length];
    Vectors.sum(gu, 0.3, gv, expected);
    assertClose("linearity", expected, g.times(both));
    double[][] outs = new double[2][w.length];
    g.applyAll(new double[][] {u, v}, outs);
    assertClose("block product 0", gu, outs[0]);
    assertClose("block product 1", gv, outs[1]);
  }

  /** The mean squared gradient is the mean of the squares of single examples' data gradients. */
  @Property(tries = 5)
  default void meanSquaredGradientIsTheMeanOverSingleExamples(
      @ForAll("objectives") ObjectiveCase<F> c, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] w = c.point().apply(random);
    FiniteSum whole = c.objective();
    double[] mean = new double[w.length];
    for (int i = 0; i < whole.size(); i++) {
      Vectors.addScaled(
          1.0 / whole.size(),
          whole.restrictedTo(new int[] {i}).expandAt(w).meanSquaredGradient(),
          mean);
    }
    assertClose("mean square", mean, whole.expandAt(w).meanSquaredGradient());
  }

  /** Indices out of range and empty subsets are rejected by name. */
  @Property(tries = 3)
  default void rejectsSubsetsThatDoNotExist(@ForAll("objectives") ObjectiveCase<F> c) {
    FiniteSum f = c.objective();
    Refusals.assertRefused(() -> f.restrictedTo(new int[0]), f.size());
    for (int bad : new int[] {-1, f.size()}) {
      Refusals.assertRefused(() -> f.restrictedTo(new int[] {0, bad}), bad, f.size());
    }
  }

  private void assertClose(String what, double[] expected, double[] actual) {
    double distance = Samples.relativeDistance(expected, actual);
    assertTrue(distance <= tolerance(), () -> what + ": relative distance " + distance);
  }
}
