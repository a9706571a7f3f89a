package org.roperator.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.roperator.check.CheckReport.ErrorCurve;
import org.roperator.internal.Vectors;

/**
 * The derivative at 0 of a curve {@code φ: ℝ → ℝᵐ}, by central differences over a sweep of steps.
 *
 * <p>{@code D(h) = (φ(h) − φ(−h)) / 2h} errs by {@code c h²} (truncation) plus {@code η/h}
 * (rounding). One Richardson step {@code R(h) = D(h) + (D(h) − D(ρh)) / (ρ² − 1)} leaves {@code c
 * h⁴}. The uncertainty of {@code R(h)} is the larger of its distances to its two neighbors, plus a
 * bound on the rounding of φ itself and the noise that the finer steps show. The step that wins is
 * chosen by these uncertainties alone, never by looking at the derivative under test.
 *
 * <p>Memory O(m), whatever the number of steps.
 */
final class DifferenceSweep {

  /** The curve; fills {@code out} with φ(t), NaN where it is not defined. */
  interface Curve {
    void at(double t, double[] out);
  }

  /**
   * One step.
   *
   * @param step h
   * @param size {@code ‖D‖}
   * @param jump {@code ‖φ(h) − 2φ(0) + φ(−h)‖ / h}, the difference of the one-sided slopes
   * @param rounding what rounding of φ alone may contribute to either
   * @param stuck by how much entries that did not change at all should have changed, as numbers of
   *     coarse resolution do
   * @param turn the cosine between D and the D of the step before
   * @param off how far both are from what is claimed
   */
  record Row(
      double step,
      double size,
      double jump,
      double rounding,
      double stuck,
      double turn,
      Errors off) {}

  /**
   * Distances from what is claimed.
   *
   * @param plain {@code ‖D − claimed‖}
   * @param extrapolated {@code ‖R − claimed‖}
   * @param uncertainty that of R
   */
  record Errors(double plain, double extrapolated, double uncertainty) {}

  /** The ratio ρ of neighboring steps: two steps a decade. */
  private static final double RATIO = Math.sqrt(10);

  /** The distance of 1 to the next number. */
  private static final double UNIT = 0x1p-52;

  /** A relative uncertainty that counts as resolved when steps compete. */
  private static final double RESOLVED = 1e-6;

  /** A relative uncertainty beyond which differences of ripples finer than all steps are. */
  private static final double MERE_RIPPLE = 0.3;

  /** How many steps finer than asked for a sweep goes where the finest ones still improve. */
  private static final int EXTRA_STEPS = 6;

  private final Curve curve;
  private final double[] center;
  private final double[] claimed;
  private final List<Row> rows = new ArrayList<>();

  private final double[] above;
  private final double[] below;
  private final double[] work;
  private final double[] lastChange;
  private double[] d;
  private double[] dBefore;
  private double[] r;
  private double[] rBefore;
  private double[] change;
  private double[] changeBefore;
  private int chain;

  private final double[] best;
  private final double[] bestUncertainty;
  private final double[] noise;
  private double bestStep = Double.NaN;
  private double bestNorm = Double.POSITIVE_INFINITY;
  private double bestMerit = Double.POSITIVE_INFINITY;
  private double largestPhi;
  private double variation;

  private DifferenceSweep(Curve curve, double[] center, double[] claimed) {
    int m = claimed.length;
    this.curve = curve;
    this.center = center;
    this.claimed = claimed;
    this.above = new double[m];
    this.below = new double[m];
    this.work = new double[m];
    this.lastChange = new double[m];
    this.d = new double[m];
    this.dBefore = new double[m];
    this.r = new double[m];
    this.rBefore = new double[m];
    this.change = new double[m];
    this.changeBefore = new double[m];
    this.best = new double[m];
    this.bestUncertainty = new double[m];
    this.noise = new double[m];
  }

  /**
   * Runs the sweep.
   *
   * @param curve φ
   * @param center φ(0). Not modified.
   * @param claimed the derivative under test, only to be compared with. Not modified.
   * @param largest the largest step
   * @param smallest the smallest step
   */
  static DifferenceSweep of(
      Curve curve, double[] center, double[] claimed, double largest, double smallest) {
    DifferenceSweep sweep = new DifferenceSweep(curve, center, claimed);
    int steps = steps(largest, smallest);
    int end = steps;
    for (int j = 0; j < end; j++) {
      double h = step(largest, j);
      sweep.step(h);
      boolean stillImproving = sweep.bestMerit > RESOLVED && sweep.bestStep < 30 * h;
      if (j == end - 1 && stillImproving && end < steps + EXTRA_STEPS) {
        end++;
      }
    }
    sweep.addNoise();
    return sweep;
  }

  /** The number of steps from the largest to the smallest. */
  static int steps(double largest, double smallest) {
    return 1 + (int) Math.round(2 * Math.log10(largest / smallest));
  }

  /** The j-th step, the largest first. */
  static double step(double largest, int j) {
    return largest * Math.pow(10, -0.5 * j);
  }

  /**
   * Adds to the uncertainty of the best derivative what the noise of φ, as the finer steps show it,
   * makes at the step that won: neighbors may agree by chance, as numbers of few digits do.
   */
  private void addNoise() {
    if (Double.isNaN(bestStep)) {
      return;
    }
    for (int i = 0; i < best.length; i++) {
      bestUncertainty[i] += noise[i] / bestStep;
    }
    bestNorm = Vectors.norm(bestUncertainty);
  }

  private void step(double h) {
    curve.at(h, above);
    curve.at(-h, below);
    if (!Vectors.isFinite(above) || !Vectors.isFinite(below)) {
      chain = 0; // outside the domain; neighbors on both sides of a gap don't compare
      return;
    }
    swap();
    chain++;
    double stuck = 0;
    for (int i = 0; i < d.length; i++) {
      d[i] = (above[i] - below[i]) / (2 * h);
      r[i] = chain < 2 ? d[i] : d[i] + (d[i] - dBefore[i]) / (RATIO * RATIO - 1);
      work[i] = 4 * UNIT * Math.max(Math.abs(above[i]), Math.abs(below[i])) / h;
      change[i] = Math.abs(r[i] - rBefore[i]) + work[i];
      if (d[i] == 0) {
        // A claimed change that does not show, though coarser steps saw one, is below the
        // resolution of φ; where none is claimed, φ is constant here.
        double hidden = Math.min(lastChange[i], Math.abs(claimed[i]));
        change[i] += hidden;
        stuck = Math.hypot(stuck, 2 * h * hidden);
      } else {
        lastChange[i] = Math.abs(d[i]);
      }
    }
    double rounding = Vectors.norm(work);
    if (chain >= 4) {
      judge(h * RATIO);
    }
    for (int i = 0; i < r.length && chain >= 2 && h < bestStep; i++) {
      noise[i] = Math.max(noise[i], Math.abs(r[i] - best[i]) * h);
    }
    largestPhi = Math.max(largestPhi, Math.max(Vectors.norm(above), Vectors.norm(below)));
    double size = Vectors.norm(d);
    double turn = Vectors.dot(d, dBefore) / (size * Vectors.norm(dBefore));
    rows.add(
        new Row(
            h,
            size,
            jump(h),
            rounding,
            stuck,
            turn,
            new Errors(
                distance(d),
                distance(r),
                chain >= 3 ? Vectors.norm(change) : Double.POSITIVE_INFINITY)));
  }

  private double jump(double h) {
    for (int i = 0; i < work.length; i++) {
      double up = above[i] - center[i];
      double down = below[i] - center[i];
      work[i] = (up + down) / h;
      variation = Math.max(variation, Math.max(Math.abs(up), Math.abs(down)));
    }
    return Vectors.norm(work);
  }

  /** Considers the step before the last, now that both its neighbors are known. */
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
      Arrays.fill(noise, 0);
    }
  }

  private void swap() {
    double[] spare = d;
    d = dBefore;
    dBefore = spare;
    spare = r;
    r = rBefore;
    rBefore = spare;
    spare = change;
    change = changeBefore;
    changeBefore = spare;
  }

  private double distance(double[] x) {
    Vectors.sum(x, -1, claimed, work);
    return Vectors.norm(work);
  }

  /** The steps taken, largest first; those outside the domain are left out. */
  List<Row> rows() {
    return rows;
  }

  /** The best extrapolated derivative; zero where no step could be judged. Not a copy. */
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

  /**
   * Whether the best derivative is known to within a bound; so it is where nothing was claimed to
   * change and nothing did, as of a constant, whose only size is that of its rounding.
   */
  boolean agreesWithin(double bound) {
    return bestNorm <= bound || error() == 0;
  }

  /** The step that won; NaN where none could be judged. */
  double bestStep() {
    return bestStep;
  }

  /** The distance between the best derivative and the claimed one; NaN if there is none. */
  double error() {
    return Double.isNaN(bestStep) ? Double.NaN : distance(best);
  }

  /** Whether some steps agree at all, so that there is something to hold a claim against. */
  boolean isResolved() {
    return bestMerit <= MERE_RIPPLE;
  }

  /** The largest norm of φ met in the sweep. */
  double largestPhi() {
    return largestPhi;
  }

  /** The largest change of an entry of φ met in the sweep. */
  double variation() {
    return variation;
  }

  /**
   * Whether the discrepancy stands clear of every uncertainty.
   *
   * <p>A derivative is a limit: where finer steps that still resolve the discrepancy side with the
   * claim, as between dense kinks or fine ripples, there is none; nor where no two steps agree.
   *
   * @param allowed the discrepancy that is let pass in any case
   */
  boolean contradicts(double allowed) {
    double error = error();
    if (!isResolved() || !(error > allowed + 10 * bestNorm)) {
      return false;
    }
    return rows.stream()
        .filter(row -> row.step() < bestStep && row.off().uncertainty() < 0.1 * error)
        .noneMatch(row -> row.off().extrapolated() < 0.5 * error);
  }

  /**
   * The jump of the one-sided slopes of φ at 0, 0 where they meet.
   *
   * <p>The difference of the slopes falls as h where φ is smooth, and stands still at a kink: over
   * the finest three decades that rounding leaves clear.
   */
  double slopeJump() {
    List<Row> clear = rows.stream().filter(row -> row.jump() > 50 * row.rounding()).toList();
    int run = 7;
    if (clear.size() < run || clear.size() < 0.6 * rows.size()) {
      return 0;
    }
    List<Row> fine = clear.subList(clear.size() - run, clear.size());
    double least = fine.stream().mapToDouble(Row::jump).min().orElse(0);
    double most = fine.stream().mapToDouble(Row::jump).max().orElse(0);
    return most < 1.5 * least ? least : 0;
  }

  /**
   * Whether φ jumps at 0: its change from side to side, or from 0 to both sides, stays as large as
   * it is down to the finest three decades, where a continuous φ has all but stopped changing.
   */
  boolean jumps() {
    int run = 7;
    double least = Math.max(1e-3 * variation, 1e-9 * largestPhi);
    if (rows.size() < run || chain < run) {
      return false;
    }
    List<Row> fine = rows.subList(rows.size() - run, rows.size());
    return stays(fine.stream().mapToDouble(row -> 2 * row.size() * row.step()), least)
        || stays(fine.stream().mapToDouble(row -> row.jump() * row.step()), least);
  }

  private static boolean stays(DoubleStream heights, double least) {
    DoubleSummaryStatistics statistics = heights.summaryStatistics();
    return statistics.getMin() > least
        && statistics.getMax() - statistics.getMin() < 0.01 * statistics.getMin();
  }

  /**
   * Whether φ itself jumps at 0, or its slope is infinite: D keeps its direction and grows by a
   * steady factor down to the finest steps.
   */
  boolean divergesSteadily() {
    int run = 0;
    for (int j = 2; j < rows.size(); j++) {
      double growth = rows.get(j).size() / rows.get(j - 1).size();
      double growthBefore = rows.get(j - 1).size() / rows.get(j - 2).size();
      boolean steady = growth > 1.2 && growth < 3.5 && Math.abs(growth / growthBefore - 1) < 0.05;
      run = steady && rows.get(j).turn() > 0.99 ? run + 1 : 0;
    }
    return run >= 6;
  }

  /**
   * The coarsest step below which the differences suddenly agree, as they do beside a kink; NaN if
   * the error falls no faster than a smooth function's.
   */
  double suddenAgreement() {
    double least = rows.stream().mapToDouble(row -> row.off().plain()).min().orElse(0);
    for (int j = 1; j < rows.size(); j++) {
      double fine = rows.get(j).off().plain();
      boolean falls = rows.get(j - 1).off().plain() > 300 * Math.max(fine, rows.get(j).rounding());
      if (falls && fine < 100 * (least + rows.get(j).rounding())) {
        return rows.get(j - 1).step();
      }
    }
    return Double.NaN;
  }

  /**
   * The noise of φ: the scatter of D at the finest steps, where nothing else is left of it, or the
   * change that φ is too coarse to show.
   */
  double noise() {
    double[] scatter =
        rows.subList(Math.max(0, rows.size() - 5), rows.size()).stream()
            .mapToDouble(row -> row.off().plain() * row.step())
            .sorted()
            .toArray();
    double stuck = rows.stream().mapToDouble(Row::stuck).max().orElse(0);
    return Math.max(stuck, scatter.length == 0 ? 0 : scatter[scatter.length / 2]);
  }

  /**
   * The errors of the plain differences.
   *
   * @param scale what they are relative to
   */
  ErrorCurve curve(double scale) {
    List<ErrorCurve.Point> points = new ArrayList<>();
    for (Row row : rows) {
      points.add(new ErrorCurve.Point(row.step(), row.off().plain() / scale));
    }
    return new ErrorCurve(points, order());
  }

  /** The slope of the error against the step, where truncation stands clear of rounding. */
  private OptionalDouble order() {
    Row finest =
        rows.stream().min((a, b) -> Double.compare(a.off().plain(), b.off().plain())).orElse(null);
    List<Double> slopes = new ArrayList<>();
    for (int j = 1; finest != null && j < rows.size() && rows.get(j).step() > finest.step(); j++) {
      Row coarse = rows.get(j - 1);
      Row fine = rows.get(j);
      boolean truncation = coarse.off().plain() < 0.1 * coarse.size();
      if (truncation && fine.off().plain() > 30 * Math.max(finest.off().plain(), fine.rounding())) {
        slopes.add(Math.log(coarse.off().plain() / fine.off().plain()) / Math.log(RATIO));
      }
    }
    if (slopes.size() < 2) {
      return OptionalDouble.empty();
    }
    slopes.sort(null);
    return OptionalDouble.of(slopes.get(slopes.size() / 2));
  }
}
