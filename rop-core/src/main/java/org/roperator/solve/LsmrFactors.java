package org.roperator.solve;

/**
 * The rotations that make the bidiagonal matrix of Golub and Kahan upper bidiagonal, {@code QB =
 * R}, and R's transpose in turn, {@code Q̄Rᵀ = R̄}, with the norms they tell (Fong &amp; Saunders
 * 2011).
 *
 * <pre>
 * ρ = √(ᾱ² + β²)        c = ᾱ/ρ      s = β/ρ      θ₊ = s α      ᾱ₊ = c α
 * ρ̄ = √((c̄ρ)² + θ₊²)    θ̄ = s̄ρ       c̄₊ = c̄ρ/ρ̄    s̄₊ = θ₊/ρ̄
 * ζ = c̄₊ ζ̄              ζ̄₊ = −s̄₊ ζ̄, whose size is that of the gradient
 * h̄ ← h − (θ̄ρ/ρ₋ρ̄₋) h̄   x ← x + (ζ/ρρ̄) h̄            h ← v − (θ₊/ρ) h
 * </pre>
 */
final class LsmrFactors {

  private double alphaBar;
  private double rho = 1;
  private double rhoBar = 1;
  private double cBar = 1;
  private double sBar;
  private double zeta;
  private double zetaBar;

  // The residual: the same rotations applied to β₁e₁, and what x leaves of it.
  private double betaBar;
  private double betaDot;
  private double rhoDot = 1;
  private double tau;
  private double thetaTilde;

  private double largest;
  private double smallest = Double.POSITIVE_INFINITY;

  private double residual;
  private double condition = 1;
  private double barShare;
  private double step;
  private double share;

  /** Factors of nothing yet. */
  LsmrFactors(double alpha, double beta) {
    alphaBar = alpha;
    zetaBar = alpha * beta;
    betaBar = beta;
    residual = beta;
  }

  /** Takes in the next β, and the α after it. */
  void take(double alpha, double beta) {
    double rhoBefore = rho;
    rho = Math.hypot(alphaBar, beta);
    double c = alphaBar / rho;
    double s = beta / rho;
    double theta = s * alpha;
    alphaBar = c * alpha;

    double rhoBarBefore = rhoBar;
    double zetaBefore = zeta;
    double thetaBar = sBar * rho;
    double rhoTemp = cBar * rho;
    rhoBar = Math.hypot(rhoTemp, theta);
    cBar = rhoTemp / rhoBar;
    sBar = theta / rhoBar;
    zeta = cBar * zetaBar;
    zetaBar = -sBar * zetaBar;

    barShare = -(thetaBar / rhoBefore) * (rho / rhoBarBefore);
    step = zeta / rho / rhoBar;
    share = -theta / rho;

    double betaHat = c * betaBar;
    betaBar = -s * betaBar;
    double thetaTildeBefore = thetaTilde;
    double rhoTilde = Math.hypot(rhoDot, thetaBar);
    double cTilde = rhoDot / rhoTilde;
    double sTilde = thetaBar / rhoTilde;
    thetaTilde = sTilde * rhoBar;
    rhoDot = cTilde * rhoBar;
    betaDot = cTilde * betaHat - sTilde * betaDot;
    tau = (zetaBefore - thetaTildeBefore * tau) / rhoTilde;
    residual = Math.hypot(betaDot - (zeta - thetaTilde * tau) / rhoDot, betaBar);

    double most = Math.max(largest, rhoTemp);
    condition = most / Math.min(smallest, rhoTemp);
    largest = Math.max(largest, rhoBar);
    smallest = Math.min(smallest, rhoBar);
  }

  /** What of h̄ before belongs to h̄. */
  double barShare() {
    return barShare;
  }

  /** How far x goes along h̄. */
  double step() {
    return step;
  }

  /** What of h before belongs to the next. */
  double share() {
    return share;
  }

  /** The norm of the residual. */
  double residual() {
    return residual;
  }

  /** The norm of the gradient. */
  double gradient() {
    return Math.abs(zetaBar);
  }

  /** The estimate of the condition. */
  double condition() {
    return condition;
  }
}
