package org.roperator.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.solve.CgResult.NegativeCurvature;
import org.roperator.solve.CgResult.StoredIterate;

/**
 * One solve by conjugate gradients.
 *
 * <pre>
 * r₀ = b − Ax₀          z = M⁻¹r          p = z + (rᵀz / r₋ᵀz₋) p₋
 * α = rᵀz / pᵀAp        x ← x + αp        r ← r − αAp
 * ψ(x) = ½xᵀAx − bᵀx = −½(r + b)ᵀx
 * </pre>
 *
 * <p>All of it runs on {@code 2⁻ᵃA}, {@code 2⁻ᵇb} and {@code 2⁻ᶻM⁻¹}, whose powers are not zero
 * only where these are of sizes whose squares are no numbers; what comes out is taken back exactly.
 * The products are the caller's: {@link #vector} is to be multiplied into {@link #product}, which
 * {@link #take} takes in, until there is a result.
 */
final class CgRun implements StoppingRule.Progress {

  /** The spacing of doubles at 1: a residual this far below b is rounding of b itself. */
  private static final double ROUNDING = 0x1p-52;

  /** A step this many times longer than the shortest is looked at. */
  private static final double LONG_STEP = 0x1p20;

  private final double[] b;
  private final StoppingRule rule;
  private final int minimum;
  private final Preconditioner preconditioner;
  private final IterateGrid grid;

  private final double[] x;
  private final double[] r;
  private final double[] z;
  private final double[] p;
  private final double[] ap;
  private double bNorm;
  private final List<StoredIterate> stored = new ArrayList<>();
  private double[] models = new double[64];
  private int iteration;
  private long products;
  private double rNorm;
  private double nextStored;
  private double rzBefore;
  private double rz;
  private double aNorm;
  private double shortest = Double.POSITIVE_INFINITY;
  private boolean starting;
  private boolean preconditioned;
  private int aExponent;
  private int bExponent;
  private int zExponent;

  CgRun(
      double[] b, StoppingRule rule, int minimum, Preconditioner preconditioner, IterateGrid grid) {
    int n = b.length;
    this.b = b.clone();
    this.rule = rule;
    this.minimum = minimum;
    this.preconditioner = preconditioner;
    this.grid = grid;
    this.x = new double[n];
    this.r = b.clone();
    this.z = new double[n];
    this.p = new double[n];
    this.ap = new double[n];
    this.bNorm = Vectors.norm(b);
    this.nextStored = grid.after(0);
  }

  /** A result at once, or nothing: then a product is asked for. */
  Optional<CgResult> from(Optional<double[]> start) {
    if (bNorm == 0) {
      return ended(CgOutcome.RESIDUAL_REACHED, "The right-hand side is zero, and so is x.");
    }
    if (start.isPresent()) {
      System.arraycopy(start.get(), 0, x, 0, x.length);
      starting = true;
      return Optional.empty();
    }
    return begin(0);
  }

  /** What is to be multiplied. Not to be modified. */
  double[] vector() {
    return starting ? x : p;
  }

  /** Where its product belongs. */
  double[] product() {
    return ap;
  }

  /** Takes the product in; a result, or nothing: then another product is asked for. */
  Optional<CgResult> take() {
    products++;
    if (!starting) {
      return step();
    }
    starting = false;
    double axNorm = Vectors.norm(ap);
    if (!Double.isFinite(axNorm)) {
      rNorm = Double.NaN;
      models[0] = Double.NaN;
      return ended(CgOutcome.NOT_FINITE, whatIsNotFinite(ap));
    }
    measure(Vectors.norm(x), axNorm);
    return begin(axNorm);
  }

  /** Takes the size out of A, once a vector and its product are known. */
  private void measure(double norm, double productNorm) {
    if (aNorm == 0 && norm > 0 && productNorm > 0) {
      aExponent = Sizes.beyond(Math.getExponent(productNorm) - Math.getExponent(norm));
      aNorm = Math.scalb(productNorm, -aExponent) / norm;
    }
  }

  /** Takes the size out of b and of the start and its product, and makes the first residual. */
  private Optional<CgResult> begin(double axNorm) {
    bExponent = Sizes.beyond(Math.getExponent(Math.max(bNorm, axNorm)));
    Sizes.scale(b, -bExponent);
    bNorm = Vectors.norm(b);
    Sizes.scale(x, aExponent - bExponent);
    Sizes.scale(ap, -bExponent);
    Vectors.sum(b, -1, ap, r);
    rNorm = Vectors.norm(r);
    recordModel();
    if (!Double.isFinite(models[0])) {
      return ended(CgOutcome.NOT_FINITE, whatIsNotFinite(ap));
    }
    return nextDirection();
  }

  private Optional<CgResult> nextDirection() {
    if (rNorm <= ROUNDING * bNorm) {
      return ended(CgOutcome.RESIDUAL_REACHED, residuals());
    }
    Optional<CgOutcome> verdict = rule.judge(this);
    if (verdict.isPresent() && (iteration >= minimum || verdict.get() == CgOutcome.CANCELLED)) {
      return ended(verdict.get(), residuals());
    }
    precondition();
    rz = Vectors.dot(r, z);
    if (!(rz > 0 && rz < Double.POSITIVE_INFINITY)) {
      return endedBy(rz);
    }
    Vectors.sum(z, iteration == 0 ? 0 : rz / rzBefore, p, p);
    rzBefore = rz;
    return Optional.empty();
  }

  /**
   * z becomes {@code 2⁻ᵉM⁻¹r}, e being the size of M⁻¹, with r brought to where that is a double.
   */
  private void precondition() {
    int before = preconditioned ? zExponent / 2 : Math.getExponent(rNorm);
    Sizes.scale(r, -before);
    preconditioner.apply(r, z);
    Sizes.scale(r, before);
    if (!preconditioned) {
      preconditioned = true;
      double zNorm = Vectors.norm(z);
      zExponent =
          zNorm > 0 && zNorm <= Double.MAX_VALUE ? Sizes.beyond(Math.getExponent(zNorm)) : 0;
    }
    Sizes.scale(z, before - zExponent);
  }

  private Optional<CgResult> step() {
    if (aNorm == 0) {
      measure(Vectors.norm(p), Vectors.norm(ap));
      // A start that A maps to zero told nothing of its size.
      Sizes.scale(x, aExponent);
      models[iteration] = Math.scalb(models[iteration], aExponent);
    }
    Sizes.scale(ap, -aExponent);
    double curvature = Vectors.dot(p, ap);
    double alpha = rz / curvature;
    if (!Double.isFinite(curvature) || (curvature > 0 && !Double.isFinite(alpha * rz))) {
      return ended(CgOutcome.NOT_FINITE, whatIsNotFinite(ap));
    }
    if (curvature <= 0) {
      return endedBy(new NegativeCurvature(p.clone(), Math.scalb(curvature, aExponent)));
    }
    shortest = Math.min(shortest, alpha);
    if (alpha > LONG_STEP * shortest && isBeyondRounding(alpha)) {
      return Optional.of(
          result(
              CgOutcome.INCONSISTENT,
              String.format(
                  Locale.ROOT,
                  "After %d iterations a direction had the curvature pᵀAp = %.3g of rounding;"
                      + " the residual is %.3g of the right-hand side.",
                  iteration,
                  curvature,
                  rNorm / bNorm),
              Optional.of(new NegativeCurvature(p.clone(), Math.scalb(curvature, aExponent)))));
    }
    Vectors.addScaled(alpha, p, x);
    Vectors.addScaled(-alpha, ap, r);
    rNorm = Vectors.norm(r);
    iteration++;
    recordModel();
    if (iteration == nextStored) {
      store();
      nextStored = grid.after(iteration);
    }
    return nextDirection();
  }

  /** Whether rounding of A times this step alone outweighs all that is to be solved for. */
  private boolean isBeyondRounding(double alpha) {
    return ROUNDING * aNorm * alpha * Vectors.norm(p) > 2 * bNorm;
  }

  private void recordModel() {
    if (iteration == models.length) {
      models = Arrays.copyOf(models, 2 * models.length);
    }
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum -= (r[i] + b[i]) * x[i];
    }
    models[iteration] = 0.5 * sum;
  }

  private void store() {
    stored.add(new StoredIterate(iteration, restoredModel(iteration), solution()));
  }

  private Optional<CgResult> endedBy(double rz) {
    String reason = "After " + iteration + " iterations the product rᵀM⁻¹r was " + rz + ".";
    boolean meaningful = Double.isFinite(rz);
    return ended(meaningful ? CgOutcome.PRECONDITIONER_NOT_POSITIVE : CgOutcome.NOT_FINITE, reason);
  }

  private Optional<CgResult> endedBy(NegativeCurvature found) {
    return Optional.of(
        result(
            CgOutcome.NEGATIVE_CURVATURE,
            String.format(
                Locale.ROOT,
                "After %d iterations a direction had the curvature pᵀAp = %.3g.",
                iteration,
                found.curvature()),
            Optional.of(found)));
  }

  private Optional<CgResult> ended(CgOutcome outcome, String reason) {
    return Optional.of(result(outcome, reason, Optional.empty()));
  }

  private CgResult result(CgOutcome outcome, String reason, Optional<NegativeCurvature> found) {
    if (grid.keepsAny()
        && (stored.isEmpty() || stored.get(stored.size() - 1).iteration() != iteration)) {
      store();
    }
    double[] history = new double[iteration + 1];
    for (int i = 0; i <= iteration; i++) {
      history[i] = restoredModel(i);
    }
    double[] solution = solution();
    double residual = Math.scalb(rNorm, bExponent);
    CgResult.End end =
        Vectors.isFinite(solution)
            ? new CgResult.End(outcome, reason)
            : new CgResult.End(
                CgOutcome.NOT_FINITE,
                "The solution has entries larger than the largest double. " + reason);
    return new CgResult(solution, end, products, residual, history, stored, found);
  }

  /** The iterate in its own size. */
  private double[] solution() {
    double[] solution = x.clone();
    Sizes.scale(solution, starting ? 0 : bExponent - aExponent);
    return solution;
  }

  private double restoredModel(int i) {
    return Math.scalb(models[i], 2 * bExponent - aExponent);
  }

  private String residuals() {
    return String.format(
        Locale.ROOT,
        "After %d iterations the residual is %.3g of the right-hand side and ψ is %.6g.",
        iteration,
        rNorm / bNorm,
        models[iteration]);
  }

  private String whatIsNotFinite(double[] product) {
    for (int i = 0; i < product.length; i++) {
      if (!Double.isFinite(product[i])) {
        return String.format(
            Locale.ROOT,
            "Product %d, after %d iterations, has the entry %s at index %d.",
            products,
            iteration,
            product[i],
            i);
      }
    }
    return String.format(
        Locale.ROOT,
        "After %d iterations inner products overflowed, though product %d is finite.",
        iteration,
        products);
  }

  @Override
  public int iteration() {
    return iteration;
  }

  @Override
  public double residualNorm() {
    return Math.scalb(rNorm, withinRange(bExponent));
  }

  /** A power of two that takes neither a norm nor a small share of it out of the doubles. */
  private static int withinRange(int exponent) {
    return Math.max(-900, Math.min(900, exponent));
  }

  @Override
  public double rightHandSideNorm() {
    return Math.scalb(bNorm, withinRange(bExponent));
  }

  @Override
  public double model(int i) {
    // Ratios of models that would leave the range of doubles still tell.
    return Math.scalb(models[i], Math.max(-600, Math.min(600, 2 * bExponent - aExponent)));
  }
}
