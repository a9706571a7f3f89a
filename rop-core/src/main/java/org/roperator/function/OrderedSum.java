package org.roperator.function;

import org.roperator.operator.Scratch;

/**
 * Adds up vectors that tasks give, in the order of the tasks: equal bit for bit for any number of
 * threads.
 *
 * <p>The first task gives its part in the result itself, each further one in vectors that are lent
 * and kept between sums, (tasks − 1)·k·length numbers. Safe to share between threads.
 */
public final class OrderedSum {

  /** Entries that are added over all parts as one task. */
  private static final int BLOCK = 1 << 16;

  /** What a task gives. */
  @FunctionalInterface
  public interface Part {

    /**
     * Gives the part of one task.
     *
     * @param task its number
     * @param sums k vectors of arbitrary content, of at least the length of the sum. Overwritten.
     */
    void give(int task, double[][] sums);
  }

  private final Workers workers;
  private final Scratch<double[][][]> lent = Scratch.of(() -> new double[0][][]);

  private OrderedSum(Workers workers) {
    this.workers = workers;
  }

  /** Sums whose parts are computed and added by these workers. */
  public static OrderedSum on(Workers workers) {
    return new OrderedSum(workers);
  }

  /**
   * Computes {@code outs = Σ parts}.
   *
   * @param tasks how many parts there are, at least 1
   * @param outs k vectors. Overwritten as far as the length goes.
   * @param length the length of the vectors
   * @param part gives each part
   */
  public void sum(int tasks, double[][] outs, int length, Part part) {
    if (tasks == 1) {
      part.give(0, outs);
      return;
    }
    double[][][] further = sized(lent.take(), tasks - 1, outs.length, length);
    try {
      workers.run(tasks, task -> part.give(task, task == 0 ? outs : further[task - 1]));
      int blocks = (length + BLOCK - 1) / BLOCK;
      workers.run(
          blocks, b -> add(further, outs, b * BLOCK, (int) Math.min(length, (b + 1L) * BLOCK)));
    } finally {
      lent.giveBack(further);
    }
  }

  private static double[][][] sized(double[][][] held, int parts, int k, int length) {
    boolean fits =
        held.length == parts && held[0].length == k && (k == 0 || held[0][0].length >= length);
    return fits ? held : new double[parts][k][length];
  }

  private static void add(double[][][] terms, double[][] outs, int from, int to) {
    for (double[][] term : terms) {
      for (int j = 0; j < outs.length; j++) {
        double[] sum = outs[j];
        double[] next = term[j];
        for (int i = from; i < to; i++) {
          sum[i] += next[i];
        }
      }
    }
  }
}
