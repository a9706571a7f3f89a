package org.roperator.autodiff;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roperator.function.MemoryBudgetException;

/**
 * The recording of one run of a program.
 *
 * <p>Node numbers start with the inputs; every recorded operation gets the next. An operand below
 * zero is a constant, and so is the result of recording nothing but constants. A tape belongs to
 * one run on one thread; whoever records on it after the run's end is told so.
 */
final class Tape {

  /** The tape of constants: nothing can be recorded on it. */
  static final Tape NONE = new Tape(new TapeMemory(), 0);

  static {
    NONE.end();
  }

  private static final int CONSTANT = -1;

  private final TapeMemory memory;
  private final List<Block> blocks = new ArrayList<>();
  private final int inputs;

  /** What the recording may take, and what is left of it. */
  private final long budget;

  private long bytesLeft;

  // The arrays of the current segment, how many nodes stand in it and the number of its first; none
  // before the first operation and after the end.
  private long[] words = Segment.NONE.words;
  private double[] partials = Segment.NONE.partials;
  private double[] bends = Segment.NONE.bends;
  private int size = Segment.CAPACITY;
  private int bendCount;
  private int first;
  private int segments;
  private boolean ended;
  private @Nullable Roots roots;
  private @Nullable Drift drift;

  /**
   * A tape whose first nodes are its inputs.
   *
   * @param memory the arrays to record on, nobody else's until the recording is not needed any more
   * @param inputs the number of inputs
   */
  Tape(TapeMemory memory, int inputs) {
    this(memory, inputs, Long.MAX_VALUE);
  }

  /**
   * A tape whose recording takes no more than some bytes.
   *
   * @param memory the arrays to record on
   * @param inputs the number of inputs
   * @param budget the bytes of segments and of what operations on arrays keep
   */
  Tape(TapeMemory memory, int inputs, long budget) {
    this.memory = memory;
    this.inputs = inputs;
    this.budget = budget;
    this.bytesLeft = budget;
    this.first = inputs - Segment.CAPACITY;
  }

  /** {@code p a + q b} of two nodes, a the later one or both the same. */
  int linear(int a, double p, int b, double q) {
    return node(Node.LINEAR, a, p, b, q);
  }

  /** {@code p (factor a)}, in two steps if the product of both numbers is too large or small. */
  int scaled(int a, double factor, double p) {
    if (p == 0) {
      return CONSTANT;
    }
    int x = factor == 1 ? a : node(Node.SCALED, a, factor, a, 0);
    return node(Node.SCALED, x, p, x, 0);
  }

  /** A node of its own for {@code factor a}, or for a constant if a is below zero. */
  int copy(int a, double factor) {
    int operand = Math.max(a, 0);
    return node(Node.SCALED, operand, a < 0 ? 0 : factor, operand, 0);
  }

  /** A multiple of {@code a b}, given its two first partials and {@code ∂²y/∂a∂b}. */
  int product(int a, int b, double ya, double yb, double yab) {
    int k = node(Node.PRODUCT, a, ya, b, yb);
    bends[bendCount++] = yab;
    return k;
  }

  /** {@code f(a)}, given its first and second derivative. */
  int unary(int a, double slope, double bend) {
    if (a < 0) {
      return CONSTANT;
    }
    int k = node(Node.UNARY, a, slope, a, 0);
    bends[bendCount++] = bend;
    return k;
  }

  /** {@code f(a, b)}, given its partial derivatives. */
  int binary(int a, int b, double fa, double fb, double faa, double fab, double fbb) {
    int k = node(Node.BINARY, a, fa, b, fb);
    bends[bendCount] = faa;
    bends[bendCount + 1] = fab;
    bends[bendCount + 2] = fbb;
    bendCount += 3;
    return k;
  }

  private int node(int kind, int a, double p, int b, double q) {
    if (size == Segment.CAPACITY) {
      nextSegment();
    }
    int i = size++;
    words[i] = Node.word(kind, a, b);
    partials[2 * i] = p;
    partials[2 * i + 1] = q;
    return first + i;
  }

  /** An operation on arrays; returns the number of its first result. */
  int block(Block block) {
    int firstResult = nodes();
    int number = blocks.size();
    for (int i = 0; i < block.length(); i++) {
      if (size == Segment.CAPACITY) {
        nextSegment();
      }
      words[size++] = Node.word(Node.BLOCK, number, i);
    }
    blocks.add(block);
    take(block.bytes());
    return firstResult;
  }

  private void requireRunning() {
    if (ended) {
      throw new IllegalStateException(
          "This Var was recorded in a run of its program that has ended, and its tape is in use"
              + " again; keep numbers (getReal) rather than Vars between runs.");
    }
  }

  private void nextSegment() {
    requireRunning();
    if (nodes() > Node.LARGEST_TAPE - Segment.CAPACITY) {
      throw new IllegalStateException(
          "The program records more than "
              + Node.LARGEST_TAPE
              + " operations; cut it into a sum of parts.");
    }
    take(Segment.BYTES);
    Segment segment = memory.segment(segments++);
    words = segment.words;
    partials = segment.partials;
    bends = segment.bends;
    first += Segment.CAPACITY;
    size = 0;
    bendCount = 0;
  }

  private void take(long bytes) {
    bytesLeft -= bytes;
    if (bytesLeft < 0) {
      throw new MemoryBudgetException(
          "The program records more than the "
              + budget
              + " bytes of its memory budget: "
              + nodes()
              + " operations so far; allow more, or let it run shorter.");
    }
  }

  /** Whether there are results that have a value but no derivative. */
  boolean hasRoots() {
    return roots != null;
  }

  /** The results that have no derivative, to be added to. */
  Roots roots() {
    requireRunning();
    Roots now = roots;
    if (now == null) {
      now = new Roots();
      roots = now;
    }
    return now;
  }

  /** How fast a multiple of a node grows where ties are decided; see {@link Drift}. */
  double speed(int node, double factor) {
    return node < 0 ? 0 : factor * drift().speed(node, nodes(), knownRoots()::signOfRoot);
  }

  /** The second derivative there; NaN if it is not known. */
  double acceleration(int node, double factor) {
    return node < 0 ? 0 : factor * drift().acceleration(node, nodes(), knownRoots()::signOfRoot);
  }

  private Roots knownRoots() {
    Roots now = roots;
    return now == null ? Roots.NONE : now;
  }

  private Drift drift() {
    requireRunning();
    Drift now = drift;
    if (now == null) {
      now = new Drift(memory, blocks, inputs);
      drift = now;
    }
    return now;
  }

  /** Refuses all further recording. */
  void end() {
    ended = true;
    words = Segment.NONE.words;
    partials = Segment.NONE.partials;
    bends = Segment.NONE.bends;
    size = Segment.CAPACITY;
  }

  /** The number of inputs and results so far. */
  int nodes() {
    return first + size;
  }

  /** What was recorded so far, in the memory that this tape was given. */
  Recording recording() {
    return new Recording(
        inputs, nodes() - inputs, memory, blocks.toArray(Block[]::new), knownRoots());
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
}
