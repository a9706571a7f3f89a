package org.roperator.cli.fit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The numbers of a table in their roles. Immutable, but for arrays that stay in the package.
 *
 * <p>A row of weight w counts as w equal examples, whatever the model: w times its log-likelihood,
 * and w in the number of examples.
 */
public final class Examples {

  private final String name;
  private final Target target;
  private final double[] weights;
  private final double[] offset;
  private final Design design;
  private final List<String> remarks;

  /** What is explained. */
  static final class Target {
    private final String name;
    private final double[] values;
    private final boolean[] events;

    /**
     * Keeps the arrays.
     *
     * @param name of the column, or of the class that is a success
     * @param values numbers, counts or times; 1 for success and 0 else
     * @param events whether each time is that of an event
     */
    Target(String name, double[] values, boolean[] events) {
      this.name = name;
      this.values = values;
      this.events = events;
    }

    String name() {
      return name;
    }

    double[] values() {
      return values;
    }

    boolean[] events() {
      return events;
    }
  }

  /** Keeps the arrays; all weights are above 0. */
  Examples(
      String name,
      Target target,
      double[] weights,
      double[] offset,
      Design design,
      List<String> remarks) {
    this.name = name;
    this.target = target;
    this.weights = weights;
    this.offset = offset;
    this.design = design;
    this.remarks = List.copyOf(remarks);
  }

  /** What the table is called. */
  public String name() {
    return name;
  }

  /** The target in words. */
  public String targetName() {
    return target.name();
  }

  /** The number of rows that are used. */
  public int rows() {
    return weights.length;
  }

  /** The number of examples: the sum of the weights. */
  public double size() {
    return Arrays.stream(weights).sum();
  }

  /** The number of coefficients. */
  public int coefficients() {
    return design.width();
  }

  /** Of lifetimes, how many examples have had their event. */
  public Optional<Double> events() {
    boolean[] seen = target.events();
    if (seen.length == 0) {
      return Optional.empty();
    }
    double sum = 0;
    for (int i = 0; i < seen.length; i++) {
      sum += seen[i] ? weights[i] : 0;
    }
    return Optional.of(sum);
  }

  /**
   * How far a feature spreads: the standard deviation of the column of a coefficient, or 1 if it is
   * a level of a factor, or the intercept.
   */
  public double spread(int coefficient) {
    Design.Term term = design.term(coefficient);
    if (!term.name().equals(term.column()) || term.column().equals(Design.INTERCEPT)) {
      return 1;
    }
    double[] shares = Sums.shares(weights);
    double[] column = design.column(coefficient);
    double largest = Arrays.stream(column).map(Math::abs).max().orElse(1);
    double[] scaled = Arrays.stream(column).map(x -> x / largest).toArray();
    double mean = Sums.dot(shares, scaled);
    double[] centered = Arrays.stream(scaled).map(x -> x - mean).toArray();
    return largest * Math.sqrt(Sums.dot(shares, Sums.products(centered, centered)));
  }

  /** What was decided about the table and might have been meant otherwise, a few words each. */
  public List<String> remarks() {
    return remarks;
  }

  Target target() {
    return target;
  }

  double[] weights() {
    return weights;
  }

  double[] offset() {
    return offset;
  }

  Design design() {
    return design;
  }
}
