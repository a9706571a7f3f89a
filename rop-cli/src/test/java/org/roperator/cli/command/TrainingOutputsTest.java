package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roperator.cli.run.Circumstances;
import org.roperator.cli.run.Setup;
import org.roperator.data.Digits;
import org.roperator.data.LabeledData;
import org.roperator.data.TrainTest;
import org.roperator.data.weights.SafeTensors;
import org.roperator.function.FiniteSum;
import org.roperator.nn.Dataset;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.optimize.OptimizationListener;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.Optimizer;

/** What is left of trainings that don't come to their end. */
final class TrainingOutputsTest {

  private static final int ITERATIONS = 2;

  @TempDir private Path folder;
  private final StringWriter said = new StringWriter();
  private final StringWriter complained = new StringWriter();
  private final Task task = task();
  private final TrainingRun run = new TrainingRun(task, TrainingMethod.SGD, false, point -> {});

  private static Task task() {
    TrainTest data = TrainTest.stratified(Digits.read(), 0.9, 1);
    LabeledData train = data.train();
    Network network = Network.inputs(train.width()).affine(train.classes().size());
    NetworkObjective objective =
        NetworkObjective.of(
            network,
            Loss.softmaxCrossEntropy(),
            Dataset.classification(
                train.features(), train.width(), train.labels(), train.classes().size()));
    Setup setup =
        new Setup(
            data,
            List.of(),
            "tanh",
            0,
            network.dimension(),
            new Circumstances("rop train", 1, 1, "none"));
    return new Task(
        setup,
        network,
        objective,
        new Task.Start(network.initialize(Initializer.glorotNormal(), 1)),
        new WeightsOrigin("--hidden none", Optional.empty(), Map.of(), train));
  }

  private OutputFolder open() {
    return OutputFolder.open(
        folder.resolve("out"), "train", "rop train", new PrintWriter(complained, true));
  }

  private TrainingOutputs outputs(OutputFolder output, Optional<Path> elsewhere) {
    return new TrainingOutputs(task, run, output, elsewhere, new PrintWriter(complained, true));
  }

  private static Optimizer honest() {
    return TrainingMethod.SGD.firstOrder(ITERATIONS, 0.05, 64, 1);
  }

  /** Trains, then throws what an optimizer never should. */
  private static Optimizer throwing(Error error) {
    return new Optimizer() {
      @Override
      public String name() {
        return "throwing";
      }

      @Override
      public OptimizationResult minimize(
          FiniteSum objective, double[] start, OptimizationListener listener) {
        honest().minimize(objective, start, listener);
        throw error;
      }
    };
  }

  private double[] saved(Path weights) {
    return SafeTensors.read(weights, task.layout(), "the test");
  }

  private String output(String name) throws IOException {
    return Files.readString(folder.resolve("out").resolve(name));
  }

  @Test
  void anExceptionLeavesTheLastCompleteIterateWithItsNumbers() throws IOException {
    try (OutputFolder output = open()) {
      TrainingOutputs outputs = outputs(output, Optional.empty());
      Error error =
          assertThrows(
              OutOfMemoryError.class, () -> run.run(throwing(new OutOfMemoryError("heap"))));
      outputs.rescue(error);
    }
    assertArrayEquals(run.last().parameters(), saved(folder.resolve("out/model.safetensors")));
    assertTrue(output("metrics.json").contains("\"outcome\" : \"FAILED\""));
    assertTrue(output("metrics.json").contains("\"epochs_or_iterations\" : " + ITERATIONS));
    assertTrue(output("run.json").contains("\"ended\" : \"failed\""));
    assertTrue(complained.toString().contains("training failed; the weights after 2 iterations"));
  }

  @Test
  void anExceptionBeforeTheFirstIterationLeavesTheOldFiles() throws IOException {
    try (OutputFolder output = open()) {
      output.write("old", () -> "old");
    }
    try (OutputFolder output = open()) {
      outputs(output, Optional.empty()).rescue(new IllegalStateException("at once"));
    }
    assertEquals("old", output("metrics.json"));
    try (var files = Files.list(folder.resolve("out"))) {
      assertEquals(4, files.count(), "metrics, report, manifest, lock");
    }
  }

  @Test
  void toldToEndAfterTheLastIterationEverythingIsWrittenAndSaid() throws IOException {
    try (OutputFolder output = open()) {
      TrainingOutputs outputs = outputs(output, Optional.empty());
      run.run(honest());
      outputs.leave(new PrintWriter(said, true));
    }
    assertArrayEquals(run.last().parameters(), saved(folder.resolve("out/model.safetensors")));
    assertTrue(output("metrics.json").contains("\"outcome\" : \"ITERATION_LIMIT\""));
    assertTrue(output("report.html").endsWith("</html>\n"));
    assertTrue(output("run.json").contains("\"ended\" : \"interrupted\""));
    assertTrue(said.toString().contains("the weights after 2 iterations are in"), said.toString());
  }

  @Test
  void whoeverLeavesWhereNothingCanBeWrittenSaysSo() throws IOException {
    Path place = folder.resolve("out");
    OutputFolder output =
        OutputFolder.open(
            place, "train", "rop train", new PrintWriter(complained, true), List.of());
    TrainingOutputs outputs = outputs(output, Optional.of(folder.resolve("w.safetensors")));
    run.run(honest());
    try (var all = Files.walk(place)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    Files.createFile(place);
    outputs.leave(new PrintWriter(said, true));
    output.close();
    assertTrue(said.toString().contains("not everything could be saved"), said.toString());
    assertArrayEquals(run.last().parameters(), saved(folder.resolve("w.safetensors")));
  }

  @Test
  void weightsThatCannotGoWhereTheyShouldGoIntoTheFolder() throws IOException {
    Path gone = folder.resolve("gone/w.safetensors");
    try (OutputFolder output = open()) {
      TrainingOutputs outputs = outputs(output, Optional.of(gone));
      run.run(honest());
      outputs.finish(new PrintWriter(said, true));
    }
    Path instead = folder.resolve("out/model.safetensors");
    assertArrayEquals(run.last().parameters(), saved(instead));
    assertTrue(complained.toString().contains("can't write " + gone), complained.toString());
    assertTrue(complained.toString().contains("the weights are in " + instead));
    assertTrue(said.toString().contains("Weights  " + instead), said.toString());
  }

  @Test
  void weightsElsewhereAreInTheManifest() throws IOException {
    Path elsewhere = folder.resolve("w.safetensors");
    try (OutputFolder output = open()) {
      TrainingOutputs outputs = outputs(output, Optional.of(elsewhere));
      run.run(honest());
      assertEquals(ExitCode.OK, outputs.finish(new PrintWriter(said, true)));
    }
    assertFalse(Files.exists(folder.resolve("out/model.safetensors")));
    assertTrue(output("run.json").contains("\"" + elsewhere + "\" : \""), output("run.json"));
  }
}
