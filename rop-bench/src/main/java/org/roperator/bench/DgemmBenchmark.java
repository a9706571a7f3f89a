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
import org.roperator.dense.Transpose;

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
  private int examples;
  private int inputs;
  private int outputs;
  private double[] x = {};
  private double[] w = {};
  private double[] y = {};

  /** For JMH. */
  public DgemmBenchmark() {}

  /** Fills the matrices. */
  @Setup
  public void fill() {
    String[] sizes = layer.split("x", -1);
    examples = Integer.parseInt(sizes[0]);
    inputs = Integer.parseInt(sizes[1]);
    outputs = Integer.parseInt(sizes[2]);
    SplittableRandom random = new SplittableRandom(1);
    x = random.doubles((long) examples * inputs, -1, 1).toArray();
    w = random.doubles((long) outputs * inputs, -1, 1).toArray();
    y = random.doubles((long) examples * outputs, -1, 1).toArray();
  }

  /** {@code Y = X Wᵀ}. */
  @Benchmark
  public double[] forward() {
    blas.gemm(
        Transpose.NO,
        Transpose.YES,
        examples,
        outputs,
        inputs,
        1,
        x,
        0,
        inputs,
        w,
        0,
        inputs,
        0,
        y,
        0,
        outputs);
    return y;
  }

  /** {@code X = Y W}. */
  @Benchmark
  public double[] backward() {
    blas.gemm(
        Transpose.NO,
        Transpose.NO,
        examples,
        inputs,
        outputs,
        1,
        y,
        0,
        outputs,
        w,
        0,
        inputs,
        0,
        x,
        0,
        inputs);
    return x;
  }

  /** {@code W = Yᵀ X}. */
  @Benchmark
  public double[] weights() {
    blas.gemm(
        Transpose.YES,
        Transpose.NO,
        outputs,
        inputs,
        examples,
        1,
        y,
        0,
        outputs,
        x,
        0,
        inputs,
        0,
        w,
        0,
        inputs);
    return w;
  }
}
