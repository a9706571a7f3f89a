package org.roperator.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.roperator.autodiff.TapeExpansion;
import org.roperator.autodiff.TapeObjective;

/**
 * Measures the tape and prints its costs as tables in Markdown, beside forward-mode derivatives of
 * commons-math3 and Hipparchus. Times are the best of several runs: whatever else runs on a machine
 * only ever adds.
 */
public final class TapeTable {

  private TapeTable() {}

  /**
   * Prints the tables and draws the last.
   *
   * @param args the file for the picture, or none for one among the build's files
   * @throws IOException if the file cannot be written
   */
  public static void main(String[] args) throws IOException {
    Timing.say(
        "| program | operations | recording | gradient | expansion | first product | Hv"
            + " | Hv of 8 | bytes |");
    Timing.say("|---|---|---|---|---|---|---|---|---|");
    perOperation("Rosenbrock chain, n = 100,000", TapeProgram.ROSENBROCK, 60);
    perOperation("scalar network 20-30-10, 200 cases", TapeProgram.SCALAR_NETWORK, 120);
    arrayAgainstScalars();
    TapeGrowth growth = TapeGrowth.measure();
    Timing.say("");
    Timing.say("%s", growth.table());
    GrowthChart.write(growth, Path.of(args.length == 0 ? "rop-bench/target/growth.png" : args[0]));
  }

  private static void perOperation(String title, TapeProgram program, int repetitions) {
    TapeObjective f = program.objective();
    int n = f.dimension();
    double[] w = TapePrograms.normal(n, 0.3, 3);
    double[] v = TapePrograms.normal(n, 1, 4);
    double[] out = new double[n];
    double[][] vs = new double[8][];
    Arrays.setAll(vs, j -> TapePrograms.normal(n, 1, j));
    double[][] outs = new double[8][n];
    TapeExpansion at = f.expandAt(w);
    double operations = program.operations();
    TapeObjective recordingOnly = program.recordingOnly();
    double recording = Timing.best(repetitions, () -> recordingOnly.gradient(w, out));
    double gradient = Timing.best(repetitions, () -> f.gradient(w, out));
    double expansion = Timing.best(repetitions, () -> f.expandAt(w));
    double first =
        Timing.best(repetitions, () -> f.expandAt(w).hessian().apply(v, out)) - expansion;
    double hv = Timing.best(4 * repetitions, () -> at.hessian().apply(v, out));
    double eight = Timing.best(repetitions, () -> at.hessian().applyAll(vs, outs)) / 8;
    Timing.say(
        "| %s | %.0f | %.2f ns | %.2f ns | %.2f ns | %.2f ns | %.2f ns | %.2f ns | %.1f |",
        title,
        operations,
        recording / operations,
        gradient / operations,
        expansion / operations,
        first / operations,
        hv / operations,
        eight / operations,
        at.bytes() / operations);
  }

  private static void arrayAgainstScalars() {
    double[] w = TapePrograms.normal(TapePrograms.WEIGHTS, 0.3, 3);
    double[] v = TapePrograms.normal(TapePrograms.WEIGHTS, 1, 4);
    double[] out = new double[TapePrograms.WEIGHTS];
    TapeExpansion scalars = TapeProgram.SCALAR_NETWORK.objective().expandAt(w);
    TapeExpansion arrays = TapeProgram.ARRAY_NETWORK.objective().expandAt(w);
    double scalar = Timing.best(300, () -> scalars.hessian().apply(v, out));
    double array = Timing.best(1000, () -> arrays.hessian().apply(v, out));
    Timing.say("");
    Timing.say(
        "Hv of the network: %.1f µs by scalars, %.1f µs by arrays, %.1f times faster.",
        scalar / 1e3, array / 1e3, scalar / array);
  }
}
