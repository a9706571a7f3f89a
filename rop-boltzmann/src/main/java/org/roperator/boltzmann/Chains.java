package org.roperator.boltzmann;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.roperator.function.Workers;

/**
 * States of many independent Markov chains, one row each, with their own sources of random numbers.
 *
 * <p>Chains run in groups of {@value #GROUP}; a group draws from a generator split from the seed's,
 * so that nothing depends on the threads.
 */
final class Chains {

  private static final int GROUP = 64;

  private final int count;
  private final int units;
  private final double[] states;
  private final SplittableRandom[] random;

  Chains(int count, int units, long seed) {
    this.count = count;
    this.units = units;
    this.states = new double[Math.multiplyExact(count, units)];
    this.random = new SplittableRandom[(count + GROUP - 1) / GROUP];
    SplittableRandom root = new SplittableRandom(seed);
    Arrays.setAll(random, g -> root.split());
  }

  int count() {
    return count;
  }

  /** The states, row by row: the array itself. */
  double[] states() {
    return states;
  }

  /** One group at work. */
  private final class Group {
    private final SpinSystem system;
    private final SplittableRandom draws;
    private final int from;
    private final int rows;
    private final double[] x;

    Group(SpinSystem system, int group) {
      this.system = system;
      this.draws = random[group];
      this.from = group * GROUP;
      this.rows = Math.min(count, from + GROUP) - from;
      this.x = new double[rows * system.blocks().get(0).units().length];
    }

    private double draw(double field) {
      return Chains.draw(draws, system.coding(), field);
    }

    void sweep(double beta) {
      for (SpinSystem.Block block : system.blocks()) {
        system.inputs(block, states, from, rows, x);
        draw(block, beta);
      }
    }

    private void draw(SpinSystem.Block block, double beta) {
      int[] own = block.units();
      for (int r = 0; r < rows; r++) {
        for (int k = 0; k < own.length; k++) {
          states[(from + r) * units + own[k]] =
              draw(block.fields()[k] + beta * x[r * own.length + k]);
        }
      }
    }

    /** A sweep at the next temperature, and what it adds to the logarithms of the weights. */
    void anneal(double before, double after, double[] logWeights) {
      SpinSystem.Block summed = system.blocks().get(0);
      addPairEnergies(summed, after - before, logWeights);
      system.inputs(summed, states, from, rows, x);
      int width = summed.units().length;
      UnitCoding coding = system.coding();
      for (int r = 0; r < rows; r++) {
        double sum = 0;
        for (int k = 0; k < width; k++) {
          double input = x[r * width + k];
          double field = summed.fields()[k];
          sum += coding.logSum(field + after * input) - coding.logSum(field + before * input);
        }
        logWeights[from + r] += sum;
      }
      draw(summed, after);
      for (SpinSystem.Block block : system.blocks().subList(1, system.blocks().size())) {
        system.inputs(block, states, from, rows, x);
        draw(block, after);
      }
    }

    /** {@code step · Σ c_ij s_i s_j} over the pairs that the summed class has no part in. */
    private void addPairEnergies(SpinSystem.Block summed, double step, double[] logWeights) {
      if (system.blocks().size() < 3) {
        return; // the other class, if any, has no connections of its own
      }
      for (SpinSystem.Block block : system.blocks().subList(1, system.blocks().size())) {
        system.inputs(block, states, from, rows, x);
        addHalfEnergies(block, step, logWeights);
      }
      // Counted above once, instead of twice, were the pairs with the summed class.
      system.inputs(summed, states, from, rows, x);
      addHalfEnergies(summed, -step, logWeights);
    }

    private void addHalfEnergies(SpinSystem.Block block, double step, double[] logWeights) {
      int[] own = block.units();
      for (int r = 0; r < rows; r++) {
        double sum = 0;
        for (int k = 0; k < own.length; k++) {
          sum += states[(from + r) * units + own[k]] * x[r * own.length + k];
        }
        logWeights[from + r] += 0.5 * step * sum;
      }
    }
  }

  /** Draws every state anew, without couplings. */
  void drawUncoupled(UnitCoding coding, double[] fields) {
    for (int r = 0; r < count; r++) {
      for (int i = 0; i < units; i++) {
        states[r * units + i] = draw(random[r / GROUP], coding, fields[i]);
      }
    }
  }

  private static double draw(SplittableRandom draws, UnitCoding coding, double field) {
    return draws.nextDouble() < coding.chanceOfOne(field) ? 1 : coding.low();
  }

  /** Sweeps over all units at the full strength of the couplings. */
  void sweep(SpinSystem system, int sweeps, Workers workers) {
    workers.run(
        random.length,
        g -> {
          Group group = new Group(system, g);
          for (int i = 0; i < sweeps; i++) {
            group.sweep(1);
          }
        });
  }

  /**
   * Draws every state anew and raises the strength of the couplings from 0 to 1 in equal steps.
   *
   * @return the logarithms of the chains' importance weights
   */
  double[] anneal(SpinSystem system, int steps, Workers workers) {
    double[] logWeights = new double[count];
    drawUncoupled(system.coding(), system.fields());
    workers.run(
        random.length,
        g -> {
          Group group = new Group(system, g);
          for (int k = 0; k < steps; k++) {
            group.anneal((double) k / steps, (k + 1.0) / steps, logWeights);
          }
        });
    return logWeights;
  }
}
