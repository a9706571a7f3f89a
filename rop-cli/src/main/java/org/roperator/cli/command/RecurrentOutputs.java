package org.roperator.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.roperator.cli.metrics.MetricsJson;
import org.roperator.cli.recurrent.Lesson;
import org.roperator.cli.recurrent.RecurrentMetrics;
import org.roperator.cli.recurrent.RecurrentSoFar;
import org.roperator.cli.recurrent.Xor;
import org.roperator.cli.run.HvCheck;
import org.roperator.data.weights.SafeTensors;
import org.roperator.function.ParameterLayout;

/** What a run of {@code rop recurrent} leaves in its folder before it comes to its end. */
final class RecurrentOutputs {

  /** The method that comes first, in names of files. */
  static final String NEWTON = "hessian-free";

  /** What names of files with weights end with. */
  static final String WEIGHTS = ".safetensors";

  private static final long SECOND = 1_000_000_000;

  /** Of the time, this share at most goes into writing what the next second changes. */
  private static final int ONE_IN = 20;

  private final OutputFolder folder;
  private final RecurrentSoFar known;
  private final ParameterLayout layout;
  private long due = System.nanoTime();

  RecurrentOutputs(OutputFolder folder, RecurrentSoFar known, ParameterLayout layout) {
    this.folder = folder;
    this.known = known;
    this.layout = layout;
  }

  /** How far Hessian-free optimization is, on the disk if the last time is a second ago. */
  void newton(Lesson.Progress progress) {
    known.knowNewton(progress);
    writeIfDue(NEWTON, progress);
  }

  /** All of it. */
  void newton(Lesson.Result result) {
    known.knowNewton(result.progress());
    write(NEWTON, result.progress());
  }

  /** How far gradient descent with a rate is, as seldom. */
  void descent(double rate, Lesson.Progress progress) {
    known.knowDescent(rate, progress);
    writeIfDue("gradient-descent-" + rate, progress);
  }

  /** All of it. */
  void descent(double rate, Lesson.Result result) {
    known.knowDescent(rate, result.progress());
    write("gradient-descent-" + rate, result.progress());
  }

  /** What came of exclusive or. */
  void know(Xor.Result result) {
    known.know(result);
    writeMetrics();
  }

  /** The check of products. */
  void know(HvCheck check) {
    known.know(check);
    writeMetrics();
  }

  private void writeIfDue(String method, Lesson.Progress progress) {
    long begun = System.nanoTime();
    if (begun - due >= 0) {
      write(method, progress);
      long ended = System.nanoTime();
      due = ended + Math.max(SECOND, ONE_IN * (ended - begun));
    }
  }

  private void write(String method, Lesson.Progress progress) {
    try {
      folder.write(
          method + WEIGHTS,
          SafeTensors.content(
              layout,
              progress.parameters(),
              Map.of(
                  "made_by",
                  "rop " + BuildVersion.number(),
                  "iterations",
                  Integer.toString(progress.last().iteration()))));
    } catch (IOException nowhere) {
      throw new UncheckedIOException(nowhere);
    }
    writeMetrics();
  }

  private void writeMetrics() {
    folder.writeSoFar(MetricsJson.of(RecurrentMetrics.of(BuildVersion.number(), known)));
  }
}
