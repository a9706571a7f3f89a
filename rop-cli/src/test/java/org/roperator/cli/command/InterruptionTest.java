package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class InterruptionTest {

  private static final int ENDED_BY_TERMINATE = 143;
  private static final int ENDED_BY_INTERRUPT = 130;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aProcessToldToEndSavesItsLastCompleteIterateAndSaysWhere()
      throws IOException, InterruptedException {
    Process process =
        Cli.process(
            List.of(),
            "train",
            "--iterations=100000",
            "--full-run",
            "--hidden=8",
            "--out=" + folder);
    StringBuilder said = new StringBuilder();
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.append(line).append('\n');
        if (line.matches(" +2 .*%.*")) {
          process.toHandle().destroy(); // asks to end, as Ctrl-C does, and leaves the streams open
        }
      }
    }
    assertEquals(ENDED_BY_TERMINATE, process.waitFor(), said.toString());
    Path weights = folder.resolve("model.safetensors");
    String unwrapped = said.toString().replaceAll("\\s+", " ");
    assertTrue(unwrapped.contains("are in " + weights), said.toString());
    assertTrue(Files.readString(folder.resolve("metrics.json")).contains("\"INTERRUPTED\""));
    assertTrue(Files.exists(folder.resolve("report.html")));
    Cli.run(
            "train",
            "--iterations",
            "0",
            "--hidden",
            "8",
            "--load",
            weights.toString(),
            "--out",
            folder.resolve("again").toString())
        .assertOk();
  }

  /** The check of so large a network takes long; the weights are saved before. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void anEvaluationToldToEndInItsCheckSaysWhatItSaved() throws IOException, InterruptedException {
    Path weights = folder.resolve("b.safetensors");
    Path output = folder.resolve("out");
    Process process =
        Cli.process(
            List.of(),
            "train",
            "--iterations=0",
            "--hidden=1000,1000",
            "--save=" + weights,
            "--out=" + output);
    while (!Files.exists(weights) && process.isAlive()) {
      Thread.sleep(10);
    }
    process.toHandle().destroy();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(ENDED_BY_TERMINATE, process.waitFor(), said);
    assertTrue(
        said.replaceAll("\\s+", " ").contains("the weights after 0 iterations are in " + weights),
        said);
    assertTrue(Files.readString(output.resolve("metrics.json")).contains("\"NOT_TRAINED\""));
    assertTrue(Files.readString(output.resolve("run.json")).contains("\"interrupted\""));
    try (var all = Files.list(output)) {
      assertFalse(all.anyMatch(file -> file.getFileName().toString().startsWith("rop-unf")), said);
    }
  }

  /** Rows are where they were wanted, and the same command goes on from them. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aStudyToldToEndSaysHowFarItIs() throws IOException, InterruptedException {
    Process process =
        Cli.process(
            List.of(),
            "study",
            "--sets=iris",
            "--noise=0",
            "--hidden=2",
            "--seeds=2000",
            "--train-steps=200",
            "--out=" + folder);
    StringBuilder said = new StringBuilder();
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.append(line).append('\n');
        if (line.matches(" *100 of 2000 .*")) {
          process.toHandle().destroy();
        }
      }
    }
    assertEquals(ENDED_BY_TERMINATE, process.waitFor(), said.toString());
    Path table = folder.resolve("study.csv");
    Matcher known =
        Pattern.compile("Interrupted; (\\d+) of 2,000 networks are in " + Pattern.quote("" + table))
            .matcher(said.toString().replaceAll("\\s+", " "));
    assertTrue(known.find(), said.toString());
    assertTrue(said.toString().contains("the same command goes on"), said.toString());
    int networks = Integer.parseInt(known.group(1));
    // Nine rows of each: three moments of the whole and of two layers, under two lines.
    long rows = Files.readString(table).lines().count() - 2;
    assertTrue(networks >= 100 && rows >= 9L * networks, networks + " networks, " + rows + " rows");
    try (var all = Files.list(folder)) {
      assertFalse(all.anyMatch(file -> file.getFileName().toString().startsWith("rop-unf")));
    }
  }

  @Test
  void whoeverEndsInTimeNeverLeaves() {
    Interruption interruption = Interruption.leavingBy(() -> {});
    assertFalse(interruption.isLeaving());
    interruption.close();
  }

  /** As when Ctrl-C comes in the instant training begins. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void whoeverBeginsTooLateWaitsForTheEndWithoutAWord() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BeginsTooLate.class.getName())
            .redirectErrorStream(true)
            .start();
    assertEquals("", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    assertEquals(ENDED_BY_INTERRUPT, process.waitFor());
  }

  /** A process that is told to end before it registers what to do then. */
  static final class BeginsTooLate {

    private BeginsTooLate() {}

    /** Runs it. */
    public static void main(String[] args) throws InterruptedException {
      CountDownLatch ending = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    ending.countDown();
                    try {
                      Thread.sleep(300); // the main thread runs into the end meanwhile
                    } catch (InterruptedException stop) {
                      Thread.currentThread().interrupt();
                    }
                  }));
      new Thread(() -> System.exit(ENDED_BY_INTERRUPT)).start();
      ending.await();
      Interruption.leavingBy(() -> System.out.println("left"));
      System.out.println("went on");
    }
  }
}
