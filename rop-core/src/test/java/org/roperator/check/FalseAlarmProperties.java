package org.roperator.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.roperator.contract.CheckedObjectiveContract;
import org.roperator.contract.ObjectiveCase;
import org.roperator.contract.Samples;
import org.roperator.contract.SmoothObjectives;
import org.roperator.function.Objective;

/** Right derivatives raise no alarm, whatever the function. */
class FalseAlarmProperties implements CheckedObjectiveContract<Objective> {

  @Override
  @Provide
  public Arbitrary<ObjectiveCase<Objective>> objectives() {
    return SmoothObjectives.wellScaled();
  }

  @Provide
  Arbitrary<ObjectiveCase<Objective>> badlyScaled() {
    return SmoothObjectives.badlyScaled();
  }

  @Provide
  Arbitrary<ObjectiveCase<Objective>> piecewiseSmooth() {
    return SmoothObjectives.piecewiseSmooth();
  }

  @Property(tries = 400)
  void smoothFunctionsAreCorrect(
      @ForAll("objectives") ObjectiveCase<Objective> c, @ForAll long seed) {
    CheckReport report = check(c, seed);
    assertEquals(Verdict.CORRECT, report.verdict(), report::toString);
    // The number that training reports promise: against extrapolated differences.
    assertTrue(report.hvError() <= 1e-7, report::toString);
  }

  @Property(tries = 150)
  void badlyScaledFunctionsRaiseNoAlarm(
      @ForAll("badlyScaled") ObjectiveCase<Objective> c, @ForAll long seed) {
    CheckReport report = check(c, seed);
    assertFalse(report.verdict().isFault(), report::toString);
  }

  @Property(tries = 150)
  void kinksBesideThePointRaiseNoAlarm(
      @ForAll("piecewiseSmooth") ObjectiveCase<Objective> c, @ForAll long seed) {
    CheckReport report = check(c, seed);
    assertFalse(report.verdict().isFault(), report::toString);
  }

  private static CheckReport check(ObjectiveCase<Objective> c, long seed) {
    double[] w = c.point().apply(Samples.random(seed));
    return DerivativeCheck.of(c.objective()).withSeed(seed).at(w);
  }
}
