package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.dense.MatrixArena;

/**
 * A finished run of a program: the nodes it recorded, in order.
 *
 * <p>The nodes stand in segments that were lent to the tape; whoever holds a recording decides when
 * they go back.
 */
final class Recording {

  private final int inputs;
  private final int size;
  private final TapeMemory memory;
  private final Block[] blocks;
  private final Roots roots;

  /**
   * A recording.
   *
   * @param inputs the number of inputs
   * @param size the number of nodes besides the inputs
   * @param memory the segments they stand in
   * @param blocks the operations on arrays. Kept.
   * @param roots the results without derivative
   */
  Recording(int inputs, int size, TapeMemory memory, Block[] blocks, Roots roots) {
    this.inputs = inputs;
    this.size = size;
    this.memory = memory;
    this.blocks = blocks;
    this.roots = roots;
  }

  /** That of a program whose result depends on nothing. */
  static Recording none(int inputs) {
    return new Recording(inputs, 0, new TapeMemory(), new Block[0], Roots.NONE);
  }

  int inputs() {
    return inputs;
  }

  /** The number of nodes besides the inputs. */
  int size() {
    return size;
  }

  /** The number of segments that the nodes stand in. */
  int segments() {
    return (size + Segment.CAPACITY - 1) / Segment.CAPACITY;
  }

  Segment segment(int i) {
    return memory.segment(i);
  }

  /** The number of nodes in a segment. */
  int sizeOf(int segment) {
    return Math.min(Segment.CAPACITY, size - segment * Segment.CAPACITY);
  }

  Block[] blocks() {
    return blocks;
  }

  /**
   * The gradient of a multiple of a node by one reverse sweep: {@code ā += p ȳ}.
   *
   * @param output the node
   * @param seed what its derivatives are multiplied by
   * @param gradient one number per input. Overwritten.
   * @param adjoints lends the sweep's arrays
   */
  void gradient(int output, double seed, double[] gradient, Adjoints adjoints) {
    backward(output, seed, gradient, adjoints, false);
  }

  /** The same; also multiplies the second partials of all nodes by their adjoints. */
  void weigh(int output, double seed, double[] gradient, Adjoints adjoints) {
    backward(output, seed, gradient, adjoints, true);
  }

  private void backward(
      int output, double seed, double[] gradient, Adjoints adjoints, boolean weighs) {
    double[] bar = adjoints.take(inputs + size);
    bar[output] = seed;
    MatrixArena work = adjoints.work().rewound();
    for (int s = segments() - 1; s >= 0; s--) {
      Segment segment = segment(s);
      int n = sizeOf(s);
      int first = inputs + s * Segment.CAPACITY;
      backward(segment, n, bar, first, work, weighs);
      if (weighs) {
        weigh(segment, n, bar, first);
      }
      // While they are in the cache; a sweep over all of them beforehand would cost a third more.
      Arrays.fill(bar, first, first + n, 0);
    }
    System.arraycopy(bar, 0, gradient, 0, inputs);
    Arrays.fill(bar, 0, inputs, 0);
    adjoints.giveBack(bar);
    roots.spoil(this, output, gradient, weighs);
  }

  private void backward(
      Segment segment, int n, double[] bar, int first, MatrixArena work, boolean weighs) {
    long[] words = segment.words;
    double[] partials = segment.partials;
    // What the node above passes to this one stays in a register: most operands are results of
    // just before, and a trip through memory would cost more than all the rest.
    double passed = 0;
    for (int i = n - 1; i >= 0; i--) {
      int node = first + i;
      long word = words[i];
      double yBar = bar[node] + passed;
      bar[node] = yBar;
      passed = 0;
      if (Node.isOfBlock(word)) {
        backwardBlock(word, bar, node, work, weighs);
      } else if (yBar != 0) {
        // An infinite partial of a result that nothing depends on must not become NaN.
        int a = Node.a(word);
        double toA = partials[2 * i] * yBar;
        if (a == node - 1 && i > 0) {
          passed = toA;
        } else {
          bar[a] += toA;
        }
        double q = partials[2 * i + 1];
        if (q != 0) {
          bar[Node.b(word)] += q * yBar;
        }
      }
    }
  }

  /** At a block's last result all consumers of all its results have been visited. */
  private void backwardBlock(long word, double[] bar, int node, MatrixArena work, boolean weighs) {
    int number = Node.a(word);
    Block block = blocks[number];
    if (Node.b(word) != block.length() - 1) {
      return;
    }
    int first = node + 1 - block.length();
    if (isAnyNonzero(bar, first, node + 1)) {
      block.pull(bar, first, 1, work);
      work.rewindTo(0);
    }
    if (weighs) {
      blocks[number] = block.weighted(bar, first);
    }
  }

  private static boolean isAnyNonzero(double[] bar, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bar[i] != 0) {
        return true;
      }
    }
    return false;
  }

  private static void weigh(Segment segment, int n, double[] bar, int first) {
    long[] words = segment.words;
    double[] bends = segment.bends;
    double[] partials = segment.partials;
    int f = 0;
    for (int i = 0; i < n; i++) {
      double yBar = bar[first + i];
      if (yBar == 0 && !Node.isOfBlock(words[i])) {
        partials[2 * i] = Double.isInfinite(partials[2 * i]) ? 0 : partials[2 * i];
        partials[2 * i + 1] = Double.isInfinite(partials[2 * i + 1]) ? 0 : partials[2 * i + 1];
      }
      for (int end = f + Node.bends(Node.kind(words[i])); f < end; f++) {
        // An infinite second partial of a result that nothing depends on must not become NaN.
        bends[f] = yBar == 0 ? 0 : bends[f] * yBar;
      }
    }
  }
}
