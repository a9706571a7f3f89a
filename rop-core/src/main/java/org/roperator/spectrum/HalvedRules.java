package org.roperator.spectrum;

import java.util.function.DoubleUnaryOperator;

/**
 * What Gauss rules of m steps leave out of an integral, judged by what their last steps changed.
 *
 * <p>The second half of the steps changed the integral by g₁, the second quarter by g₂. Were the
 * changes to go on falling by {@code ρ = g₁/g₂} with every doubling, {@code g₁ρ/(1 − ρ)} would be
 * left: exact where the error falls as a power of m, too much where it falls as qᵐ, and where it
 * falls as a square of logarithms, which is what ln λ does on eigenvalues spread over many decades.
 * Powers are what is left as long as m steps resolve neither the ends of the spectrum nor what f
 * has of kinks within (Trefethen 2013, chapter 19); where they resolve the ends, {@link Bracket}
 * takes over. At least half of g₁ is stated, as by a power of 1.6, lest a first change that is
 * large by chance promise too much. From ρ = 0.9 on the sum can't be trusted to end, and the rules
 * are called too short unless what is left is less than a tenth of the error of the probes.
 *
 * <p>What jumps, as a share does, is off by parts of the weights around the jump, which may cancel
 * in g₁ by chance: there the larger of g₁ and ½g₂ is stated.
 */
final class HalvedRules implements RuleError {

  private static final double SLOWEST = 0.9;

  private static final double LEAST = 0.5;

  private final RunningMean last = new RunningMean();
  private final RunningMean before = new RunningMean();
  private final boolean jumps;
  private boolean ratioKnown = true;
  private boolean unknown;

  /** Of no rule yet, for a function that jumps or one that does not. */
  HalvedRules(boolean jumps) {
    this.jumps = jumps;
  }

  @Override
  public void add(ProbeRules probe, DoubleUnaryOperator f) {
    addValues(
        probe, probe.full().integral(f), probe.half().integral(f), probe.quarter().integral(f));
  }

  /** Takes the rules of a probe in, by what each of its Gauss rules says. */
  void addValues(ProbeRules probe, double full, double half, double quarter) {
    if (probe.isExact()) {
      last.add(0);
      before.add(0);
    } else if (probe.half().size() == 0) {
      unknown = true;
    } else {
      ratioKnown &= probe.quarter().size() > 0;
      last.add(full - half);
      before.add(probe.quarter().size() > 0 ? half - quarter : 0);
    }
  }

  /** Infinite also where there is one step alone, and where changes grow. */
  @Override
  public double size(double negligible) {
    if (unknown) {
      return Double.POSITIVE_INFINITY;
    }
    double gap = sizeOf(last);
    if (jumps) {
      return Math.max(gap, sizeOf(before) / 2);
    }
    double ratio = ratio();
    double capped = Math.min(SLOWEST, ratio);
    double size = gap * Math.max(LEAST, capped / (1 - capped));
    return ratio >= 1 && size > negligible ? Double.POSITIVE_INFINITY : size;
  }

  @Override
  public boolean outweighs(double negligible) {
    return unknown || (!jumps && ratio() >= SLOWEST && size(negligible) > negligible);
  }

  private double ratio() {
    double gap = sizeOf(last);
    if (!ratioKnown) {
      return SLOWEST;
    }
    return gap == 0 ? 0 : gap / sizeOf(before);
  }

  /** Systematic and, as they may cancel by chance, random changes. */
  private static double sizeOf(RunningMean gaps) {
    return Math.abs(gaps.mean()) + gaps.plainError();
  }
}
