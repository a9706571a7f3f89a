package org.roperator.spectrum;

import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import org.roperator.internal.Arguments;

/** A named function of eigenvalues, for {@code tr f(A)}. */
public final class SpectralFunction {

  private final String name;
  private final DoublePredicate domain;
  private final DoubleUnaryOperator f;
  private final Derivatives derivatives;

  /** Where alternating derivatives end. */
  private final double pole;

  private SpectralFunction(
      String name,
      DoublePredicate domain,
      DoubleUnaryOperator f,
      Derivatives derivatives,
      double pole) {
    this.name = name;
    this.domain = domain;
    this.f = f;
    this.derivatives = derivatives;
    this.pole = pole;
  }

  /**
   * What the signs of a function's derivatives have in common, which tells bounds of quadrature.
   */
  enum Derivatives {
    /** Nothing is known of them. */
    UNKNOWN,
    /** Beyond the pole, those of odd order have one sign and those of even order the other. */
    ALTERNATING,
    /** All have one sign everywhere. */
    ALIKE
  }

  /**
   * A function of one's own.
   *
   * @param name how it is written
   * @param domain whether it is defined at a number
   * @param f its value there
   */
  public static SpectralFunction of(String name, DoublePredicate domain, DoubleUnaryOperator f) {
    return new SpectralFunction(name, domain, f, Derivatives.UNKNOWN, Double.NaN);
  }

  private static SpectralFunction alternating(
      String name, DoublePredicate domain, DoubleUnaryOperator f, double pole) {
    return new SpectralFunction(name, domain, f, Derivatives.ALTERNATING, pole);
  }

  /** The logarithm: {@code tr ln A = ln det A}, for positive definite A. */
  public static SpectralFunction log() {
    return alternating("ln λ", x -> x > 0, Math::log, 0);
  }

  /**
   * The damped logarithm: {@code ln det(A + δI)}.
   *
   * @param delta δ, above 0
   */
  public static SpectralFunction logDamped(double delta) {
    Arguments.requirePositive("The damping", delta);
    return alternating(
        "ln(λ + " + delta + ")", x -> x + delta > 0, x -> Math.log(x + delta), -delta);
  }

  /** The exponential: {@code tr exp A}. */
  public static SpectralFunction exp() {
    return new SpectralFunction("exp λ", x -> true, Math::exp, Derivatives.ALIKE, Double.NaN);
  }

  /** The inverse: {@code tr A⁻¹}, for A without eigenvalue 0. */
  public static SpectralFunction inverse() {
    return alternating("1/λ", x -> x != 0, x -> 1 / x, 0);
  }

  /** The square root: {@code tr √A}, for A without negative eigenvalues. */
  public static SpectralFunction squareRoot() {
    return alternating("√λ", x -> x >= 0, Math::sqrt, 0);
  }

  /** The absolute value: the nuclear norm. */
  public static SpectralFunction absoluteValue() {
    return of("|λ|", x -> true, Math::abs);
  }

  /**
   * The effective dimension: {@code tr A(A + δI)⁻¹}.
   *
   * @param delta δ, above 0
   */
  public static SpectralFunction effectiveDimension(double delta) {
    Arguments.requirePositive("The damping", delta);
    return alternating("λ/(λ + " + delta + ")", x -> x + delta > 0, x -> x / (x + delta), -delta);
  }

  /** How it is written. */
  public String name() {
    return name;
  }

  /** Whether it is defined at a number. */
  public boolean isDefinedAt(double x) {
    return domain.test(x);
  }

  /** Its value at a number of its domain. */
  public double at(double x) {
    return f.applyAsDouble(x);
  }

  Derivatives derivatives() {
    return derivatives;
  }

  double pole() {
    return pole;
  }

  @Override
  public String toString() {
    return name;
  }
}
