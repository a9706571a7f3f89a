package org.roperator.cli.study;

import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.roperator.data.LabeledData;
import org.roperator.internal.Gaussian;

/** Families of examples drawn by a rule, so that the best possible network is known about. */
enum Synthetic {
  /** Three concentric rings in the plane, a little blurred. */
  RINGS(2, 3, 0),
  /** Two interleaved spirals in the plane. */
  SPIRALS(2, 2, 1),
  /** Four Gaussian clouds in ten dimensions that overlap. */
  MIXTURE(10, 4, 2),
  /** Two Gaussian clouds in sixty dimensions that differ in four of them. */
  WIDE(60, 2, 3),
  /** The sign of a product of two features among eight. */
  XOR(8, 2, 4),
  /** The class that a random network of eight units gives ten features. */
  TEACHER(10, 3, 5);

  private final int width;
  private final int classes;
  private final long rule;

  Synthetic(int width, int classes, long rule) {
    this.width = width;
    this.classes = classes;
    this.rule = rule;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Synthetic> named(String label) {
    return Stream.of(values()).filter(s -> s.label().equals(label)).findFirst();
  }

  /** Examples, as many of each class as the rule gives. */
  LabeledData draw(int size, long seed) {
    // The rule itself does not depend on the seed, the examples do.
    SplittableRandom random = new SplittableRandom(seed);
    double[] rows = gaussian(new SplittableRandom(rule), 8 * Math.max(width, classes) * 8);
    double[] x = new double[size * width];
    int[] labels = new int[size];
    for (int n = 0; n < size; n++) {
      double[] example = new double[width];
      labels[n] = fill(example, rows, random);
      for (int j = 0; j < width; j++) {
        x[n * width + j] = example[j];
      }
    }
    return new LabeledData(
        label(),
        x,
        labels,
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
        Optional.empty());
  }

  /** Fills one example and answers its class. */
  private int fill(double[] x, double[] rows, SplittableRandom random) {
    int label = random.nextInt(classes);
    for (int j = 0; j < width; j++) {
      x[j] = Gaussian.draw(random);
    }
    return switch (this) {
      case RINGS -> onCircle(x, 1 + label, 2 * Math.PI * random.nextDouble(), 0.2, label);
      case SPIRALS -> {
        double turn = 3 * Math.PI * Math.sqrt(random.nextDouble());
        yield onCircle(x, turn / 3, turn + Math.PI * label, 0.1, label);
      }
      case MIXTURE -> {
        for (int j = 0; j < width; j++) {
          x[j] += 0.8 * rows[label * width + j];
        }
        yield label;
      }
      case WIDE -> {
        for (int j = 0; j < 4; j++) {
          x[j] += 2 * label - 1;
        }
        yield label;
      }
      case XOR -> x[0] * x[1] > 0 ? 1 : 0;
      case TEACHER -> taught(x, rows);
    };
  }

  private static int onCircle(double[] x, double radius, double angle, double blur, int label) {
    x[0] = radius * Math.cos(angle) + blur * x[0];
    x[1] = radius * Math.sin(angle) + blur * x[1];
    return label;
  }

  private int taught(double[] x, double[] rows) {
    double[] scores = new double[classes];
    for (int unit = 0; unit < 8; unit++) {
      double sum = 0;
      for (int j = 0; j < width; j++) {
        sum += rows[unit * width + j] * x[j];
      }
      for (int k = 0; k < classes; k++) {
        scores[k] += rows[8 * width + unit * classes + k] * Math.tanh(sum);
      }
    }
    int best = 0;
    for (int k = 1; k < classes; k++) {
      best = scores[k] > scores[best] ? k : best;
    }
    return best;
  }

  private static double[] gaussian(SplittableRandom random, int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = Gaussian.draw(random);
    }
    return numbers;
  }
}
