package org.roperator.boltzmann;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LogPartitionEstimateTest {

  /**
   * Of four weights 1 and four of 1 − d the squared deviations from the mean sum to 2d², which is
   * to be divided by 8 · 7. Of the mean square less the square of the mean nothing would be left.
   */
  @Test
  void weightsThatHardlyDifferHaveTheirErrorBar() {
    double d = 1e-9;
    double[] logs = {0, 0, -d, -d, 0, 0, -d, -d};
    double expected = d * Math.sqrt(2.0 / (8 * 7));
    // Rounding of 1 − d leaves seven digits of d.
    assertEquals(expected, LogPartitionEstimate.of(logs, true).standardError(), 1e-6 * expected);
  }
}
