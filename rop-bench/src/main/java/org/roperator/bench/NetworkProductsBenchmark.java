package org.roperator.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;
import org.roperator.dense.Blas;
import org.roperator.dense.Transpose;
import org.roperator.function.Expansion;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.function.Workers;
import org.roperator.nn.NetworkObjective;
import org.roperator.operator.SymmetricOperator;

/**
 * Gradient, Hessian-vector and Gauss-Newton-vector products of mean softmax cross-entropy, and the
 * rate of plain matrix products on the same threads to compare them with.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class NetworkProductsBenchmark {

  /** Side of the square matrices whose product gives the rate. */
  static final int SIDE = 512;

  /** The network. */
  @Param public BenchNetwork network = BenchNetwork.IRIS;

  /** How many threads a product may use. */
  @Param({"1", "2"})
  public int threads = 1;

  private Workers workers = Workers.of(1);
  private NetworkObjective objective = BenchNetwork.IRIS.objective(workers);
  private double[] w = new double[0];
  private double[] v = w;
  private double[] out = w;
  private SymmetricOperator hessian = SymmetricOperator.diagonal(new double[] {1});
  private SymmetricOperator gaussNewton = hessian;
  private double[] a = w;
  private double[][] c = {};

  /** For JMH. */
  public NetworkProductsBenchmark() {}

  /** Expands once; the products are those of one point. */
  @Setup
  public void expand() {
    workers = Workers.of(threads);
    objective = network.objective(workers);
    w = network.point();
    v = network.direction();
    out = new double[w.length];
    FiniteSumExpansion expansion = objective.expandAt(w);
    hessian = expansion.hessian();
    gaussNewton = expansion.gaussNewton();
    a = new double[SIDE * SIDE];
    Arrays.fill(a, 0.5);
    c = new double[threads][SIDE * SIDE];
  }

  /** Value, gradient and all that products need later, from scratch. */
  @Benchmark
  public Expansion gradient() {
    return objective.expandAt(w);
  }

  /** One more Hv. */
  @Benchmark
  public double[] hessian() {
    hessian.apply(v, out);
    return out;
  }

  /** One more Gv. */
  @Benchmark
  public double[] gaussNewton() {
    gaussNewton.apply(v, out);
    return out;
  }

  /** A product of square matrices on each thread. */
  @Benchmark
  public double[][] dgemm() {
    workers.run(threads, i -> multiply(a, c[i]));
    return c;
  }

  /** {@code product = aa}, both of {@link #SIDE} rows. */
  static void multiply(double[] a, double[] product) {
    Blas.instance()
        .gemm(
            Transpose.NO,
            Transpose.NO,
            SIDE,
            SIDE,
            SIDE,
            1,
            a,
            0,
            SIDE,
            a,
            0,
            SIDE,
            0,
            product,
            0,
            SIDE);
  }
}
