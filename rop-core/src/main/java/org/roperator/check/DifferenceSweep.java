package org.roperator.check;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.roperator.operator.Vectors;

/**
 * The derivative at 0 of a curve {@code φ: ℝ → ℝᵐ}, by central differences over a sweep of steps.
 *
 * <p>{@code D(h) = (φ(h) − φ(−h)) / 2h} errs by {@code c h²} (truncation) plus {@code η/h}
 * (rounding). One Richardson step {@code R(h) = D(h) + (D(h) − D(ρh)) / (ρ² − 1)} leaves {@code c
 * h⁴}. The uncertainty of {@code R(h)} is the larger of its distances to its two neighbours, plus a
 * bound on the rounding of φ itself. The step that wins is chosen by these uncertainties alone,
 * never by looking at the derivative under test.
 *
 * <p>Memory O(m), whatever the number of steps.
 */
final class DifferenceSweep {

  /** The curve; fills {@code out} with φ(t). */
  interface Curve {
    void at(double t, double[] out);
  }

  /** One step: its size, the norms of D, of D − claimed, of R − claimed, and R's uncertainty. */
  record Row(double step, double size, double plainError, double error, double uncertainty) {}

  /** The ratio ρ of neighbouring steps: two steps a decade. */
  static final double RATIO = Math.sqrt(10);

  /** A relative uncertainty that counts as resolved when steps compete. */
  private static final double RESOLVED = 1e-6;

  private final Curve curve;
  private final double[] claimed;
  private final List<Row> rows = new ArrayList<>();

  private final double[] above;
  private final double[] below;
  private final double[] work;
  private double[] d;
  private double[] dBefore;
  private double[] r;
  private double[] rBefore;
  private double[] change;
  private double[] changeBefore;
  private int chain;

  private final double[] best;
  private final double[] bestUncertainty;
  private double bestStep = Double.NaN;
  private double bestNorm = Double.POSITIVE_INFINITY;
  private double bestMerit = Double.POSITIVE_INFINITY;
  private double largestPhi;

  private DifferenceSweep(Curve curve, double[] claimed) {
    int m = claimed.length;
    this.curve = curve;
    this.claimed = claimed;
    this.above = new double[m];
    this.below = new double[m];
    this.work = new double[m];
    this.d = new double[m];
    this.dBefore = new double[m];
    this.r = new double[m];
    this.rBefore = new double[m];
    this.change = new double[m];
    this.changeBefore = new double[m];
    this.best = new double[m];
    this.bestUncertainty = new double[m];
  }

  /**
   * Runs the sweep.
   *
   * @param curve φ
   * @param claimed the derivative under test, only to be compared with. Not modified.
   * @param largest the largest step
   * @param smallest the smallest step
   */
  static DifferenceSweep of(Curve curve, double[] claimed, double largest, double smallest) {
    DifferenceSweep sweep = new DifferenceSweep(curve, claimed);
    int steps = 1 + (int) Math.round(2 * Math.log10(largest / smallest));
    for (int j = 0; j < steps; j++) {
      sweep.step(largest * Math.pow(10, -0.5 * j));
    }
    return sweep;
  }

  private void step(double h) {
    curve.at(h, above);
    curve.at(-h, below);
    if (!Vectors.isFinite(above) || !Vectors.isFinite(below)) {
      chain = 0; // outside the domain; neighbours on both sides of a gap don't compare
      return;
    }
    largestPhi = Math.max(largestPhi, Math.max(Vectors.norm(above), Vectors.norm(below)));
    swap();
    chain++;
    for (int i = 0; i < d.length; i++) {
      d[i] = (above[i] - below[i]) / (2 * h);
      r[i] = chain < 2 ? d[i] : d[i] + (d[i] - dBefore[i]) / (RATIO * RATIO - 1);
      // The floor: four roundings of φ itself.
      double rounding = 4 * Math.ulp(Math.abs(above[i]) + Math.abs(below[i])) / h;
      change[i] = Math.abs(r[i] - rBefore[i]) + rounding;
    }
    if (chain >= 4) {
      judge(h * RATIO);
    }
    double uncertainty = chain >= 3 ? Vectors.norm(change) : Double.POSITIVE_INFINITY;
    rows.add(new Row(h, Vectors.norm(d), distance(d), distance(r), uncertainty));
  }

  /** Considers the step before the last, now that both its neighbours are known. */
  private void judge(double h) {
    for (int i = 0; i < change.length; i++) {
      work[i] = Math.max(change[i], changeBefore[i]);
    }
    double norm = Vectors.norm(work);
    // A difference quotient of mere ripple is of size φ/h with an uncertainty to match; a vanishing
    // derivative is far below that.
    double merit = norm / (Vectors.norm(rBefore) + 1e-7 * largestPhi / h + Double.MIN_NORMAL);
    boolean better =
        merit <= RESOLVED ? bestMerit > RESOLVED || norm < bestNorm : merit < bestMerit;
    if (better) {
      bestMerit = merit;
      bestNorm = norm;
      bestStep = h;
      System.arraycopy(rBefore, 0, best, 0, best.length);
      System.arraycopy(work, 0, bestUncertainty, 0, best.length);
    }
  }

  private void swap() {
    double[] t = d;
    d = dBefore;
    dBefore = t;
    t = r;
    r = rBefore;
    rBefore = t;
    t = change;
    change = changeBefore;
    changeBefore = t;
  }

  private double distance(double[] x) {
    Vectors.sum(x, -1, claimed, work);
    return Vectors.norm(work);
  }

  /** The steps taken, largest first; those outside the domain are left out. */
  List<Row> rows() {
    return rows;
  }

  /** The best extrapolated derivative. Not a copy. */
  double[] derivative() {
    return best;
  }

  /** The uncertainty of each of its entries. Not a copy. */
  double[] uncertainties() {
    return bestUncertainty;
  }

  /** The norm of the uncertainties; infinite where no step could be judged. */
  double uncertainty() {
    return bestNorm;
  }

  /** The uncertainty relative to the derivative, or to 1e-7 of φ/h where that is larger. */
  double merit() {
    return bestMerit;
  }

  /** The step that won; NaN where none could be judged. */
  double bestStep() {
    return bestStep;
  }

  /** The distance between the best derivative and the claimed one. */
  double error() {
    return distance(best);
  }

  /** The largest norm of φ met in the sweep. */
  double largestPhi() {
    return largestPhi;
  }

  /** The curve of relative errors of the plain differences. */
  ErrorCurve curve(double scale) {
    List<ErrorCurve.Point> points = new ArrayList<>();
    for (Row row : rows) {
      points.add(new ErrorCurve.Point(row.step(), row.plainError() / scale));
    }
    return new ErrorCurve(points, order());
  }

  /** The slope of the error against the step, where truncation stands clear of rounding. */
  private OptionalDouble order() {
    List<Double> slopes = new ArrayList<>();
    double floor = rows.stream().mapToDouble(Row::plainError).min().orElse(0);
    for (int j = 1; j < rows.size(); j++) {
      Row coarse = rows.get(j - 1);
      Row fine = rows.get(j);
      boolean clear = fine.plainError() > 30 * floor && fine.plainError() < 0.1 * fine.size();
      if (clear && fine.step() > bestNormStep(floor)) {
        slopes.add(
            Math.log(coarse.plainError() / fine.plainError())
                / Math.log(coarse.step() / fine.step()));
      }
    }
    if (slopes.size() < 2) {
      return OptionalDouble.empty();
    }
    slopes.sort(null);
    return OptionalDouble.of(slopes.get(slopes.size() / 2));
  }

  private double bestNormStep(double floor) {
    return rows.stream().filter(r -> r.plainError() == floor).findFirst().orElseThrow().step();
  }
}
