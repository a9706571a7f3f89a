package org.roperator.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.curvature.CurvatureBlock;
import org.roperator.nn.curvature.HessianBackpropagation;
import org.roperator.nn.layer.Averaging;
import org.roperator.operator.BlockDiagonal;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

/**
 * What Hessian back-propagation costs beside a gradient, and at what share of the rate of square
 * matrix products its blocks multiply. Times are the best of some runs after a first one.
 */
public final class CurvatureTable {

  private static final int SIDE = NetworkProductsBenchmark.SIDE;
  private static final int RUNS = 4;
  private static final int EXAMPLES = 500;
  private static final int[] WIDTHS = {3072, 1024, 512, 256, 128, 64, 32, 16, 10};

  private CurvatureTable() {}

  /** Nanoseconds of the fastest run after the first. */
  private static double best(Runnable run) {
    run.run();
    return Timing.best(RUNS, run);
  }

  /** Multiply-adds of a product with a layer's block of every example's own curvature. */
  static long exactProduct(int layer) {
    long products = 0;
    for (int l = layer; l < WIDTHS.length; l++) {
      products += 2L * WIDTHS[l - 1] * WIDTHS[l];
    }
    return EXAMPLES * products;
  }

  /** Multiply-adds of a product with a layer's block by approximation (6), the inputs kept. */
  static long averagedProduct(int layer) {
    long weights = (long) WIDTHS[layer - 1] * WIDTHS[layer];
    return EXAMPLES * (2 * weights + (long) WIDTHS[layer] * WIDTHS[layer]);
  }

  /**
   * Products beside square products on as many threads, in turn, since the speed of a shared
   * machine changes from second to second, and beside their own matrix products alone.
   */
  private static void product(
      String name,
      SymmetricOperator block,
      int count,
      long multiplyAdds,
      Optional<BlockShapes> shapes,
      Workers workers) {
    double[][] vs = new double[count][block.dimension()];
    for (double[] v : vs) {
      Arrays.fill(v, 1e-3);
    }
    double[][] outs = new double[count][block.dimension()];
    Matrix a = NetworkProductsBenchmark.square(0.5);
    Matrix[] c = NetworkProductsBenchmark.squares(workers.threads());
    double nanos = Double.POSITIVE_INFINITY;
    double square = Double.POSITIVE_INFINITY;
    double own = Double.POSITIVE_INFINITY;
    for (int i = 0; i < RUNS; i++) {
      square =
          Math.min(
              square,
              best(() -> workers.run(c.length, t -> Blas.instance().multiply(a, a, 0, c[t]))));
      nanos = Math.min(nanos, best(() -> block.applyAll(vs, outs)));
      own = Math.min(own, shapes.map(s -> best(() -> s.run(workers))).orElse(Double.NaN));
    }
    double rate = 2.0 * workers.threads() * SIDE * SIDE * SIDE / square;
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f ms | %.1f | %.0f %% | %s |%n",
        name,
        nanos / count / 1e6,
        rate,
        100 * 2.0 * count * multiplyAdds / nanos / rate,
        Double.isNaN(own) ? "–" : String.format(Locale.ROOT, "%.0f %%", 100 * own / nanos));
  }

  /** A product by (7) reads v once and writes as many numbers, beside a copy that does the same. */
  private static void passOverMemory(String name, SymmetricOperator block) {
    double[] v = new double[block.dimension()];
    Arrays.fill(v, 1e-3);
    double[] out = new double[v.length];
    double nanos = Double.POSITIVE_INFINITY;
    double copy = Double.POSITIVE_INFINITY;
    for (int i = 0; i < RUNS; i++) {
      copy = Math.min(copy, best(() -> System.arraycopy(v, 0, out, 0, v.length)));
      nanos = Math.min(nanos, best(() -> block.apply(v, out)));
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f ms | %.2f ms | %.1f |%n",
        name,
        nanos / 1e6,
        copy / 1e6,
        nanos / copy);
  }

  private static void measure(int threads) {
    Workers workers = Workers.of(threads);
    NetworkObjective objective = BenchNetwork.FUNNEL.objective(workers);
    double[] w = BenchNetwork.FUNNEL.point();
    System.out.printf(Locale.ROOT, "%nThreads: %d%n%n", threads);
    System.out.println("| what | time | of the gradient |\n|---|---|---|");
    double gradient = best(() -> objective.expandAt(w));
    System.out.printf(Locale.ROOT, "| gradient | %.1f ms | 1 |%n", gradient / 1e6);
    NetworkExpansion at = objective.expandAt(w);
    HessianBackpropagation pch = HessianBackpropagation.positiveCurvature();
    for (Averaging averaging :
        new Averaging[] {Averaging.HESSIANS_AND_JACOBIANS, Averaging.HESSIANS}) {
      HessianBackpropagation curvature = pch.withAveraging(averaging);
      double nanos = best(() -> curvature.of(at));
      System.out.printf(
          Locale.ROOT,
          "| sweep, %s | %.1f ms | %.2f |%n",
          averaging,
          nanos / 1e6,
          nanos / gradient);
      System.out.printf(
          Locale.ROOT, "| its memory | %.0f MB | |%n", allocated(() -> curvature.of(at)) / 1e6);
    }
    System.out.println(
        "\n| one product | time | dgemm GF/s | of dgemm | its matrix products alone |\n"
            + "|---|---|---|---|---|");
    BlockDiagonal<CurvatureBlock> exact = pch.of(at);
    for (int count : new int[] {1, 8}) {
      for (int layer = 1; layer <= 4; layer++) {
        String block = "layer" + layer + ".W";
        product(
            block + ", exact" + (count == 1 ? "" : ", " + count + " at once"),
            exact.block(block).operator(),
            count,
            exactProduct(layer),
            Optional.of(new BlockShapes(WIDTHS, layer, count, EXAMPLES)),
            workers);
      }
    }
    BlockDiagonal<CurvatureBlock> six = pch.withAveraging(Averaging.HESSIANS).of(at);
    for (int layer = 1; layer <= 2; layer++) {
      String block = "layer" + layer + ".W";
      product(
          block + ", (6)",
          six.block(block).operator(),
          1,
          averagedProduct(layer),
          Optional.empty(),
          Workers.of(1));
    }
    System.out.println("\n| one product | time | a copy of v | ratio |\n|---|---|---|---|");
    BlockDiagonal<CurvatureBlock> seven =
        pch.withAveraging(Averaging.HESSIANS_AND_JACOBIANS).of(at);
    for (int layer = 1; layer <= 3; layer++) {
      String block = "layer" + layer + ".W";
      passOverMemory(block + ", (7)", seven.block(block).operator());
    }
  }

  /** Bytes allocated by this thread. */
  private static long allocated(Runnable run) {
    if (ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads) {
      long before = threads.getCurrentThreadAllocatedBytes();
      run.run();
      return threads.getCurrentThreadAllocatedBytes() - before;
    }
    return 0;
  }

  /**
   * Measures and prints.
   *
   * @param arguments numbers of threads; 1 and 2 if there are none
   */
  public static void main(String[] arguments) {
    System.out.println(BenchNetwork.FUNNEL.title() + ", " + Blas.choice().description());
    for (String threads : arguments.length == 0 ? new String[] {"1", "2"} : arguments) {
      measure(Integer.parseInt(threads));
    }
  }
}
