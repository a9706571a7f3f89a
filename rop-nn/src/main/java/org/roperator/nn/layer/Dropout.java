package org.roperator.nn.layer;

import org.roperator.dense.Matrix;
import org.roperator.internal.Arguments;

/**
 * Drops each number with some probability and enlarges the others, as in training (Srivastava and
 * others, 2014): {@code y = m ∘ x}, m = 0 with probability p, else 1/(1 − p).
 *
 * <p>What is dropped is drawn from the seed, the number of the example in its data set, and the
 * unit, and from nothing else. So an objective is one fixed function, whose value, gradient and
 * products agree, however the data are cut or restricted; {@code network.withSeed(seed)} gives
 * another. In use nothing is dropped: {@code network.inference(w, data)}.
 */
public final class Dropout implements HessianLayer {

  private final int units;
  private final double rate;
  private final long seed;

  private Dropout(int units, double rate, long seed) {
    this.units = Arguments.requirePositive("The number of units of a dropout", units);
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "The rate of a dropout is " + rate + ", but must be in [0, 1).");
    }
    this.rate = rate;
    this.seed = seed;
  }

  /**
   * A dropout.
   *
   * @param units the number of inputs, and of outputs
   * @param rate the probability p to be dropped, in [0, 1)
   * @param seed of the random numbers
   */
  public static Dropout of(int units, double rate, long seed) {
    return new Dropout(units, rate, seed);
  }

  @Override
  public int inputs() {
    return units;
  }

  @Override
  public int outputs() {
    return units;
  }

  @Override
  public boolean differsInTraining() {
    return true;
  }

  @Override
  public Layer withSeed(long other) {
    return new Dropout(units, rate, other);
  }

  @Override
  public Layer inference(Matrix x, double[] w, int from, Workspace work) {
    return new ActivationLayer(units, Activation.identity());
  }

  @Override
  public HessianPass forward(Matrix x, double[] w, int from, Workspace memory) {
    Matrix mask = memory.matrix(x.rows(), units);
    for (int n = 0; n < x.rows(); n++) {
      int example = memory.exampleNumber(n);
      for (int i = 0; i < units; i++) {
        mask.array()[mask.from() + n * units + i] = factor(example, i);
      }
    }
    Matrix y = memory.owned(x);
    DropoutPass.multiply(mask, y, 1);
    return new DropoutPass(mask, y);
  }

  @Override
  public Matrix outputs(Matrix x, double[] w, int from, Workspace work) {
    Matrix y = work.owned(x);
    for (int n = 0; n < y.rows(); n++) {
      int example = work.exampleNumber(n);
      for (int i = 0; i < units; i++) {
        y.array()[y.from() + n * units + i] *= factor(example, i);
      }
    }
    return y;
  }

  /** Neighbors must share no sequence: two rounds of the finalizer of SplitMix64 (Steele 2014). */
  private double factor(int example, int unit) {
    long z = mixed(mixed(seed + 0x9e3779b97f4a7c15L * (example + 1L)) + unit);
    return (z >>> 11) * 0x1p-53 < rate ? 0 : 1 / (1 - rate);
  }

  private static long mixed(long bits) {
    long z = bits + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Per example the mask; y takes the place of x. */
  @Override
  public long numbersKeptPerExample() {
    return units;
  }

  @Override
  public String toString() {
    return "dropout of " + units + " units at rate " + rate;
  }
}
