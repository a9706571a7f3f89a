package org.roperator.spectrum;

import java.util.List;
import org.apache.commons.math3.special.Erf;

/**
 * A density over an axis with its standard errors; immutable.
 *
 * <p>Its value at a point is the mass of the cell around it divided by the cell's width, so that
 * the values add up to one over the width.
 *
 * <p>What its errors are about is the density of the eigenvalues smeared out as wide as the axis
 * says. That can be told where the width is at least the axis' own: narrower peaks are those of
 * single nodes, and between nodes there is nothing to tell an error from.
 */
public final class DensityCurve {

  /** Standard deviations beyond the outermost nodes: 1e-15 of their mass lies beyond. */
  private static final double REACH = 8;

  private final double[] eigenvalues;
  private final double[] coordinates;
  private final double[] densities;
  private final double[] standardErrors;

  private DensityCurve(
      double[] eigenvalues, double[] coordinates, double[] densities, double[] standardErrors) {
    this.eigenvalues = eigenvalues;
    this.coordinates = coordinates;
    this.densities = densities;
    this.standardErrors = standardErrors;
  }

  static DensityCurve of(
      List<ProbeRules> rules, DensityGrid axis, double largest, double smallest) {
    int points = axis.points();
    if (rules.isEmpty()) {
      return new DensityCurve(new double[0], new double[0], new double[0], new double[0]);
    }
    double low = axis.coordinate(smallest);
    double high = axis.coordinate(largest);
    int m = rules.stream().mapToInt(r -> r.full().size()).max().orElse(1);
    double range = high > low ? high - low : Math.max(1, Math.abs(high)) * 1e-3;
    double width = axis.width(range, m);
    double from = low - REACH * width;
    double cell = (high - low + 2 * REACH * width) / points;
    double[] eigenvalues = new double[points];
    double[] coordinates = new double[points];
    RunningMean[] cells = new RunningMean[points];
    HalvedRules[] unseen = new HalvedRules[points];
    for (int i = 0; i < points; i++) {
      coordinates[i] = from + (i + 0.5) * cell;
      eigenvalues[i] = axis.eigenvalue(coordinates[i]);
      cells[i] = new RunningMean();
      // Smeared little, a node counts in a cell or does not.
      unseen[i] = new HalvedRules(true);
    }
    for (ProbeRules probe : rules) {
      double[] full = masses(probe.full(), axis, points, from, cell, width);
      double[] half = masses(probe.half(), axis, points, from, cell, width);
      double[] quarter = masses(probe.quarter(), axis, points, from, cell, width);
      for (int i = 0; i < points; i++) {
        cells[i].add(full[i] / cell);
        unseen[i].addValues(probe, full[i] / cell, half[i] / cell, quarter[i] / cell);
      }
    }
    double[] densities = new double[points];
    double[] errors = new double[points];
    for (int i = 0; i < points; i++) {
      densities[i] = cells[i].mean();
      errors[i] = cells[i].standardError() + unseen[i].size(0);
    }
    return new DensityCurve(eigenvalues, coordinates, densities, errors);
  }

  private static double[] masses(
      GaussRule rule, DensityGrid axis, int points, double from, double cell, double width) {
    double[] masses = new double[points];
    for (int j = 0; j < rule.size(); j++) {
      addMass(axis.coordinate(rule.node(j)), rule.weight(j), from, cell, width, masses);
    }
    return masses;
  }

  private static void addMass(
      double t, double weight, double from, double cell, double width, double[] mass) {
    double scale = 1 / (width * Math.sqrt(2));
    int first = Math.max(0, (int) ((t - REACH * width - from) / cell));
    int last = Math.min(mass.length - 1, (int) ((t + REACH * width - from) / cell));
    for (int i = first; i <= last; i++) {
      double a = (from + i * cell - t) * scale;
      double b = (from + (i + 1) * cell - t) * scale;
      mass[i] += weight * Erf.erf(a, b) / 2;
    }
  }

  /** The number of points; 0 if no probe came to its end. */
  public int size() {
    return densities.length;
  }

  /** The eigenvalues of the points, rising, in a fresh array. */
  public double[] eigenvalues() {
    return eigenvalues.clone();
  }

  /** The coordinates t of the points on the axis, evenly spaced, in a fresh array. */
  public double[] coordinates() {
    return coordinates.clone();
  }

  /** The density of t at the points, in a fresh array. */
  public double[] densities() {
    return densities.clone();
  }

  /**
   * The standard error of each density, in a fresh array: what the probes leave open, and what more
   * steps of each would still change; infinite for a single probe or a single step.
   */
  public double[] standardErrors() {
    return standardErrors.clone();
  }
}
