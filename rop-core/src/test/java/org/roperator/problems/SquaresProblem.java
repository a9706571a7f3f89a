package org.roperator.problems;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roperator.autodiff.TapeMap;
import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.autodiff.VectorProgram;

/**
 * Residuals r of n unknowns and their sum of squares {@code f = Σ rᵢ²}, with a start and the known
 * minima of f.
 *
 * <p>There is no factor ½ in f, as in the literature; {@code residuals().leastSquares()} has one.
 * Immutable, safe to share.
 */
public final class SquaresProblem {

  private final String name;
  private final double[] start;
  private final VectorProgram program;
  private final List<Minimum> minima;

  private SquaresProblem(String name, double[] start, VectorProgram program, List<Minimum> minima) {
    this.name = name;
    this.start = start;
    this.program = program;
    this.minima = minima;
  }

  /** A problem by its name, its start, which is copied, and its residuals; no minima yet. */
  static SquaresProblem of(String name, double[] start, VectorProgram program) {
    return new SquaresProblem(name, start.clone(), program, List.of());
  }

  /** The same with one more known minimum. */
  SquaresProblem with(Minimum minimum) {
    List<Minimum> more = new ArrayList<>(minima);
    more.add(minimum);
    return new SquaresProblem(name, start, program, List.copyOf(more));
  }

  /** The usual name, followed by n where there are several sizes. */
  public String name() {
    return name;
  }

  /** The number n of unknowns. */
  public int unknowns() {
    return start.length;
  }

  /** The published start, a copy. */
  public double[] start() {
    return start.clone();
  }

  /**
   * A multiple of the start, as Moré, Garbow and Hillstrom take it: a start of zeros becomes {@code
   * (factor, …, factor)} unless the factor is 1.
   */
  public double[] start(double factor) {
    boolean zero = factor != 1 && Arrays.stream(start).allMatch(s -> s == 0);
    return Arrays.stream(start).map(s -> zero ? factor : factor * s).toArray();
  }

  /**
   * Those of the factors 1, 10 and 100 at which the value is finite in doubles; all of them, but
   * for Jennrich and Sampson's exponentials.
   */
  public double[] factors() {
    TapeObjective f = objective();
    return Arrays.stream(new double[] {1, 10, 100})
        .filter(factor -> Double.isFinite(f.value(start(factor))))
        .toArray();
  }

  /** The residuals as a program, for tapes of one's own. */
  public VectorProgram program() {
    return program;
  }

  /** The residuals r on a tape of their own. */
  public TapeMap residuals() {
    return TapeMap.of(unknowns(), program);
  }

  /** The sum of squares {@code f = Σ rᵢ²}, without a factor ½, on a tape of its own. */
  public TapeObjective objective() {
    return TapeObjective.of(
        unknowns(),
        x -> {
          Var[] r = program.evaluate(x);
          for (int i = 0; i < r.length; i++) {
            r[i] = r[i].square();
          }
          return Var.sum(r);
        });
  }

  /** The minima of f that are known, the lowest first. */
  public List<Minimum> minima() {
    return minima;
  }

  /** Whether a value of f is that of a known minimum; see {@link Minimum#isReachedBy}. */
  public boolean isSolvedBy(double found, double tolerance) {
    return minima.stream().anyMatch(m -> m.isReachedBy(found, tolerance));
  }

  @Override
  public String toString() {
    return name;
  }
}
