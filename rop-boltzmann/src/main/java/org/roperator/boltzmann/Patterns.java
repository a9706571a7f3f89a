package org.roperator.boltzmann;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.roperator.internal.Arguments;
import org.roperator.internal.Examples;

/**
 * Visible patterns to learn: a list of examples, and with it the distribution P⁺ in which each
 * pattern has its share of them.
 *
 * <p>Examples count alike, or by the weights of {@link #withWeights}. Equal patterns are kept and
 * computed with once. Immutable.
 */
public final class Patterns {

  private final int width;
  private final double[] rows;
  private final int[] rowOf;
  private final double[] weights;
  private final double[] shares;

  private Patterns(int width, double[] rows, int[] rowOf, double[] weights) {
    this.width = width;
    this.rows = rows;
    this.rowOf = rowOf;
    this.weights = weights;
    this.shares = new double[rows.length / width];
    double total = 0;
    for (int i = 0; i < rowOf.length; i++) {
      shares[rowOf[i]] += weights[i];
      total += weights[i];
    }
    for (int r = 0; r < shares.length; r++) {
      shares[r] /= total;
    }
  }

  /**
   * Patterns given one by one, each with the same weight.
   *
   * @param patterns at least one, all of one length ≥ 1. Copied.
   */
  public static Patterns of(double[][] patterns) {
    Arguments.requirePositive("The number of patterns", patterns.length);
    int width = Arguments.requirePositive("The length of a pattern", patterns[0].length);
    for (int i = 0; i < patterns.length; i++) {
      Arguments.requireLength("Pattern " + i, patterns[i], width, "pattern 0 has length " + width);
    }
    double[] equal = new double[patterns.length];
    Arrays.fill(equal, 1);
    return distinct(width, patterns, equal);
  }

  /**
   * These patterns with the weights that they have in P⁺: counts, or probabilities. Of some of them
   * alone, as in a batch, P⁺ is in proportion to their weights.
   *
   * @param weights one per pattern, finite and above 0; only their ratios matter. Copied.
   * @throws IllegalArgumentException also if one is less than 2.2e-308 of the largest, {@link
   *     Double#MIN_NORMAL}: such a pattern would have no share left
   */
  public Patterns withWeights(double[] weights) {
    int count = size();
    Arguments.requireLength(
        "The array of weights", weights, count, "there are " + count + " patterns");
    double largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Arguments.requirePositive("Weight " + i, weights[i]));
    }
    double[] scaled = new double[count];
    for (int i = 0; i < count; i++) {
      scaled[i] = weights[i] / largest;
      if (scaled[i] < Double.MIN_NORMAL) {
        throw new IllegalArgumentException(
            "Weight "
                + i
                + " is "
                + weights[i]
                + ", nothing beside the largest, which is "
                + largest
                + "; leave such patterns out.");
      }
    }
    return new Patterns(width, rows, rowOf, scaled);
  }

  /**
   * Requires a machine of as many visible units, with these values.
   *
   * @throws IllegalArgumentException otherwise
   */
  void requireFit(BoltzmannMachine machine) {
    if (width != machine.visible()) {
      throw new IllegalArgumentException(
          "The patterns have "
              + width
              + " values each, but the machine has "
              + machine.visible()
              + " visible units.");
    }
    requireCoding(machine.coding());
  }

  private static Patterns distinct(int width, double[][] patterns, double[] weights) {
    Map<List<Double>, Integer> known = new LinkedHashMap<>();
    List<double[]> found = new ArrayList<>();
    int[] rowOf = new int[patterns.length];
    for (int i = 0; i < patterns.length; i++) {
      List<Double> key = Arrays.stream(patterns[i]).map(x -> x + 0.0).boxed().toList();
      Integer row = known.putIfAbsent(key, found.size());
      rowOf[i] = row == null ? found.size() : row;
      if (row == null) {
        found.add(patterns[i]);
      }
    }
    double[] rows = new double[Math.multiplyExact(found.size(), width)];
    for (int r = 0; r < found.size(); r++) {
      System.arraycopy(found.get(r), 0, rows, r * width, width);
    }
    return new Patterns(width, rows, rowOf, weights);
  }

  /** The number of examples, equal ones counted each. */
  public int size() {
    return rowOf.length;
  }

  /** The number of visible units. */
  public int width() {
    return width;
  }

  /** One example in a fresh array. */
  public double[] get(int example) {
    int from = rowOf[example] * width;
    return Arrays.copyOfRange(rows, from, from + width);
  }

  /** The entropy {@code −Σ P⁺ ln P⁺} in nats. */
  public double entropy() {
    double entropy = 0;
    for (double share : shares) {
      entropy -= share * Math.log(share);
    }
    return entropy;
  }

  Patterns restrictedTo(int[] examples) {
    Examples.requireIndices(examples, size());
    return distinct(
        width,
        Arrays.stream(examples).mapToObj(this::get).toArray(double[][]::new),
        Arrays.stream(examples).mapToDouble(i -> weights[i]).toArray());
  }

  /** {@code ln P⁺} of each example. */
  double[] logShares() {
    return Arrays.stream(rowOf).mapToDouble(r -> Math.log(shares[r])).toArray();
  }

  /** The mean over the examples of a number for each, by their weights. */
  double mean(double[] numbers) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * numbers[i];
      total += weights[i];
    }
    return sum / total;
  }

  /** Requires values that units can take. */
  private void requireCoding(UnitCoding coding) {
    for (int i = 0; i < rows.length; i++) {
      if (!coding.takes(rows[i])) {
        throw new IllegalArgumentException(
            String.format(
                "The pattern %s has the value %s at unit %d, but the units of this machine take %.0f"
                    + " and 1; make the data binary first.",
                Arrays.toString(Arrays.copyOfRange(rows, i - i % width, i - i % width + width)),
                rows[i],
                i % width,
                coding.low()));
      }
    }
  }

  /** The distinct patterns, row by row: the array itself. */
  double[] rows() {
    return rows;
  }

  /** The share of each distinct pattern: the array itself. */
  double[] shares() {
    return shares;
  }
}
