package org.roperator.nn;

import org.roperator.dense.Matrix;
import org.roperator.internal.Arguments;
import org.roperator.internal.Examples;
import org.roperator.nn.layer.Workspace;

/**
 * Examples to learn from: rows of inputs, each with a label or with target values.
 *
 * <p>Large: the arrays are kept, not copied, and must not be changed once they are here. Numbers
 * are checked at this door, so that nothing behind it meets a NaN that the data brought in.
 */
public final class Dataset {

  private static final int[] NONE = {};

  private final double[] inputs;
  private final int features;
  private final Targets targets;
  private final int[] numbers;
  private final int first;
  private final int size;

  private Dataset(
      double[] inputs, int features, Targets targets, int[] numbers, int first, int size) {
    this.inputs = inputs;
    this.features = features;
    this.targets = targets;
    this.numbers = numbers;
    this.first = first;
    this.size = size;
  }

  /**
   * Examples with one of several classes each.
   *
   * @param inputs the inputs row by row, finite. Kept.
   * @param features the number of inputs per row
   * @param labels the class of each row, from 0. Kept.
   * @param classes the number of classes
   * @throws IllegalArgumentException naming row and column of the first number that is not finite,
   *     or the first label out of range, or the lengths that don't fit
   */
  public static Dataset classification(double[] inputs, int features, int[] labels, int classes) {
    Arguments.requirePositive("The number of classes", classes);
    int size = requireRows("inputs", inputs, features);
    if (labels.length != size) {
      throw new IllegalArgumentException(
          "There are " + size + " rows of inputs, but " + labels.length + " labels.");
    }
    for (int n = 0; n < size; n++) {
      if (labels[n] < 0 || labels[n] >= classes) {
        throw new IllegalArgumentException(
            "The label of row "
                + n
                + " is "
                + labels[n]
                + ", but must be from 0 to "
                + (classes - 1)
                + ".");
      }
    }
    return new Dataset(
        inputs, features, new Targets(new double[0], labels, classes), NONE, 0, size);
  }

  /**
   * Examples with target values.
   *
   * @param inputs the inputs row by row, finite. Kept.
   * @param features the number of inputs per row
   * @param targets the target values row by row, finite. Kept.
   * @param outputs the number of target values per row
   * @throws IllegalArgumentException naming row and column of the first number that is not finite,
   *     or the lengths that don't fit
   */
  public static Dataset regression(double[] inputs, int features, double[] targets, int outputs) {
    int size = requireRows("inputs", inputs, features);
    int targetRows = requireRows("targets", targets, outputs);
    if (targetRows != size) {
      throw new IllegalArgumentException(
          "There are " + size + " rows of inputs, but " + targetRows + " rows of targets.");
    }
    return new Dataset(inputs, features, new Targets(targets, new int[0], outputs), NONE, 0, size);
  }

  /** The number of examples. */
  public int size() {
    return size;
  }

  /** The number of inputs per example. */
  public int features() {
    return features;
  }

  /** The number of classes, or of target values per example. */
  public int outputs() {
    return targets.width;
  }

  /** Whether the examples have labels rather than target values. */
  public boolean isClassification() {
    return targets.labels.length > 0;
  }

  /**
   * The class of an example.
   *
   * @param example from 0 to the size − 1
   * @throws IllegalStateException if the examples have no labels
   */
  public int label(int example) {
    if (!isClassification()) {
      throw new IllegalStateException("These examples have target values instead of labels.");
    }
    return targets.labels[first + example];
  }

  /**
   * A target value of an example; of a label, 1 at the class and 0 elsewhere.
   *
   * @param example from 0 to the size − 1
   * @param output from 0 to the number of outputs − 1
   */
  public double target(int example, int output) {
    return targets.at(first + example, output);
  }

  /**
   * An input of an example.
   *
   * @param example from 0 to the size − 1
   * @param feature from 0 to the number of features − 1
   */
  public double input(int example, int feature) {
    return inputs[(first + example) * features + feature];
  }

  /**
   * Some of the examples, in the given order.
   *
   * <p>Examples that follow one another here are looked at where they stand; others are gathered
   * into a copy.
   *
   * @param examples numbers from 0 to the size − 1, at least one; one may stand more than once
   * @throws IllegalArgumentException naming the first that does not exist, or if there is none
   */
  public Dataset restrictedTo(int[] examples) {
    Examples.requireIndices(examples, size);
    if (isRun(examples)) {
      return new Dataset(inputs, features, targets, numbers, first + examples[0], examples.length);
    }
    double[] rows = new double[Math.multiplyExact(examples.length, features)];
    int[] theirs = new int[examples.length];
    for (int n = 0; n < examples.length; n++) {
      theirs[n] = number(examples[n]);
      System.arraycopy(inputs, (first + examples[n]) * features, rows, n * features, features);
    }
    return new Dataset(rows, features, targets.gather(first, examples), theirs, 0, examples.length);
  }

  /**
   * The number an example had when it came, before any restriction: what {@link
   * Workspace#exampleNumber} gives to layers that draw.
   *
   * @param example from 0 to the size − 1
   */
  public int number(int example) {
    return numbers.length == 0 ? first + example : numbers[first + example];
  }

  /** The inputs of consecutive examples, where they stand. */
  Matrix inputs(int from, int to) {
    return Matrix.of(inputs, (first + from) * features, to - from, features).constant();
  }

  /** Requires as many target values, or classes, as a network has outputs. */
  void requireTargets(int outputs) {
    if (targets.width != outputs) {
      throw new IllegalArgumentException(
          "The network has "
              + outputs
              + " outputs, but the data set has "
              + targets.width
              + (isClassification() ? " classes." : " target values per example."));
    }
  }

  private static boolean isRun(int[] examples) {
    for (int i = 1; i < examples.length; i++) {
      if (examples[i] != examples[0] + i) {
        return false;
      }
    }
    return true;
  }

  private static int requireRows(String what, double[] rows, int columns) {
    Arguments.requirePositive("The number of columns of the " + what, columns);
    if (rows.length == 0 || rows.length % columns != 0) {
      throw new IllegalArgumentException(
          "The "
              + what
              + " are "
              + rows.length
              + " numbers, which don't make whole rows of "
              + columns
              + ".");
    }
    for (int i = 0; i < rows.length; i++) {
      if (!Double.isFinite(rows[i])) {
        throw new IllegalArgumentException(
            "The "
                + what
                + " have the entry "
                + rows[i]
                + " in row "
                + i / columns
                + ", column "
                + i % columns
                + ", but entries must be finite.");
      }
    }
    return rows.length / columns;
  }

  /** Labels or values; of the two arrays one is empty. */
  private static final class Targets {

    private final double[] values;
    private final int[] labels;
    private final int width;

    Targets(double[] values, int[] labels, int width) {
      this.values = values;
      this.labels = labels;
      this.width = width;
    }

    double at(int example, int output) {
      if (labels.length > 0) {
        return labels[example] == output ? 1 : 0;
      }
      return values[example * width + output];
    }

    Targets gather(int first, int[] examples) {
      int[] someLabels = new int[labels.length > 0 ? examples.length : 0];
      double[] someValues = new double[values.length > 0 ? examples.length * width : 0];
      for (int n = 0; n < examples.length; n++) {
        if (labels.length > 0) {
          someLabels[n] = labels[first + examples[n]];
        } else {
          System.arraycopy(values, (first + examples[n]) * width, someValues, n * width, width);
        }
      }
      return new Targets(someValues, someLabels, width);
    }
  }
}
