package org.roperator.contract;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * A random function with derivatives known in closed form, {@code E(w) = Σₖ aₖ φₖ(⟨cₖ, w⟩ + bₖ)}.
 *
 * <p>Its gradient is {@code Σ aₖ φₖ' cₖ}, its Hessian {@code Σ aₖ φₖ'' cₖcₖᵀ}; the profiles φ and
 * their derivatives are typed out one by one.
 */
public final class RidgeSum implements Objective {

  /**
   * A function of one variable with its first two derivatives.
   *
   * @param value φ
   * @param slope φ'
   * @param bend φ''
   */
  public record Profile(
      DoubleUnaryOperator value, DoubleUnaryOperator slope, DoubleUnaryOperator bend) {

    /** sin x. */
    public static final Profile SINE = new Profile(Math::sin, Math::cos, x -> -Math.sin(x));

    /** tanh x. */
    public static final Profile TANH =
        new Profile(
            Math::tanh,
            x -> 1 / (Math.cosh(x) * Math.cosh(x)),
            x -> -2 * Math.tanh(x) / (Math.cosh(x) * Math.cosh(x)));

    /** exp(−x²/2). */
    public static final Profile BELL =
        new Profile(
            x -> Math.exp(-x * x / 2),
            x -> -x * Math.exp(-x * x / 2),
            x -> (x * x - 1) * Math.exp(-x * x / 2));

    /** x². */
    public static final Profile SQUARE = new Profile(x -> x * x, x -> 2 * x, x -> 2);

    /** x³ − x. */
    public static final Profile CUBIC =
        new Profile(x -> x * x * x - x, x -> 3 * x * x - 1, x -> 6 * x);

    /** √(1 + x²). */
    public static final Profile HYPERBOLA =
        new Profile(
            x -> Math.sqrt(1 + x * x),
            x -> x / Math.sqrt(1 + x * x),
            x -> Math.pow(1 + x * x, -1.5));

    /** ln(1 + eˣ). */
    public static final Profile SOFTPLUS =
        new Profile(
            x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
            x -> 1 / (1 + Math.exp(-x)),
            x -> Math.exp(-Math.abs(x)) / Math.pow(1 + Math.exp(-Math.abs(x)), 2));

    /** max(x, 0), with its kink. */
    public static final Profile RELU = new Profile(x -> Math.max(x, 0), x -> x > 0 ? 1 : 0, x -> 0);
  }

  private final ParameterLayout layout;
  private final Profile[] profiles;
  private final double[] a;
  private final double[] b;
  private final double[][] c;
  private final AtomicLong forwardPasses = new AtomicLong();

  private RidgeSum(
      ParameterLayout layout, Profile[] profiles, double[] a, double[] b, double[][] c) {
    this.layout = layout;
    this.profiles = profiles;
    this.a = a;
    this.b = b;
    this.c = c;
  }

  /**
   * A random one.
   *
   * @param random where it is drawn from
   * @param layout its parameters
   * @param ridges the number of terms
   * @param profiles the profiles to draw from
   */
  public static RidgeSum random(
      RandomGenerator random, ParameterLayout layout, int ridges, Profile... profiles) {
    int n = layout.dimension();
    Profile[] drawn = new Profile[ridges];
    double[][] c = new double[ridges][];
    for (int k = 0; k < ridges; k++) {
      drawn[k] = profiles[random.nextInt(profiles.length)];
      c[k] = Samples.gaussian(random, n);
      Vectors.scale(1 / Math.sqrt(n), c[k]);
    }
    double[] a = Samples.gaussian(random, ridges);
    return new RidgeSum(layout, drawn, a, Samples.gaussian(random, ridges), c);
  }

  /** The function {@code w ↦ height · E(s ∘ w)}. */
  public RidgeSum scaled(double height, double[] s) {
    double[] aScaled = a.clone();
    Vectors.scale(height, aScaled);
    double[][] cScaled = new double[c.length][];
    for (int k = 0; k < c.length; k++) {
      cScaled[k] = c[k].clone();
      for (int i = 0; i < s.length; i++) {
        cScaled[k][i] *= s[i];
      }
    }
    return new RidgeSum(layout, profiles, aScaled, b, cScaled);
  }

  /** The function of the even-numbered terms alone. */
  public RidgeSum evenTerms() {
    double[] even = a.clone();
    for (int k = 1; k < even.length; k += 2) {
      even[k] = 0;
    }
    return new RidgeSum(layout, profiles, even, b, c);
  }

  /** The number of forward passes run so far. */
  public long forwardPasses() {
    return forwardPasses.get();
  }

  @Override
  public int dimension() {
    return layout.dimension();
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public double value(double[] w) {
    double[] x = forward(w);
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += a[k] * profiles[k].value().applyAsDouble(x[k]);
    }
    return sum;
  }

  private double[] forward(double[] w) {
    Arguments.requireLength(
        "The point", w, dimension(), "the ridges have dimension " + dimension());
    Arguments.requireFinite("The point", w);
    forwardPasses.incrementAndGet();
    double[] x = b.clone();
    for (int k = 0; k < x.length; k++) {
      x[k] += Vectors.dot(c[k], w);
    }
    return x;
  }

  @Override
  public Expansion expandAt(double[] w) {
    double[] x = forward(w);
    double value = 0;
    double[] gradient = new double[w.length];
    double[] bends = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      value += a[k] * profiles[k].value().applyAsDouble(x[k]);
      Vectors.addScaled(a[k] * profiles[k].slope().applyAsDouble(x[k]), c[k], gradient);
      bends[k] = a[k] * profiles[k].bend().applyAsDouble(x[k]);
    }
    return Expansion.of(
        value, gradient, SymmetricOperator.of(w.length, (v, out) -> bend(bends, v, out)));
  }

  private void bend(double[] bends, double[] v, double[] out) {
    Arrays.fill(out, 0);
    for (int k = 0; k < bends.length; k++) {
      Vectors.addScaled(bends[k] * Vectors.dot(c[k], v), c[k], out);
    }
  }
}
