package org.roperator.bench.minimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of runs, Python's and Rop's. */
class RunTest {

  /** As json.dumps of Python writes it. */
  private static final String SCIPY =
      "{\"peer\": \"scipy\", \"method\": \"trust-ncg\", \"problem\": \"Beale\", \"n\": 2,"
          + " \"start\": 10, \"f\": 8.5e-25, \"gnorm\": 4.25e-11, \"values\": 31,"
          + " \"gradients\": 28, \"products\": 84, \"seconds\": 0.5, \"cpu\": 0.25,"
          + " \"message\": \"Optimization terminated successfully.\", \"solved\": true}";

  @Test
  void readsALineOfPython() {
    Run run = Run.parsed(SCIPY);
    assertEquals("scipy trust-ncg", run.name());
    assertEquals(new Run.Start("Beale", 2, 10), run.task());
    assertEquals(
        new Run.Reached(8.5e-25, 4.25e-11, "Optimization terminated successfully.", true),
        run.reached());
    assertEquals(new Run.Spent(31, 28, 84, 0.5, 0.25), run.spent());
    assertEquals(59, run.spent().evaluations());
    assertFalse(run.reached().isStopped());
    assertEquals(run, Run.parsed(run.json()));
  }

  @Test
  void nullIsNotANumber() {
    Run run =
        Run.parsed(
            SCIPY
                .replace("8.5e-25", "null")
                .replace("4.25e-11", "null")
                .replace("Optimization", "stopped after 10.0 s;"));
    assertTrue(Double.isNaN(run.reached().f()));
    assertTrue(Double.isNaN(run.reached().gradient()));
    assertTrue(run.reached().isStopped());
    assertTrue(run.json().contains("\"f\":null,\"gnorm\":null,"), run.json());
    assertEquals(run, Run.parsed(run.json()));
  }

  @Test
  void refusesWhatIsNoRun() {
    String less = SCIPY.replace("\"cpu\": 0.25, ", "");
    for (String line : List.of("solved 3 of 4", less, "{}", SCIPY.substring(0, 60))) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> Run.parsed(line)).getMessage();
      assertEquals(
          "The line \"" + line + "\" is not a run as MinimizeTable or minimize_scipy.py print one.",
          message);
    }
  }

  @Test
  void readsFilesInTheirOrder(@TempDir Path folder) throws IOException {
    Path one = Files.writeString(folder.resolve("one"), SCIPY + "\n\n");
    Path two = Files.writeString(folder.resolve("two"), SCIPY.replace("Beale", "Wood"));
    assertEquals(
        List.of("Wood", "Beale"),
        Run.read(List.of(two, one)).stream().map(r -> r.task().problem()).toList());
    Path none = folder.resolve("none");
    assertThrows(UncheckedIOException.class, () -> Run.read(List.of(none)));
  }
}
