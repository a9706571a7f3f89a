package org.roperator.perturb;

import java.util.SplittableRandom;
import org.roperator.internal.Gaussian;

/** How perturbations Δw are drawn; entries have mean 0, standard deviation s, and are unrelated. */
public enum Perturbations {

  /** Independent normal numbers: every estimator of products is open to them. */
  GAUSSIAN {
    @Override
    void draw(long seed, long number, double[] out) {
      SplittableRandom random = stream(seed, number);
      Gaussian.fill(random, out);
    }
  },

  /** Independent random signs: the least variance for gradients. */
  RADEMACHER {
    @Override
    void draw(long seed, long number, double[] out) {
      SplittableRandom random = stream(seed, number);
      long bits = 0;
      for (int i = 0; i < out.length; i++) {
        bits = i % Long.SIZE == 0 ? random.nextLong() : bits >>> 1;
        out[i] = (bits & 1) == 0 ? 1 : -1;
      }
    }
  },

  /**
   * Signs from the rows of Hadamard matrices, whose columns are orthogonal: N rows, the smallest
   * power of two above n, determine a linear function exactly. Every N rows another random choice
   * and flip of columns, so that averages over many arrays have no bias.
   */
  ORTHOGONAL_ARRAY {
    @Override
    void draw(long seed, long number, double[] out) {
      int size = arraySize(out.length);
      SplittableRandom random = stream(seed, number / size);
      int row = (int) (number % size);
      int[] columns = new int[size - 1];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = i + 1; // column 0 of the Hadamard matrix is constant
      }
      for (int i = 0; i < out.length; i++) {
        int other = random.nextInt(i, columns.length);
        int column = columns[other];
        columns[other] = columns[i];
        int flip = random.nextInt(2);
        out[i] = ((Integer.bitCount(row & column) + flip) & 1) == 0 ? 1 : -1;
      }
    }

    @Override
    int arraySize(int n) {
      return Integer.highestOneBit(n) << 1;
    }
  };

  /**
   * Fills {@code out} with the perturbation of a number, for s = 1; the same for the same seed and
   * number, whatever was drawn before.
   */
  abstract void draw(long seed, long number, double[] out);

  /** How many consecutive draws belong together. */
  int arraySize(int n) {
    return 1;
  }

  private static SplittableRandom stream(long seed, long number) {
    // A seed is the state itself, to which every number drawn adds one and the same constant:
    // states
    // of different streams must not differ by multiples of it, so the stream's number is scrambled.
    return new SplittableRandom(seed ^ new SplittableRandom(number).nextLong());
  }
}
