package org.roperator.examples;

import java.util.Locale;
import org.roperator.boltzmann.BoltzmannMachine;
import org.roperator.boltzmann.BoltzmannObjective;
import org.roperator.boltzmann.Patterns;
import org.roperator.optimize.HessianFree;
import org.roperator.optimize.OptimizationResult;

/** A Boltzmann machine learns exclusive or, by exact statistics and exact products. */
public final class LearnExclusiveOr {

  private LearnExclusiveOr() {}

  /** Prints how far the machine's distribution is from that of the patterns, at the end. */
  public static void main(String[] args) {
    BoltzmannMachine machine = BoltzmannMachine.fullyConnected(3, 1);
    Patterns patterns = Patterns.of(new double[][] {{0, 0, 0}, {0, 1, 1}, {1, 0, 1}, {1, 1, 0}});
    BoltzmannObjective divergence =
        BoltzmannObjective.divergence(machine, patterns).withDecay(1e-4);
    double[] start = new double[machine.dimension()];
    for (int i = 0; i < start.length; i++) {
      start[i] = 2 * Math.sin(i + 1); // from zero no unit could tell itself from another
    }
    System.out.printf(Locale.ROOT, "divergence at the start  %.4f%n", divergence.value(start));
    OptimizationResult result = HessianFree.standard().minimize(divergence, start);
    System.out.println(result);
    System.out.printf(
        Locale.ROOT,
        "divergence at the end    %.4f%n",
        BoltzmannObjective.divergence(machine, patterns).value(result.parameters()));
  }
}
