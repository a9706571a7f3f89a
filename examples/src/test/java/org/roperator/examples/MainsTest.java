package org.roperator.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class MainsTest {

  private static String printed(Runnable main) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      main.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void quickStartPrintsRosenbrocksDerivatives() {
    String out = printed(() -> QuickStart.main(new String[0]));
    // At (−1.2, 1): E = 4.84 + 100 · 0.44² = 24.2, ∇E = (−215.6, −88), H e₁ = (1330, 480).
    double[] numbers =
        Pattern.compile("-?\\d+\\.\\d+")
            .matcher(out)
            .results()
            .limit(5)
            .mapToDouble(m -> Double.parseDouble(m.group()))
            .toArray();
    // A few roundings of the largest number.
    assertArrayEquals(new double[] {24.2, -215.6, -88, 1330, 480}, numbers, 1e-11, out);
    assertTrue(out.contains("CORRECT"), out);
  }

  @Test
  void trainDigitsTellsDigitsApart() {
    String out = printed(() -> TrainDigits.main(new String[0]));
    Matcher accuracy = Pattern.compile("test accuracy ([0-9.]+) %").matcher(out);
    assertTrue(accuracy.find(), out);
    assertTrue(Double.parseDouble(accuracy.group(1)) > 90, out);
  }

  @Test
  void settledXorLearnsExclusiveOr() {
    String out = printed(() -> SettledXor.main(new String[0]));
    for (String line : new String[] {"0 0 -> 0.0", "0 1 -> 0.9", "1 0 -> 0.9", "1 1 -> 0.0"}) {
      assertTrue(out.contains(line), out);
    }
  }
}
