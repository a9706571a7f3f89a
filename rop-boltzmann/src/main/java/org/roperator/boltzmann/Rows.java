package org.roperator.boltzmann;

/** States of the units of one part, row by row. */
sealed interface Rows {

  /** The number of rows. */
  int count();

  /** The array that holds rows {@code from ≤ r < to}: one kept, or {@code work}, filled. */
  double[] block(int from, int to, double[] work);

  /** Where row {@code from} begins in that array. */
  int offset(int from);

  /** How many numbers of work a block of so many rows needs. */
  int work(int rows);

  /** Rows that stand in an array. */
  static Rows stored(double[] states, int width) {
    return new Stored(states, width == 0 ? 1 : states.length / width, width);
  }

  /** All {@code 2^width} states of units. */
  static Rows all(int width, UnitCoding coding) {
    return new All(width, coding);
  }

  /** See {@link #stored}. */
  @SuppressWarnings("ArrayRecordComponent")
  record Stored(double[] states, int count, int width) implements Rows {
    @Override
    public double[] block(int from, int to, double[] work) {
      return states;
    }

    @Override
    public int offset(int from) {
      return from * width;
    }

    @Override
    public int work(int rows) {
      return 0;
    }
  }

  /** See {@link #all}. */
  record All(int width, UnitCoding coding) implements Rows {
    @Override
    public int count() {
      return 1 << width;
    }

    @Override
    public double[] block(int from, int to, double[] work) {
      for (int state = from; state < to; state++) {
        for (int i = 0; i < width; i++) {
          work[(state - from) * width + i] = (state >> i & 1) == 1 ? 1 : coding.low();
        }
      }
      return work;
    }

    @Override
    public int offset(int from) {
      return 0;
    }

    @Override
    public int work(int rows) {
      return rows * width;
    }
  }
}
