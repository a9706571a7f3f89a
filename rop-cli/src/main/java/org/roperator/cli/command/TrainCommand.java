package org.roperator.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.roperator.optimize.Optimizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code rop train}: trains a network and says how well it does and that its products are exact.
 */
@Command(
    name = "train",
    header = "Train a network that tells classes apart.",
    description = {
      "%nReads labelled examples, trains on some and tests on the others. A line per iteration; then"
          + " metrics.json, report.html and the weights in the output folder. Ctrl-C keeps the last"
          + " complete iterate.%n"
    },
    footer = {
      "",
      "Examples:",
      "  rop train --seed 2 --out results",
      "  rop train --data flowers.csv --label species --hidden 10",
      "  ROP_OPTS=-Xmx4g rop train --data /usr/share/datasets/fashion-mnist --hidden 300,100"
    })
final class TrainCommand implements Callable<Integer> {

  @Mixin private DataOptions data;
  @Mixin private NetworkOptions net;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "HF",
      description =
          "hf: Hessian-free; adam; sgd: gradient descent with momentum 0.9 (default: hf).")
  private TrainingMethod method;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description =
          "Most iterations, for adam and sgd epochs (default: 60 for hf, 50 for the others); 0 only"
              + " evaluates.")
  private @Nullable Integer iterations;

  @Option(
      names = "--damping",
      paramLabel = "X",
      description =
          "hf: the damping λ to begin with, as a multiple of the size of the curvature (default:"
              + " 0.03).")
  private @Nullable Double damping;

  @Option(
      names = "--curvature-batches",
      paramLabel = "N",
      description =
          "hf: into how many batches the examples are cut for curvature, used in turn (default: 4, or"
              + " as many as have 4,000 examples each).")
  private @Nullable Integer curvatureBatches;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "adam and sgd: the learning rate (default: 0.001 and 0.05).")
  private @Nullable Double learningRate;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "adam and sgd: examples per step (default: 64).")
  private @Nullable Integer batchSize;

  @Option(
      names = "--full-run",
      description = "Make all iterations, even when the objective no longer falls.")
  private boolean fullRun;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Where the weights go, as safetensors (default: in --out, model.safetensors).")
  private @Nullable Path save;

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    if (save != null) {
      run.leaveOutputTo(save);
    }
    PrintWriter out = run.out();
    int limit = limit();
    Task task = Task.of(run, data, net, method.vectors());
    Optional<Optimizer> optimizer =
        limit == 0 ? Optional.empty() : Optional.of(optimizer(limit, task));
    if (save != null) {
      Options.requireWritable(save);
    }
    OutputFolder folder = run.folder();

    out.println(task.describe());
    out.println();
    ProgressTable table = new ProgressTable(out, method, limit);
    TrainingRun training =
        new TrainingRun(task, method, !fullRun && method.isSecondOrder(), table::row);
    TrainingOutputs outputs =
        new TrainingOutputs(task, training, folder, Optional.ofNullable(save), run.err());
    folder.whenInterrupted(() -> outputs.leave(out));
    if (optimizer.isPresent()) {
      table.heading();
      try {
        training.run(optimizer.get());
      } catch (RuntimeException | Error failed) {
        outputs.rescue(failed);
        throw failed;
      }
      out.println();
    }
    return outputs.finish(out);
  }

  private int limit() {
    return Options.atLeast(
        0, "--iterations", iterations == null ? method.defaultIterations() : iterations);
  }

  private Optimizer optimizer(int limit, Task task) {
    if (method.isSecondOrder()) {
      Options.refuse("--learning-rate", learningRate, TrainingMethod.OWN_STEPS);
      Options.refuse("--batch-size", batchSize, "adam and sgd; hf has --curvature-batches");
      int batches =
          curvatureBatches == null
              ? TrainingMethod.defaultCurvatureBatches(task.objective().size())
              : Options.positive("--curvature-batches", curvatureBatches);
      return TrainingMethod.hessianFree(
          limit,
          damping == null ? TrainingMethod.DEFAULT_DAMPING : Options.positive("--damping", damping),
          batches);
    }
    Options.refuse("--damping", damping, "hf");
    Options.refuse("--curvature-batches", curvatureBatches, "hf; adam and sgd have --batch-size");
    return method.firstOrder(
        limit,
        learningRate == null
            ? method.defaultRate()
            : Options.positive("--learning-rate", learningRate),
        batchSize == null
            ? TrainingMethod.DEFAULT_BATCH_SIZE
            : Options.positive("--batch-size", batchSize),
        task.setup().seed());
  }
}
