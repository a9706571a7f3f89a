package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roperator.cli.boltzmann.Race;
import org.roperator.cli.boltzmann.ToyProblem;
import org.roperator.parallel.Workers;

final class BoltzmannCommandTest {

  @TempDir private Path folder;

  @Test
  void learnsToSecondOrderAndFromSamples() throws IOException {
    Cli cli =
        Cli.run(
            "boltzmann",
            "--passes",
            "900",
            "--hidden",
            "6",
            "--steps",
            "45",
            "--cd-steps",
            "40",
            "--out",
            folder.toString());
    cli.assertOk();
    String json = Files.readString(folder.resolve("metrics.json"));
    assertEquals(2, occurrences("\"second_order_needs_fewer\" : true", json), json);
    assertTrue(json.contains("\"verdict\" : \"CORRECT\""), json);
    // Pixels alone give about 25 nats per digit; natural-gradient steps take more than one off
    // that.
    assertTrue(last("\"test_log_likelihood\" : (-[0-9.]+)", json) > -24.5, json);
    assertEquals(last("\"exact\" : ([0-9.]+)", json), last("\"estimate\" : ([0-9.]+)", json), 0.5);
    String html = Files.readString(folder.resolve("report.html"));
    // Of 45 steps every second is a point, and the last one too.
    assertTrue(json.contains("\"step\" : 44"), json);
    assertTrue(json.contains("\"step\" : 45"), json);
    assertEquals(6, occurrences(">unit [0-9]+<", html));
    assertEquals(40, occurrences(">chain [0-9]+<", html));
    assertTrue(cli.out().contains("exact Hessian"), cli.out());
  }

  private static int occurrences(String pattern, String text) {
    return (int) Pattern.compile(pattern).matcher(text).results().count();
  }

  private static double last(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    double last = Double.NaN;
    while (matcher.find()) {
      last = Double.parseDouble(matcher.group(1));
    }
    return last;
  }

  @Test
  void aRaceIsTheSameOnAnyNumberOfThreads() {
    Race one = Race.run(ToyProblem.encoder(), 500, 3, Workers.of(1), run -> {});
    Race two = Race.run(ToyProblem.encoder(), 500, 3, Workers.of(2), run -> {});
    assertEquals(4, one.runs().size());
    assertTrue(one.secondOrderNeedsFewerPasses());
    assertEquals(Race.TARGET_SHARE * one.startDivergence(), one.target());
    for (Race.Run run : one.runs()) {
      assertTrue(run.end().passes() <= 500, run.method());
      // Each step is a point: with an expansion's two passes a gradient step cannot skip one.
      for (int k = 1; run.method().contains("η") && k < run.points().size(); k++) {
        assertEquals(2, run.points().get(k).passes() - run.points().get(k - 1).passes());
      }
    }
    for (int i = 0; i < 4; i++) {
      assertEquals(one.runs().get(i).points(), two.runs().get(i).points());
    }
  }

  @Test
  void refusesBadOptions() {
    Cli.run("boltzmann", "--hidden", "19").assertRefused("--hidden is 19", "1 to 18");
    Cli.run("boltzmann", "--hidden", "0").assertRefused("--hidden is 0");
    Cli.run("boltzmann", "--passes", "0").assertRefused("--passes is 0");
    Cli.run("boltzmann", "--steps", "0").assertRefused("--steps is 0");
    Cli.run("boltzmann", "--cd-steps", "0").assertRefused("--cd-steps is 0");
    Cli.run("boltzmann", "--threads", "0").assertRefused("--threads is 0");
  }
}
