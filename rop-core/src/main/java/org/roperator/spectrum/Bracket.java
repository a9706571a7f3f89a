package org.roperator.spectrum;

import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/**
 * Bounds of what Gauss rules leave out: another rule of each probe lies on the other side of the
 * truth.
 *
 * <p>A Gauss rule of m nodes θ leaves {@code f⁽²ᵐ⁾(η)/(2m)! ∫Π(λ − θᵢ)²}, a Gauss–Radau rule with a
 * node more at z {@code f⁽²ᵐ⁺¹⁾(η)/(2m + 1)! ∫(λ − z)Π(λ − θᵢ)²} (Golub &amp; Meurant 2010, theorem
 * 6.4). Where the derivatives of f alternate in sign and z lies below all eigenvalues, or where
 * they have one sign and z lies above, the two remainders have opposite signs.
 *
 * <p>That is a bound and not a spread: its third is stated, so that three errors reach it.
 */
final class Bracket implements RuleError {

  private final Function<ProbeRules, GaussRule> other;
  private final RunningMean gaps = new RunningMean();

  /** With the rule on the other side; for rules that are exact, the Gauss rule itself. */
  Bracket(Function<ProbeRules, GaussRule> other) {
    this.other = other;
  }

  @Override
  public void add(ProbeRules probe, DoubleUnaryOperator f) {
    GaussRule bound = other.apply(probe);
    gaps.add(bound == probe.full() ? 0 : bound.integral(f) - probe.full().integral(f));
  }

  @Override
  public double size(double negligible) {
    return Math.abs(gaps.mean()) / 3;
  }

  @Override
  public boolean outweighs(double negligible) {
    return false;
  }
}
