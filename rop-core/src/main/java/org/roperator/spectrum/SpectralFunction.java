package org.roperator.spectrum;

import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import org.roperator.operator.Arguments;

/** A named function of eigenvalues, for {@code tr f(A)}. */
public final class SpectralFunction {

  private final String name;
  private final DoublePredicate domain;
  private final DoubleUnaryOperator f;

  private SpectralFunction(String name, DoublePredicate domain, DoubleUnaryOperator f) {
    this.name = name;
    this.domain = domain;
    this.f = f;
  }

  /**
   * A function of one's own.
   *
   * @param name how it is written
   * @param domain whether it is defined at a number
   * @param f its value there
   */
  public static SpectralFunction of(String name, DoublePredicate domain, DoubleUnaryOperator f) {
    return new SpectralFunction(name, domain, f);
  }

  /** The logarithm: {@code tr ln A = ln det A}, for positive definite A. */
  public static SpectralFunction log() {
    return of("ln λ", x -> x > 0, Math::log);
  }

  /**
   * The damped logarithm: {@code ln det(A + δI)}.
   *
   * @param delta δ, above 0
   */
  public static SpectralFunction logDamped(double delta) {
    Arguments.requirePositive("The damping", delta);
    return of("ln(λ + " + delta + ")", x -> x + delta > 0, x -> Math.log(x + delta));
  }

  /** The exponential: {@code tr exp A}. */
  public static SpectralFunction exp() {
    return of("exp λ", x -> true, Math::exp);
  }

  /** The inverse: {@code tr A⁻¹}, for A without eigenvalue 0. */
  public static SpectralFunction inverse() {
    return of("1/λ", x -> x != 0, x -> 1 / x);
  }

  /** The square root: {@code tr √A}, for A without negative eigenvalues. */
  public static SpectralFunction squareRoot() {
    return of("√λ", x -> x >= 0, Math::sqrt);
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
    return of("λ/(λ + " + delta + ")", x -> x + delta > 0, x -> x / (x + delta));
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

  @Override
  public String toString() {
    return name;
  }
}
