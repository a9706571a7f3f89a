package org.roperator.boltzmann;

import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

/**
 * {@code ln Z(w)}, with gradient {@code −κ p/T} and Hessian {@code Cov(f, f)/T²}.
 *
 * <p>Convex: its Hessian is positive semi-definite, the Fisher matrix of a machine all of whose
 * units are visible, so that a natural-gradient step is one solve with it by conjugate gradients.
 * Immutable.
 */
public final class LogPartition implements Objective {

  private final BoltzmannMachine machine;
  private final ExpectationMethod method;
  private final Workers workers;

  private LogPartition(BoltzmannMachine machine, ExpectationMethod method, Workers workers) {
    this.machine = machine;
    this.method = method;
    this.workers = workers;
  }

  /** {@code ln Z} of a machine, by exact averages on the caller's thread. */
  public static LogPartition of(BoltzmannMachine machine) {
    return new LogPartition(machine, ExpectationMethod.exact(), Workers.of(1));
  }

  /** This function by the given method, in place of exact averages. */
  public LogPartition withExpectations(ExpectationMethod other) {
    return new LogPartition(machine, other, workers);
  }

  /** This function computed on the given threads, in place of the caller's alone. */
  public LogPartition on(Workers other) {
    return new LogPartition(machine, method, other);
  }

  @Override
  public int dimension() {
    return machine.dimension();
  }

  @Override
  public ParameterLayout layout() {
    return machine.layout();
  }

  @Override
  public double value(double[] w) {
    return method.free(machine, w, workers).logPartition();
  }

  @Override
  public Expansion expandAt(double[] w) {
    return new At(machine, method.free(machine, w, workers));
  }

  private static final class At implements Expansion {
    private final BoltzmannMachine machine;
    private final Phase free;
    private final double[] gradient;

    At(BoltzmannMachine machine, Phase free) {
      this.machine = machine;
      this.free = free;
      this.gradient = free.means();
      Vectors.scale(machine.naturalFactor(), gradient);
    }

    @Override
    public int dimension() {
      return gradient.length;
    }

    @Override
    public double value() {
      return free.logPartition();
    }

    @Override
    public double[] gradient() {
      return gradient.clone();
    }

    @Override
    public SymmetricOperator hessian() {
      double factor = machine.naturalFactor();
      return free.covariance().scaledBy(factor * factor);
    }
  }
}
