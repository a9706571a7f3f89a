package org.roperator.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.roperator.dense.Blas;
import org.roperator.nn.Dataset;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.layer.Activation;
import org.roperator.operator.SymmetricOperator;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.MiniBatches;
import org.roperator.optimize.OptimizationResult;
import org.roperator.optimize.rule.Adam;
import org.roperator.parallel.Workers;
import org.roperator.spectrum.Eigenpairs;
import org.roperator.spectrum.Lanczos;

/**
 * The ten largest eigenpairs of the Gauss-Newton matrix of an autoencoder of 2.8 million parameters
 * on 1,000 pictures of 28 × 28, and how much of the time the products take.
 *
 * <p>The autoencoder has been trained for some epochs. At its initialization each of the 784
 * outputs has nearly the same curvature in the last layer, and that many nearly equal largest
 * eigenvalues cannot be told apart; as everywhere, training makes outliers.
 */
public final class SpectrumTable {

  private static final int[] WIDTHS = {784, 1000, 500, 250, 30, 250, 500, 1000, 784};
  private static final int EXAMPLES = 1_000;
  private static final int PIXELS = 784;
  private static final int PAIRS = 10;
  private static final double RESIDUAL = 1e-5;

  private static final int EPOCHS = 20;
  private static final double RATE = 1e-3;

  /** The basis is read once for so many products. */
  private static final int BLOCK = 10;

  private static final int BASIS = 50;

  /** Another limit by {@code -Dproducts=…}. */
  private static final int MOST_PRODUCTS = 1_000;

  private SpectrumTable() {}

  /** An operator whose products are timed. */
  private record Timed(SymmetricOperator timed, AtomicLong nanos) implements SymmetricOperator {

    @Override
    public int dimension() {
      return timed.dimension();
    }

    @Override
    public void apply(double[] v, double[] out) {
      long began = System.nanoTime();
      timed.apply(v, out);
      nanos.addAndGet(System.nanoTime() - began);
    }

    @Override
    public void applyAll(double[][] vs, double[][] outs) {
      long began = System.nanoTime();
      timed.applyAll(vs, outs);
      nanos.addAndGet(System.nanoTime() - began);
    }
  }

  private static Network autoencoder() {
    Network network = Network.inputs(WIDTHS[0]);
    for (int l = 1; l < WIDTHS.length; l++) {
      network = network.affine(WIDTHS[l]);
      boolean bent = l < WIDTHS.length - 1 && WIDTHS[l] != 30;
      network = bent ? network.then(Activation.tanh()) : network;
    }
    return network;
  }

  /** The first pictures of an IDX file, as Fashion-MNIST comes. */
  private static double[] read(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream unpacked = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        DataInputStream in = new DataInputStream(unpacked)) {
      in.skipNBytes(16);
      double[] pixels = new double[EXAMPLES * PIXELS];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = in.readUnsignedByte() / 255.0;
      }
      return pixels;
    }
  }

  /** Pictures of some blurred spots each, where there is no file. */
  private static double[] synthetic() {
    SplittableRandom random = new SplittableRandom(1);
    double[] pixels = new double[EXAMPLES * PIXELS];
    for (int n = 0; n < EXAMPLES; n++) {
      for (int spot = 0; spot < 4; spot++) {
        double x = 28 * random.nextDouble();
        double y = 28 * random.nextDouble();
        double width = 2 + 5 * random.nextDouble();
        for (int i = 0; i < PIXELS; i++) {
          double dx = (i % 28 - x) / width;
          double dy = (i / 28.0 - y) / width;
          int at = n * PIXELS + i;
          pixels[at] = Math.min(1, pixels[at] + 0.6 * Math.exp(-(dx * dx + dy * dy) / 2));
        }
      }
    }
    return pixels;
  }

  /**
   * Measures and prints.
   *
   * @param arguments the file of the pictures, train-images-idx3-ubyte(.gz); none for synthetic
   *     ones
   */
  public static void main(String[] arguments) throws IOException {
    double[] pixels = arguments.length == 0 ? synthetic() : read(Path.of(arguments[0]));
    Workers workers = Workers.ofAllProcessors();
    Network network = autoencoder();
    NetworkObjective objective =
        NetworkObjective.of(
                network,
                Loss.logisticCrossEntropy(),
                Dataset.regression(pixels, PIXELS, pixels, PIXELS))
            .on(workers);
    double[] start = network.initialize(Initializer.glorotNormal(), 1);
    OptimizationResult trained =
        Epochs.of(EPOCHS)
            .withBatches(MiniBatches.shuffled(100, 1))
            .stepping(Adam.ofRate(RATE))
            .minimize(objective, start);
    System.out.printf(
        Locale.ROOT,
        "784-1000-500-250-30-250-500-1000-784, %,d parameters, %,d pictures (%s), after"
            + " %d epochs of Adam: loss %.1f from %.1f; %s, %d threads, heap %,d MB%n%n",
        network.dimension(),
        EXAMPLES,
        arguments.length == 0 ? "synthetic, 28 × 28" : arguments[0],
        EPOCHS,
        trained.value(),
        objective.value(start),
        Blas.choice().description(),
        workers.threads(),
        Runtime.getRuntime().maxMemory() / (1 << 20));
    AtomicLong inside = new AtomicLong();
    Timed gaussNewton = new Timed(objective.expandAt(trained.parameters()).gaussNewton(), inside);
    long began = System.nanoTime();
    Eigenpairs pairs =
        Lanczos.top(PAIRS)
            .untilResidual(RESIDUAL)
            .withBlockSize(BLOCK)
            .withBasisSize(BASIS)
            .atMostProducts(Integer.getInteger("products", MOST_PRODUCTS))
            .withSeed(1)
            .on(workers)
            .of(gaussNewton);
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.println("| eigenvalue | residual |\n|---|---|");
    for (int i = 0; i < pairs.size(); i++) {
      System.out.printf(Locale.ROOT, "| %.9g | %.1e |%n", pairs.value(i), pairs.residual(i));
    }
    System.out.printf(
        Locale.ROOT,
        "%n%s after %d products in %.1f s, %.0f ms a product; %.1f %% of the time inside of them%n",
        pairs.outcome(),
        pairs.products(),
        seconds,
        inside.get() / 1e6 / pairs.products(),
        100 * inside.get() / 1e9 / seconds);
  }
}
