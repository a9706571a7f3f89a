package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecurrentCommandTest {

  @TempDir private Path folder;

  /** Small and short: what it says, not how well it learns. */
  @Test
  void writesNumbersAndAPageAndSaysWhoWon() throws IOException {
    Cli cli =
        Cli.run(
            "recurrent",
            "--images",
            "20",
            "--hidden",
            "3",
            "--seconds",
            "0.2",
            "--learning-rates",
            "0.01,0.03",
            "--out",
            folder.toString());
    String json = Files.readString(folder.resolve("metrics.json"));
    boolean passed = json.contains("\"passed\" : true");
    assertEquals(passed ? 0 : 1, cli.code(), cli.toString());
    for (String field :
        new String[] {
          "\"hessian_free\"",
          "\"gradient_descent\"",
          "\"spectral_radius\"",
          "\"solved\" : true",
          "\"hidden_pixel_error\"",
          "\"hv_check\"",
          "\"units\" : 77",
          "\"gradient_descent_rates\"",
          "\"unstable\""
        }) {
      assertTrue(json.contains(field), field);
    }
    String page = Files.readString(folder.resolve("report.html"));
    for (String heading : new String[] {"How it settles", "Unseen digits", "Exclusive or"}) {
      assertTrue(page.contains(heading), heading);
    }
    assertTrue(cli.out().contains("read right"), cli.out());
    // The lowest loss is on the way, what it reads of the last network.
    assertTrue(cli.words().matches(".*Hessian-free lowest loss \\S+, at the end .*"), cli.out());
    assertTrue(page.contains("lowest loss, Hessian-free"));
    for (String said : new String[] {cli.out(), json, page}) {
      assertFalse(said.contains("NaN"), said);
    }
  }

  @Test
  void refusesBadOptions() {
    Cli.run("recurrent", "--images", "0").assertRefused("--images is 0");
    Cli.run("recurrent", "--images", "5000").assertRefused("--images is 5000", "to train on");
    Cli.run("recurrent", "--seconds", "-1").assertRefused("--seconds is -1");
    Cli.run("recurrent", "--hidden", "0").assertRefused("--hidden is 0");
    Cli.run("recurrent", "--learning-rates", "0.1,NaN").assertRefused("--learning-rates is NaN");
  }
}
