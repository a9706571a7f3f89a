package org.roperator.nn.layer;

import org.roperator.dense.Matrix;

/**
 * Which values are normalized together: the groups of a batch, each with statistics of its own, and
 * the loops over them.
 *
 * <p>Tangents have k rows per example, so k numbers belong to a group where values have one. Those
 * numbers stand in the order that suits the loops; {@link #group} says of which group each is.
 */
interface NormalizationAxis {

  /** How many values a group has in a batch of so many examples. */
  int length(int examples);

  /** How many groups such a batch has. */
  int groups(int examples);

  /** To which group the i-th number of k directions belongs. */
  int group(int i, int k);

  /**
   * Replaces x by its normalized values.
   *
   * @param memory lends the statistics
   */
  NormalizationStatistics normalize(Matrix x, double epsilon, Workspace memory);

  /**
   * Sums tangents over the members of each group, and their products with values.
   *
   * @param v values, one row per example
   * @param t tangents, k rows per example
   * @param sums Overwritten by Σ t.
   * @param products Overwritten by Σ v t.
   */
  void sums(Matrix v, Matrix t, int k, double[] sums, double[] products);

  /**
   * {@code out = c₀ + c₁ t + c₂ v} for every member, with coefficients of its group and direction.
   *
   * @param c the three arrays of coefficients
   * @param out k rows per example, may be {@code t}. Overwritten.
   */
  void combine(double[][] c, Matrix t, Matrix v, int k, Matrix out);

  /** {@code out = c₀ + c₁ t + c₂ v + c₃ s + c₄ u}, t and s tangents, v and u values. */
  void combine(double[][] c, Matrix t, Matrix v, Matrix s, Matrix u, int k, Matrix out);
}
