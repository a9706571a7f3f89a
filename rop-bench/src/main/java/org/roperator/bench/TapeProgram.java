package org.roperator.bench;

import org.roperator.autodiff.TapeObjective;
import org.roperator.autodiff.Var;
import org.roperator.autodiff.VarArray;

/** Which of the {@link TapePrograms} is measured. */
public enum TapeProgram {
  /** A Rosenbrock chain of 100,000 numbers. */
  ROSENBROCK(100_000),
  /** A tanh network 20-30-10 with softmax on 200 cases, number by number. */
  SCALAR_NETWORK(TapePrograms.WEIGHTS),
  /** The same network by array operations. */
  ARRAY_NETWORK(TapePrograms.WEIGHTS);

  private final int dimension;

  TapeProgram(int dimension) {
    this.dimension = dimension;
  }

  /**
   * The operations on active numbers that the program says, multiples by constants among them and
   * sums with constants not: what tapes elsewhere record of it.
   */
  int operations() {
    return switch (this) {
      case ROSENBROCK -> TapePrograms.rosenbrockOperations(dimension);
      case SCALAR_NETWORK, ARRAY_NETWORK -> TapePrograms.networkOperations();
    };
  }

  private Var evaluate(VarArray w) {
    return switch (this) {
      case ROSENBROCK -> TapePrograms.rosenbrock(w.toArray());
      case SCALAR_NETWORK -> TapePrograms.scalarNetwork(w.toArray());
      case ARRAY_NETWORK -> TapePrograms.arrayNetwork(w);
    };
  }

  TapeObjective objective() {
    return TapeObjective.ofArray(dimension, this::evaluate);
  }

  /** Records the same and returns a constant: a reverse sweep has nothing to start from. */
  TapeObjective recordingOnly() {
    return TapeObjective.ofArray(dimension, w -> Var.constant(evaluate(w).getReal()));
  }
}
