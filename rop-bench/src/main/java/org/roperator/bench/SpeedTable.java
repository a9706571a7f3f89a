package org.roperator.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.roperator.bench.BenchNetwork.Quantity;
import org.roperator.dense.Blas;

/**
 * Measures the products of networks and prints them as a table in Markdown.
 *
 * <p>The rate of matrix products that a row is compared with is measured right before it, on as
 * many threads. Times are the best of five seconds' means: whatever else runs on a machine only
 * ever adds.
 */
public final class SpeedTable {

  private static final String ALLOCATION = "gc.alloc.rate.norm";

  private SpeedTable() {}

  /** What was measured of one quantity: time and allocation per product. */
  record Measured(double micros, double bytes) {

    double rate(long multiplyAdds) {
      return 2e-3 * multiplyAdds / micros;
    }
  }

  /** One row: a network on a number of threads. */
  record Row(BenchNetwork network, int threads, Map<Quantity, Measured> products, Measured dgemm) {

    Row {
      products = Map.copyOf(products);
    }

    private Measured of(Quantity quantity) {
      Measured measured = products.get(quantity);
      if (measured == null) {
        throw new IllegalStateException(quantity + " was not measured");
      }
      return measured;
    }

    /** GF/s of the matrix products on all threads. */
    double dgemmRate() {
      long side = NetworkProductsBenchmark.SIDE;
      return dgemm.rate(threads * side * side * side);
    }

    /** The share of that rate at which a quantity's needed products were done. */
    double share(Quantity quantity) {
      return of(quantity).rate(network.multiplyAdds(quantity)) / dgemmRate();
    }

    /** Hv to gradient. */
    double ratio() {
      return of(Quantity.HESSIAN).micros / of(Quantity.GRADIENT).micros;
    }

    String markdown() {
      Measured hv = of(Quantity.HESSIAN);
      return String.format(
          Locale.ROOT,
          "| %s | %d | %s | %s | %s | %.2f | %.0f %% | %.0f %% | %.1f | %.0f / %.0f |",
          network.title(),
          threads,
          time(of(Quantity.GRADIENT)),
          time(hv),
          time(of(Quantity.GAUSS_NEWTON)),
          ratio(),
          100 * share(Quantity.HESSIAN),
          100 * share(Quantity.GAUSS_NEWTON),
          dgemmRate(),
          hv.bytes,
          of(Quantity.GAUSS_NEWTON).bytes);
    }

    private static String time(Measured measured) {
      return measured.micros < 1000
          ? String.format(Locale.ROOT, "%.3g µs", measured.micros)
          : String.format(Locale.ROOT, "%.1f ms", measured.micros / 1000);
    }
  }

  static String header() {
    return "| network (examples) | threads | gradient | Hv | Gv | Hv / gradient | Hv, of dgemm |"
        + " Gv, of dgemm | dgemm GF/s | bytes per Hv / Gv |\n"
        + "|---|---|---|---|---|---|---|---|---|---|";
  }

  /**
   * Measures and prints.
   *
   * @param arguments names of networks; all if there are none
   * @throws RunnerException if JMH fails
   */
  public static void main(String[] arguments) throws RunnerException {
    List<BenchNetwork> networks = new ArrayList<>();
    for (String name : arguments) {
      networks.add(BenchNetwork.valueOf(name.toUpperCase(Locale.ROOT)));
    }
    List<String> lines = new ArrayList<>(List.of(header()));
    for (BenchNetwork network : networks.isEmpty() ? List.of(BenchNetwork.values()) : networks) {
      for (int threads : new int[] {1, 2}) {
        String line = measure(network, threads).markdown();
        System.err.println(line);
        lines.add(line);
      }
    }
    System.out.println("Java " + Runtime.version() + ", " + System.getProperty("os.name"));
    System.out.println(Blas.choice().description() + "\n");
    lines.forEach(System.out::println);
  }

  private static Row measure(BenchNetwork network, int threads) throws RunnerException {
    Measured dgemm = run("dgemm", network, threads);
    Map<Quantity, Measured> products = new EnumMap<>(Quantity.class);
    products.put(Quantity.GRADIENT, run("gradient", network, threads));
    products.put(Quantity.HESSIAN, run("hessian", network, threads));
    products.put(Quantity.GAUSS_NEWTON, run("gaussNewton", network, threads));
    return new Row(network, threads, products, dgemm);
  }

  private static Measured run(String method, BenchNetwork network, int threads)
      throws RunnerException {
    RunResult result =
        new Runner(
                new OptionsBuilder()
                    .include(NetworkProductsBenchmark.class.getName() + "." + method + "$")
                    .param("network", network.name())
                    .param("threads", Integer.toString(threads))
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .runSingle();
    Result<?> allocation =
        Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATION), ALLOCATION);
    return new Measured(result.getPrimaryResult().getStatistics().getMin(), allocation.getScore());
  }
}
