package org.roperator.bench;

import java.util.SplittableRandom;
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
import org.roperator.dense.Matrix;

/** Matrix products of the shapes that a layer's sweeps have, one thread. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class DgemmBenchmark {

  /** Examples × inputs × outputs of the layer. */
  @Param({
    "16x4x5",
    "16x10x10",
    "32x16x16",
    "128x784x100",
    "512x512x512",
    "500x784x1000",
    "500x3072x1024"
  })
  public String layer = "16x4x5";

  private final Blas blas = Blas.instance();
  private Matrix x = Matrix.empty();
  private Matrix w = Matrix.empty();
  private Matrix y = Matrix.empty();

  /** For JMH. */
  public DgemmBenchmark() {}

  /** Fills the matrices. */
  @Setup
  public void fill() {
    String[] sizes = layer.split("x", -1);
    int examples = Integer.parseInt(sizes[0]);
    int inputs = Integer.parseInt(sizes[1]);
    int outputs = Integer.parseInt(sizes[2]);
    SplittableRandom random = new SplittableRandom(1);
    x = drawn(random, examples, inputs);
    w = drawn(random, outputs, inputs);
    y = drawn(random, examples, outputs);
  }

  private static Matrix drawn(SplittableRandom random, int rows, int columns) {
    return Matrix.of(random.doubles((long) rows * columns, -1, 1).toArray(), rows, columns);
  }

  /** {@code Y = X Wᵀ}. */
  @Benchmark
  public Matrix forward() {
    blas.multiply(x, w.transposed(), 0, y);
    return y;
  }

  /** {@code X = Y W}. */
  @Benchmark
  public Matrix backward() {
    blas.multiply(y, w, 0, x);
    return x;
  }

  /** {@code W = Yᵀ X}. */
  @Benchmark
  public Matrix weights() {
    blas.multiply(y.transposed(), x, 0, w);
    return w;
  }
}
