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
