package org.roperator.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * The laws of {@link Objective} and {@link Expansion}: derivatives against central differences,
 * symmetry, reuse of the forward pass, independence of the caller's arrays, threads; and the whole
 * derivative check, which so passes every objective that inherits these laws.
 *
 * @param <F> the type of objective under test
 */
public interface ObjectiveContract<F extends Objective> extends CheckedObjectiveContract<F> {

  /** Rounding allowed between two ways to the same exact number, relative to its size. */
  default double tolerance() {
    return 1e-11;
  }

  /** {@code value} and the expansion's value agree. */
  @Property(tries = 30)
  default void valueAgreesWithTheExpansion(
      @ForAll("objectives") ObjectiveCase<F> c, @ForAll long seed) {
    double[] w = c.point().apply(Samples.random(seed));
    double expected = c.objective().expandAt(w).value();
    assertEquals(expected, c.objective().value(w), tolerance() * Math.max(1, Math.abs(expected)));
  }

  /** The gradient agrees with extrapolated central differences of values. */
  @Property(tries = 20)
  default void gradientAgreesWithDifferencesOfValues(
      @ForAll("objectives") ObjectiveCase<F> c, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] w = c.point().apply(random);
    Expansion at = c.objective().expandAt(w);
    double[] v = unit(Samples.gaussian(random, w.length));
    double exact = Vectors.dot(at.gradient(), v);
    double h = 1e-3;
    double coarse = slope(c.objective(), w, v, h);
    double fine = slope(c.objective(), w, v, h / 2);
    // Richardson: truncation O(h⁴) ~ 1e-12 of the fifth derivative; rounding ε|E|/h ~ 1e-12 |E|.
    double extrapolated = (4 * fine - coarse) / 3;
    double scale = Math.max(Vectors.norm(at.gradient()), Math.abs(at.value())) + 1e-3;
    assertEquals(extrapolated, exact, 1e-7 * scale);
  }

  /** Hv agrees with central differences of gradients, and their error falls as h². */
  @Property(tries = 20)
  default void hessianAgreesWithDifferencesOfGradientsToSecondOrder(
      @ForAll("objectives") ObjectiveCase<F> c, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] w = c.point().apply(random);
    Expansion at = c.objective().expandAt(w);
    double[] v = unit(Samples.gaussian(random, w.length));
    double[] hv = at.hessian().times(v);
    double h = 2e-3;
    double[] coarse = bend(c.objective(), w, v, h);
    double[] fine = bend(c.objective(), w, v, h / 2);
    double[] extrapolated = new double[hv.length];
    for (int i = 0; i < hv.length; i++) {
      extrapolated[i] = (4 * fine[i] - coarse[i]) / 3;
    }
    double scale = Math.max(Vectors.norm(hv), Vectors.norm(at.gradient())) + 1e-3;
    double extrapolatedError = distance(extrapolated, hv);
    assertTrue(extrapolatedError <= 1e-7 * scale, () -> "error " + extrapolatedError / scale);
    // Where truncation stands clear of rounding (ε‖g‖/h ~ 2e-13‖g‖), halving h quarters the error.
    double coarseError = distance(coarse, hv);
    double fineError = distance(fine, hv);
    double rounding = 1e-10 * scale;
    assertTrue(
        fineError <= 0.3 * coarseError + rounding,
        () -> "error " + coarseError + " at h, " + fineError + " at h/2");
  }

  /** {@code ⟨u, Hv⟩ = ⟨v, Hu⟩} and linearity in v. */
  @Property(tries = 30)
  default void hessianIsSymmetricAndLinear(
      @ForAll("objectives") ObjectiveCase<F> c, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] w = c.point().apply(random);
    SymmetricOperator h = c.objective().expandAt(w).hessian();
    double[] u = Samples.gaussian(random, w.length);
    double[] v = Samples.gaussian(random, w.length);
    double[] hu = h.times(u);
    double[] hv = h.times(v);
    double scale = Vectors.norm(u) * Vectors.norm(hv) + Vectors.norm(v) * Vectors.norm(hu) + 1e-300;
    assertEquals(Vectors.dot(u, hv), Vectors.dot(v, hu), tolerance() * scale);
    double[] both = new double[w.length];
    Vectors.sum(u, -0.7, v, both);
    double[] expected = new double[w.length];
    Vectors.sum(hu, -0.7, hv, expected);
    double deviation = distance(expected, h.times(both));
    assertTrue(deviation <= tolerance() * (Vectors.norm(hu) + Vectors.norm(hv)) + 1e-300);
  }

  /** {@code applyAll} agrees with single products. */
  @Property(tries = 10)
  default void blockProductsEqualSingleProducts(
      @ForAll("objectives") ObjectiveCase<F> c, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] w = c.point().apply(random);
    SymmetricOperator h = c.objective().expandAt(w).hessian();
    double[][] vs = new double[3][];
    double[][] outs = new double[3][w.length];
    for (int j = 0; j < vs.length; j++) {
      vs[j] = Samples.gaussian(random, w.length);
      Arrays.fill(outs[j], Double.NaN);
    }
    h.applyAll(vs, outs);
    for (int j = 0; j < vs.length; j++) {
      double[] single = h.times(vs[j]);
      double deviation = distance(single, outs[j]);
      assertTrue(
          deviation <= tolerance() * Vectors.norm(single) + 1e-300, "deviation " + deviation);
    }
  }

  /** Overwriting the point, or a gradient once given, changes nothing. */
  @Property(tries = 10)
  default void expansionOwnsItsNumbers(
      @ForAll("objectives") ObjectiveCase<F> c, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] w = c.point().apply(random);
    double[] v = Samples.gaussian(random, w.length);
    double[] kept = w.clone();
    Expansion at = c.objective().expandAt(w);
    assertArrayEquals(kept, w, 0.0);
    double value = at.value();
    double[] gradient = at.gradient();
    double[] expectedGradient = gradient.clone();
    double[] hv = at.hessian().times(v);
    Arrays.fill(w, Double.NaN);
    Arrays.fill(gradient, Double.NaN);
    assertEquals(value, at.value());
    assertArrayEquals(expectedGradient, at.gradient(), 0.0);
    assertArrayEquals(hv, at.hessian().times(v), 0.0);
  }

  /** However many products follow, the forward pass ran once. */
  @Property(tries = 5)
  default void productsReuseTheForwardPass(
      @ForAll("objectives") ObjectiveCase<F> c, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] w = c.point().apply(random);
    long before = c.forwardPasses().getAsLong();
    Expansion at = c.objective().expandAt(w);
    long once = c.forwardPasses().getAsLong() - before;
    assertTrue(once >= 1, "an expansion must run the forward pass that is counted");
    for (int k = 0; k < 5; k++) {
      at.hessian().times(Samples.gaussian(random, w.length));
    }
    at.gradient();
    assertEquals(once, c.forwardPasses().getAsLong() - before);
  }

  /** Concurrent products at one expansion, and concurrent expansions, agree bit for bit. */
  @Property(tries = 3)
  default void threadsAgreeBitForBit(@ForAll("objectives") ObjectiveCase<F> c, @ForAll long seed) {
    RandomGenerator random = Samples.random(seed);
    double[] w = c.point().apply(random);
    double[] v = Samples.gaussian(random, w.length);
    Expansion at = c.objective().expandAt(w);
    double[] gradient = at.gradient();
    double[] hv = at.hessian().times(v);
    IntStream.range(0, 8)
        .parallel()
        .forEach(
            i -> {
              Expansion own = c.objective().expandAt(w);
              assertEquals(at.value(), own.value());
              assertArrayEquals(gradient, own.gradient(), 0.0);
              assertArrayEquals(hv, own.hessian().times(v), 0.0);
              assertArrayEquals(hv, at.hessian().times(v), 0.0);
            });
  }

  /** A point or direction of wrong length, or a point that is not finite, is rejected. */
  @Property(tries = 5)
  default void rejectsBadPointsAndDirections(
      @ForAll("objectives") ObjectiveCase<F> c, @ForAll long seed) {
    double[] w = c.point().apply(Samples.random(seed));
    int n = w.length;
    assertEquals(n, c.objective().dimension());
    for (double[] bad : new double[][] {new double[n + 1], new double[n + 7]}) {
      Refusals.assertRefused(() -> c.objective().value(bad), bad.length, n);
      Refusals.assertRefused(() -> c.objective().expandAt(bad), bad.length, n);
      Refusals.assertRefused(() -> c.objective().expandAt(w).hessian().times(bad), bad.length, n);
    }
    for (double notFinite : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      double[] bad = w.clone();
      bad[n - 1] = notFinite;
      Refusals.assertRefused(() -> c.objective().value(bad), notFinite);
      Refusals.assertRefused(() -> c.objective().expandAt(bad), notFinite);
    }
  }

  private static double[] unit(double[] v) {
    Vectors.scale(1 / Vectors.norm(v), v);
    return v;
  }

  private static double slope(Objective f, double[] w, double[] v, double h) {
    double[] shifted = new double[w.length];
    Vectors.sum(w, h, v, shifted);
    double above = f.value(shifted);
    Vectors.sum(w, -h, v, shifted);
    return (above - f.value(shifted)) / (2 * h);
  }

  private static double[] bend(Objective f, double[] w, double[] v, double h) {
    double[] shifted = new double[w.length];
    Vectors.sum(w, h, v, shifted);
    double[] above = f.expandAt(shifted).gradient();
    Vectors.sum(w, -h, v, shifted);
    double[] below = f.expandAt(shifted).gradient();
    for (int i = 0; i < above.length; i++) {
      above[i] = (above[i] - below[i]) / (2 * h);
    }
    return above;
  }

  private static double distance(double[] x, double[] y) {
    double[] difference = new double[x.length];
    Vectors.sum(x, -1, y, difference);
    return Vectors.norm(difference);
  }
}
