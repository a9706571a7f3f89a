package org.roperator.autodiff;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.operator.Vectors;

/**
 * An array of active numbers whose operations are recorded whole: one node of the tape instead of
 * one per entry.
 *
 * <p>A program that spends its time in sums, products and elementwise functions of long arrays
 * should say so with this type; it mixes freely with {@link Var}: {@link #get} takes an entry out,
 * {@link #of} puts entries together. Immutable; lives as long as the run that made it, like a Var.
 *
 * <pre>{@code
 * TapeObjective f = TapeObjective.ofArray(n, x -> x.map(Elementary.TANH).squaredNorm());
 * }</pre>
 */
public final class VarArray {

  private static final int CONSTANT = -1;

  private final double[] values;
  private final int node;
  private final Tape tape;

  /** Takes the values as its own. */
  VarArray(double[] values, int node, Tape tape) {
    this.values = values;
    this.node = node;
    this.tape = tape;
  }

  /** Some plain numbers, on which nothing depends. Copied. */
  public static VarArray constant(double... numbers) {
    return new VarArray(numbers.clone(), CONSTANT, Tape.NONE);
  }

  /** Single numbers, at least one, put together. */
  public static VarArray of(Var... entries) {
    double[] values = new double[entries.length];
    Tape tape = Tape.NONE;
    for (int i = 0; i < entries.length; i++) {
      values[i] = entries[i].getReal();
      tape = entries[i].isConstant() ? tape : entries[i].tape();
    }
    if (tape == Tape.NONE) {
      return new VarArray(values, CONSTANT, tape);
    }
    int first = tape.nodes();
    for (Var entry : entries) {
      Tape.requireOwn(tape, entry);
      tape.copy(entry.node(), entry.factor());
    }
    return new VarArray(values, first, tape);
  }

  /** The number of entries. */
  public int length() {
    return values.length;
  }

  /** Entry i, counted from 0. */
  public Var get(int i) {
    return isConstant() ? Var.constant(values[i]) : new Var(values[i], node + i, 1, tape);
  }

  /** The entries one by one, in a fresh array. */
  public Var[] toArray() {
    Var[] all = new Var[values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = get(i);
    }
    return all;
  }

  /** The values in a fresh array. */
  public double[] getReal() {
    return values.clone();
  }

  /** Whether these are plain numbers. */
  public boolean isConstant() {
    return node < 0;
  }

  double[] values() {
    return values;
  }

  int node() {
    return node;
  }

  Tape tape() {
    return tape;
  }

  /** The entries {@code from ≤ i < to}, at least one. */
  public VarArray slice(int from, int to) {
    if (from < 0 || to <= from || to > values.length) {
      throw new IllegalArgumentException(
          "A slice from "
              + from
              + " to "
              + to
              + " does not lie within 0 to "
              + values.length
              + ", or is empty.");
    }
    return new VarArray(
        Arrays.copyOfRange(values, from, to), isConstant() ? node : node + from, tape);
  }

  /** The entries of the given indices, in that order; an index may stand more than once. */
  public VarArray select(int... indices) {
    double[] y = new double[indices.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = values[indices[i]];
    }
    return record(y, isConstant() ? null : new SelectBlock(node, values.length, indices.clone()));
  }

  /** These entries as a matrix, row by row. */
  public VarMatrix asMatrix(int rows, int columns) {
    return new VarMatrix(this, rows, columns);
  }

  /** The sum {@code x + y}; the shorter y repeats along x, whose length is a multiple of its. */
  public VarArray add(VarArray y) {
    return combine(1, y, 1);
  }

  /** The difference {@code x − y}; the shorter y repeats along x. */
  public VarArray subtract(VarArray y) {
    return combine(1, y, -1);
  }

  /** The multiple {@code c x}. */
  public VarArray multiply(double c) {
    double[] factors = new double[values.length];
    Arrays.fill(factors, c);
    return multiply(factors);
  }

  /** {@code α x + β y}, the shorter y repeating along x. */
  private VarArray combine(double alpha, VarArray b, double beta) {
    int m = b.values.length;
    if (values.length % m != 0) {
      throw new IllegalArgumentException(
          "Arrays have lengths "
              + values.length
              + " and "
              + m
              + ", but the second must be as long as the first, or repeat along it.");
    }
    double[] y = new double[values.length];
    for (int from = 0; from < y.length; from += m) {
      for (int i = 0; i < m; i++) {
        y[from + i] = alpha * values[from + i] + beta * b.values[i];
      }
    }
    Tape t = tapeWith(b);
    if (b.isConstant()) {
      return new VarArray(y, node, tape);
    }
    if (isConstant()) {
      // y = const + β b, repeated
      int[] indices = new int[y.length];
      for (int i = 0; i < y.length; i++) {
        indices[i] = i % m;
      }
      VarArray repeated = b.select(indices).multiply(beta);
      return new VarArray(y, repeated.node, t);
    }
    return new VarArray(y, t.block(new AffineBlock(node, alpha, y.length, b.node, beta, m)), t);
  }

  /** The entrywise product {@code xᵢ yᵢ} of two arrays of one length. */
  public VarArray multiply(VarArray b) {
    requireEqualLength(b.values.length);
    if (b.isConstant()) {
      return multiply(b.values);
    }
    if (isConstant()) {
      return b.multiply(values);
    }
    Tape t = tapeWith(b);
    double[] y = new double[values.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = values[i] * b.values[i];
    }
    int first = t.block(new ProductBlock(node, b.node, values, b.values, new double[0]));
    return new VarArray(y, first, t);
  }

  private VarArray multiply(double[] c) {
    double[] y = new double[values.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = c[i] * values[i];
    }
    return record(y, isConstant() ? null : new MapBlock(node, c, new double[y.length]));
  }

  /**
   * The function of each entry.
   *
   * @param f any function with its first and second derivative
   */
  public VarArray map(ScalarFunction f) {
    int n = values.length;
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = f.value(values[i]);
    }
    if (isConstant()) {
      return record(y, null);
    }
    double[] slopes = new double[n];
    double[] bends = new double[n];
    for (int i = 0; i < n; i++) {
      slopes[i] = f.slope(values[i], y[i]);
      bends[i] = f.bend(values[i], y[i], slopes[i]);
    }
    return record(y, new MapBlock(node, slopes, bends));
  }

  /** The sum of all entries. */
  public Var sum() {
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    return dot(ones);
  }

  /** The inner product {@code Σ xᵢ yᵢ} of two arrays of one length. */
  public Var dot(VarArray b) {
    requireEqualLength(b.values.length);
    if (b.isConstant()) {
      return dot(b.values);
    }
    if (isConstant()) {
      return b.dot(values);
    }
    Tape t = tapeWith(b);
    int y = t.block(new DotBlock(node, b.node, values, b.values, 0));
    return new Var(Vectors.dot(values, b.values), y, 1, t);
  }

  /** The inner product {@code Σ cᵢ xᵢ} with plain numbers. Copied. */
  public Var dot(double... c) {
    requireEqualLength(c.length);
    double y = Vectors.dot(values, c);
    return isConstant()
        ? Var.constant(y)
        : new Var(y, tape.block(new WeightedSumBlock(node, c.clone())), 1, tape);
  }

  /** The squared norm {@code Σ xᵢ²}. */
  public Var squaredNorm() {
    return dot(this);
  }

  /** {@code ln Σ exp xᵢ}, without overflow. */
  public Var logSumExp() {
    return asMatrix(1, values.length).logSumExpOfRows().get(0);
  }

  /**
   * An objective applied to these entries, as a node of this program: its derivatives are its own,
   * to second order, whatever model it is.
   *
   * @param objective a function of as many numbers as there are entries
   */
  public Var feed(Objective objective) {
    if (isConstant()) {
      return Var.constant(objective.value(values));
    }
    Expansion at = objective.expandAt(values);
    int y = tape.block(new ObjectiveBlock(node, at.gradient(), at, 0));
    return new Var(at.value(), y, 1, tape);
  }

  VarArray record(double[] y, @Nullable Block block) {
    return block == null
        ? new VarArray(y, CONSTANT, Tape.NONE)
        : new VarArray(y, tape.block(block), tape);
  }

  /** The tape of an operation with another array: that of the two which is no constant. */
  Tape tapeWith(VarArray b) {
    if (isConstant()) {
      return b.tape;
    }
    if (!b.isConstant() && tape != b.tape) {
      throw Tape.mixed(tape, b.tape);
    }
    return tape;
  }

  private void requireEqualLength(int other) {
    if (other != values.length) {
      throw new IllegalArgumentException(
          "Arrays have lengths " + values.length + " and " + other + ", but must be equally long.");
    }
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
