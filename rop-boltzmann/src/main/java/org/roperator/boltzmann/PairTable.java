package org.roperator.boltzmann;

/**
 * The quadratic part {@code Σ_{i<j} c_ij b_i b_j} of a function of m bits, tabulated over the m_L
 * low bits and over the high ones, with the couplings between the two.
 *
 * <p>A state is a row u of high bits and a column l of low bits; within a row the function is
 * {@code high(u) + low(l) + Σ_j c_j(u) l_j}, linear in l but for the table.
 */
final class PairTable {

  /** A row of doubles, and the few arrays beside it, fit the first cache. */
  static final int MOST_LOW = 9;

  private final int bits;
  private final double[] pairs;
  private final double[] low;
  private final double[] high;

  PairTable(int bits) {
    this.bits = bits;
    this.pairs = new double[bits * bits];
    this.low = new double[1 << lowBits()];
    this.high = new double[1 << highBits()];
  }

  /** Tabulates the couplings that {@link #pairs} holds. */
  PairTable tabulate() {
    tabulate(0, lowBits(), low);
    tabulate(lowBits(), highBits(), high);
    return this;
  }

  private void tabulate(int from, int count, double[] table) {
    table[0] = 0;
    for (int j = 0; j < count; j++) {
      int h = 1 << j;
      for (int s = 0; s < h; s++) {
        double sum = table[s];
        for (int rest = s; rest != 0; rest &= rest - 1) {
          sum += pairs[(from + j) * bits + from + Integer.numberOfTrailingZeros(rest)];
        }
        table[h + s] = sum;
      }
    }
  }

  int bits() {
    return bits;
  }

  int lowBits() {
    return Math.min(bits, MOST_LOW);
  }

  int highBits() {
    return bits - lowBits();
  }

  /** The couplings, a full symmetric m × m matrix: the array itself. */
  double[] pairs() {
    return pairs;
  }

  double[] low() {
    return low;
  }

  /** The high bits' part with a linear function of them. */
  double high(int u, double[] linear) {
    double sum = high[u];
    for (int rest = u; rest != 0; rest &= rest - 1) {
      sum += linear[lowBits() + Integer.numberOfTrailingZeros(rest)];
    }
    return sum;
  }

  /** The coefficient {@code c_j(u)} of low bit j in row u, with a linear function's. */
  double coefficient(int j, int u, double[] linear) {
    double sum = linear[j];
    for (int rest = u; rest != 0; rest &= rest - 1) {
      sum += pairs[(lowBits() + Integer.numberOfTrailingZeros(rest)) * bits + j];
    }
    return sum;
  }
}
