package org.roperator.autodiff;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roperator.function.Expansion;
import org.roperator.function.Objective;
import org.roperator.function.ScalarFunction;
import org.roperator.internal.Arguments;
import org.roperator.internal.Vectors;

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

  /** The exponent of two at which squares may come close to overflow or underflow. */
  private static final int LARGE_SCALE = 400;

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
      int copy = tape.copy(entry.node(), entry.factor());
      if (tape.hasRoots() && entry.getReal() == 0) {
        tape.roots().copy(entry.node(), entry.factor(), copy);
      }
    }
    return new VarArray(values, first, tape);
  }

  /** Arrays, at least one, one behind the other. */
  public static VarArray concat(VarArray... parts) {
    int[] places = new int[parts.length];
    int[] lengths = new int[parts.length];
    Tape tape = Tape.NONE;
    int n = 0;
    for (int p = 0; p < parts.length; p++) {
      places[p] = parts[p].node;
      lengths[p] = parts[p].values.length;
      tape = parts[p].isConstant() ? tape : parts[p].tape;
      n = Math.addExact(n, lengths[p]);
    }
    double[] values = new double[n];
    int from = 0;
    for (VarArray part : parts) {
      if (!part.isConstant() && part.tape != tape) {
        throw Tape.mixed(tape, part.tape);
      }
      System.arraycopy(part.values, 0, values, from, part.values.length);
      from += part.values.length;
    }
    Arguments.requirePositive("The number of entries", n);
    return tape == Tape.NONE
        ? new VarArray(values, CONSTANT, tape)
        : new VarArray(values, tape.block(new ConcatenationBlock(places, lengths)), tape);
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
    if (indices.length == 0) {
      throw new IllegalArgumentException("There is no index to select by; give at least one.");
    }
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

  // Where two arrays meet, the shorter y repeats along x, whose length is a multiple of its.

  /** The sum {@code x + y}; the shorter y repeats along x, whose length is a multiple of its. */
  public VarArray add(VarArray y) {
    return combine(y, 1, 1);
  }

  /** The sum {@code xᵢ + y} with one number. */
  public VarArray add(Var y) {
    return add(of(y));
  }

  /** The sum {@code xᵢ + c}. */
  public VarArray add(double c) {
    double[] y = new double[values.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = values[i] + c;
    }
    return new VarArray(y, node, tape);
  }

  /** The difference {@code x − y}; the shorter y repeats along x. */
  public VarArray subtract(VarArray y) {
    return combine(y, -1, 1);
  }

  /** The difference {@code xᵢ − y} with one number. */
  public VarArray subtract(Var y) {
    return subtract(of(y));
  }

  /** The difference {@code xᵢ − c}. */
  public VarArray subtract(double c) {
    return add(-c);
  }

  /** The negatives {@code −xᵢ}. */
  public VarArray negate() {
    return multiply(-1);
  }

  /** {@code x + β y}, y repeating along x; see {@link AffineBlock} for the stride. */
  VarArray combine(VarArray b, double beta, int stride) {
    b.requireRepeats(values.length, stride);
    int m = b.values.length;
    double[] y = new double[values.length];
    for (int from = 0; stride == 1 && from < y.length; from += m) {
      for (int i = 0; i < m; i++) {
        y[from + i] = values[from + i] + beta * b.values[i];
      }
    }
    for (int i = 0; stride > 1 && i < y.length; i++) {
      y[i] = values[i] + beta * b.values[i / stride % m];
    }
    Tape t = tapeWith(b);
    if (b.isConstant()) {
      return new VarArray(y, node, tape);
    }
    if (isConstant()) {
      // y = const + β b, repeated
      int[] indices = new int[y.length];
      for (int i = 0; i < y.length; i++) {
        indices[i] = i / stride % m;
      }
      VarArray repeated = b.select(indices).multiply(beta);
      return new VarArray(y, repeated.node, t);
    }
    int first = t.block(new AffineBlock(node, 1, y.length, b.node, beta, m, stride));
    return new VarArray(y, first, t);
  }

  private void requireRepeats(int length, int stride) {
    int m = values.length;
    if (length % ((long) m * stride) != 0) {
      throw new IllegalArgumentException(
          "Arrays have lengths "
              + length
              + " and "
              + m
              + ", but the second must be as long as the first, or repeat along it.");
    }
  }

  /** The values of a shorter array repeated to a length. */
  private double[] repeated(int length, int stride) {
    int m = values.length;
    requireRepeats(length, stride);
    double[] all = new double[length];
    if (stride == 1) {
      for (int from = 0; from < length; from += m) {
        System.arraycopy(values, 0, all, from, m);
      }
      return all;
    }
    for (int i = 0; i < length; i++) {
      all[i] = values[i / stride % m];
    }
    return all;
  }

  /** The multiple {@code c x}. */
  public VarArray multiply(double c) {
    double[] factors = new double[values.length];
    Arrays.fill(factors, c);
    return multiply(factors);
  }

  /** The multiple {@code y x} by one number. */
  public VarArray multiply(Var y) {
    return multiply(of(y));
  }

  /** The entrywise product {@code xᵢ yᵢ}; the shorter y repeats along x. */
  public VarArray multiply(VarArray y) {
    return y.values.length == values.length ? product(y) : combine(BinaryElementary.MULTIPLY, y, 1);
  }

  private VarArray product(VarArray b) {
    if (b.isConstant()) {
      return multiply(b.values);
    }
    if (isConstant()) {
      return b.multiply(values);
    }
    Tape t = tapeWith(b);
    if (isAnyRoot() || b.isAnyRoot()) {
      return singly(i -> get(i).multiply(b.get(i)));
    }
    double[] y = new double[values.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = values[i] * b.values[i];
    }
    int first = t.block(new ProductBlock(node, b.node, values, b.values, new double[0]));
    return new VarArray(y, first, t);
  }

  /** The quotient {@code x / c}. */
  public VarArray divide(double c) {
    double[] y = new double[values.length];
    double[] slopes = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = values[i] / c;
      slopes[i] = 1 / c;
    }
    return record(y, isConstant() ? null : new MapBlock(node, slopes, new double[y.length]));
  }

  /** The quotient {@code x / y} by one number. */
  public VarArray divide(Var y) {
    return divide(of(y));
  }

  /** The entrywise quotient {@code xᵢ / yᵢ}; the shorter y repeats along x. */
  public VarArray divide(VarArray y) {
    return combine(BinaryElementary.DIVIDE, y, 1);
  }

  /** The powers {@code xᵢᵖ}, with the rules of {@link Var#pow(double)}. */
  public VarArray pow(double p) {
    return combine(BinaryElementary.POWER, constant(p), 1);
  }

  /** The powers {@code xᵢ^yᵢ}, with the rules of {@link Var#pow(Var)}; y repeats along x. */
  public VarArray pow(VarArray y) {
    return combine(BinaryElementary.POWER, y, 1);
  }

  /** The entries {@code xᵢ ln yᵢ}, with the rules of {@link Var#xLogY}; y repeats along x. */
  public VarArray xLogY(VarArray y) {
    return combine(BinaryElementary.X_LOG_Y, y, 1);
  }

  /** The angles of the points (yᵢ, xᵢ), with the rules of {@link Var#atan2}; y repeats along x. */
  public VarArray atan2(VarArray y) {
    return combine(BinaryElementary.ATAN2, y, 1);
  }

  /** The lengths {@code √(xᵢ² + yᵢ²)}, with the rules of {@link Var#hypot}; y repeats along x. */
  public VarArray hypot(VarArray y) {
    return combine(BinaryElementary.HYPOT, y, 1);
  }

  /**
   * The larger of {@code xᵢ} and {@code yᵢ}, at a tie as {@link Var#isAbove} tells; NaN if either
   * is. The shorter y repeats along x.
   */
  public VarArray max(VarArray y) {
    return choose(y, 1);
  }

  /** The larger of {@code xᵢ} and one number. */
  public VarArray max(Var y) {
    return max(of(y));
  }

  /** The larger of {@code xᵢ} and c. */
  public VarArray max(double c) {
    return max(constant(c));
  }

  /** The smaller of {@code xᵢ} and {@code yᵢ}, at a tie that which {@link #max} does not choose. */
  public VarArray min(VarArray y) {
    return choose(y, -1);
  }

  /** The smaller of {@code xᵢ} and one number. */
  public VarArray min(Var y) {
    return min(of(y));
  }

  /** The smaller of {@code xᵢ} and c. */
  public VarArray min(double c) {
    return min(constant(c));
  }

  /** Of each two entries the one that is larger times a sign, or NaN. */
  private VarArray choose(VarArray b, int sign) {
    double[] right = b.repeated(values.length, 1);
    int m = b.values.length;
    Tape t = tapeWith(b);
    // Whether an entry is a root, the tape must go on to know.
    if (isAnyRoot() || b.isAnyRoot()) {
      return singly(i -> sign > 0 ? get(i).max(b.get(i % m)) : get(i).min(b.get(i % m)));
    }
    double[] y = new double[values.length];
    boolean[] second = new boolean[y.length];
    for (int i = 0; i < y.length; i++) {
      boolean isTie = values[i] == right[i];
      boolean isAbove = isTie ? b.get(i % m).isAbove(get(i)) : right[i] > values[i];
      second[i] =
          sign > 0 ? isAbove || Double.isNaN(right[i]) : !isAbove && !Double.isNaN(values[i]);
      y[i] = second[i] ? right[i] : values[i];
    }
    return isConstant() && b.isConstant()
        ? new VarArray(y, CONSTANT, t)
        : new VarArray(y, t.block(new ChoiceBlock(node, b.node, m, second)), t);
  }

  /** {@code f(xᵢ, yᵣ)}, y repeating along x; see {@link BinaryBlock} for the stride. */
  VarArray combine(BinaryElementary f, VarArray b, int stride) {
    double[] right = b.repeated(values.length, stride);
    double[] y = new double[values.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = f.value(values[i], right[i]);
    }
    Tape t = tapeWith(b);
    if (isConstant() && b.isConstant()) {
      return new VarArray(y, CONSTANT, t);
    }
    // Where an entry has no derivative, the tape must know.
    if (f == BinaryElementary.POWER && !isConstant() && isAnyZero(values)) {
      return singly(i -> get(i).pow(b.get(i / stride % b.length())));
    }
    if (f == BinaryElementary.MULTIPLY && (isAnyRoot() || b.isAnyRoot())) {
      return singly(i -> get(i).multiply(b.get(i / stride % b.length())));
    }
    if (f == BinaryElementary.HYPOT && (isAnyRoot() || b.isAnyRoot() || isAnyZero(y))) {
      return singly(i -> get(i).hypot(b.get(i / stride % b.length())));
    }
    return new VarArray(y, t.block(block(f, b, stride, right, y)), t);
  }

  private Block block(BinaryElementary f, VarArray b, int stride, double[] right, double[] y) {
    if (!b.isConstant()) {
      BinaryBlock.Partials partials = BinaryBlock.Partials.of(f, values, right, y);
      return new BinaryBlock(node, b.node, b.values.length, stride, partials);
    }
    double[] slopes = new double[y.length];
    double[] bends = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      slopes[i] = f.a(values[i], right[i], y[i]);
      bends[i] = f.aa(values[i], right[i], y[i]);
    }
    return new MapBlock(node, slopes, bends);
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
    if (!Vectors.isFinite(slopes) || isAnyRoot()) {
      return singly(i -> get(i).map(f));
    }
    if (f == Elementary.ABS) {
      chooseSides(slopes);
    }
    return record(y, new MapBlock(node, slopes, bends));
  }

  /** Decides for zeros which of x and −x is positive beside. */
  private void chooseSides(double[] slopesOfAbs) {
    for (int i = 0; i < slopesOfAbs.length; i++) {
      if (values[i] == 0 && !get(i).isAboveZero()) {
        slopesOfAbs[i] = -1;
      }
    }
  }

  /** An array of this length whose entries are computed each by itself. */
  private VarArray singly(IntFunction<Var> entry) {
    return of(IntStream.range(0, values.length).mapToObj(entry).toArray(Var[]::new));
  }

  private static boolean isAnyZero(double[] numbers) {
    return Arrays.stream(numbers).anyMatch(x -> x == 0);
  }

  /** Whether an entry is known to the tape as a root at zero, whose square is smooth. */
  private boolean isAnyRoot() {
    return !isConstant() && tape.hasRoots() && tape.roots().isAnyRoot(node, values.length);
  }

  /** The sum of all entries. */
  public Var sum() {
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    return dot(ones);
  }

  /** The mean of all entries. */
  public Var mean() {
    return sum().divide(values.length);
  }

  /** The largest entry, at a tie as {@link Var#isAbove} tells; NaN if one is. */
  public Var max() {
    return get(indexOfExtreme(0, values.length, 1));
  }

  /** The smallest entry, at a tie as {@link Var#isAbove} tells; NaN if one is. */
  public Var min() {
    return get(indexOfExtreme(0, values.length, -1));
  }

  /** The index of the largest entry times a sign, or of the first NaN. */
  int indexOfExtreme(int from, int to, int sign) {
    int best = from;
    for (int i = from + 1; i < to && !Double.isNaN(values[best]); i++) {
      boolean isTie = values[i] == values[best] && !isConstant();
      boolean isBeyond =
          isTie ? isBeyondBeside(i, best, sign) : sign * values[i] > sign * values[best];
      best = isBeyond || Double.isNaN(values[i]) ? i : best;
    }
    return best;
  }

  private boolean isBeyondBeside(int i, int j, int sign) {
    return sign > 0 ? get(i).isAbove(get(j)) : get(j).isAbove(get(i));
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
    if (isAnyRoot() || b.isAnyRoot()) {
      return singly(i -> get(i).multiply(b.get(i))).sum();
    }
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

  /** The norm {@code √Σ xᵢ²}; of zeros its derivatives are NaN, but not those of its square. */
  public Var norm() {
    double y = Vectors.norm(values);
    int scale = Math.getExponent(y);
    boolean isOrdinary = Math.abs(scale) < LARGE_SCALE || y == 0 || !Double.isFinite(y);
    // The square is computed of numbers whose squares are not too large or small to be told.
    return isOrdinary
        ? squaredNorm().sqrt().withValue(y)
        : multiply(Math.scalb(1.0, -scale)).squaredNorm().sqrt().scalb(scale).withValue(y);
  }

  /** The squared norm {@code Σ xᵢ²}. */
  public Var squaredNorm() {
    return dot(this);
  }

  /** {@code ln Σ exp xᵢ}, without overflow. */
  public Var logSumExp() {
    return asMatrix(1, values.length).logSumExpOfRows().get(0);
  }

  /** {@code exp xᵢ / Σ exp xⱼ}, without overflow. */
  public VarArray softmax() {
    return asMatrix(1, values.length).softmaxOfRows().entries();
  }

  /** {@code xᵢ − ln Σ exp xⱼ}, without overflow and without cancellation near 0. */
  public VarArray logSoftmax() {
    return asMatrix(1, values.length).logSoftmaxOfRows().entries();
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
