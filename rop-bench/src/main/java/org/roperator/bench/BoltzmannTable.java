package org.roperator.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.roperator.boltzmann.BoltzmannMachine;
import org.roperator.boltzmann.ExpectationMethod;
import org.roperator.boltzmann.PersistentChains;
import org.roperator.boltzmann.Phase;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

/**
 * Measures Boltzmann machines and prints a table in Markdown: exact statistics beside nested loops
 * over the states, and a sampled Fisher product beside its matrix products. Times are the best of
 * several runs: whatever else runs on a machine only ever adds.
 */
public final class BoltzmannTable {

  private static final int NAIVE_UNITS = 20;

  private BoltzmannTable() {}

  /** Prints the tables. */
  public static void main(String[] args) {
    Timing.say("Java %s, %s", Runtime.version(), Blas.choice().description());
    Timing.say("");
    Timing.say(
        "| fully connected units | threads | ln Z | expansion | Hv | Hv / expansion | ns/state |");
    Timing.say("|---|---|---|---|---|---|---|");
    double expansionAndProduct = 0;
    StringBuilder gains = new StringBuilder();
    for (int units : new int[] {16, 20, 24}) {
      double one = exact(units, 1);
      double two = exact(units, 2);
      gains.append(String.format(Locale.ROOT, " %.2f at n = %d;", one / two, units));
      if (units == NAIVE_UNITS) {
        expansionAndProduct = one;
      }
    }
    double naive = naive(NAIVE_UNITS);
    Timing.say("");
    Timing.say("An expansion and one Hv, one thread over two:%s", gains);
    Timing.say("");
    Timing.say(
        "Nested loops at n = %d: %.0f ms for ln Z, all p_ij and all q_ij; %.0f times as long as an"
            + " expansion and one Hv on one thread.",
        NAIVE_UNITS, naive / 1e6, naive / expansionAndProduct);
    Timing.say("");
    for (int threads : new int[] {1, 2}) {
      sampled(threads);
    }
  }

  private static double exact(int units, int threads) {
    BoltzmannMachine machine = BoltzmannMachine.fullyConnected(units, 0);
    double[] w = numbers(machine.dimension(), 0.3, 1);
    double[] v = numbers(machine.dimension(), 1, 2);
    double[] out = new double[v.length];
    Workers workers = Workers.of(threads);
    int repetitions = units > 20 ? 25 : 400;
    double logZ =
        Timing.best(
            repetitions, () -> ExpectationMethod.exact().free(machine, w, workers).logPartition());
    double expansion =
        Timing.best(repetitions, () -> ExpectationMethod.exact().free(machine, w, workers).means());
    Phase phase = ExpectationMethod.exact().free(machine, w, workers);
    SymmetricOperator covariance = phase.covariance();
    double product = Timing.best(repetitions, () -> covariance.apply(v, out));
    Timing.say(
        "| %d | %d | %.2f ms | %.2f ms | %.2f ms | %.2f | %.2f |",
        units,
        threads,
        logZ / 1e6,
        expansion / 1e6,
        product / 1e6,
        product / expansion,
        product / Math.pow(2, units));
    return expansion + product;
  }

  /** The obvious loops: over all states, and for each over all pairs; checked once. */
  private static double naive(int units) {
    BoltzmannMachine machine = BoltzmannMachine.fullyConnected(units, 0);
    double[] w = numbers(machine.dimension(), 0.3, 1);
    double[] v = numbers(machine.dimension(), 1, 2);
    double[][] weights = withBiases(machine, w);
    double[][] directions = withBiases(machine, v);
    double[][] p = new double[units][units];
    double[][] q = new double[units][units];
    double z = nestedLoops(weights, directions, p, q);
    requireEqual(machine, w, v, z, p, q);
    return Timing.best(3, () -> nestedLoops(weights, directions, p, q));
  }

  /** The weights with the biases on the diagonal. */
  private static double[][] withBiases(BoltzmannMachine machine, double[] w) {
    double[][] weights = machine.weights(w);
    for (int i = 0; i < weights.length; i++) {
      weights[i][i] = machine.biases(w)[i];
    }
    return weights;
  }

  /** Returns Z; writes {@code Z p_ij} and {@code Z ⟨s_i s_j D⟩}, single units on the diagonal. */
  private static double nestedLoops(double[][] w, double[][] v, double[][] p, double[][] q) {
    int units = w.length;
    double z = 0;
    for (int i = 0; i < units; i++) {
      Arrays.fill(p[i], 0);
      Arrays.fill(q[i], 0);
    }
    int[] s = new int[units];
    for (int state = 0; state < 1 << units; state++) {
      for (int i = 0; i < units; i++) {
        s[i] = state >> i & 1;
      }
      double energy = 0;
      double d = 0;
      for (int i = 0; i < units; i++) {
        for (int j = 0; j <= i; j++) {
          energy += w[i][j] * s[i] * s[j];
          d += v[i][j] * s[i] * s[j];
        }
      }
      double weight = Math.exp(energy);
      z += weight;
      for (int i = 0; i < units; i++) {
        for (int j = 0; j <= i; j++) {
          p[i][j] += weight * s[i] * s[j];
          q[i][j] += weight * d * s[i] * s[j];
        }
      }
    }
    return z;
  }

  /** Both ways must find the same numbers, or the comparison of their times means nothing. */
  private static void requireEqual(
      BoltzmannMachine machine, double[] w, double[] v, double z, double[][] p, double[][] q) {
    Phase phase = ExpectationMethod.exact().free(machine, w, Workers.of(1));
    double[][] means = withBiases(machine, phase.means());
    double[][] products = withBiases(machine, phase.covariance().times(v));
    double meanD = Vectors.dot(phase.means(), v);
    double worst = Math.abs(Math.log(z) - phase.logPartition());
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j <= i; j++) {
        double mean = p[i][j] / z;
        worst = Math.max(worst, Math.abs(mean - means[i][j]));
        worst = Math.max(worst, Math.abs(q[i][j] / z - mean * meanD - products[i][j]));
      }
    }
    if (!(worst < 1e-9)) {
      throw new IllegalStateException("nested loops and enumeration differ by " + worst);
    }
  }

  private static void sampled(int threads) {
    int visible = 784;
    int hidden = 500;
    int chains = 1000;
    BoltzmannMachine machine = BoltzmannMachine.restricted(visible, hidden);
    double[] w = numbers(machine.dimension(), 0.05, 3);
    double[] v = numbers(machine.dimension(), 1, 4);
    double[] out = new double[v.length];
    SymmetricOperator fisher =
        PersistentChains.of(machine, w, chains, 5).advance(w, 1, Workers.of(threads)).covariance();
    Matrix samples = Matrix.of(numbers(chains * visible, 1, 6), chains, visible);
    Matrix direction = Matrix.of(v, visible, hidden);
    Matrix fields = Matrix.of(new double[chains * hidden], chains, hidden);
    Matrix products = Matrix.of(new double[visible * hidden], visible, hidden);
    Matrix columns = samples.transposed();
    // The two products that cannot be done without: V from the samples, and back.
    double floor =
        Timing.best(
            20,
            () -> {
              Blas.instance().multiply(samples, direction, 0, fields);
              Blas.instance().multiply(columns, fields, 0, products);
            });
    double product = Timing.best(20, () -> fisher.apply(v, out));
    Timing.say(
        "Sampled Fisher product, restricted %d–%d, %d chains, %d thread%s: %.1f ms; its two matrix"
            + " products on one thread %.1f ms; ratio %.2f.",
        visible,
        hidden,
        chains,
        threads,
        threads == 1 ? "" : "s",
        product / 1e6,
        floor / 1e6,
        product / floor);
  }

  private static double[] numbers(int count, double scale, long seed) {
    return new SplittableRandom(seed).doubles(count).map(u -> scale * (2 * u - 1)).toArray();
  }
}
