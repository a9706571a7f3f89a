package org.roperator.cli.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.roperator.autodiff.Elementary;
import org.roperator.optimize.Damping;
import org.roperator.optimize.Ending;
import org.roperator.optimize.HessianFree;
import org.roperator.recurrent.Connectivity;
import org.roperator.recurrent.Equilibrium;
import org.roperator.recurrent.EquilibriumLoss;
import org.roperator.recurrent.Pattern;
import org.roperator.recurrent.RecurrentNetwork;
import org.roperator.recurrent.RecurrentObjective;
import org.roperator.recurrent.Settling;

/**
 * Exclusive or by a network that settles: two clamped inputs, four hidden units with weights among
 * themselves, and an output.
 */
public final class Xor {

  private static final int INPUTS = 2;
  private static final int HIDDEN = 4;
  private static final int OUTPUT = INPUTS + HIDDEN;

  /** Four hidden units are few: one start in five ends at a poor minimum. */
  private static final int MOST_STARTS = 10;

  private Xor() {}

  /**
   * What came of it.
   *
   * @param starts how many starts were made, the last of which counts
   * @param lesson the run
   * @param equilibria where it settles for 00, 01, 10 and 11
   */
  public record Result(int starts, Lesson.Result lesson, List<Equilibrium> equilibria) {

    /** The output for one of the four. */
    public double output(int which) {
      return equilibria.get(which).state()[OUTPUT];
    }

    /** Whether it settles for all four with the output on its side of one half. */
    public boolean isSolved() {
      for (int i = 0; i < 4; i++) {
        if (!equilibria.get(i).outcome().isEquilibrium() || (output(i) > 0.5) != isOne(i)) {
          return false;
        }
      }
      return true;
    }
  }

  private static boolean isOne(int which) {
    return which == 1 || which == 2;
  }

  /** Trains it by Hessian-free optimization, from one start after the other until it is learnt. */
  public static Result train(long seed) {
    Result result = train(seed, 1);
    while (!result.isSolved() && result.starts() < MOST_STARTS) {
      result = train(seed, result.starts() + 1);
    }
    return result;
  }

  private static Result train(long seed, int starts) {
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
              .target(OUTPUT, isOne(i) ? 0.95 : 0.05)
              .build());
    }
    HessianFree method =
        HessianFree.standard()
            .withCurvatureBatches(1)
            .withDamping(Damping.standard().withInitial(2))
            .withEnding(Ending.standard().atMostIterations(60));
    RecurrentObjective objective =
        RecurrentObjective.of(network, EquilibriumLoss.squaredError(), patterns)
            .withDecay(1e-5)
            .withSettling(Settling.standard().atMostIterations(500));
    Lesson.Result run =
        // Iterations alone end it, so that the result does not depend on the machine.
        new Lesson(network, patterns.get(3), Double.POSITIVE_INFINITY, 1, point -> {})
            .run(method, objective, network.initialize(0.8, seed + starts - 1));
    return new Result(
        starts, run, objective.expandAt(run.optimization().parameters()).equilibria());
  }
}
