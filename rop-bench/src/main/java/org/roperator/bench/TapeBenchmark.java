package org.roperator.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.roperator.autodiff.TapeExpansion;
import org.roperator.autodiff.TapeObjective;
import org.roperator.operator.SymmetricOperator;

/**
 * What the tape costs: a whole run in the score, an operation of the program in the row that ends
 * in {@code :recorded}, both in nanoseconds.
 *
 * <p>The network by array nodes is counted as if written number by number.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class TapeBenchmark {

  /** What is recorded. */
  @Param public TapeProgram program = TapeProgram.ROSENBROCK;

  private TapeObjective objective = TapeProgram.ROSENBROCK.objective();
  private TapeObjective recordingOnly = objective;
  private double[] w = new double[0];
  private double[] v = w;
  private double[] out = w;
  private SymmetricOperator hessian = SymmetricOperator.diagonal(new double[] {1});
  private int operations;
  private double bytesPerOperation;

  /** For JMH. */
  public TapeBenchmark() {}

  /** Counts operations, so that JMH divides the time by them. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Operations {

    /** Operations so far. */
    public long recorded;

    /** For JMH. */
    public Operations() {}
  }

  /** Expands once and multiplies once; products are those of this point. */
  @Setup
  public void expand() {
    objective = program.objective();
    recordingOnly = program.recordingOnly();
    int n = objective.dimension();
    w = TapePrograms.normal(n, 0.3, 3);
    v = TapePrograms.normal(n, 1, 4);
    out = new double[n];
    TapeExpansion expansion = objective.expandAt(w);
    hessian = expansion.hessian();
    hessian.apply(v, out);
    operations = program.operations();
    bytesPerOperation = (double) expansion.bytes() / operations;
  }

  /** Says what times do not: how much is recorded, and what an expansion keeps of it. */
  @TearDown
  public void report() {
    System.out.printf(
        "(%s: %,d operations, %.1f bytes kept for each) ", program, operations, bytesPerOperation);
  }

  /** The program recorded, without a reverse sweep: its result is returned as a constant. */
  @Benchmark
  public double recording(Operations counted) {
    counted.recorded += operations;
    return recordingOnly.gradient(w, out);
  }

  /** Recording and reverse sweep. */
  @Benchmark
  public double gradient(Operations counted) {
    counted.recorded += operations;
    return objective.gradient(w, out);
  }

  /** Recording and reverse sweep; the expansion takes over the recording for products to come. */
  @Benchmark
  public TapeExpansion expansion(Operations counted) {
    counted.recorded += operations;
    return objective.expandAt(w);
  }

  /** An expansion and the first product, which reduces the recording. */
  @Benchmark
  public double[] firstProduct(Operations counted) {
    counted.recorded += operations;
    objective.expandAt(w).hessian().apply(v, out);
    return out;
  }

  /** One more Hv at the same point. */
  @Benchmark
  public double[] hessian(Operations counted) {
    counted.recorded += operations;
    hessian.apply(v, out);
    return out;
  }
}
