package org.roperator.autodiff;

import org.roperator.function.Residuals;
import org.roperator.internal.Arguments;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Scratch;

/**
 * A program over {@link Var} with many results, as a map {@code r: ℝⁿ → ℝᵐ} with its Jacobian as an
 * operator.
 *
 * <pre>{@code
 * TapeMap residuals = TapeMap.of(3, x -> ...);
 * MapExpansion at = residuals.expandAt(w);
 * double[] jv = at.jacobian().times(v);             // J v by a forward sweep
 * double[] jtu = at.jacobian().adjoint().times(u);  // Jᵀu by a reverse sweep
 * SymmetricOperator jtj = at.gaussNewton();         // of ½‖r‖²
 * }</pre>
 *
 * <p>Safe to share between threads if the program is.
 */
public final class TapeMap implements Residuals {

  private final int dimension;
  private final VectorProgram program;
  private final Scratch<TapeMemory> memories = Scratch.of(TapeMemory::new);
  private final Scratch<Adjoints> adjoints = Scratch.of(Adjoints::new);

  private TapeMap(int dimension, VectorProgram program) {
    this.dimension = Arguments.requirePositive("The dimension", dimension);
    this.program = program;
  }

  /**
   * The map of a program.
   *
   * @param dimension the number n of inputs
   * @param program computes m numbers from n
   */
  public static TapeMap of(int dimension, VectorProgram program) {
    return new TapeMap(dimension, program);
  }

  /** The number n of inputs. */
  @Override
  public int dimension() {
    return dimension;
  }

  /**
   * The values {@code r(w)} alone, without recording.
   *
   * @param w n finite parameters. Not modified.
   * @throws IllegalArgumentException if the length is wrong or an entry is not finite
   */
  @Override
  public double[] values(double[] w) {
    requirePoint(w);
    return values(Tape.NONE, program.evaluate(VarArray.constant(w).toArray()));
  }

  /**
   * The map to first order at a point, at the cost of one recorded run.
   *
   * @param w n finite parameters. Not modified; copied.
   * @throws IllegalArgumentException if the length is wrong or an entry is not finite
   */
  @Override
  public MapExpansion expandAt(double[] w) {
    requirePoint(w);
    double[] point = w.clone();
    TapeMemory memory = memories.take();
    Tape tape = new Tape(memory, dimension);
    try {
      Var[] results = program.evaluate(new VarArray(point.clone(), 0, tape).toArray());
      double[] values = values(tape, results);
      int[] outputs = new int[results.length];
      for (int j = 0; j < outputs.length; j++) {
        // A node of its own, so that results may repeat, be inputs, or be constants.
        outputs[j] = tape.copy(results[j].node(), results[j].factor());
      }
      ReducedTape reduced = Reduction.forJacobian(tape.recording(), outputs);
      memories.giveBack(memory); // not after a failure: a run that outgrew the heap would keep it
      return new MapExpansion(values, reduced, outputs, u -> curvature(point, u));
    } finally {
      tape.end();
    }
  }

  /**
   * The objective {@code ½ ‖r(w)‖²}, whose Hessian is exact: Gauss-Newton's {@code JᵀJ} and the
   * curvature of the residuals besides.
   */
  public TapeObjective leastSquares() {
    return TapeObjective.of(
        dimension,
        x -> {
          Var sum = Var.constant(0);
          for (Var r : program.evaluate(x)) {
            sum = sum.add(r.square());
          }
          return sum.multiply(0.5);
        });
  }

  /** The Hessian of {@code ⟨u, r(w)⟩}, from a run of its own. */
  private SymmetricOperator curvature(double[] w, double[] u) {
    double[] weights = u.clone();
    ArrayProgram weighted =
        x -> {
          Var[] results = program.evaluate(x.toArray());
          Var sum = Var.constant(0);
          for (int j = 0; j < results.length; j++) {
            // A result that does not count may have no derivatives.
            sum = weights[j] == 0 ? sum : sum.add(results[j].multiply(weights[j]));
          }
          return sum;
        };
    return new TapeObjective(dimension, weighted, Long.MAX_VALUE, memories, adjoints)
        .expandAt(w)
        .hessian();
  }

  private static double[] values(Tape tape, Var[] results) {
    Arguments.requirePositive("The number of results", results.length);
    double[] values = new double[results.length];
    for (int j = 0; j < values.length; j++) {
      Tape.requireOwn(tape, results[j]);
      values[j] = results[j].getReal();
    }
    return values;
  }

  private void requirePoint(double[] w) {
    Arguments.requireLength("The point", w, dimension, "this map has dimension " + dimension);
    Arguments.requireFinite("The point", w);
  }
}
