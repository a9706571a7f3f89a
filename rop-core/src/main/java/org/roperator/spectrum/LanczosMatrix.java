package org.roperator.spectrum;

import java.util.Arrays;
import org.roperator.dense.SymmetricEigen;

/**
 * The tridiagonal matrix T of m steps of Lanczos from one probe, and the rules that it gives.
 *
 * <p>Gauss rules have the eigenvalues of T for nodes. A Gauss–Radau rule has one node more, z,
 * which is given: it is the Gauss rule of T with another row, whose diagonal entry {@code z +
 * β_m²e_mᵀ(T − zI)⁻¹e_m} makes z an eigenvalue (Golub 1973).
 */
final class LanczosMatrix {

  private final CountedOperator meter;
  private final double[] diagonal;
  private final double[] beside;
  private final boolean ended;

  /**
   * That of some steps.
   *
   * @param meter which knows the size of the operator
   * @param diagonal one entry a step
   * @param beside the entries beside, that to the row after the last included
   * @param ended whether the space of the steps is invariant, so that more would add nothing
   */
  LanczosMatrix(CountedOperator meter, double[] diagonal, double[] beside, boolean ended) {
    this.meter = meter;
    this.diagonal = diagonal;
    this.beside = beside;
    this.ended = ended;
  }

  int steps() {
    return diagonal.length;
  }

  boolean isEnded() {
    return ended;
  }

  /** The Gauss rule of the first steps, of which there may be none. */
  GaussRule gauss(int m) {
    return rule(Arrays.copyOf(diagonal, m));
  }

  /**
   * The Gauss–Radau rule of all steps; without nodes where the node given is not finite.
   *
   * @param end the node, outside of the eigenvalues of T
   */
  GaussRule radau(double end) {
    int m = steps();
    double node = meter.reduced(end);
    if (!Double.isFinite(node)) {
      return gauss(0);
    }
    // The last pivot of T − zI, all of which have one sign.
    double pivot = diagonal[0] - node;
    for (int i = 1; i < m; i++) {
      pivot = diagonal[i] - node - beside[i - 1] * (beside[i - 1] / pivot);
    }
    double[] longer = Arrays.copyOf(diagonal, m + 1);
    longer[m] = node + beside[m - 1] * (beside[m - 1] / pivot);
    return rule(longer);
  }

  private GaussRule rule(double[] all) {
    double[] weights = new double[all.length];
    if (all.length == 0) {
      return new GaussRule(weights, weights);
    }
    weights[0] = 1;
    double[] nodes = SymmetricEigen.tridiagonal(all, beside, weights);
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= weights[i];
    }
    return new GaussRule(meter.restored(nodes), weights);
  }
}
