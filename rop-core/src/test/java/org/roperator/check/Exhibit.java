package org.roperator.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.roperator.check.CheckReport.Finding;
import org.roperator.function.Objective;

/** A broken objective, the verdict it deserves, and words that the message must have. */
record Exhibit(
    String name,
    Objective objective,
    Supplier<double[]> point,
    Verdict verdict,
    List<String> words) {

  /** The check names the fault. */
  DynamicTest test() {
    return DynamicTest.dynamicTest(name, this::assertNamed);
  }

  private void assertNamed() {
    double[] w = point.get();
    int directions = w.length > 1000 ? 1 : 4; // one finds it, and tests stay fast
    CheckReport report = DerivativeCheck.of(objective).withDirections(directions).at(w);
    assertEquals(verdict, report.verdict(), () -> name + "\n" + report);
    String message =
        report.findings().stream()
            .filter(finding -> finding.verdict() == verdict)
            .map(Finding::message)
            .findFirst()
            .orElse("");
    for (String word : words) {
      assertTrue(message.contains(word), () -> "«" + word + "» is not in: " + message);
    }
  }
}
