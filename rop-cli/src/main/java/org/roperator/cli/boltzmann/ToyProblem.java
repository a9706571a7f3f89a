package org.roperator.cli.boltzmann;

import java.util.SplittableRandom;
import org.roperator.boltzmann.BoltzmannMachine;
import org.roperator.boltzmann.Patterns;

/**
 * A problem of Ackley, Hinton and Sejnowski (1985), small enough to be learned exactly.
 *
 * @param name what it is called
 * @param description what is to be learned, in a sentence
 * @param machine the machine
 * @param patterns the patterns
 */
public record ToyProblem(
    String name, String description, BoltzmannMachine machine, Patterns patterns) {

  private static final double START = 0.1;

  /**
   * The 4-2-4 encoder: one of four units on the left is on, and the same one on the right; all that
   * the sides know of each other goes through two hidden units.
   */
  public static ToyProblem encoder() {
    int side = 4;
    int visible = 2 * side;
    double[][] patterns = new double[side][visible];
    for (int i = 0; i < side; i++) {
      patterns[i][i] = 1;
      patterns[i][side + i] = 1;
    }
    boolean[][] mask = new boolean[visible + 2][visible + 2];
    for (int i = 0; i < visible; i++) {
      for (int j = 0; j < visible + 2; j++) {
        boolean joined = j >= visible || (i != j && i / side == j / side);
        mask[i][j] = joined;
        mask[j][i] = joined;
      }
    }
    return new ToyProblem(
        "encoder 4-2-4",
        "Two groups of four units show the same one of four patterns; the groups meet in two hidden"
            + " units alone.",
        BoltzmannMachine.connected(visible, 2, mask),
        Patterns.of(patterns));
  }

  /** The shifter: four bits, the same bits shifted around by −1, 0 or 1, and by which. */
  public static ToyProblem shifter() {
    int bits = 4;
    double[][] patterns = new double[3 << bits][2 * bits + 3];
    for (int k = 0; k < patterns.length; k++) {
      int word = k / 3;
      int shift = k % 3 - 1;
      for (int i = 0; i < bits; i++) {
        double bit = word >> i & 1;
        patterns[k][i] = bit;
        patterns[k][bits + Math.floorMod(i + shift, bits)] = bit;
      }
      patterns[k][2 * bits + shift + 1] = 1;
    }
    return new ToyProblem(
        "shifter",
        "Four bits, the same bits shifted around by −1, 0 or 1, and three units that say which.",
        BoltzmannMachine.fullyConnected(2 * bits + 3, 5),
        Patterns.of(patterns));
  }

  /** Small random weights to begin with. */
  public double[] start(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.doubles(machine.dimension()).map(u -> START * (2 * u - 1)).toArray();
  }
}
