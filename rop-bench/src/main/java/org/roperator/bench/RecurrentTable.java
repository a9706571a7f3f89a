package org.roperator.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.roperator.autodiff.Elementary;
import org.roperator.dense.Blas;
import org.roperator.internal.Gaussian;
import org.roperator.operator.SymmetricOperator;
import org.roperator.recurrent.Connectivity;
import org.roperator.recurrent.EquilibriumLoss;
import org.roperator.recurrent.FixedPointSolver;
import org.roperator.recurrent.Pattern;
import org.roperator.recurrent.RecurrentExpansion;
import org.roperator.recurrent.RecurrentNetwork;
import org.roperator.recurrent.RecurrentObjective;

/**
 * Networks at equilibrium: 1,000 units that are all connected, by one factorization, and 20,000
 * with ten weights each, by products alone. A table in Markdown.
 *
 * <p>Medians, one thread. Value and gradient are what an expansion costs: settling, the adjoint and
 * its products, with the factorization and without.
 */
public final class RecurrentTable {

  private static final int REPETITIONS = 7;
  private static final double GAIN = 0.8;

  private RecurrentTable() {}

  /** Prints the table. */
  public static void main(String[] args) {
    System.out.printf(
        Locale.ROOT,
        "%s; Java %s, heap up to %,d MB%n%n",
        Blas.choice().description(),
        Runtime.version(),
        Runtime.getRuntime().maxMemory() >> 20);
    System.out.println(
        "| units | weights | patterns | solved by | value | value and gradient | H v | G v |"
            + " H v, 8 at once, each | H v / (value and gradient) |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    row(Connectivity.full(1000), 1, FixedPointSolver.factorization());
    row(Connectivity.full(1000), 1, FixedPointSolver.relaxation());
    row(Connectivity.full(1000), 8, FixedPointSolver.factorization());
    row(Connectivity.full(1000), 8, FixedPointSolver.relaxation());
    row(sparse(20_000, 10), 1, FixedPointSolver.krylov());
    row(sparse(20_000, 10), 1, FixedPointSolver.relaxation());
  }

  private static Connectivity sparse(int units, int each) {
    SplittableRandom random = new SplittableRandom(1);
    int[] from = new int[units * each];
    int[] to = new int[units * each];
    for (int k = 0; k < from.length; k++) {
      from[k] = k / each;
      // One of the k-th tenth of all units: never the same twice.
      to[k] = k % each * (units / each) + random.nextInt(units / each);
    }
    return Connectivity.of(units, from, to);
  }

  private static void row(Connectivity connectivity, int patterns, FixedPointSolver solver) {
    int n = connectivity.units();
    RecurrentNetwork network = RecurrentNetwork.of(connectivity).withFunction(Elementary.TANH);
    SplittableRandom random = new SplittableRandom(2);
    Pattern[] all = new Pattern[patterns];
    for (int p = 0; p < patterns; p++) {
      Pattern.Builder pattern = Pattern.of(n);
      for (int i = 0; i < n; i++) {
        pattern.input(i, Gaussian.draw(random));
      }
      for (int i = 0; i < 10; i++) {
        pattern.target(i, random.nextDouble(-1, 1));
      }
      all[p] = pattern.build();
    }
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), List.of(all))
            .withSolver(solver);
    double[] w = network.initialize(GAIN, 3);
    double[][] vs = new double[8][w.length];
    for (double[] v : vs) {
      Gaussian.fill(random, v);
    }
    double[][] outs = new double[vs.length][w.length];
    double value = seconds(() -> objective.value(w));
    double expansion = seconds(() -> objective.expandAt(w));
    RecurrentExpansion at = objective.expandAt(w).requireSettled();
    SymmetricOperator h = at.hessian();
    double product = seconds(() -> h.apply(vs[0], outs[0]));
    double gaussNewton = seconds(() -> at.gaussNewton().apply(vs[0], outs[0]));
    double each = seconds(() -> h.applyAll(vs, outs)) / vs.length;
    System.out.printf(
        Locale.ROOT,
        "| %,d | %,d | %d | %s | %s | %s | %s | %s | %s | %.2f |%n",
        n,
        connectivity.weights(),
        patterns,
        solver,
        milliseconds(value),
        milliseconds(expansion),
        milliseconds(product),
        milliseconds(gaussNewton),
        milliseconds(each),
        product / expansion);
  }

  private static String milliseconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f ms", 1000 * seconds);
  }

  /** The median of some runs after two that don't count. */
  private static double seconds(Runnable task) {
    double[] times = new double[REPETITIONS];
    task.run();
    task.run();
    for (int i = 0; i < REPETITIONS; i++) {
      long begun = System.nanoTime();
      task.run();
      times[i] = (System.nanoTime() - begun) / 1e9;
    }
    Arrays.sort(times);
    return times[REPETITIONS / 2];
  }
}
