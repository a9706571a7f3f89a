package org.roperator.nn;

import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.internal.HeapMemory;
import org.roperator.nn.layer.Workspace;

/**
 * What a network with given parameters says about examples.
 *
 * <pre>{@code
 * double accuracy = Prediction.of(network, w).accuracy(testData);
 * }</pre>
 *
 * <p>Runs on the calling thread. Immutable.
 */
public final class Prediction {

  private static final int ROWS_AT_ONCE = 512;

  private final Network network;
  private final double[] w;
  private final Blas blas;

  private Prediction(Network network, double[] w, Blas blas) {
    this.network = network;
    this.w = w;
    this.blas = blas;
  }

  /**
   * The predictions of a network.
   *
   * @param network without layers that differ in training: {@link Network#inference} has none
   * @param w its parameters. Kept.
   */
  public static Prediction of(Network network, double[] w) {
    return new Prediction(network, w, Blas.instance());
  }

  /** The same over another BLAS than that of the process. */
  public Prediction withBlas(Blas other) {
    return new Prediction(network, w, other);
  }

  /**
   * The outputs for each example, row by row.
   *
   * @param data examples of which only the inputs are looked at
   * @throws IllegalArgumentException if the parameters are not finite or not as many as the
   *     network's, if the examples have other inputs, or if layers couple examples or draw: take
   *     {@link Network#inference} first
   */
  public double[] outputs(Dataset data) {
    network.requirePoint(w, data);
    for (int i = 0; i < network.layers().size(); i++) {
      if (network.layers().get(i).differsInTraining()) {
        throw new IllegalArgumentException(
            "Outputs can't be asked of layer "
                + (i + 1)
                + " of the network, "
                + network.layers().get(i)
                + ", as it acts in training; ask them of network.inference(w, trainingData), which"
                + " fixes statistics of batches and drops nothing.");
      }
    }
    int width = network.outputs();
    HeapMemory.require(8L * data.size() * width, "The outputs");
    double[] outputs = new double[Math.multiplyExact(data.size(), width)];
    Workspace work = Workspace.over(blas);
    for (int from = 0; from < data.size(); from += ROWS_AT_ONCE) {
      work.rewind();
      Matrix y = data.inputs(from, Math.min(data.size(), from + ROWS_AT_ONCE));
      for (int i = 0; i < network.layers().size(); i++) {
        y = network.layers().get(i).outputs(y, w, network.offset(i), work);
      }
      System.arraycopy(y.array(), y.from(), outputs, from * width, y.size());
    }
    return outputs;
  }

  /** The class with the largest output for each example; NaN is never the largest, 0 if all are. */
  public int[] classes(Dataset data) {
    double[] outputs = outputs(data);
    int[] classes = new int[data.size()];
    int width = network.outputs();
    for (int n = 0; n < classes.length; n++) {
      for (int k = 1; k < width; k++) {
        double output = outputs[n * width + k];
        double largest = outputs[n * width + classes[n]];
        if (output > largest || (Double.isNaN(largest) && !Double.isNaN(output))) {
          classes[n] = k;
        }
      }
    }
    return classes;
  }

  /** The share of the examples whose largest output is that of their label. */
  public double accuracy(Dataset data) {
    data.requireTargets(network.outputs());
    int[] classes = classes(data);
    int right = 0;
    for (int n = 0; n < classes.length; n++) {
      right += classes[n] == data.label(n) ? 1 : 0;
    }
    return (double) right / classes.length;
  }
}
