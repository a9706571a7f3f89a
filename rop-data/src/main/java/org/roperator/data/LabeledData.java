package org.roperator.data;

import java.util.List;
import java.util.Optional;
import org.roperator.nn.Dataset;
import org.roperator.nn.layer.ImageShape;

/** Examples with features and a class each. Immutable, but for arrays handed out by reference. */
public final class LabeledData {

  private final String name;
  private final int width;
  private final double[] features;
  private final int[] labels;
  private final List<String> classes;
  private final Optional<ImageShape> imageShape;
  private final Reading reading;

  /** How examples were read: what features are called, what was said, and in what order. */
  private static final class Reading {
    private final List<String> featureNames;
    private final List<String> remarks;

    /** The place of each example among all that were read, from 0; none where it is its own. */
    private final int[] places;

    Reading(List<String> featureNames, List<String> remarks, int[] places) {
      this.featureNames = List.copyOf(featureNames);
      this.remarks = List.copyOf(remarks);
      this.places = places;
    }

    int place(int example) {
      return places.length == 0 ? example : places[example];
    }
  }

  /**
   * Examples from arrays, which are kept.
   *
   * @param name what the data are called in reports
   * @param features size × width numbers, one example after the other; finite
   * @param labels a class from 0 to classes − 1 for each example
   * @param classes the names of the classes
   * @param imageShape how to draw an example, if it is a picture
   */
  public LabeledData(
      String name,
      double[] features,
      int[] labels,
      List<String> classes,
      Optional<ImageShape> imageShape) {
    this(
        name, features, labels, classes, imageShape, new Reading(List.of(), List.of(), new int[0]));
  }

  private LabeledData(
      String name,
      double[] features,
      int[] labels,
      List<String> classes,
      Optional<ImageShape> imageShape,
      Reading reading) {
    if (labels.length == 0 || features.length % labels.length != 0) {
      throw new IllegalArgumentException(
          features.length + " features don't divide among " + labels.length + " examples.");
    }
    this.name = name;
    this.width = features.length / labels.length;
    this.features = features;
    this.labels = labels;
    this.classes = List.copyOf(classes);
    this.imageShape = imageShape;
    this.reading = reading;
  }

  /** What the data are called. */
  public String name() {
    return name;
  }

  /** The number of examples, at least 1. */
  public int size() {
    return labels.length;
  }

  /** The number of features of an example. */
  public int width() {
    return width;
  }

  /** All features, one example after the other: the array itself, not to be modified. */
  public double[] features() {
    return features;
  }

  /** The class of each example: the array itself, not to be modified. */
  public int[] labels() {
    return labels;
  }

  /** The names of the classes. */
  public List<String> classes() {
    return classes;
  }

  /** How to draw an example, if it is a picture. */
  public Optional<ImageShape> imageShape() {
    return imageShape;
  }

  /** The same examples as networks take them, over the same arrays. */
  public Dataset toDataset() {
    return Dataset.classification(features, width, labels, classes.size());
  }

  /** Some of the examples, in the order given, copied. */
  public LabeledData select(int[] examples) {
    double[] chosen = new double[Math.multiplyExact(examples.length, width)];
    int[] chosenLabels = new int[examples.length];
    int[] places = new int[examples.length];
    for (int i = 0; i < examples.length; i++) {
      System.arraycopy(features, examples[i] * width, chosen, i * width, width);
      chosenLabels[i] = labels[examples[i]];
      places[i] = reading.place(examples[i]);
    }
    return new LabeledData(
        name,
        chosen,
        chosenLabels,
        classes,
        imageShape,
        new Reading(reading.featureNames, reading.remarks, places));
  }

  /** The same examples with other features. */
  LabeledData withFeatures(double[] others) {
    return new LabeledData(name, others, labels, classes, imageShape, reading);
  }

  /**
   * The same examples, of which it is known what their features are called and how they were read.
   */
  LabeledData withReading(List<String> names, List<String> said) {
    return new LabeledData(
        name, features, labels, classes, imageShape, new Reading(names, said, reading.places));
  }

  /** What a feature is called. */
  public String featureName(int feature) {
    return reading.featureNames.isEmpty()
        ? "feature " + (feature + 1)
        : reading.featureNames.get(feature);
  }

  /** The number of an example, from 1, in the order in which all of them were read. */
  public int number(int example) {
    return reading.place(example) + 1;
  }

  /** What was decided on reading and might have been meant otherwise, a few words each. */
  public List<String> remarks() {
    return reading.remarks;
  }

  /** The number of examples of each class. */
  public int[] classSizes() {
    int[] sizes = new int[classes.size()];
    for (int label : labels) {
      sizes[label]++;
    }
    return sizes;
  }
}
