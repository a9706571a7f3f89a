package org.roperator.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.roperator.operator.SymmetricOperator;
import org.roperator.operator.Vectors;

/**
 * One solve by conjugate gradients.
 *
 * <pre>
 * r₀ = b − Ax₀          z = M⁻¹r          p = z + (rᵀz / r₋ᵀz₋) p₋
 * α = rᵀz / pᵀAp        x ← x + αp        r ← r − αAp
 * ψ(x) = ½xᵀAx − bᵀx = −½(r + b)ᵀx
 * </pre>
 */
final class CgRun implements CgProgress {

  /** The spacing of doubles at 1: a residual this far below b is rounding of b itself. */
  private static final double ROUNDING = 0x1p-52;

  /** Below this norm a product of two residuals may be zero for want of smaller numbers. */
  private static final double SQUARES_UNDERFLOW = 1e-150;

  private final SymmetricOperator a;
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
  private final double bNorm;
  private final List<StoredIterate> stored = new ArrayList<>();
  private double[] models = new double[64];
  private int iteration;
  private long products;
  private double rNorm;
  private double nextStored;

  CgRun(
      SymmetricOperator a,
      double[] b,
      StoppingRule rule,
      int minimum,
      Preconditioner preconditioner,
      IterateGrid grid) {
    int n = b.length;
    this.a = a;
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

  CgResult from(Optional<double[]> start) {
    if (bNorm == 0) {
      return ended(CgOutcome.RESIDUAL_REACHED, "The right-hand side is zero, and so is x.");
    }
    if (start.isPresent()) {
      System.arraycopy(start.get(), 0, x, 0, x.length);
      a.apply(x, ap);
      products++;
      Vectors.sum(b, -1, ap, r);
    }
    rNorm = Vectors.norm(r);
    recordModel();
    if (!Double.isFinite(models[0])) {
      return ended(CgOutcome.NOT_FINITE, whatIsNotFinite(ap));
    }
    return iterate();
  }

  private CgResult iterate() {
    double rzBefore = 0;
    while (true) {
      if (rNorm <= ROUNDING * bNorm) {
        return ended(CgOutcome.RESIDUAL_REACHED, residuals());
      }
      if (iteration >= minimum) {
        Optional<CgOutcome> verdict = rule.judge(this);
        if (verdict.isPresent()) {
          return ended(verdict.get(), residuals());
        }
      }
      preconditioner.apply(r, z);
      double rz = Vectors.dot(r, z);
      if (!(rz > 0 && rz < Double.POSITIVE_INFINITY)) {
        return endedBy(rz);
      }
      Vectors.sum(z, iteration == 0 ? 0 : rz / rzBefore, p, p);
      rzBefore = rz;
      a.apply(p, ap);
      products++;
      double curvature = Vectors.dot(p, ap);
      double alpha = rz / curvature;
      if (!Double.isFinite(curvature) || (curvature > 0 && !Double.isFinite(alpha * rz))) {
        return ended(CgOutcome.NOT_FINITE, whatIsNotFinite(ap));
      }
      if (curvature <= 0) {
        return endedBy(new NegativeCurvature(p.clone(), curvature));
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
    }
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
    stored.add(new StoredIterate(iteration, models[iteration], x.clone()));
  }

  private CgResult endedBy(double rz) {
    String reason = "After " + iteration + " iterations the product rᵀM⁻¹r was " + rz + ".";
    boolean meaningful = Double.isFinite(rz) && rNorm > SQUARES_UNDERFLOW;
    return ended(meaningful ? CgOutcome.PRECONDITIONER_NOT_POSITIVE : CgOutcome.NOT_FINITE, reason);
  }

  private CgResult endedBy(NegativeCurvature found) {
    return result(
        CgOutcome.NEGATIVE_CURVATURE,
        String.format(
            Locale.ROOT,
            "After %d iterations a direction had the curvature pᵀAp = %.3g.",
            iteration,
            found.curvature()),
        Optional.of(found));
  }

  private CgResult ended(CgOutcome outcome, String reason) {
    return result(outcome, reason, Optional.empty());
  }

  private CgResult result(CgOutcome outcome, String reason, Optional<NegativeCurvature> found) {
    if (grid.keepsAny()
        && (stored.isEmpty() || stored.get(stored.size() - 1).iteration() != iteration)) {
      store();
    }
    return new CgResult(
        x, outcome, reason, products, rNorm, Arrays.copyOf(models, iteration + 1), stored, found);
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
    return rNorm;
  }

  @Override
  public double rightHandSideNorm() {
    return bNorm;
  }

  @Override
  public double model(int i) {
    return models[i];
  }
}
