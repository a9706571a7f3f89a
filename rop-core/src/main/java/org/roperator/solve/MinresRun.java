package org.roperator.solve;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.roperator.internal.Vectors;
import org.roperator.operator.SymmetricOperator;

/**
 * One solve by minimal residuals: a cycle of Lanczos from b (Paige &amp; Saunders 1975), and as
 * many as x needs to be refined, from the residual computed anew.
 *
 * <pre>
 * v = M⁻¹r₂/β              α = vᵀAv          r₃ = Av − (α/β) r₂ − (β/β₋) r₁     β₊ = √(r₃ᵀM⁻¹r₃)
 * δ = c δ̄ + s α            γ̄ = s δ̄ − c α     ε₊ = s β₊        δ̄₊ = −c β₊
 * γ = √(γ̄² + β₊²)          c = γ̄/γ           s = β₊/γ
 * w = (v − ε w₋₂ − δ w₋)/γ x ← x + c φ w     φ ← s φ          ‖Ar‖/‖r‖ before = √(γ̄² + δ̄₊²)
 * </pre>
 *
 * <p>In an inconsistent system r ends in the null space of A. There x has no part but one along
 * M⁻¹r, for b has no other: with it taken away x is the shortest. Another cycle of the same kind
 * would start from a vector in the null space but for rounding and blow this part up; so the
 * refining ones minimize over the Krylov space of Ar instead, which lies in the range (Hanke 1995).
 *
 * <p>All of it runs on {@code 2⁻ᵃA}, {@code 2⁻ᵇb} and {@code 2⁻ᶻM⁻¹}, as in {@link CgRun}.
 */
final class MinresRun {

  /** The spacing of doubles at 1: a residual this far below b is rounding of b itself. */
  private static final double ROUNDING = 0x1p-52;

  /** What rounding of a product leaves, in its own size, with room for sums. */
  private static final double ROUNDING_OF_PRODUCTS = 0x1p-48;

  /**
   * A cycle whose {@code ‖Ar‖/‖r‖} fell by this much ends before its next step: if r is in the null
   * space that would follow rounding, and if not a refining one goes on.
   */
  private static final double DIP = 1e-7;

  /** A refining step that would raise the square of the residual by this part follows rounding. */
  private static final double RISE = 0.01;

  private final SymmetricOperator a;
  private final double relative;
  private final double leastSquares;
  private final int limit;
  private final Preconditioner preconditioner;

  private final double[] b;
  private final double[] x;
  private final double[] v;
  private final double[] z;
  private double[] r1;
  private double[] r2;
  private double[] r3;
  private double[] w;
  private double[] w1;
  private final double[] ar;

  private int products;
  private double bNorm;
  private double residualNorm;
  private double phi;
  private double normalBefore = Double.POSITIVE_INFINITY;
  private double normal;
  private double aNorm;
  private double largest;
  private double smallest = Double.POSITIVE_INFINITY;
  private boolean preconditioned;
  private int aExponent;
  private int bExponent;
  private int zExponent;

  MinresRun(
      SymmetricOperator a,
      double[] b,
      double relative,
      double leastSquares,
      int limit,
      Preconditioner preconditioner) {
    int n = b.length;
    this.a = a;
    this.relative = Math.max(relative, ROUNDING);
    this.leastSquares = Math.max(leastSquares, ROUNDING);
    this.limit = limit;
    this.preconditioner = preconditioner;
    this.b = b.clone();
    this.x = new double[n];
    this.v = new double[n];
    this.z = new double[n];
    this.r1 = new double[n];
    this.r2 = b.clone();
    this.r3 = new double[n];
    this.w = new double[n];
    this.w1 = new double[n];
    this.ar = new double[n];
  }

  MinresResult solve() {
    double norm = Vectors.norm(b);
    if (norm == 0) {
      return result(
          MinresOutcome.RIGHT_HAND_SIDE_ZERO, "The right-hand side is zero, and so is x.");
    }
    bExponent = Sizes.beyond(Math.getExponent(norm));
    Sizes.scale(b, -bExponent);
    Sizes.scale(r2, -bExponent);
    residualNorm = Vectors.norm(r2);
    bNorm = precondition(r2);
    phi = bNorm;
    Optional<MinresOutcome> end = cycle();
    while (end.isEmpty()) {
      double residualBefore = residualNorm;
      computeResidual();
      int before = products;
      end = refine(residualBefore);
      if (products == before) {
        return ended(end.orElseThrow());
      }
    }
    if (end.get() == MinresOutcome.PRODUCT_LIMIT) {
      computeResidual();
      return ended(isNorm(residualNorm) ? end.get() : MinresOutcome.NOT_FINITE);
    }
    return ended(end.get());
  }

  /** {@code r₂ = b − Ax}, and its norms. */
  private void computeResidual() {
    int e = Sizes.beyond(Math.getExponent(Vectors.norm(x)));
    System.arraycopy(x, 0, v, 0, x.length);
    Sizes.scale(v, -e);
    a.apply(v, r3);
    products++;
    Sizes.scale(r3, e - aExponent);
    Vectors.sum(b, -1, r3, r2);
    residualNorm = Vectors.norm(r2);
    phi = precondition(r2);
  }

  /**
   * {@code z = 2⁻ᶻM⁻¹r}, with r brought to where that is a double.
   *
   * @return {@code √(rᵀz)}; −1 where that is no number above 0 though r is
   */
  private double precondition(double[] r) {
    double norm = Vectors.norm(r);
    if (preconditioner == Preconditioner.none() || !(norm > 0 && norm <= Double.MAX_VALUE)) {
      System.arraycopy(r, 0, z, 0, z.length);
      return norm;
    }
    int e = Math.getExponent(norm);
    Sizes.scale(r, -e);
    preconditioner.apply(r, z);
    if (!preconditioned) {
      preconditioned = true;
      double zNorm = Vectors.norm(z);
      zExponent = Double.isFinite(zNorm) ? Sizes.beyond(Math.getExponent(zNorm)) : 0;
    }
    Sizes.scale(z, -zExponent);
    double rz = Vectors.dot(r, z);
    Sizes.scale(r, e);
    Sizes.scale(z, e);
    return rz <= 0 ? -1 : Math.scalb(Math.sqrt(rz), e);
  }

  /**
   * Steps from the residual in r₂, of norm φ, until the recurrence claims an end. Another cycle is
   * to examine that one: then there is no outcome.
   */
  private Optional<MinresOutcome> cycle() {
    if (!isNorm(phi)) {
      return Optional.of(troubleOf(phi));
    }
    double betaBefore = 1;
    double beta = phi;
    double c = -1;
    double s = 0;
    double deltaBar = 0;
    double epsilon = 0;
    double highest = 0;
    for (int k = 0; ; k++) {
      if (Thread.currentThread().isInterrupted()) {
        return Optional.of(MinresOutcome.CANCELLED);
      }
      if (products >= limit) {
        return Optional.of(MinresOutcome.PRODUCT_LIMIT);
      }
      double alpha = lanczos(beta, betaBefore);
      double betaNext = precondition(r2);
      if (!Double.isFinite(alpha) || !isNorm(betaNext)) {
        return Optional.of(troubleOf(Double.isFinite(alpha) ? betaNext : Double.NaN));
      }
      double delta = c * deltaBar + s * alpha;
      double gammaBar = s * deltaBar - c * alpha;
      double epsilonNext = s * betaNext;
      deltaBar = -c * betaNext;
      double root = Math.hypot(gammaBar, deltaBar);
      aNorm = Math.max(aNorm, Math.hypot(k == 0 ? 0 : beta, Math.hypot(alpha, betaNext)));
      if (aNorm == 0) {
        return Optional.of(MinresOutcome.LEAST_SQUARES);
      }
      if (root <= Math.max(0.5 * leastSquares * aNorm, DIP * highest)) {
        return Optional.empty();
      }
      highest = Math.max(highest, root);
      double gamma = Math.hypot(gammaBar, betaNext);
      c = gammaBar / gamma;
      s = betaNext / gamma;
      largest = Math.max(largest, gamma);
      smallest = Math.min(smallest, gamma);
      step(epsilon, delta, gamma, c * phi);
      phi *= s;
      if (phi <= 0.5 * relative * bNorm) {
        return Optional.empty();
      }
      betaBefore = beta;
      beta = betaNext;
      epsilon = epsilonNext;
    }
  }

  private static boolean isNorm(double number) {
    return number >= 0 && number <= Double.MAX_VALUE;
  }

  private static MinresOutcome troubleOf(double norm) {
    return norm == -1 ? MinresOutcome.PRECONDITIONER_NOT_POSITIVE : MinresOutcome.NOT_FINITE;
  }

  /** The next vector of Lanczos, not yet normalized, in r₂; returns α. */
  private double lanczos(double beta, double betaBefore) {
    divide(z, beta, v);
    multiply(v, r3);
    Vectors.addScaled(-beta / betaBefore, r1, r3);
    double alpha = Vectors.dot(r3, v);
    Vectors.addScaled(-alpha / beta, r2, r3);
    double[] free = r1;
    r1 = r2;
    r2 = r3;
    r3 = free;
    return alpha;
  }

  /**
   * Examines x, whose residual is in r₂ and of norm φ, and steps from there until the recurrence
   * claims an end; then there is no outcome. With {@code c = ⟨r, q⟩ = rᵀM⁻¹Ap}:
   *
   * <pre>
   * p₁ ~ M⁻¹AM⁻¹r    q = Ap, of norm 1    νp₊ = M⁻¹q − αp − ν₋p₋    x ← x + cp    r ← r − cq
   * </pre>
   */
  private Optional<MinresOutcome> refine(double residualBefore) {
    if (!isNorm(phi)) {
      return Optional.of(troubleOf(phi));
    }
    if (phi <= relative * bNorm) {
      return Optional.of(MinresOutcome.RESIDUAL_REACHED);
    }
    if (products >= limit) {
      return Optional.of(MinresOutcome.PRODUCT_LIMIT);
    }
    divide(r2, phi, r1);
    divide(z, phi, v);
    multiply(v, ar);
    double root = precondition(ar);
    if (!isNorm(root)) {
      System.arraycopy(ar, 0, r2, 0, ar.length);
      return Optional.of(troubleOf(root));
    }
    Optional<MinresOutcome> end = examine(root, residualBefore);
    if (end.isPresent()) {
      return end;
    }
    double residualGoal = 0.5 * relative * bNorm / phi * Vectors.norm(r1);
    double normalGoal = Math.max(0.5 * leastSquares * aNorm / root, DIP) * Vectors.norm(ar);
    divide(z, root, z);
    double[] q = r2;
    double[] before = r3;
    Arrays.fill(q, 0);
    Arrays.fill(before, 0);
    Arrays.fill(w, 0);
    Arrays.fill(w1, 0);
    double nu = 0;
    double share = 0;
    double squared = 1;
    for (int k = 0; ; k++) {
      if (Thread.currentThread().isInterrupted()) {
        phi *= Math.sqrt(Math.max(0, squared));
        return Optional.of(MinresOutcome.CANCELLED);
      }
      if (products >= limit) {
        return Optional.of(MinresOutcome.PRODUCT_LIMIT);
      }
      multiply(z, v);
      Vectors.addScaled(-share, v, ar);
      if (k > 0 && (Vectors.norm(r1) <= residualGoal || Vectors.norm(ar) <= normalGoal)) {
        return Optional.empty();
      }
      double alpha = k == 0 ? 0 : Vectors.dot(z, v);
      recur(v, alpha, q, nu, before);
      recur(z, alpha, w, nu, w1);
      double[] free = q;
      q = before;
      before = free;
      swapDirections();
      nu = precondition(q);
      if (!isNorm(nu)) {
        System.arraycopy(q, 0, r2, 0, q.length);
        phi *= Math.sqrt(Math.max(0, squared));
        return Optional.of(troubleOf(nu));
      }
      if (nu <= ROUNDING * aNorm) {
        return Optional.empty();
      }
      divide(q, nu, q);
      divide(w, nu, w);
      divide(z, nu, z);
      // ⟨r, q⟩ from Ar, in which the part of r in the null space adds no rounding.
      share = Vectors.dot(ar, w);
      double change = share * (share - 2 * Vectors.dot(r1, z));
      if (change > RISE * squared) {
        return Optional.empty();
      }
      squared += change;
      Vectors.addScaled(phi * share, w, x);
      Vectors.addScaled(-share, q, r1);
    }
  }

  /** {@code before ← next − αnow − νbefore}. */
  private static void recur(double[] next, double alpha, double[] now, double nu, double[] before) {
    for (int i = 0; i < next.length; i++) {
      before[i] = next[i] - alpha * now[i] - nu * before[i];
    }
  }

  private void swapDirections() {
    double[] free = w1;
    w1 = w;
    w = free;
  }

  private static void divide(double[] v, double by, double[] out) {
    for (int i = 0; i < v.length; i++) {
      out[i] = v[i] / by;
    }
  }

  /** {@code 2⁻ᵃAv}. */
  private void multiply(double[] vector, double[] out) {
    a.apply(vector, out);
    products++;
    if (aNorm == 0) {
      double norm = Vectors.norm(out);
      aExponent =
          norm > 0 && norm <= Double.MAX_VALUE
              ? Sizes.beyond(Math.getExponent(norm) - Math.getExponent(Vectors.norm(vector)))
              : 0;
    }
    Sizes.scale(out, -aExponent);
  }

  /** Whether the first product from x, of norm {@code ‖Ar‖/‖r‖}, shows that x is the end. */
  private Optional<MinresOutcome> examine(double root, double residualBefore) {
    aNorm = Math.max(aNorm, root);
    normal = root / aNorm;
    double before = normalBefore;
    normalBefore = root * phi;
    if (root <= leastSquares * aNorm) {
      return Optional.of(MinresOutcome.LEAST_SQUARES);
    }
    if (residualNorm <= 0.5 * residualBefore || normalBefore <= 0.5 * before) {
      return Optional.empty();
    }
    double size = preconditioner == Preconditioner.none() ? aNorm * Vectors.norm(x) : 0;
    return Optional.of(
        normalBefore <= ROUNDING_OF_PRODUCTS * aNorm * (bNorm + size)
            ? MinresOutcome.LEAST_SQUARES
            : MinresOutcome.STAGNATED);
  }

  /** Takes a step of length τ along the next w. */
  private void step(double epsilon, double delta, double gamma, double tau) {
    for (int i = 0; i < x.length; i++) {
      double next = (v[i] - epsilon * w1[i] - delta * w[i]) / gamma;
      w1[i] = next;
      x[i] += tau * next;
    }
    swapDirections();
  }

  private MinresResult ended(MinresOutcome outcome) {
    double share = residualNorm / Vectors.norm(b);
    return switch (outcome) {
      case LEAST_SQUARES -> {
        // What x has along v = M⁻¹r/φ, r₁ being r/φ.
        Vectors.addScaled(-Vectors.dot(r1, x), v, x);
        yield result(outcome, residuals(share) + normals());
      }
      case STAGNATED -> result(outcome, residuals(share) + normals());
      case NOT_FINITE -> endedBefore(outcome, whatIsNotFinite());
      case PRECONDITIONER_NOT_POSITIVE ->
          endedBefore(
              outcome, "After " + products + " products rᵀM⁻¹r was not above 0, though r was.");
      case CANCELLED -> endedBefore(outcome, residuals(phi / bNorm) + ".");
      default -> result(outcome, residuals(share) + ".");
    };
  }

  /** The result of the last complete step, whose residual only the recurrence knows. */
  private MinresResult endedBefore(MinresOutcome outcome, String reason) {
    residualNorm = phi >= 0 ? phi : residualNorm;
    return result(outcome, reason);
  }

  private String residuals(double share) {
    return String.format(
        Locale.ROOT,
        "After %d products the residual is %.3g of the right-hand side",
        products,
        share);
  }

  private String normals() {
    return String.format(Locale.ROOT, ", and ‖Ar‖ is %.3g of ‖A‖‖r‖.", normal);
  }

  private String whatIsNotFinite() {
    for (int i = 0; i < r2.length; i++) {
      if (!Double.isFinite(r2[i])) {
        return String.format(
            Locale.ROOT,
            "After %d products a vector has the entry %s at index %d.",
            products,
            r2[i],
            i);
      }
    }
    return String.format(
        Locale.ROOT,
        "After %d products an inner product or the preconditioner's was not finite.",
        products);
  }

  private MinresResult result(MinresOutcome outcome, String reason) {
    double[] solution = x.clone();
    Sizes.scale(solution, bExponent - aExponent);
    MinresResult.End end =
        Vectors.isFinite(solution)
            ? new MinresResult.End(outcome, reason)
            : new MinresResult.End(
                MinresOutcome.NOT_FINITE,
                "The solution has entries larger than the largest double. " + reason);
    double condition = largest == 0 ? 1 : largest / smallest;
    return new MinresResult(
        solution,
        end,
        products,
        new MinresResult.Numbers(
            Math.scalb(residualNorm, bExponent), Math.scalb(aNorm, aExponent), condition));
  }
}
