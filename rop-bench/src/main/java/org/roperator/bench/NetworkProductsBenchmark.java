package org.roperator.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
import org.roperator.dense.Matrix;
import org.roperator.function.Expansion;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.nn.NetworkObjective;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;

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
  private Matrix a = Matrix.empty();
  private Matrix[] c = {};

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
    a = square(0.5);
    c = squares(threads);
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
  public Matrix[] dgemm() {
    workers.run(threads, i -> Blas.instance().multiply(a, a, 0, c[i]));
    return c;
  }

  /** A square matrix of {@link #SIDE} rows, of one number throughout. */
  static Matrix square(double number) {
    double[] entries = new double[SIDE * SIDE];
    Arrays.fill(entries, number);
    return Matrix.of(entries, SIDE, SIDE);
  }

  /** Square matrices of zeros. */
  static Matrix[] squares(int count) {
    return Stream.generate(() -> square(0)).limit(count).toArray(Matrix[]::new);
  }
}
