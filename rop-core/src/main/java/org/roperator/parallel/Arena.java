package org.roperator.parallel;

import java.util.ArrayList;
import java.util.List;

/**
 * Work arrays of one thread, lent in order and, once rewound, the same ones again: work that
 * repeats allocates nothing.
 *
 * <pre>{@code
 * long mark = arena.mark();
 * double[] u = arena.numbers(n);
 * ...
 * arena.rewindTo(mark);
 * }</pre>
 *
 * <p>Lent to one thread at a time by {@link #scratch}. The content of what is lent is arbitrary.
 */
public final class Arena {

  private final List<double[]> arrays = new ArrayList<>();
  private final List<double[][]> blocks = new ArrayList<>();
  private int next;
  private int nextBlock;

  private Arena() {}

  /** An arena without arrays yet. */
  public static Arena empty() {
    return new Arena();
  }

  /** A lender of arenas, each rewound when it is lent. */
  public static Scratch<Arena> scratch() {
    return Scratch.of(Arena::empty, Arena::rewound);
  }

  /** At least so many numbers. */
  public double[] numbers(int count) {
    if (next == arrays.size()) {
      arrays.add(new double[count]);
    } else if (arrays.get(next).length < count) {
      arrays.set(next, new double[count]);
    }
    return arrays.get(next++);
  }

  /** An array of just that length. */
  public double[] vector(int length) {
    if (next < arrays.size() && arrays.get(next).length != length) {
      arrays.set(next, new double[length]);
    }
    return numbers(length);
  }

  /** Just so many vectors of just that length; a block of other sizes is not kept. */
  public double[][] vectors(int count, int length) {
    if (nextBlock == blocks.size()) {
      blocks.add(new double[count][length]);
    }
    double[][] block = blocks.get(nextBlock);
    if (block.length != count || (count > 0 && block[0].length != length)) {
      block = new double[count][length];
      blocks.set(nextBlock, block);
    }
    nextBlock++;
    return block;
  }

  /** How many numbers the arrays have that {@link #numbers} and {@link #vector} lent so far. */
  public long size() {
    return arrays.stream().mapToLong(array -> array.length).sum();
  }

  /** Where lending stands; what is lent from here on goes back by {@link #rewindTo}. */
  public long mark() {
    return (long) nextBlock << 32 | next;
  }

  /** Takes back what was lent since a mark; nobody may use it any longer. */
  public void rewindTo(long mark) {
    next = (int) mark;
    nextBlock = (int) (mark >>> 32);
  }

  /** Takes back all that was lent. */
  public Arena rewound() {
    rewindTo(0);
    return this;
  }
}
