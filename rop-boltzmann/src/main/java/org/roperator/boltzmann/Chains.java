package org.roperator.boltzmann;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.roperator.parallel.Workers;

/**
 * States of many independent Markov chains, one row each, with their own sources of random numbers.
 *
 * <p>Chains run in groups of {@value #GROUP}; a group draws from a generator split from the seed's,
 * so that nothing depends on the threads.
 *
 * <p>Chains of even and of odd number come from two sides: the first from units without couplings,
 * the others from units with additional fields, see {@link OtherEnd}. Where both meet, the start is
 * forgotten; where they do not, no spread within one side would show it.
 */
final class Chains {

  private static final int GROUP = 64;
  private static final int SIDES = 2;

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
    private final List<SpinSystem.View> views;
    private final double[][] shifts;
    private final double[][] before;
    private final double[][] after;

    Group(SpinSystem system, int group, double[] shift) {
      this.system = system;
      this.shifts = new double[][] {new double[units], shift};
      this.draws = random[group];
      this.from = group * GROUP;
      this.rows = Math.min(count, from + GROUP) - from;
      int widest = system.blocks().get(0).units().length;
      this.x = new double[rows * widest];
      this.views = system.over(states, from, rows, x);
      this.before = new double[SIDES][widest];
      this.after = new double[SIDES][widest];
    }

    private double draw(double field) {
      return Chains.draw(draws, system.coding(), field);
    }

    void sweep() {
      for (SpinSystem.View view : views) {
        view.writeInputs();
        draw(view.block(), 1);
      }
    }

    private void draw(SpinSystem.Block block, double beta) {
      int[] own = block.units();
      fields(block, beta, after);
      for (int r = 0; r < rows; r++) {
        double[] fields = after[sideOf(from + r)];
        for (int k = 0; k < own.length; k++) {
          states[(from + r) * units + own[k]] = draw(fields[k] + beta * x[r * own.length + k]);
        }
      }
    }

    /** The fields of a class while the couplings have risen to {@code beta}, on either side. */
    private void fields(SpinSystem.Block block, double beta, double[][] out) {
      for (int side = 0; side < SIDES; side++) {
        for (int k = 0; k < block.units().length; k++) {
          out[side][k] = block.fields()[k] + (1 - beta) * shifts[side][block.units()[k]];
        }
      }
    }

    /** A sweep at the next temperature, and what it adds to the logarithms of the weights. */
    void anneal(double begin, double to, double[] logWeights) {
      SpinSystem.Block summed = views.get(0).block();
      addPairEnergies(to - begin, logWeights);
      addShifts(begin - to, logWeights);
      views.get(0).writeInputs();
      fields(summed, begin, before);
      fields(summed, to, after);
      int width = summed.units().length;
      UnitCoding coding = system.coding();
      for (int r = 0; r < rows; r++) {
        double[] old = before[sideOf(from + r)];
        double[] now = after[sideOf(from + r)];
        double sum = 0;
        for (int k = 0; k < width; k++) {
          double input = x[r * width + k];
          sum += coding.logSum(now[k] + to * input) - coding.logSum(old[k] + begin * input);
        }
        logWeights[from + r] += sum;
      }
      draw(summed, to);
      for (SpinSystem.View view : others()) {
        view.writeInputs();
        draw(view.block(), to);
      }
    }

    /** {@code step · Σ δ_i s_i} over the units outside the summed class, for the other side. */
    private void addShifts(double step, double[] logWeights) {
      for (SpinSystem.View view : others()) {
        for (int r = 0; r < rows; r++) {
          double[] shift = shifts[sideOf(from + r)];
          double sum = 0;
          for (int i : view.block().units()) {
            sum += shift[i] * states[(from + r) * units + i];
          }
          logWeights[from + r] += step * sum;
        }
      }
    }

    /** {@code step · Σ c_ij s_i s_j} over the pairs that the summed class has no part in. */
    private void addPairEnergies(double step, double[] logWeights) {
      if (views.size() < 3) {
        return; // the other class, if any, has no connections of its own
      }
      for (SpinSystem.View view : others()) {
        view.writeInputs();
        addHalfEnergies(view.block(), step, logWeights);
      }
      // Counted above once, instead of twice, were the pairs with the summed class.
      views.get(0).writeInputs();
      addHalfEnergies(views.get(0).block(), -step, logWeights);
    }

    /** The classes that are not summed out. */
    private List<SpinSystem.View> others() {
      return views.subList(1, views.size());
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

  /** Which side a chain comes from, 0 or 1. */
  static int sideOf(int chain) {
    return chain % SIDES;
  }

  /**
   * Redraws every state, without couplings.
   *
   * @param shift what is added to the fields of the chains of the other side
   */
  void drawUncoupled(UnitCoding coding, double[] fields, double[] shift) {
    for (int r = 0; r < count; r++) {
      for (int i = 0; i < units; i++) {
        double field = sideOf(r) == 0 ? fields[i] : fields[i] + shift[i];
        states[r * units + i] = draw(random[r / GROUP], coding, field);
      }
    }
  }

  private static double draw(SplittableRandom draws, UnitCoding coding, double field) {
    return draws.nextDouble() < coding.chanceOfOne(field) ? 1 : coding.low();
  }

  /** Sweeps over all units at the full strength of the couplings. */
  void sweep(SpinSystem system, int sweeps, Workers workers) {
    double[] none = new double[units];
    workers.run(
        random.length,
        g -> {
          Group group = new Group(system, g, none);
          for (int i = 0; i < sweeps; i++) {
            group.sweep();
          }
        });
  }

  /**
   * Redraws every state and raises the strength of the couplings from 0 to 1 in equal steps, while
   * the other side's own fields go.
   *
   * @return the logarithms of the chains' importance weights, whose means estimate Z itself on
   *     either side
   */
  double[] anneal(SpinSystem system, int steps, Workers workers) {
    double[] logWeights = new double[count];
    double[] shift = OtherEnd.shift(system);
    drawUncoupled(system.coding(), system.fields(), shift);
    double[] start = {
      system.logPartitionUncoupled(new double[units]), system.logPartitionUncoupled(shift)
    };
    Arrays.setAll(logWeights, c -> start[sideOf(c)]);
    workers.run(
        random.length,
        g -> {
          Group group = new Group(system, g, shift);
          for (int k = 0; k < steps; k++) {
            group.anneal((double) k / steps, (k + 1.0) / steps, logWeights);
          }
        });
    return logWeights;
  }
}
