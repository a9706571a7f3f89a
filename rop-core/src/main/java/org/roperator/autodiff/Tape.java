package org.roperator.autodiff;

import java.util.ArrayList;
import java.util.List;

/**
 * The recording of one run of a program.
 *
 * <p>Node numbers start with the inputs; every recorded operation gets the next. An operand below
 * zero is a constant, and so is the result of recording nothing but constants. A tape belongs to
 * one run on one thread: when it ends, its arrays go to the next run, and whoever records on the
 * ended tape is told so.
 */
final class Tape {

  /** The tape of constants: nothing can be recorded on it. */
  static final Tape NONE = new Tape(new TapeMemory(), 0);

  static {
    NONE.end();
  }

  private static final int CONSTANT = -1;

  private final TapeMemory memory;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final int inputs;

  // The arrays of the current segment; none before the first operation and after the end.
  private Segment current = Segment.NONE;
  private long[] words = Segment.NONE.words;
  private double[] partials = Segment.NONE.partials;
  private double[] bends = Segment.NONE.bends;
  private int size = Segment.CAPACITY;
  private int partialCount;
  private int bendCount;
  private int next;
  private boolean ended;

  /**
   * A tape whose first nodes are its inputs.
   *
   * @param memory the arrays to record on, nobody else's until this tape has ended
   * @param inputs the number of inputs
   */
  Tape(TapeMemory memory, int inputs) {
    this.memory = memory;
    this.inputs = inputs;
    this.next = inputs;
  }

  /** {@code a + b}. */
  int sum(int a, int b) {
    int i = newNode();
    words[i] = Node.word(Node.SUM, a, b);
    return next++;
  }

  /** {@code a − b}. */
  int difference(int a, int b) {
    int i = newNode();
    words[i] = Node.word(Node.DIFFERENCE, a, b);
    return next++;
  }

  /** {@code p a}. */
  int scaled(int a, double p) {
    if (a < 0 || p == 0) {
      return CONSTANT;
    }
    int i = newNode();
    words[i] = Node.word(Node.SCALED, a, 0);
    partials[partialCount++] = p;
    return next++;
  }

  /** A node of its own for {@code a}, or for a constant if a is below zero. */
  int copy(int a) {
    int i = newNode();
    words[i] = Node.word(Node.SCALED, Math.max(a, 0), 0);
    partials[partialCount++] = a < 0 ? 0 : 1;
    return next++;
  }

  /** {@code a b}, given the values of both. */
  int product(int a, int b, double valueOfA, double valueOfB) {
    int i = newNode();
    words[i] = Node.word(Node.PRODUCT, a, b);
    partials[partialCount] = valueOfB;
    partials[partialCount + 1] = valueOfA;
    partialCount += 2;
    bendCount++; // the second partial is one; the place is for the adjoint
    return next++;
  }

  /** {@code f(a)}, given its first and second derivative. */
  int unary(int a, double slope, double bend) {
    if (a < 0) {
      return CONSTANT;
    }
    int i = newNode();
    words[i] = Node.word(Node.UNARY, a, 0);
    partials[partialCount++] = slope;
    bends[bendCount++] = bend;
    return next++;
  }

  /** {@code f(a, b)}, given its partial derivatives. */
  int binary(int a, int b, double fa, double fb, double faa, double fab, double fbb) {
    int i = newNode();
    words[i] = Node.word(Node.BINARY, a, b);
    partials[partialCount] = fa;
    partials[partialCount + 1] = fb;
    partialCount += 2;
    bends[bendCount] = faa;
    bends[bendCount + 1] = fab;
    bends[bendCount + 2] = fbb;
    bendCount += 3;
    return next++;
  }

  /** An operation on arrays; returns the number of its first result. */
  int block(Block block) {
    int first = next;
    int number = blocks.size();
    for (int i = 0; i < block.length(); i++) {
      int at = newNode();
      words[at] = Node.word(Node.BLOCK, number, i);
      next++;
    }
    blocks.add(block);
    return first;
  }

  /** The place of a new node's word; its partials go to where the counts stand. */
  private int newNode() {
    if ((Segment.CAPACITY - 1 - size
            | Segment.PARTIALS - 2 - partialCount
            | Segment.BENDS - 3 - bendCount)
        < 0) {
      nextSegment();
    }
    return size++;
  }

  private void nextSegment() {
    if (ended) {
      throw new IllegalStateException(
          "This Var was recorded in a run of its program that has ended, and its tape is in use"
              + " again; keep numbers (getReal) rather than Vars between runs.");
    }
    if (next > Node.LARGEST_TAPE - Segment.CAPACITY) {
      throw new IllegalStateException(
          "The program records more than "
              + Node.LARGEST_TAPE
              + " operations; cut it into a sum of parts.");
    }
    seal();
    current = memory.segment(segments.size());
    segments.add(current);
    words = current.words;
    partials = current.partials;
    bends = current.bends;
    size = 0;
    partialCount = 0;
    bendCount = 0;
  }

  private void seal() {
    if (current != Segment.NONE) {
      current.size = size;
      current.partialCount = partialCount;
      current.bendCount = bendCount;
    }
  }

  /** Refuses all further recording. */
  void end() {
    ended = true;
    current = Segment.NONE;
    words = Segment.NONE.words;
    partials = Segment.NONE.partials;
    bends = Segment.NONE.bends;
    size = Segment.CAPACITY;
  }

  /** The number of inputs and results so far. */
  int nodes() {
    return next;
  }

  /** The error of two Vars, neither a constant, of different tapes. */
  static IllegalStateException mixed(Tape a, Tape b) {
    return new IllegalStateException(
        "Vars of two runs meet in one operation: "
            + (a.ended || b.ended
                ? "the run of one of them has ended."
                : "a program inside another must not use the Vars of the outer one.")
            + " Pass numbers (getReal) between runs, or apply an objective as a node of the outer"
            + " program.");
  }

  /** An error unless a program's result is a constant or stands on its own run's tape. */
  static void requireOwn(Tape tape, Var result) {
    if (!result.isConstant() && result.tape() != tape) {
      throw mixed(tape, result.tape());
    }
  }

  /**
   * The gradient of a result by one reverse sweep.
   *
   * @param output the result's node
   * @param gradient one number per input. Overwritten.
   */
  void gradient(int output, double[] gradient) {
    double[] bar = adjoints(output);
    System.arraycopy(bar, 0, gradient, 0, inputs);
  }

  /**
   * This recording in arrays of its own, with its second partials multiplied by the adjoints.
   *
   * @param output the result's node
   * @param gradient the result's gradient. Overwritten.
   */
  Recording freeze(int output, double[] gradient) {
    double[] bar = adjoints(output);
    System.arraycopy(bar, 0, gradient, 0, inputs);
    Recording recording = copy();
    recording.weigh(bar);
    return recording;
  }

  /** This recording in arrays of its own, for first derivatives of any of its results. */
  Recording copy() {
    seal();
    int partialTotal = 0;
    int bendTotal = 0;
    for (Segment segment : segments) {
      partialTotal += segment.partialCount;
      bendTotal += segment.bendCount;
    }
    long[] allWords = new long[next - inputs];
    double[] allPartials = new double[partialTotal];
    double[] allBends = new double[bendTotal];
    int w = 0;
    int p = 0;
    int f = 0;
    for (Segment segment : segments) {
      System.arraycopy(segment.words, 0, allWords, w, segment.size);
      System.arraycopy(segment.partials, 0, allPartials, p, segment.partialCount);
      System.arraycopy(segment.bends, 0, allBends, f, segment.bendCount);
      w += segment.size;
      p += segment.partialCount;
      f += segment.bendCount;
    }
    return new Recording(inputs, allWords, allPartials, allBends, blocks.toArray(Block[]::new));
  }

  /** The adjoints of all nodes, by one reverse sweep from a result: {@code ā += p ȳ}. */
  private double[] adjoints(int output) {
    seal();
    double[] bar = memory.zeroedAdjoints(next);
    bar[output] = 1;
    Block[] allBlocks = blocks.toArray(Block[]::new);
    Work work = memory.work();
    int end = next;
    for (int i = segments.size() - 1; i >= 0; i--) {
      Segment segment = segments.get(i);
      backward(segment, allBlocks, bar, end, work);
      end -= segment.size;
    }
    return bar;
  }

  private static void backward(Segment s, Block[] blocks, double[] bar, int end, Work work) {
    long[] words = s.words;
    double[] p = s.partials;
    int pp = s.partialCount;
    int at = end;
    for (int i = s.size - 1; i >= 0; i--) {
      long word = words[i];
      double yBar = bar[--at];
      int a = Node.a(word);
      int b = Node.b(word);
      switch (Node.kind(word)) {
        case Node.SUM -> {
          bar[a] += yBar;
          bar[b] += yBar;
        }
        case Node.DIFFERENCE -> {
          bar[a] += yBar;
          bar[b] -= yBar;
        }
        case Node.SCALED, Node.UNARY -> {
          pp--;
          // An infinite partial of a result that nothing depends on must not become NaN.
          if (yBar != 0) {
            bar[a] += p[pp] * yBar;
          }
        }
        case Node.BLOCK -> {
          // At its last result, all consumers of all its results have been visited.
          int first = at - b;
          if (b == blocks[a].length() - 1 && isAnyNonzero(bar, first, at + 1)) {
            blocks[a].pull(bar, first, 1, work);
          }
        }
        default -> {
          pp -= 2;
          if (yBar != 0) {
            bar[a] += p[pp] * yBar;
            bar[b] += p[pp + 1] * yBar;
          }
        }
      }
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
}
