package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roperator.cli.hbp.HbpComparisonTest;
import org.roperator.data.CifarSamples;

final class HbpCommandTest {

  @TempDir private Path folder;

  private Cli hbp(String... more) {
    return Cli.runInto(folder.resolve("out"), "hbp", more);
  }

  private String output(String name) throws IOException {
    return Files.readString(folder.resolve("out").resolve(name));
  }

  @Test
  void everyMethodRunsFromEverySeedAndLeavesNumbersAndAReport() throws IOException {
    Cli cli = hbp("--epochs", "2", "--seeds", "2").assertOk();
    assertTrue(cli.out().lines().anyMatch(l -> l.matches(" *1 of 16 .* [0-9.]+s +[0-9.]+s")));
    assertTrue(cli.out().lines().anyMatch(l -> l.matches(" *16 of 16 .* 0\\.0s")), cli.out());
    for (HbpMethod method : HbpMethod.values()) {
      assertTrue(cli.out().contains(method.title()), cli.out());
      assertTrue(output("metrics.json").contains("\"method\" : \"" + method.label() + "\""));
    }
    String json = output("metrics.json");
    assertEquals(16, json.split("\"outcome\" : \"ITERATION_LIMIT\"", -1).length - 1, json);
    assertTrue(json.contains("\"seeds\" : 2") && json.contains("\"plateau\" : 2.302585"), json);
    assertTrue(json.contains("\"most_cg_steps\"") && json.contains("\"train_loss_deviation\""));
    assertEquals(4, output("report.html").split("<svg class", -1).length - 1);
  }

  @Test
  void runsThatDivergeMakeABadResult() {
    assertEquals(ExitCode.BAD_RESULT, HbpCommand.exitCode(HbpComparisonTest.diverged()));
    assertEquals(ExitCode.OK, HbpCommand.exitCode(HbpComparisonTest.finished()));
  }

  /** The history of one run, without its times. */
  private String history(String threads) throws IOException {
    hbp("--epochs", "2", "--seeds", "1", "--methods", "pch-abs-4", "--threads", threads).assertOk();
    return output("metrics.json").replaceAll("\"(seconds|threads|command_line)\" : [^,\\n]*", "");
  }

  @Test
  void numbersDoNotDependOnThreads() throws IOException {
    assertEquals(history("1"), history("3"));
  }

  @Test
  void thePapersNetworkReadsItsBatches() throws IOException {
    CifarSamples.write(folder.resolve("data_batch_1.bin"), 0, 10, 1, 200, 2, 90);
    CifarSamples.write(folder.resolve("test_batch.bin"), 3, 10);
    Cli cli =
        hbp("--paper", folder.toString(), "--methods", "sgd", "--seeds", "1", "--epochs", "1");
    assertTrue(cli.assertOk().words().contains("3,846,810 parameters"), cli.out());
    assertTrue(output("metrics.json").contains("\"batch_size\" : 500"));
  }

  @Test
  void badOptionsAreRefused() {
    hbp("--methods", "sgd,newton").assertRefused("newton", "pch-abs-16");
    hbp("--seeds", "0").assertRefused("--seeds is 0");
    hbp("--epochs", "-1").assertRefused("--epochs is -1");
    hbp("--batch-size", "0").assertRefused("--batch-size is 0");
    hbp("--averaging", "seven").assertRefused("--averaging", "HESSIANS");
    for (String option : new String[] {"--data", "--label", "--header", "--test-share"}) {
      String value = option.equals("--header") ? "yes" : "0.5";
      hbp("--paper", folder.toString(), option, value).assertRefused("--paper", option);
    }
    hbp("--paper", folder.toString()).assertRefused("data_batch_1.bin");
  }
}
