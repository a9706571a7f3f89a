package org.roperator.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.internal.Gaussian;
import org.roperator.nn.Dataset;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.layer.Accumulator;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.layer.Convolution;
import org.roperator.nn.layer.Directions;
import org.roperator.nn.layer.ImageShape;
import org.roperator.nn.layer.Kernel;
import org.roperator.nn.layer.Pass;
import org.roperator.nn.layer.Workspace;
import org.roperator.operator.SymmetricOperator;

/**
 * What Hessian products with layers beyond affine ones cost: a convolution beside the products of
 * its im2col matrices, normalization and skips beside the same network without them.
 *
 * <p>One thread. Times are the best of some rounds, in which what is compared takes turns, since
 * the speed of a shared machine changes from second to second.
 */
public final class LayersTable {

  private static final int ROUNDS = 12;
  private static final int EXAMPLES = 100;

  private LayersTable() {}

  /** Milliseconds of the best of some rounds, taking turns. */
  private static double[] best(Runnable... runs) {
    double[] best = new double[runs.length];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    for (int round = -2; round < ROUNDS; round++) {
      for (int i = 0; i < runs.length; i++) {
        long began = System.nanoTime();
        runs[i].run();
        double millis = (System.nanoTime() - began) / 1e6;
        best[i] = round < 0 ? best[i] : Math.min(best[i], millis);
      }
    }
    return best;
  }

  private static double[] gaussian(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] numbers = new double[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = Gaussian.draw(random);
    }
    return numbers;
  }

  /**
   * The six products of an Hv of a convolution whose im2col matrices stand there already, some rows
   * at a time, always the same ones.
   */
  private static Runnable products(int all, int rows, int channels, int patch) {
    Blas blas = Blas.instance();
    Matrix x = Matrix.of(gaussian(rows * patch, 1), rows, patch);
    Matrix y = Matrix.of(gaussian(rows * channels, 2), rows, channels);
    Matrix w = Matrix.of(gaussian(channels * patch, 3), channels, patch);
    return () -> {
      for (int i = 0; i < 2 * (all / rows); i++) {
        int beta = i % 2;
        blas.multiply(x, w.transposed(), beta, y);
        blas.multiply(y.transposed(), x, 0, w);
        blas.multiply(1e-9, y, w, beta, x);
        Arrays.fill(w.array(), 0.01);
      }
    };
  }

  private static void convolution(ImageShape in, int channels, Kernel kernel) {
    Convolution layer = Convolution.of(in, channels, kernel);
    int patch = kernel.height() * kernel.width() * in.channels();
    int rows = EXAMPLES * layer.output().pixels();
    double[] w = gaussian((patch + 1) * channels, 4);
    Directions v = new Directions(gaussian(w.length, 5), 1);
    double[] sum = new double[w.length];
    Workspace memory = Workspace.over(Blas.instance());
    Workspace work = Workspace.over(Blas.instance());
    Matrix x = Matrix.of(gaussian(EXAMPLES * in.size(), 6), 0, EXAMPLES, in.size());
    Pass pass = layer.forward(x, w, 0, memory);
    pass.backward(
        Matrix.of(gaussian(EXAMPLES * layer.outputs(), 7), 0, EXAMPLES, layer.outputs()), memory);
    Matrix xDot = Matrix.of(gaussian(EXAMPLES * in.size(), 8), 0, EXAMPLES, in.size());
    Matrix yBarDot =
        Matrix.of(gaussian(EXAMPLES * layer.outputs(), 9), 0, EXAMPLES, layer.outputs());
    double[] millis =
        best(
            products(rows, rows, channels, patch),
            products(rows, Math.max(1, (1 << 14) / patch), channels, patch),
            () -> {
              work.rewind();
              pass.forwardDot(xDot, v, work);
              pass.backwardDot(xDot, yBarDot, v, new Accumulator(sum, 1, 0), work);
            });
    double flops = 12e-6 * rows * patch * channels;
    System.out.printf(
        Locale.ROOT,
        "| %s to %d channels, %s | %.1f ms | %.1f | %.1f ms | %.1f | %.1f ms | %.1f | %.0f %% |"
            + " %.0f %% |%n",
        in,
        channels,
        kernel,
        millis[0],
        flops / millis[0],
        millis[1],
        flops / millis[1],
        millis[2],
        flops / millis[2],
        100 * millis[0] / millis[2],
        100 * millis[1] / millis[2]);
  }

  private static Runnable hessian(Network network, int examples) {
    Dataset data =
        Dataset.regression(
            gaussian(examples * network.inputs(), 1),
            network.inputs(),
            new double[examples * network.outputs()],
            network.outputs());
    NetworkObjective objective = NetworkObjective.of(network, Loss.squaredError(), data);
    SymmetricOperator hessian =
        objective.expandAt(network.initialize(Initializer.glorotNormal(), 1)).hessian();
    double[] v = gaussian(network.dimension(), 2);
    double[] out = new double[v.length];
    return () -> hessian.apply(v, out);
  }

  private static Network chain(int[] widths, UnaryOperator<Network> between) {
    Network network = Network.inputs(widths[0]);
    for (int l = 1; l < widths.length; l++) {
      network = network.affine(widths[l]);
      if (l < widths.length - 1) {
        network = between.apply(network).then(Activation.logistic());
      }
    }
    return network;
  }

  private static void normalized(String name, int examples, int... widths) {
    double[] millis =
        best(
            hessian(chain(widths, n -> n), examples),
            hessian(chain(widths, Network::batchNormalization), examples),
            hessian(chain(widths, n -> n.batchNormalization().scaled()), examples),
            hessian(chain(widths, Network::layerNormalization), examples));
    row(name + ", batch normalization", millis[0], millis[1]);
    row(name + ", and factors and shifts", millis[0], millis[2]);
    row(name + ", layer normalization", millis[0], millis[3]);
  }

  private static Network blocks(boolean skips) {
    Network network = Network.inputs(784).affine(1000);
    UnaryOperator<Network> block = n -> n.affine(1000).then(Activation.logistic()).affine(1000);
    for (int i = 0; i < 2; i++) {
      network = skips ? network.residual(block) : block.apply(network);
    }
    return network.affine(10);
  }

  private static void row(String name, double without, double with) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f ms | %.1f ms | %+.1f %% |%n",
        name,
        without,
        with,
        100 * (with / without - 1));
  }

  /** Prints the tables. */
  public static void main(String[] args) {
    System.out.println("BLAS: " + Blas.choice() + "\n");
    System.out.println(
        "| convolution, batch 100 | its products | GF/s | in the cache | GF/s | Hv | GF/s"
            + " | of their rate | of that in the cache |\n|---|---|---|---|---|---|---|---|---|");
    convolution(new ImageShape(28, 28, 16), 16, Kernel.of(3).withPadding(1));
    convolution(new ImageShape(28, 28, 16), 32, Kernel.of(3).withPadding(1));
    convolution(new ImageShape(28, 28, 16), 64, Kernel.of(3).withPadding(1));
    convolution(new ImageShape(28, 28, 16), 32, Kernel.of(5).withPadding(2));
    System.out.println("\n| Hv | affine chain | with | more |\n|---|---|---|---|");
    normalized("784-1000-500-250-30 (1000)", 1000, 784, 1000, 500, 250, 30);
    normalized("3072-1024-512-256-10 (500)", 500, 3072, 1024, 512, 256, 10);
    double[] millis = best(hessian(blocks(false), 1000), hessian(blocks(true), 1000));
    row("784-1000-(1000-1000)²-10 (1000), skips", millis[0], millis[1]);
  }
}
