package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpectrumCommandTest {

  @TempDir private Path folder;

  private Cli spectrum(String... more) {
    return Cli.runInto(
        folder.resolve("out"),
        "spectrum",
        Stream.concat(
                Stream.of("--data", "wine", "--hidden", "5", "--probes", "3", "--steps", "20"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private String output(String name) throws IOException {
    return Files.readString(folder.resolve("out").resolve(name));
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  @Test
  void measuresTheWholeAndEachLayerAndLeavesNumbersAndPictures() throws IOException {
    Cli cli = spectrum("--iterations", "3", "--top", "4").assertOk();
    assertTrue(cli.out().contains("layer2"), cli.out());
    assertTrue(cli.words().matches(".* epoch 3 of 3 value [0-9.]+ [0-9.]+s, left ≤0.0s .*"));
    // A whole and two layers, and three things more.
    assertTrue(cli.words().matches(".* measured 1 of 6 density .*, left [0-9.]+s measured 2 .*"));
    assertTrue(cli.words().matches(".* measured 6 of 6 [a-z ]+ [0-9.]+s, left 0.0s .*"), cli.out());
    String json = output("metrics.json");
    assertEquals(3, count(json, "\"source\" : \"EXACT\""), json);
    assertEquals(8, count(json, "\"gradient_overlap\""));
    assertTrue(json.contains("\"matrix\" : \"hessian\"") && json.contains("\"shared_traces\""));
    assertTrue(json.contains("\"outcome\" : \"REACHED\""));
    // Three densities and three slices.
    assertEquals(6, count(output("report.html"), "<svg class"));
    assertFalse(Files.exists(folder.resolve("out/snapshots.csv")));
  }

  @Test
  void duringTrainingEverySnapshotIsInTheFile() throws IOException {
    spectrum("--iterations", "4", "--during-training", "--method", "sgd").assertOk();
    List<String> lines = output("snapshots.csv").lines().toList();
    assertEquals(1 + 5 * 3, lines.size());
    assertTrue(lines.get(0).startsWith("epoch,value,block,dimension,source,lambda_max"));
    assertTrue(lines.get(15).startsWith("4,") && lines.get(15).contains(",layer2,"));
    // Three densities, three ribbons, three slices.
    assertEquals(9, count(output("report.html"), "<svg class"));
    assertTrue(output("report.html").contains("Layer by epoch"));
    assertEquals(5, count(output("metrics.json"), "\"iteration\" : "));
  }

  @Test
  void numbersDoNotDependOnThreads() throws IOException {
    spectrum("--iterations", "2", "--exact-up-to", "0", "--threads", "1").assertOk();
    String one = output("metrics.json");
    spectrum("--iterations", "2", "--exact-up-to", "0", "--threads", "3").assertOk();
    String drop = "\"(seconds|threads|command_line)\" : [^,\\n]*";
    assertEquals(one.replaceAll(drop, ""), output("metrics.json").replaceAll(drop, ""));
    assertTrue(one.contains("QUADRATURE"));
  }

  @Test
  void aGaussNewtonMatrixHasNoNegativePart() throws IOException {
    spectrum("--iterations", "1", "--matrix", "gauss_newton", "--method", "hf").assertOk();
    String json = output("metrics.json");
    assertTrue(json.contains("\"negative_share\" : 0.0"), json);
    assertTrue(output("report.html").contains("Gauss-Newton matrix"));
  }

  @Test
  void savedWeightsAreMeasuredAsTheyAre() throws IOException {
    Path weights = folder.resolve("w.safetensors");
    Cli.runInto(
            folder.resolve("t"),
            "train",
            "--data",
            "wine",
            "--hidden",
            "5",
            "--iterations",
            "2",
            "--save",
            weights.toString())
        .assertOk();
    spectrum("--load", weights.toString()).assertOk();
    assertTrue(output("metrics.json").contains("\"epochs_or_iterations\" : 0"));
  }

  @Test
  void trainingThatIsNotFiniteIsABadResult() throws IOException {
    Cli cli = spectrum("--iterations", "5", "--method", "sgd", "--learning-rate", "1e300");
    assertEquals(1, cli.code(), cli.out());
    assertTrue(output("metrics.json").contains("\"epochs_or_iterations\" : 0"), cli.out());
  }

  @Test
  void badOptionsAreRefused() {
    Path x = folder.resolve("x");
    Cli.runInto(x, "spectrum", "--steps", "1").assertRefused("--steps is 1", "2");
    Cli.runInto(x, "spectrum", "--probes", "0").assertRefused("--probes is 0");
    Cli.runInto(x, "spectrum", "--top", "-1").assertRefused("--top is -1");
    Cli.runInto(x, "spectrum", "--exact-up-to", "20000").assertRefused("20000", "10000");
    Cli.runInto(x, "spectrum", "--examples", "0").assertRefused("--examples is 0");
    Cli.runInto(x, "spectrum", "--iterations", "-1").assertRefused("--iterations is -1");
    Cli.runInto(x, "spectrum", "--learning-rate", "0").assertRefused("--learning-rate is 0");
    Cli.runInto(x, "spectrum", "--learning-rate", "1", "--method", "hf")
        .assertRefused("--learning-rate", "adam and sgd");
    Cli.runInto(x, "spectrum", "--matrix", "fisher").assertRefused("--matrix", "HESSIAN");
    Cli.runInto(x, "spectrum", "--iterations", "0", "--during-training")
        .assertRefused("--during-training", "at least 1");
  }
}
