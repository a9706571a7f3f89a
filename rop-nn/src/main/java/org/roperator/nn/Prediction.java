package org.roperator.nn;

import org.roperator.dense.Blas;
import org.roperator.operator.Arguments;

/** What a network says about examples. */
final class Prediction {

  private static final int ROWS_AT_ONCE = 512;

  private Prediction() {}

  static double[] outputs(Network network, double[] w, Dataset data) {
    require(network, w, data);
    for (int i = 0; i < network.layers().size(); i++) {
      if (network.layers().get(i).isForTraining()) {
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
    Workspace work = Workspace.over(Blas.instance());
    for (int from = 0; from < data.size(); from += ROWS_AT_ONCE) {
      work.rewind();
      Batch y = data.inputs(from, Math.min(data.size(), from + ROWS_AT_ONCE));
      for (int i = 0; i < network.layers().size(); i++) {
        y = network.layers().get(i).outputs(y, w, network.offset(i), work);
      }
      System.arraycopy(y.array(), y.from(), outputs, from * width, y.size());
    }
    return outputs;
  }

  private static void require(Network network, double[] w, Dataset data) {
    network.requireInputs(data);
    Arguments.requireLength(
        "The parameter vector",
        w,
        network.dimension(),
        "the network has " + network.dimension() + " parameters");
    Arguments.requireFinite("The parameter vector", w);
  }

  static Network inference(Network network, double[] w, Dataset data) {
    require(network, w, data);
    return network.inference(data.inputs(0, data.size()), w, 0, Workspace.over(Blas.instance()));
  }

  static int[] classes(Network network, double[] w, Dataset data) {
    double[] outputs = outputs(network, w, data);
    int[] classes = new int[data.size()];
    int width = network.outputs();
    for (int n = 0; n < classes.length; n++) {
      for (int k = 1; k < width; k++) {
        if (outputs[n * width + k] > outputs[n * width + classes[n]]
            || Double.isNaN(outputs[n * width + classes[n]])) {
          classes[n] = k;
        }
      }
    }
    return classes;
  }

  static double accuracy(Network network, double[] w, Dataset data) {
    data.requireTargets(network.outputs());
    int[] classes = classes(network, w, data);
    int right = 0;
    for (int n = 0; n < classes.length; n++) {
      right += classes[n] == data.label(n) ? 1 : 0;
    }
    return (double) right / classes.length;
  }
}
