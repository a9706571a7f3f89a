package org.roperator.autodiff;

import java.util.ArrayList;
import java.util.List;

/**
 * The recording of one run of a program.
 *
 * <p>Node numbers start with the inputs; every recorded operation gets the next. A tape belongs to
 * one run on one thread: when it ends, its arrays go to the next run, and whoever records on the
 * ended tape is told so.
 */
final class Tape {

  /** The tape of constants: nothing can be recorded on it. */
  static final Tape NONE = new Tape();

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
  private int currentStart;
  private boolean ended;

  private Tape() {
    this(new TapeMemory(), 0);
    end();
  }

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
    this.currentStart = inputs;
  }

  /** {@code a + b}. */
  int sum(int a, int b) {
    int i = newNode();
    words[i] = Segment.word(Segment.SUM, a, b);
    return next++;
  }

  /** {@code a − b}. */
  int difference(int a, int b) {
    int i = newNode();
    words[i] = Segment.word(Segment.DIFFERENCE, a, b);
    return next++;
  }

  /** {@code p a}. */
  int scaled(int a, double p) {
    int i = newNode();
    words[i] = Segment.word(Segment.SCALED, a, 0);
    partials[partialCount++] = p;
    return next++;
  }

  /** {@code pa a + pb b}. */
  int linear(int a, int b, double pa, double pb) {
    int i = newNode();
    words[i] = Segment.word(Segment.LINEAR, a, b);
    partials[partialCount] = pa;
    partials[partialCount + 1] = pb;
    partialCount += 2;
    return next++;
  }

  /** {@code a b}, given the values of both. */
  int product(int a, int b, double valueOfA, double valueOfB) {
    int i = newNode();
    words[i] = Segment.word(Segment.PRODUCT, a, b);
    partials[partialCount] = valueOfB;
    partials[partialCount + 1] = valueOfA;
    partialCount += 2;
    bendCount++; // the second partial is one; the place is for the adjoint
    return next++;
  }

  /** {@code f(a)}, given its first and second derivative. */
  int unary(int a, double slope, double bend) {
    int i = newNode();
    words[i] = Segment.word(Segment.UNARY, a, 0);
    partials[partialCount++] = slope;
    bends[bendCount++] = bend;
    return next++;
  }

  /** {@code f(a, b)}, given its partial derivatives. */
  int binary(int a, int b, double fa, double fb, double faa, double fab, double fbb) {
    int i = newNode();
    words[i] = Segment.word(Segment.BINARY, a, b);
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
    int i = newNode();
    requireRoomFor(block.length());
    words[i] = Segment.word(Segment.BLOCK, blocks.size(), 0);
    blocks.add(block);
    int first = next;
    next += block.length();
    return first;
  }

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
    requireRoomFor(Segment.CAPACITY);
    seal();
    current = memory.segment(segments.size());
    segments.add(current);
    words = current.words;
    partials = current.partials;
    bends = current.bends;
    size = 0;
    partialCount = 0;
    bendCount = 0;
    currentStart = next;
  }

  private void requireRoomFor(int results) {
    if (next > Segment.LARGEST_TAPE - results) {
      throw new IllegalStateException(
          "The program records more than "
              + Segment.LARGEST_TAPE
              + " operations; cut it into a sum of parts.");
    }
  }

  private void seal() {
    if (current == Segment.NONE) {
      return;
    }
    current.size = size;
    current.partialCount = partialCount;
    current.bendCount = bendCount;
    current.results = next - currentStart;
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

  /** An error unless a program's result is a constant or stands on its own run's tape. */
  static void requireOwn(Tape tape, Var result) {
    if (!result.isConstant()) {
      requireSame(tape, result.tape());
    }
  }

  /** The number of inputs and results so far. */
  int nodes() {
    return next;
  }

  /** An error unless both Vars, neither a constant, stand on one tape. */
  static void requireSame(Tape a, Tape b) {
    if (a != b) {
      throw new IllegalStateException(
          "Vars of two runs meet in one operation: "
              + (a.ended || b.ended
                  ? "the run of one of them has ended."
                  : "a program inside another must not use the Vars of the outer one.")
              + " Pass numbers (getReal) between runs, or apply an objective as a node of the outer"
              + " program.");
    }
  }

  /**
   * The gradient of a result by one reverse sweep, without anything for a second derivative.
   *
   * @param output the result's node
   * @param gradient one number per input. Overwritten.
   */
  void gradient(int output, double[] gradient) {
    seal();
    double[] bar = memory.zeroedAdjoints(next);
    bar[output] = 1;
    Block[] allBlocks = blocks.toArray(Block[]::new);
    Work work = new Work();
    int end = next;
    for (int i = segments.size() - 1; i >= 0; i--) {
      Segment segment = segments.get(i);
      Sweeps.backward(segment, allBlocks, bar, end, work);
      end -= segment.results;
    }
    System.arraycopy(bar, 0, gradient, 0, inputs);
  }

  /**
   * What products with the Hessian of a result need, in arrays of its own.
   *
   * @param output the result's node
   * @param gradient the result's gradient. Overwritten.
   */
  Linearisation expand(int output, double[] gradient) {
    seal();
    double[] bar = memory.zeroedAdjoints(next);
    byte[] live = memory.zeroedMarks(next);
    bar[output] = 1;
    live[output] = 1;
    Block[] allBlocks = blocks.toArray(Block[]::new);
    Segment[] frozen = new Segment[segments.size()];
    Work work = new Work();
    int end = next;
    for (int i = frozen.length - 1; i >= 0; i--) {
      Segment segment = segments.get(i).trimmed();
      Sweeps.backward(segment, allBlocks, bar, end, work);
      Sweeps.freeze(segment, allBlocks, bar, live, end);
      frozen[i] = segment;
      end -= segment.results;
    }
    System.arraycopy(bar, 0, gradient, 0, inputs);
    return new Linearisation(frozen, allBlocks, inputs, next);
  }

  /** What products with the Jacobian of some results need, in arrays of its own. */
  Linearisation linearise() {
    seal();
    Segment[] copies = segments.stream().map(Segment::trimmed).toArray(Segment[]::new);
    return new Linearisation(copies, blocks.toArray(Block[]::new), inputs, next);
  }
}
