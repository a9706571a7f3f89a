package org.roperator.solve;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.operator.LinearOperator;

/**
 * One solve by LSMR: cycles of Golub and Kahan's bidiagonalization, each from the residual of x.
 *
 * <p>Start and damping come in as the system {@code (A; λI) d = (b − Ax₀; −λx₀)}, {@code x = x₀ +
 * d}, whose residual and gradient are those of the problem asked. A right preconditioner comes in
 * where vectors are multiplied, so that the recurrence keeps d itself and not {@code Rd}.
 *
 * <p>All of it runs on {@code 2⁻ᵃA}, {@code 2⁻ᵃλ}, {@code 2⁻ᵇb} and {@code 2⁻ᵖR⁻¹}, whose powers
 * are not zero only where these are of sizes whose squares are no numbers.
 */
final class LsmrRun {

  /** The spacing of doubles at 1. */
  private static final double ROUNDING = 0x1p-52;

  /** What rounding of a product leaves, in its own size, with room for sums. */
  private static final double ROUNDING_OF_PRODUCTS = 0x1p-48;

  /** The exponent of what is zero. */
  private static final int SMALL = -5000;

  private final LinearOperator a;
  private final LinearOperator adjoint;
  private final Optional<LinearOperator> inverse;
  private final Optional<LinearOperator> inverseAdjoint;
  private final LsmrSettings settings;
  private final double operatorError;
  private final double rightHandSideError;

  private final double[] b;
  private final double[] x;
  private final double[] u;
  private final double[] uLow;
  private final double[] v;
  private final double[] w;
  private final double[] h;
  private final double[] hBar;
  private final double[] range;
  private final double[] domain;
  private final double[] work;

  private int products;
  private double damping;
  private double bNorm;
  private double residualNorm;
  private double gradientNorm;
  private double share;

  /** The norm of what is multiplied, {@code (A; λI)R⁻¹}, from below. */
  private double norm;

  /** The norm of {@code (A; λI)}, from below. */
  private double plainNorm;

  private double condition = 1;
  private boolean measured;
  private boolean preconditioned;
  private int aExponent;
  private int bExponent;
  private int pExponent;

  LsmrRun(LinearOperator a, double[] b, LsmrSettings settings) {
    int m = a.rangeDimension();
    int n = a.domainDimension();
    this.a = a;
    this.adjoint = a.adjoint();
    this.inverse = settings.inverse();
    this.inverseAdjoint = inverse.map(LinearOperator::adjoint);
    this.settings = settings;
    this.operatorError = Math.max(settings.operatorError(), ROUNDING);
    this.rightHandSideError = Math.max(settings.rightHandSideError(), ROUNDING);
    this.b = b.clone();
    this.x = settings.start().map(double[]::clone).orElseGet(() -> new double[n]);
    this.u = new double[m];
    this.uLow = new double[settings.damping() > 0 ? n : 0];
    this.v = new double[n];
    this.w = new double[n];
    this.h = new double[n];
    this.hBar = new double[n];
    this.range = new double[m];
    this.domain = new double[n];
    this.work = new double[n];
  }

  LsmrResult solve() {
    bNorm = Vectors.norm(b);
    if (bNorm == 0) {
      Arrays.fill(x, 0);
      return result(LsmrOutcome.RIGHT_HAND_SIDE_ZERO, "The right-hand side is zero, and so is x.");
    }
    begin();
    double residualBefore = Double.POSITIVE_INFINITY;
    double gradientBefore = Double.POSITIVE_INFINITY;
    while (true) {
      residualNorm = Vectors.norm(u);
      double beta = Math.hypot(residualNorm, Vectors.norm(uLow));
      double alpha = firstVector(beta);
      if (!Double.isFinite(alpha)) {
        return result(LsmrOutcome.NOT_FINITE, whatIsNotFinite());
      }
      Optional<LsmrOutcome> end = examine(alpha, beta);
      if (end.isPresent()) {
        return result(end.get(), norms(beta));
      }
      if (beta > 0.5 * residualBefore && alpha * beta > 0.5 * gradientBefore) {
        return result(stagnated(), norms(beta));
      }
      residualBefore = beta;
      gradientBefore = alpha * beta;
      int before = products;
      Optional<LsmrOutcome> stopped = cycle(alpha, beta);
      if (stopped.isPresent()) {
        return stopped(stopped.get(), products > before, beta);
      }
      computeResidual();
    }
  }

  /** The end of a solve that a cycle ended, whatever the residual. */
  private LsmrResult stopped(LsmrOutcome outcome, boolean moved, double residual) {
    if (outcome == LsmrOutcome.NOT_FINITE) {
      return result(outcome, whatIsNotFinite());
    }
    if (outcome == LsmrOutcome.CANCELLED || !moved) {
      return result(outcome, norms(moved ? residualNorm : residual));
    }
    computeResidual();
    residualNorm = Vectors.norm(u);
    double beta = Math.hypot(residualNorm, Vectors.norm(uLow));
    double alpha = firstVector(beta);
    return Double.isFinite(alpha)
        ? result(examine(alpha, beta).orElse(outcome), norms(beta))
        : result(LsmrOutcome.NOT_FINITE, whatIsNotFinite());
  }

  /** Takes the sizes out of A, b and the start, as far as they are known, and makes b − Ax. */
  private void begin() {
    double lambda = settings.damping();
    double xNorm = Vectors.norm(x);
    int e = xNorm == 0 ? 0 : Math.getExponent(xNorm);
    int size = lambda > 0 ? Math.getExponent(lambda) : SMALL;
    int right = Math.max(Math.getExponent(bNorm), xNorm > 0 ? size + e : SMALL);
    if (xNorm > 0) {
      System.arraycopy(x, 0, v, 0, x.length);
      Sizes.scale(v, -e);
      a.apply(v, range);
      products++;
      double axNorm = Vectors.norm(range);
      if (axNorm > 0 && axNorm <= Double.MAX_VALUE) {
        measured = true;
        size = Math.max(size, Math.getExponent(axNorm));
        right = Math.max(right, Math.getExponent(axNorm) + e);
        plainNorm = Math.scalb(axNorm, -Sizes.beyond(size)) / Vectors.norm(v);
      }
    }
    bExponent = Sizes.beyond(right);
    Sizes.scale(b, -bExponent);
    bNorm = Vectors.norm(b);
    // x is to be of size b/A: as if its powers had cancelled.
    aExponent = bExponent;
    toSize(size);
    Sizes.scale(range, e - bExponent);
    Vectors.sum(b, -1, range, u);
    lowResidual();
    norm = inverse.isEmpty() ? plainNorm : 0;
  }

  /** Takes this power of two out of A, for {@link #SMALL} none. */
  private void toSize(int size) {
    int exponent = size == SMALL ? 0 : Sizes.beyond(size);
    Sizes.scale(x, exponent - aExponent);
    aExponent = exponent;
    damping = Math.scalb(settings.damping(), -exponent);
  }

  /** {@code −λx}. */
  private void lowResidual() {
    for (int i = 0; i < uLow.length; i++) {
      uLow[i] = -damping * x[i];
    }
  }

  /** {@code b − Ax}, and {@code −λx} below it. */
  private void computeResidual() {
    int e = Sizes.beyond(Math.getExponent(Vectors.norm(x)));
    System.arraycopy(x, 0, v, 0, x.length);
    Sizes.scale(v, -e);
    a.apply(v, range);
    products++;
    Sizes.scale(range, e - aExponent);
    Vectors.sum(b, -1, range, u);
    lowResidual();
  }

  /**
   * Normalizes the residual, of norm β, and the gradient over β into v, whose norm α it returns.
   */
  private double firstVector(double beta) {
    gradientNorm = 0;
    share = 0;
    if (!(beta > 0 && beta <= Double.MAX_VALUE)) {
      return beta;
    }
    normalize(beta);
    multiplyAdjoint();
    gradientNorm = Vectors.norm(domain) * beta;
    plainNorm = Math.max(plainNorm, Vectors.norm(domain));
    System.arraycopy(work, 0, v, 0, v.length);
    double alpha = Vectors.norm(v);
    norm = Math.max(norm, alpha);
    if (alpha > 0) {
      divide(v, alpha);
      share = alpha / norm;
    }
    return alpha;
  }

  private void normalize(double beta) {
    divide(u, beta);
    divide(uLow, beta);
  }

  private static void divide(double[] v, double by) {
    for (int i = 0; i < v.length; i++) {
      v[i] /= by;
    }
  }

  /** {@code Aᵀu + λ uLow}, and in {@code work} that times R⁻ᵀ. */
  private void multiplyAdjoint() {
    adjoint.apply(u, domain);
    products++;
    if (!measured) {
      double size = Vectors.norm(domain);
      if (size > 0 && size <= Double.MAX_VALUE) {
        measured = true;
        toSize(Math.max(Math.getExponent(size), exponentOfDamping()));
      }
    }
    Sizes.scale(domain, -aExponent);
    for (int i = 0; i < uLow.length; i++) {
      domain[i] += damping * uLow[i];
    }
    if (inverseAdjoint.isEmpty()) {
      System.arraycopy(domain, 0, work, 0, work.length);
      return;
    }
    inverseAdjoint.get().apply(domain, work);
    if (!preconditioned) {
      double size = Vectors.norm(work);
      if (size > 0 && size <= Double.MAX_VALUE) {
        preconditioned = true;
        pExponent = Sizes.beyond(Math.getExponent(size) - Math.getExponent(Vectors.norm(domain)));
      }
    }
    Sizes.scale(work, -pExponent);
  }

  private int exponentOfDamping() {
    return settings.damping() > 0 ? Math.getExponent(settings.damping()) : SMALL;
  }

  /** {@code w = R⁻¹v}. */
  private void applyInverse() {
    if (inverse.isEmpty()) {
      System.arraycopy(v, 0, w, 0, v.length);
      return;
    }
    inverse.get().apply(v, w);
    Sizes.scale(w, -pExponent);
  }

  /** The end that residual β and gradient αβ show, if they do. */
  private Optional<LsmrOutcome> examine(double alpha, double beta) {
    if (beta <= residualAskedFor()) {
      return Optional.of(LsmrOutcome.RESIDUAL_REACHED);
    }
    return alpha <= operatorError * norm
        ? Optional.of(LsmrOutcome.LEAST_SQUARES)
        : Optional.empty();
  }

  private double residualAskedFor() {
    return rightHandSideError * bNorm + operatorError * plainNorm * Vectors.norm(x);
  }

  private LsmrOutcome stagnated() {
    double rounding = ROUNDING_OF_PRODUCTS * plainNorm * (bNorm + plainNorm * Vectors.norm(x));
    return gradientNorm <= rounding ? LsmrOutcome.LEAST_SQUARES : LsmrOutcome.STAGNATED;
  }

  /**
   * Steps from the residual βu, with the gradient αβv, until the recurrence claims an end that is
   * to be examined: then there is no outcome.
   */
  private Optional<LsmrOutcome> cycle(double alpha, double beta) {
    LsmrFactors factors = new LsmrFactors(alpha, beta);
    Arrays.fill(hBar, 0);
    applyInverse();
    System.arraycopy(w, 0, h, 0, h.length);
    double alphaNow = alpha;
    while (true) {
      if (Thread.currentThread().isInterrupted()) {
        return told(LsmrOutcome.CANCELLED, factors);
      }
      if (settings.productLimit() - products < 2) {
        return Optional.of(LsmrOutcome.PRODUCT_LIMIT);
      }
      double betaNext = nextRange(alphaNow);
      double alphaNext = nextDomain(betaNext);
      if (!Double.isFinite(alphaNext)) {
        return told(LsmrOutcome.NOT_FINITE, factors);
      }
      factors.take(alphaNext, betaNext);
      applyInverse();
      for (int i = 0; i < x.length; i++) {
        hBar[i] = h[i] + factors.barShare() * hBar[i];
        x[i] += factors.step() * hBar[i];
        h[i] = w[i] + factors.share() * h[i];
      }
      condition = Math.max(condition, factors.condition());
      if (factors.residual() <= 0.5 * residualAskedFor()
          || factors.gradient() <= 0.5 * operatorError * norm * factors.residual()) {
        return Optional.empty();
      }
      if (factors.condition() >= settings.conditionLimit()) {
        return Optional.of(LsmrOutcome.CONDITION_LIMIT);
      }
      alphaNow = alphaNext;
    }
  }

  /** Keeps what the recurrence tells of the last complete step. */
  private Optional<LsmrOutcome> told(LsmrOutcome outcome, LsmrFactors factors) {
    residualNorm = factors.residual();
    gradientNorm = Math.scalb(factors.gradient(), pExponent);
    share = residualNorm == 0 ? 0 : factors.gradient() / residualNorm / norm;
    return Optional.of(outcome);
  }

  /** {@code βu ← Aw − αu}; returns β. */
  private double nextRange(double alpha) {
    a.apply(w, range);
    products++;
    Sizes.scale(range, -aExponent);
    Vectors.sum(range, -alpha, u, u);
    for (int i = 0; i < uLow.length; i++) {
      uLow[i] = damping * w[i] - alpha * uLow[i];
    }
    double beta = Math.hypot(Vectors.norm(u), Vectors.norm(uLow));
    double column = Math.hypot(alpha, beta);
    norm = Math.max(norm, column);
    plainNorm = Math.max(plainNorm, inverse.isEmpty() ? column : column / Vectors.norm(w));
    return beta;
  }

  /** {@code αv ← R⁻ᵀAᵀu − βv}, u being normalized before; returns α, or β if that is no number. */
  private double nextDomain(double beta) {
    if (beta == 0) {
      Arrays.fill(v, 0);
    }
    if (beta == 0 || !Double.isFinite(beta)) {
      return beta;
    }
    normalize(beta);
    multiplyAdjoint();
    Vectors.sum(work, -beta, v, v);
    double alpha = Vectors.norm(v);
    if (alpha > 0) {
      divide(v, alpha);
    }
    return alpha;
  }

  private String norms(double residual) {
    return String.format(
        Locale.ROOT,
        "After %d products the residual is %.3g of the right-hand side and the gradient %.3g of"
            + " ‖A‖‖r‖; the condition is about %.3g.",
        products,
        residual / bNorm,
        share,
        condition);
  }

  private String whatIsNotFinite() {
    for (double[] vector : new double[][] {u, v}) {
      for (int i = 0; i < vector.length; i++) {
        if (!Double.isFinite(vector[i])) {
          return String.format(
              Locale.ROOT,
              "After %d products a vector has the entry %s at index %d.",
              products,
              vector[i],
              i);
        }
      }
    }
    return String.format(Locale.ROOT, "After %d products a norm was not finite.", products);
  }

  private LsmrResult result(LsmrOutcome outcome, String reason) {
    double[] solution = x.clone();
    Sizes.scale(solution, bExponent - aExponent);
    LsmrResult.End end =
        Vectors.isFinite(solution)
            ? new LsmrResult.End(outcome, reason)
            : new LsmrResult.End(
                LsmrOutcome.NOT_FINITE,
                "The solution has entries larger than the largest double. " + reason);
    return new LsmrResult(
        solution,
        end,
        products,
        new LsmrResult.Numbers(
            Math.scalb(residualNorm, bExponent),
            Math.scalb(gradientNorm, aExponent + bExponent),
            Vectors.norm(solution),
            Math.scalb(norm, aExponent + pExponent),
            condition));
  }
}
