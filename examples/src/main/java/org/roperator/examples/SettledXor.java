package org.roperator.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.roperator.autodiff.Elementary;
import org.roperator.optimize.Damping;
import org.roperator.optimize.Ending;
import org.roperator.optimize.HessianFree;
import org.roperator.optimize.OptimizationResult;
import org.roperator.recurrent.Connectivity;
import org.roperator.recurrent.Equilibrium;
import org.roperator.recurrent.EquilibriumLoss;
import org.roperator.recurrent.Pattern;
import org.roperator.recurrent.RecurrentNetwork;
import org.roperator.recurrent.RecurrentObjective;

/** Exclusive or by a network that settles, trained with exact products through its equilibrium. */
public final class SettledXor {

  /** Units 0 and 1 are the inputs, the last is the output; the four between are hidden. */
  private static final int OUTPUT = 6;

  private SettledXor() {}

  /** Prints where the trained network settles for each of the four inputs. */
  public static void main(String[] args) {
    RecurrentNetwork network =
        RecurrentNetwork.of(Connectivity.full(OUTPUT + 1))
            .withFunction(0, OUTPUT, Elementary.TANH)
            .withFunction(OUTPUT, OUTPUT + 1, Elementary.SIGMOID);
    List<Pattern> patterns = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      patterns.add(
          Pattern.of(OUTPUT + 1)
              .clamp(0, i < 2 ? 0 : 1)
              .clamp(1, i % 2)
              .target(OUTPUT, i == 1 || i == 2 ? 0.95 : 0.05)
              .build());
    }
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), patterns).withDecay(1e-5);
    HessianFree method =
        HessianFree.standard()
            .withCurvatureBatches(1)
            .withDamping(Damping.standard().withInitial(2))
            .withEnding(Ending.standard().atMostIterations(60));
    // From some starts it ends at a poorer minimum.
    OptimizationResult result = method.minimize(objective, network.initialize(0.8, 2));
    System.out.println(result);
    List<Equilibrium> equilibria = objective.expandAt(result.parameters()).equilibria();
    for (int i = 0; i < 4; i++) {
      Equilibrium settled = equilibria.get(i);
      System.out.printf(
          Locale.ROOT,
          "%d %d -> %.3f  (%s)%n",
          i / 2,
          i % 2,
          settled.state()[OUTPUT],
          settled.outcome());
    }
  }
}
