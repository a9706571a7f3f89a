package org.roperator.recurrent;

/**
 * One term of a loss; y, t, u and out hold n numbers of a pattern from an index of their own on.
 */
interface LossTerm {

  /** The units named; none means all. */
  int[] units();

  /** Requires targets this term can compare with. */
  void requireFit(PatternBatch patterns);

  double value(double[] y, int yAt, double[] t, int tAt, int n);

  /** {@code out += weight ∂E/∂y}, out standing as y does. */
  void addGradient(double weight, double[] y, int yAt, double[] t, int tAt, int n, double[] out);

  /** {@code out += weight (∂²E/∂y²) u}. */
  void addCurvature(
      double weight,
      double[] y,
      int yAt,
      double[] t,
      int tAt,
      int n,
      double[] u,
      double[] out,
      int at);
}
