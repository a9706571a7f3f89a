package org.roperator.cli.run;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.roperator.data.LabeledData;

/** What a network says about examples whose classes are known. */
public final class Predictions {

  private final LabeledData data;
  private final int[] predicted;
  private final double[] confidence;
  private final double meanLoss;

  /**
   * Predictions from class scores.
   *
   * @param data the examples
   * @param logits examples × classes, the logarithms of the probabilities up to a constant. Not
   *     modified.
   */
  public Predictions(LabeledData data, double[] logits) {
    int classes = data.classes().size();
    this.data = data;
    this.predicted = new int[data.size()];
    this.confidence = new double[data.size()];
    double loss = 0;
    for (int i = 0; i < data.size(); i++) {
      int best = i * classes;
      for (int k = i * classes + 1; k < (i + 1) * classes; k++) {
        best = logits[k] > logits[best] ? k : best;
      }
      double sum = 0;
      for (int k = i * classes; k < (i + 1) * classes; k++) {
        sum += Math.exp(logits[k] - logits[best]);
      }
      predicted[i] = best - i * classes;
      confidence[i] = 1 / sum;
      // −ln p = ln Σ exp(z − z_best) − (z_label − z_best)
      loss += Math.log(sum) - (logits[i * classes + data.labels()[i]] - logits[best]);
    }
    this.meanLoss = loss / data.size();
  }

  /** The examples. */
  public LabeledData data() {
    return data;
  }

  /** The class predicted for an example. */
  public int predicted(int example) {
    return predicted[example];
  }

  /** The probability of the class predicted for an example. */
  public double confidence(int example) {
    return confidence[example];
  }

  /** The mean softmax cross-entropy. */
  public double meanLoss() {
    return meanLoss;
  }

  /** The share of examples it got right. */
  public double accuracy() {
    long right =
        IntStream.range(0, data.size()).filter(i -> predicted[i] == data.labels()[i]).count();
    return (double) right / data.size();
  }

  /** The examples it got wrong, those it was surest of first. */
  public List<Integer> wrong() {
    return IntStream.range(0, data.size())
        .filter(i -> predicted[i] != data.labels()[i])
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -confidence[i]))
        .toList();
  }

  /** How often an example of class {@code [truth]} was called {@code [predicted]}. */
  public int[][] confusion() {
    int classes = data.classes().size();
    int[][] counts = new int[classes][classes];
    for (int i = 0; i < data.size(); i++) {
      counts[data.labels()[i]][predicted[i]]++;
    }
    return counts;
  }
}
