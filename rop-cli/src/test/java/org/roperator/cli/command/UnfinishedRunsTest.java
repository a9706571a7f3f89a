package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roperator.boltzmann.BoltzmannMachine;
import org.roperator.cli.metrics.MetricsJson;
import org.roperator.data.weights.SafeTensors;

/** What is left of long runs that don't come to their end, and of those that lose their folder. */
final class UnfinishedRunsTest {

  private static final int KILLED = 137;

  @TempDir private Path folder;

  /**
   * A command that takes long, or would.
   *
   * @param line of its output, by which some is known and some is not
   * @param weights files there are by then
   * @param known fields there are by then
   * @param unknown fields there are not
   */
  record LongRun(
      List<String> command,
      String line,
      List<String> weights,
      List<String> known,
      List<String> unknown) {}

  /** Gradient descent begins, or the first way of learning is over, or training is. */
  static List<LongRun> longRuns() {
    return List.of(
        new LongRun(
            List.of(
                "recurrent",
                "--images",
                "20",
                "--hidden",
                "3",
                "--seconds",
                "0.3",
                "--learning-rates",
                "0.01"),
            "gradient descent, rate 0.01",
            List.of("hessian-free.safetensors"),
            List.of("/hessian_free/history/1/loss", "/units"),
            List.of("/xor/solved", "/hv_check/verdict", "/passed")),
        new LongRun(
            List.of(
                "boltzmann",
                "--passes",
                "20",
                "--hidden",
                "3",
                "--cd-steps",
                "40",
                "--steps",
                "40"),
            " +natural gradient  +10 .*",
            List.of("contrastive-divergence.safetensors"),
            List.of(
                "/problems/1/second_order_needs_fewer",
                "/hv_check/verdict",
                "/digits/methods/0/history/1/train_log_likelihood",
                "/digits/methods/0/test_log_likelihood"),
            List.of("/digits/log_partition/exact")),
        new LongRun(
            List.of("spectrum", "--data=wine", "--hidden=5", "--iterations=3", "--probes=3"),
            "measured 1 of .*",
            List.of(Task.WEIGHTS),
            List.of("/epochs_or_iterations", "/train_loss", "/test_accuracy"),
            List.of("/value", "/spectra/0/lambda_max", "/eigenpairs/outcome")));
  }

  /** The paths of the scalars in a JSON file. */
  private static Set<String> fields(Path file) throws IOException {
    Set<String> fields = new TreeSet<>();
    try (JsonParser json = new JsonFactory().createParser(Files.readString(file))) {
      while (json.nextToken() != null) {
        if (json.currentToken().isScalarValue()) {
          fields.add(json.getParsingContext().pathAsPointer().toString());
        }
      }
    }
    return fields;
  }

  private static Path left(Path out) throws IOException {
    try (Stream<Path> all = Files.list(out)) {
      return all.filter(f -> f.getFileName().toString().startsWith("rop-unfinished-"))
          .findAny()
          .orElseThrow();
    }
  }

  private static void assertLeft(LongRun run, Path place) throws IOException {
    Set<String> fields = fields(place.resolve("metrics.json"));
    for (String field : run.known) {
      assertTrue(fields.contains(field), field + " is not among " + fields);
    }
    for (String field : run.unknown) {
      assertFalse(fields.contains(field), field);
    }
    for (String weights : run.weights) {
      assertTrue(Files.size(place.resolve(weights)) > 0, weights);
    }
  }

  /** A run at whose line something happens, once. */
  private static Cli run(LongRun run, Path out, Runnable event) {
    List<String> command = new ArrayList<>(run.command);
    command.addAll(List.of("--out", out.toString()));
    return Cli.watched(run.line, event, command.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("longRuns")
  void anExceptionLeavesWhatWasKnown(LongRun run) throws IOException {
    Path out = folder.resolve("out");
    Cli cli =
        run(
            run,
            out,
            () -> {
              throw new IllegalStateException("in the middle");
            });
    assertTrue(cli.code() != ExitCode.OK, cli.toString());
    assertTrue(cli.err().contains("in the middle"), cli.toString());
    assertTrue(cli.err().contains("what this run knew is in " + left(out)), cli.err());
    assertLeft(run, left(out));
  }

  /** A folder and all in it. */
  static void delete(Path out) {
    try (Stream<Path> all = Files.walk(out)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException stays) {
      throw new UncheckedIOException(stays);
    }
  }

  @ParameterizedTest
  @MethodSource("longRuns")
  void aFolderThatVanishesIsMadeAnewWithAll(LongRun run) throws IOException {
    Path out = folder.resolve("out");
    Cli cli = run(run, out, () -> delete(out));
    assertTrue(cli.code() == ExitCode.OK || cli.code() == ExitCode.BAD_RESULT, cli.toString());
    Set<String> fields = fields(out.resolve("metrics.json"));
    for (List<String> all : List.of(run.known, run.unknown)) {
      assertTrue(fields.containsAll(all), fields.toString());
    }
    for (String weights : run.weights) {
      assertTrue(Files.size(out.resolve(weights)) > 0, weights);
    }
    assertTrue(Files.readString(out.resolve("report.html")).endsWith("</html>\n"));
  }

  private Process start(String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of(command));
    all.add("--out=" + folder.resolve("killed"));
    return Cli.process(List.of(), all.toArray(String[]::new));
  }

  /** Kills a run at a line, as no process can help, and gives what it leaves. */
  private Path killedAt(String line, Process run) throws IOException, InterruptedException {
    StringBuilder said = new StringBuilder();
    try (BufferedReader out = run.inputReader()) {
      for (String one = out.readLine(); one != null; one = out.readLine()) {
        said.append(one).append('\n');
        if (one.matches(line)) {
          run.toHandle().destroyForcibly(); // leaves the streams open
        }
      }
    }
    assertTrue(Set.of(KILLED, 1).contains(run.waitFor()), said.toString()); // 1 on Windows
    return left(folder.resolve("killed"));
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void recurrentKilledInTheMiddleOfAMethodLeavesItsWeightsAndNumbers() throws Exception {
    Path left =
        killedAt(" +2 .*", start("recurrent", "--images=20", "--hidden=3", "--seconds=100000"));
    Set<String> fields = fields(left.resolve("metrics.json"));
    assertTrue(fields.contains("/hessian_free/history/1/loss"), fields.toString());
    assertTrue(Files.size(left.resolve("hessian-free.safetensors")) > 0);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void boltzmannKilledInTheMiddleOfAMethodLeavesItsWeightsAndNumbers() throws Exception {
    Path left =
        killedAt(
            " +contrastive divergence +500 .*",
            start("boltzmann", "--passes=20", "--hidden=3", "--cd-steps=2000"));
    Set<String> fields = fields(left.resolve("metrics.json"));
    // Points 100 steps apart: at step 500 five of them, and the start.
    assertTrue(
        fields.contains("/digits/methods/0/history/5/train_log_likelihood"), fields.toString());
    BoltzmannMachine machine = BoltzmannMachine.restricted(64, 3);
    double[] w =
        SafeTensors.read(
            left.resolve("contrastive-divergence.safetensors"), machine.layout(), "the test");
    assertEquals(machine.dimension(), w.length);
    assertTrue(Arrays.stream(w).anyMatch(x -> Math.abs(x) > 0.1), "it has learned something");
  }

  /** A number in the metrics of a run. */
  private static double number(Path place, String field) throws IOException {
    return MetricsJson.read(place.resolve("metrics.json")).at(field).asDouble(Double.NaN);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void spectrumKilledWhileItMeasuresLeavesTheTrainedNetworkWithItsNumbers() throws Exception {
    Path left =
        killedAt(
            "measured 1 of .*", start("spectrum", "--hidden=16", "--iterations=2", "--probes=2"));
    Set<String> fields = fields(left.resolve("metrics.json"));
    assertFalse(fields.contains("/value"), fields.toString());
    Path evaluated = folder.resolve("evaluated");
    Cli.runInto(
            evaluated,
            "train",
            "--hidden=16",
            "--iterations=0",
            "--load=" + left.resolve("model.safetensors"))
        .assertOk();
    assertTrue(number(left, "/train_loss") < 1, "it has learned something, from ln 10");
    for (String field : List.of("/train_loss", "/test_loss", "/test_accuracy")) {
      assertEquals(number(evaluated, field), number(left, field), field);
    }
  }

  /** Further runs that write as they go, to be killed where something is known and the rest not. */
  static List<LongRun> runsToKill() {
    return List.of(
        new LongRun(
            List.of("hbp", "--methods=sgd", "--seeds=200", "--epochs=1", "--threads=1"),
            " *2 of 200 .*",
            List.of(),
            List.of("/methods/0/runs/0/history/1/train_loss"),
            List.of("/methods/0/runs/199/seed")),
        new LongRun(
            List.of("perturb", "--jobs=pole,digits", "--evaluations=20", "--variants=2"),
            "digits: .*",
            List.of(),
            List.of("/jobs/0/winner"),
            List.of("/jobs/1/winner")),
        new LongRun(
            List.of("local-hessian", "--draws=2", "--blocks=1"),
            "conditions .*",
            List.of(),
            List.of("/spectra/0/largest"),
            List.of("/conditions/0/network")));
  }

  @ParameterizedTest
  @MethodSource("runsToKill")
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aKilledRunLeavesTheNumbersItHad(LongRun run) throws Exception {
    assertLeft(run, killedAt(run.line, start(run.command.toArray(String[]::new))));
  }
}
