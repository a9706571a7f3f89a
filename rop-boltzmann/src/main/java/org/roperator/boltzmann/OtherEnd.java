package org.roperator.boltzmann;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where a second half of the chains begins, so that two sides can be compared.
 *
 * <p>Chains annealed from units without couplings may all end in one mode of a distribution that
 * has two: their weights are then equal and their spread is zero, whatever the other mode weighs.
 * So a second side begins around another mode: the most probable state, among those that cannot be
 * improved by turning units over, that is not the one below the first side's start. With the fields
 * that its units feel there, uncoupled units stay near it. Where no other such state is found, the
 * second side begins from fair coins, which is another path at least.
 *
 * <p>Such states are looked for from all units high, all low, the likeliest uncoupled state, its
 * opposite, and a few random ones, by turning one class of units after another the better way.
 */
final class OtherEnd {

  /** Starts of the search: four chosen ones, and as many drawn. */
  private static final int STARTS = 8;

  /** Turning units over only ever improves, so that this ends a search that creeps. */
  private static final int MOST_SWEEPS = 100;

  private static final long SEED = 20;

  private final SpinSystem system;
  private final int units;
  private final double[] states;
  private final double[] x;
  private final List<SpinSystem.View> views;

  private OtherEnd(SpinSystem system) {
    this.system = system;
    this.units = system.units();
    this.states = new double[STARTS * units];
    this.x = new double[STARTS * system.blocks().get(0).units().length];
    this.views = system.over(states, 0, STARTS, x);
  }

  /** What the fields of uncoupled units need in addition, to be near another mode. */
  static double[] shift(SpinSystem system) {
    return new OtherEnd(system).shift();
  }

  private double[] shift() {
    start();
    descend();
    double[] felt = new double[STARTS * units];
    double[] worth = new double[STARTS];
    for (SpinSystem.View view : views) {
      view.writeInputs();
      SpinSystem.Block block = view.block();
      int width = block.units().length;
      for (int r = 0; r < STARTS; r++) {
        for (int k = 0; k < width; k++) {
          int at = r * units + block.units()[k];
          felt[at] = x[r * width + k];
          worth[r] += states[at] * (block.fields()[k] + 0.5 * felt[at]);
        }
      }
    }
    int best = 0;
    for (int r = 1; r < STARTS; r++) {
      if (!isTheFirst(r) && (best == 0 || worth[r] > worth[best])) {
        best = r;
      }
    }
    return best == 0
        ? Arrays.stream(system.fields()).map(f -> -f).toArray()
        : Arrays.copyOfRange(felt, best * units, (best + 1) * units);
  }

  /** Whether a search ended where the one from the likeliest uncoupled state did. */
  private boolean isTheFirst(int r) {
    return Arrays.equals(states, r * units, (r + 1) * units, states, 0, units);
  }

  private void start() {
    SplittableRandom random = new SplittableRandom(SEED);
    double low = system.coding().low();
    for (int i = 0; i < units; i++) {
      boolean likely = system.fields()[i] > 0;
      boolean[] high = {likely, !likely, true, false};
      for (int r = 0; r < STARTS; r++) {
        boolean up = r < high.length ? high[r] : random.nextBoolean();
        states[r * units + i] = up ? 1 : low;
      }
    }
  }

  private void descend() {
    boolean turned = true;
    for (int sweep = 0; turned && sweep < MOST_SWEEPS; sweep++) {
      turned = false;
      for (SpinSystem.View view : views) {
        view.writeInputs();
        turned |= turn(view.block());
      }
    }
  }

  private boolean turn(SpinSystem.Block block) {
    boolean turned = false;
    int width = block.units().length;
    for (int r = 0; r < STARTS; r++) {
      for (int k = 0; k < width; k++) {
        int at = r * units + block.units()[k];
        double input = block.fields()[k] + x[r * width + k];
        double better = input > 0 ? 1 : system.coding().low();
        if (input != 0 && states[at] != better) {
          states[at] = better;
          turned = true;
        }
      }
    }
    return turned;
  }
}
