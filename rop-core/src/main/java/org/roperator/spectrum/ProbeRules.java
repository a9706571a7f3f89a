package org.roperator.spectrum;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules of one probe: the Gauss rule of all steps, those of the first half and the first
 * quarter of them, which tell how far the rule has converged, and Gauss–Radau rules of all steps
 * with one more node at an end of the spectrum, which bound what it leaves out.
 *
 * @param full of all steps m
 * @param half of m/2 steps; the full one where the Krylov space ended, so that it is exact
 * @param quarter of m/4 steps; the half one where there are fewer than four
 * @param below with a node below all eigenvalues; without nodes where no such bound is known
 * @param above with a node above all eigenvalues
 */
record ProbeRules(
    GaussRule full, GaussRule half, GaussRule quarter, GaussRule below, GaussRule above) {

  /** Those of probes, in their order. */
  static List<ProbeRules> of(
      List<LanczosMatrix> matrices, List<GaussRule> full, SpectrumEnds ends) {
    List<ProbeRules> all = new ArrayList<>();
    for (int i = 0; i < matrices.size(); i++) {
      LanczosMatrix t = matrices.get(i);
      GaussRule g = full.get(i);
      int m = t.steps();
      all.add(
          t.isEnded()
              ? new ProbeRules(g, g, g, g, g)
              : new ProbeRules(
                  g, t.gauss(m / 2), t.gauss(m / 4), t.radau(ends.lower()), t.radau(ends.upper())));
    }
    return all;
  }

  boolean isExact() {
    return full == half && full.size() > 0;
  }
}
