package org.roperator.boltzmann;

import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.function.ParameterLayout;
import org.roperator.function.Workers;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

/**
 * {@code ln Z(w)}, with gradient {@code −κ p/T} and Hessian {@code Cov(f, f)/T²}.
 *
 * <p>Convex: its Hessian is positive semi-definite, the Fisher matrix of a machine all of whose
 * units are visible, so that a natural-gradient step is one solve with it by conjugate gradients.
 * Immutable.
 */
public final class LogPartition implements Objective {

  private final BoltzmannMachine machine;
  private final Statistics statistics;
  private final Workers workers;

  LogPartition(BoltzmannMachine machine, Statistics statistics) {
    this(machine, statistics, Workers.of(1));
  }

  private LogPartition(BoltzmannMachine machine, Statistics statistics, Workers workers) {
    this.machine = machine;
    this.statistics = statistics;
    this.workers = workers;
  }

  /** The same by other statistics. */
  public LogPartition using(Statistics other) {
    return new LogPartition(machine, other, workers);
  }

  /** The same on other threads; one, the caller's, unless this is called. */
  public LogPartition on(Workers other) {
    return new LogPartition(machine, statistics, other);
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
    return statistics.free(machine, w, workers).logPartition();
  }

  @Override
  public Expansion expandAt(double[] w) {
    return new At(machine, statistics.free(machine, w, workers));
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
