package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PerturbCommandTest {

  @TempDir private Path folder;

  private Cli perturb(String... more) {
    String[] all = new String[more.length + 3];
    all[0] = "perturb";
    all[1] = "--out";
    all[2] = folder.toString();
    System.arraycopy(more, 0, all, 3, more.length);
    return Cli.run(all);
  }

  @Test
  void racesOnBothJobsAndLeavesNumbersAndAReport() throws IOException {
    Cli cli = perturb("--evaluations", "24", "--variants", "2", "--threads", "2");
    assertEquals("", cli.err());
    String json = Files.readString(folder.resolve("metrics.json"));
    boolean fine = json.contains("\"not_worse_than_spsa\" : true");
    assertEquals(fine ? ExitCode.OK : ExitCode.BAD_RESULT, cli.code(), cli.toString());
    assertTrue(fine || cli.out().contains("WORSE"), cli.out());
    String html = Files.readString(folder.resolve("report.html"));
    for (String part :
        new String[] {"digits", "pole", "trust region", "SPSA", "BOBYQA", "CMA-ES"}) {
      assertTrue(cli.out().contains(part), cli.out());
      assertTrue(json.contains("\"" + part + "\""), part + " is not in: " + json);
      assertTrue(html.contains(part), part);
    }
    for (String field : new String[] {"seconds", "winner", "median", "checkpoints", "point"}) {
      assertTrue(json.contains("\"" + field + "\""), field + " is not in: " + json);
    }
    assertTrue(html.contains("<svg class"));
  }

  /** {@link Cli} refuses rows that leave a terminal of 80 columns. */
  @Test
  void rowsFitWhateverTheSeed() {
    Cli cli =
        perturb(
            "--jobs",
            "pole",
            "--evaluations",
            "20",
            "--variants",
            "2",
            "--seed",
            "-9223372036854775808");
    assertTrue(cli.out().contains("\n…036854775807"), cli.out());
    assertTrue(cli.out().lines().anyMatch(line -> line.startsWith("seed ")), cli.out());
  }

  @Test
  void isNotWorseThanSpsaInTheMedianOfElevenSeeds() {
    perturb("--jobs", "pole").assertOk();
  }

  @Test
  void refusesBadOptions() {
    perturb("--jobs", "chess").assertRefused("\"chess\"", "digits, pole");
    perturb("--evaluations", "19").assertRefused("--evaluations is 19", "at least 20");
    perturb("--variants", "0").assertRefused("--variants is 0");
  }
}
