package org.roperator.bench;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.hipparchus.analysis.differentiation.DSFactory;
import org.hipparchus.analysis.differentiation.Gradient;
import org.roperator.autodiff.TapeExpansion;
import org.roperator.autodiff.TapeObjective;

/**
 * Measures the tape and prints its costs as tables in Markdown, beside forward-mode derivatives of
 * commons-math3 and Hipparchus. Times are the best of several runs: whatever else runs on a machine
 * only ever adds.
 */
public final class TapeTable {

  private static volatile double sink;

  private TapeTable() {}

  /**
   * Prints both tables.
   *
   * @param args none
   */
  public static void main(String[] args) {
    say("| program | operations | gradient | expansion | first product | Hv | Hv of 8 | bytes |");
    say("|---|---|---|---|---|---|---|---|");
    perOperation("Rosenbrock chain, n = 100,000", TapePrograms.rosenbrock(100_000), 60);
    perOperation("scalar network 20-30-10, 200 cases", TapePrograms.scalarNetwork(), 120);
    arrayAgainstScalars();
    growth();
    say("");
    say("(last value of a peer: %.3f)", sink);
  }

  private static void perOperation(String title, TapeObjective f, int repetitions) {
    int n = f.dimension();
    double[] w = TapePrograms.normal(n, 0.3, 3);
    double[] v = TapePrograms.normal(n, 1, 4);
    double[] out = new double[n];
    double[][] vs = new double[8][];
    Arrays.setAll(vs, j -> TapePrograms.normal(n, 1, j));
    double[][] outs = new double[8][n];
    TapeExpansion at = f.expandAt(w);
    double operations = at.operations();
    double gradient = best(repetitions, () -> f.gradient(w, out));
    double expansion = best(repetitions, () -> f.expandAt(w));
    double first = best(repetitions, () -> f.expandAt(w).hessian().apply(v, out)) - expansion;
    double hv = best(4 * repetitions, () -> at.hessian().apply(v, out));
    double eight = best(repetitions, () -> at.hessian().applyAll(vs, outs)) / 8;
    say(
        "| %s | %.0f | %.2f ns | %.2f ns | %.2f ns | %.2f ns | %.2f ns | %.1f |",
        title,
        operations,
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
    TapeExpansion scalars = TapePrograms.scalarNetwork().expandAt(w);
    TapeExpansion arrays = TapePrograms.arrayNetwork().expandAt(w);
    double scalar = best(300, () -> scalars.hessian().apply(v, out));
    double array = best(1000, () -> arrays.hessian().apply(v, out));
    say("");
    say(
        "Hv of the network: %.1f µs by scalars, %.1f µs by arrays, %.1f times faster.",
        scalar / 1e3, array / 1e3, scalar / array);
  }

  private static void growth() {
    say("");
    say(
        "| n | tape ∇f | tape ∇f and Hv | commons-math3 order 2 | Hipparchus ∇f | Hipparchus order 2 |");
    say("|---|---|---|---|---|---|");
    for (int n : new int[] {10, 100, 1000}) {
      double[] w = TapePrograms.normal(n, 0.3, 3);
      double[] v = TapePrograms.normal(n, 1, 4);
      double[] out = new double[n];
      TapeObjective f = TapePrograms.rosenbrock(n);
      int repetitions = 20_000 / n;
      int few = n < 1000 ? 200 / (n / 10) : 1;
      say(
          "| %d | %s | %s | %s | %s | %s |",
          n,
          micros(repetitions, () -> f.gradient(w, out)),
          micros(
              repetitions,
              () -> {
                TapeExpansion at = f.expandAt(w);
                at.gradient();
                at.hessian().apply(v, out);
              }),
          micros(few, () -> commonsMath(w)),
          micros(repetitions, () -> hipparchusGradient(w)),
          micros(few, () -> hipparchusSecondOrder(w)));
    }
  }

  /** Second order in forward mode takes n² numbers for each intermediate result. */
  private static String micros(int repetitions, Runnable run) {
    try {
      return String.format(Locale.ROOT, "%.1f µs", best(repetitions, run) / 1e3);
    } catch (OutOfMemoryError tooLarge) {
      return "out of memory";
    }
  }

  private static void commonsMath(double[] w) {
    DerivativeStructure[] x = new DerivativeStructure[w.length];
    Arrays.setAll(x, i -> new DerivativeStructure(w.length, 2, i, w[i]));
    sink = TapePrograms.rosenbrock(x).getValue();
  }

  private static void hipparchusGradient(double[] w) {
    Gradient[] x = new Gradient[w.length];
    Arrays.setAll(x, i -> Gradient.variable(w.length, i, w[i]));
    sink = TapePrograms.rosenbrock(x).getValue();
  }

  private static void hipparchusSecondOrder(double[] w) {
    DSFactory factory = new DSFactory(w.length, 2);
    var x = new org.hipparchus.analysis.differentiation.DerivativeStructure[w.length];
    Arrays.setAll(x, i -> factory.variable(i, w[i]));
    sink = TapePrograms.rosenbrock(x).getValue();
  }

  /** The least nanoseconds of so many runs. */
  private static double best(int repetitions, Runnable run) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < repetitions; i++) {
      long start = System.nanoTime();
      run.run();
      best = Math.min(best, (double) (System.nanoTime() - start));
    }
    return best;
  }

  private static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
