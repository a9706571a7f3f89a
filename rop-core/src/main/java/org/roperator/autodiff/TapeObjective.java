package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.function.MemoryBudgetException;
import org.roperator.function.Objective;
import org.roperator.internal.Arguments;
import org.roperator.parallel.Scratch;

/**
 * A program over {@link Var} as an objective: exact value, gradient and Hessian-vector products at
 * a small multiple of the program's own cost, however many inputs it has.
 *
 * <pre>{@code
 * TapeObjective f = TapeObjective.of(2, x -> x[0].square().multiply(x[1]).add(x[1].exp()));
 * Expansion at = f.expandAt(new double[] {1, 2});
 * double[] hv = at.hessian().times(v);
 * }</pre>
 *
 * <p>The program is recorded afresh at each point, so that it may loop and branch as it likes. An
 * expansion costs one recorded run and one reverse sweep, each product one forward and one reverse
 * sweep over the recording; {@link #value} runs the program without recording. The arrays of a
 * recording are used again by a later run, on whatever thread, once its expansion has reduced it
 * (see {@link TapeExpansion}).
 *
 * <p>Safe to share between threads if the program is.
 */
public final class TapeObjective implements Objective {

  private final int dimension;
  private final ArrayProgram program;
  private final long memoryBudget;
  private final Scratch<TapeMemory> memories;
  private final Scratch<Adjoints> adjoints;

  private TapeObjective(int dimension, ArrayProgram program, long memoryBudget) {
    this(dimension, program, memoryBudget, Scratch.of(TapeMemory::new), Scratch.of(Adjoints::new));
  }

  /** An objective that borrows its arrays where others do. */
  TapeObjective(
      int dimension,
      ArrayProgram program,
      long memoryBudget,
      Scratch<TapeMemory> memories,
      Scratch<Adjoints> adjoints) {
    this.dimension = Arguments.requirePositive("The dimension", dimension);
    this.program = program;
    this.memoryBudget = memoryBudget;
    this.memories = memories;
    this.adjoints = adjoints;
  }

  /**
   * The objective of a program over single numbers.
   *
   * @param dimension the number n of inputs
   * @param program computes one number from n
   */
  public static TapeObjective of(int dimension, ScalarProgram program) {
    return ofArray(dimension, x -> program.evaluate(x.toArray()));
  }

  /**
   * The objective of a program over whole arrays, for programs that spend their time in them.
   *
   * @param dimension the number n of inputs
   * @param program computes one number from an array of n
   */
  public static TapeObjective ofArray(int dimension, ArrayProgram program) {
    return new TapeObjective(dimension, program, Long.MAX_VALUE);
  }

  /**
   * The same objective with a limit on what one recording may take. A run that needs more, as of a
   * simulation whose steps become tiny, throws {@link MemoryBudgetException} long before the heap
   * is full. {@link #value} records nothing and is not limited.
   *
   * @param bytes for the arrays of one recording, {@code Long.MAX_VALUE} unless told; a recording
   *     takes them in pieces of some 4,000 operations
   */
  public TapeObjective withMemoryBudget(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "The memory budget is " + bytes + " bytes, but must not be negative.");
    }
    return new TapeObjective(dimension, program, bytes);
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public double value(double[] w) {
    requirePoint(w);
    Var y = program.evaluate(VarArray.constant(w));
    Tape.requireOwn(Tape.NONE, y);
    return y.getReal();
  }

  /**
   * The value and the gradient alone, without what an expansion keeps for its Hessian.
   *
   * @param w n finite parameters. Not modified.
   * @param gradient n numbers. Overwritten.
   * @return the value
   * @throws IllegalArgumentException if a length is wrong or an entry of w is not finite
   */
  public double gradient(double[] w, double[] gradient) {
    requirePoint(w);
    Arguments.requireLength("The array for the gradient", gradient, dimension, shape());
    TapeMemory memory = memories.take();
    Tape tape = new Tape(memory, dimension, memoryBudget);
    try {
      Var y = record(tape, w);
      if (y.isConstant()) {
        Arrays.fill(gradient, 0);
      } else {
        Adjoints area = adjoints.take();
        tape.recording().gradient(y.node(), y.factor(), gradient, area);
        adjoints.giveBack(area);
      }
      memories.giveBack(memory); // not after a failure: a run that outgrew the heap would keep it
      return y.getReal();
    } finally {
      tape.end();
    }
  }

  @Override
  public TapeExpansion expandAt(double[] w) {
    requirePoint(w);
    TapeMemory memory = memories.take();
    Tape tape = new Tape(memory, dimension, memoryBudget);
    try {
      Var y = record(tape, w);
      double[] gradient = new double[dimension];
      if (y.isConstant()) {
        memories.giveBack(memory);
        Recording nothing = Recording.none(dimension);
        return new TapeExpansion(y, gradient, nothing, () -> {});
      }
      Recording recording = tape.recording();
      Adjoints area = adjoints.take();
      recording.weigh(y.node(), y.factor(), gradient, area);
      adjoints.giveBack(area);
      return new TapeExpansion(y, gradient, recording, () -> memories.giveBack(memory));
    } finally {
      tape.end();
    }
  }

  private Var record(Tape tape, double[] w) {
    Var y = program.evaluate(new VarArray(w.clone(), 0, tape));
    Tape.requireOwn(tape, y);
    return y;
  }

  private void requirePoint(double[] w) {
    Arguments.requireLength("The point", w, dimension, shape());
    Arguments.requireFinite("The point", w);
  }

  private String shape() {
    return "this objective has dimension " + dimension;
  }
}
