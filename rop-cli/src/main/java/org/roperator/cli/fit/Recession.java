package org.roperator.cli.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Directions in which a likelihood rises without end, so that it has no maximum.
 *
 * <p>Each example holds η where it is, lets it rise, or lets it fall for nothing. A direction d of
 * the coefficients is one of recession if {@code xᵢ·d} is 0 wherever it is held, has the free sign
 * elsewhere, and is not 0 everywhere (Albert and Anderson 1984 for classes). By Stiemke's lemma
 * there is one exactly if no positive multiples of the signed xᵢ balance, which {@link
 * NonNegativeCombination} decides; whatever it finds is checked on every example.
 */
final class Recession {

  /** A turn of η, relative to the longest, that is rounding. */
  private static final double ROUNDING = 1e-9;

  /** Of more columns it would take long to find the fewest that do. */
  private static final int MOST_COLUMNS = 40;

  /** Where η may go for nothing. */
  enum Freedom {
    HELD(0),
    UP(1),
    DOWN(-1);

    private final int sign;

    Freedom(int sign) {
      this.sign = sign;
    }
  }

  /**
   * What was found.
   *
   * @param columns the fewest columns of the table whose sum rises so; none for the intercept alone
   * @param everywhere whether a direction turns η in every example
   */
  record Finding(Set<String> columns, boolean everywhere) {}

  private final Freedom[] freedoms;
  private final double[] weights;

  private Recession(Freedom[] freedoms, double[] weights) {
    this.freedoms = freedoms;
    this.weights = weights;
  }

  /** Looks for a direction; nothing if the likelihood has its maximum. */
  static Optional<Finding> of(OrthogonalDesign design, Freedom[] freedoms, double[] weights) {
    Recession recession = new Recession(freedoms, weights);
    Optional<double[]> direction = recession.direction(design);
    return direction.map(d -> recession.finding(design));
  }

  private Finding finding(OrthogonalDesign design) {
    Set<String> columns = new LinkedHashSet<>(design.design().sources());
    OrthogonalDesign fewest = design;
    for (String column : design.design().sources()) {
      Set<String> fewer = new LinkedHashSet<>(columns);
      fewer.remove(column);
      Design without = design.design().only(fewer);
      if (columns.size() <= MOST_COLUMNS && without.width() > 0) {
        OrthogonalDesign smaller = OrthogonalDesign.of(without, weights);
        if (direction(smaller).isPresent()) {
          columns = fewer;
          fewest = smaller;
        }
      }
    }
    return new Finding(columns, turnsEverywhere(fewest));
  }

  /**
   * Whether some direction turns η in every example: one that leaves some alone may have a small
   * part of another added, which turns some of those, and so on.
   */
  private boolean turnsEverywhere(OrthogonalDesign design) {
    boolean[] left = all();
    Optional<double[]> direction = direction(design, left);
    while (direction.isPresent()) {
      double[] turns = design.predict(direction.get());
      double most = Arrays.stream(turns).map(Math::abs).max().orElse(0);
      boolean none = true;
      for (int i = 0; i < left.length; i++) {
        left[i] &= Math.abs(turns[i]) <= ROUNDING * most;
        none &= !left[i];
      }
      if (none) {
        return true;
      }
      direction = direction(design, left);
    }
    return false;
  }

  private boolean[] all() {
    boolean[] all = new boolean[freedoms.length];
    Arrays.fill(all, true);
    return all;
  }

  /** A direction of γ. */
  private Optional<double[]> direction(OrthogonalDesign design) {
    return direction(design, all());
  }

  /** The same, but for examples that may turn either way. */
  private Optional<double[]> direction(OrthogonalDesign design, boolean[] bound) {
    double[][] free = freeOfHeld(design);
    List<double[]> signed = new ArrayList<>();
    for (int i = 0; i < freedoms.length; i++) {
      if (bound[i] && freedoms[i] != Freedom.HELD) {
        double[] row = coordinates(free, design.rows()[i]);
        double size = Math.sqrt(dot(row, row));
        if (size > ROUNDING) {
          for (int j = 0; j < row.length; j++) {
            row[j] *= freedoms[i].sign / size;
          }
          signed.add(row);
        }
      }
    }
    if (signed.isEmpty()) {
      return Optional.empty();
    }
    double[] mean = new double[free.length];
    for (double[] row : signed) {
      for (int j = 0; j < mean.length; j++) {
        mean[j] += row[j] / signed.size();
      }
    }
    double[] rho = NonNegativeCombination.nearest(signed.toArray(double[][]::new), mean);
    double size = Math.sqrt(dot(rho, rho));
    if (!(size > ROUNDING)) {
      return Optional.empty();
    }
    for (double[] row : signed) {
      if (dot(row, rho) < -ROUNDING * size) {
        return Optional.empty();
      }
    }
    double[] gamma = new double[design.width()];
    for (int k = 0; k < free.length; k++) {
      for (int j = 0; j < gamma.length; j++) {
        gamma[j] += rho[k] * free[k][j];
      }
    }
    return Optional.of(gamma);
  }

  /** An orthonormal basis of the directions that leave η alone wherever it is held. */
  private double[][] freeOfHeld(OrthogonalDesign design) {
    int p = design.width();
    List<double[]> basis = new ArrayList<>();
    for (int i = 0; i < freedoms.length && basis.size() < p; i++) {
      if (freedoms[i] == Freedom.HELD) {
        addIfNew(basis, design.rows()[i].clone());
      }
    }
    int held = basis.size();
    for (int j = 0; j < p && basis.size() < p; j++) {
      double[] unit = new double[p];
      unit[j] = 1;
      addIfNew(basis, unit);
    }
    return basis.subList(held, basis.size()).toArray(double[][]::new);
  }

  private static void addIfNew(List<double[]> basis, double[] v) {
    double before = Math.sqrt(dot(v, v));
    for (int pass = 0; pass < 2; pass++) {
      for (double[] q : basis) {
        double part = dot(q, v);
        for (int i = 0; i < v.length; i++) {
          v[i] -= part * q[i];
        }
      }
    }
    double size = Math.sqrt(dot(v, v));
    if (size > 1e-8 * before) {
      for (int i = 0; i < v.length; i++) {
        v[i] /= size;
      }
      basis.add(v);
    }
  }

  private static double[] coordinates(double[][] basis, double[] v) {
    double[] all = new double[basis.length];
    for (int k = 0; k < all.length; k++) {
      all[k] = dot(basis[k], v);
    }
    return all;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
