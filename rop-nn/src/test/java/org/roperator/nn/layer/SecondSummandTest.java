package org.roperator.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The four rules by their numbers. */
class SecondSummandTest {

  @Test
  void eachRuleChangesAnEigenvalue() {
    assertRule(SecondSummand.KEEP, -2.5, 1.5);
    assertRule(SecondSummand.DROP, 0, 0);
    assertRule(SecondSummand.ABSOLUTE, 2.5, 1.5);
    assertRule(SecondSummand.CLIP, 0, 1.5);
  }

  /** The references must have the rule right, too. */
  private static void assertRule(SecondSummand summand, double ofNegative, double ofPositive) {
    assertEquals(ofNegative, summand.of(-2.5));
    assertEquals(ofPositive, summand.of(1.5));
    assertEquals(ofNegative, DenseSweep.written(summand, -2.5));
    assertEquals(ofPositive, DenseSweep.written(summand, 1.5));
  }
}
