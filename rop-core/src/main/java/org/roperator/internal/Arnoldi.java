package org.roperator.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * An orthonormal basis {@code q₀, q₁, …} of the Krylov space of A from one vector, and A in it:
 * {@code A Q = Q₊ H} with H of Hessenberg form (Arnoldi 1951).
 *
 * <p>Gram–Schmidt runs twice, so that the basis stays orthogonal to rounding. A step costs one
 * product with A and 4 n j multiply-adds after j steps. Mutable, for one thread; arrays once
 * allocated are used again after {@link #begin}.
 */
public final class Arnoldi {

  /** What is left of A q by orthogonalizing, relative to it, counts as nothing below this. */
  private static final double NOTHING = 0x1p-49;

  private final List<double[]> basis = new ArrayList<>();
  private double[][] h = new double[0][];
  private int steps;

  /** Without a space yet; {@link #begin} opens one. */
  public Arnoldi() {}

  /**
   * Opens the space of a vector.
   *
   * @param start not zero, finite. Not modified.
   * @return the norm of the vector
   */
  public double begin(double[] start) {
    if (!basis.isEmpty() && basis.get(0).length != start.length) {
      basis.clear();
    }
    steps = 0;
    double norm = Vectors.norm(start);
    fill(0, start, 1 / norm);
    return norm;
  }

  private void fill(int index, double[] v, double scale) {
    if (index == basis.size()) {
      basis.add(new double[v.length]);
    }
    double[] q = basis.get(index);
    for (int i = 0; i < v.length; i++) {
      q[i] = scale * v[i];
    }
  }

  /**
   * Makes the space one dimension larger.
   *
   * @param a writes the product of A, square, with its first argument into its second
   * @param work a vector. Overwritten.
   * @return the entry of H below its diagonal; 0 if the space is invariant under A and ends here,
   *     NaN if a product was not finite
   */
  public double step(BiConsumer<double[], double[]> a, double[] work) {
    int j = steps;
    a.accept(basis.get(j), work);
    double before = Vectors.norm(work);
    double[] column = column(j);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i <= j; i++) {
        double part = Vectors.dot(basis.get(i), work);
        column[i] += part;
        Vectors.addScaled(-part, basis.get(i), work);
      }
    }
    double rest = Vectors.norm(work);
    boolean ends = rest <= NOTHING * before;
    column[j + 1] = ends ? 0 : rest;
    if (!ends) {
      fill(j + 1, work, 1 / rest);
    }
    steps++;
    return column[j + 1];
  }

  /**
   * The same for a symmetric A, by its three-term recurrence alone (Lanczos 1950): 4 n
   * multiply-adds besides the product, and orthogonality to the directions long before is lost as
   * eigenvalues are found.
   */
  public double shortStep(BiConsumer<double[], double[]> a, double[] work) {
    int j = steps;
    double[] q = basis.get(j);
    a.accept(q, work);
    double before = Vectors.norm(work);
    double[] column = column(j);
    if (j > 0) {
      column[j - 1] = h[j - 1][j];
      Vectors.addScaled(-column[j - 1], basis.get(j - 1), work);
    }
    column[j] = Vectors.dot(q, work);
    Vectors.addScaled(-column[j], q, work);
    double rest = Vectors.norm(work);
    boolean ends = rest <= NOTHING * before;
    column[j + 1] = ends ? 0 : rest;
    if (!ends) {
      fill(j + 1, work, 1 / rest);
    }
    steps++;
    return column[j + 1];
  }

  private double[] column(int j) {
    if (j == h.length) {
      h = Arrays.copyOf(h, Math.max(8, 2 * h.length));
      for (int i = j; i < h.length; i++) {
        h[i] = new double[i + 2];
      }
    }
    Arrays.fill(h[j], 0);
    return h[j];
  }

  /**
   * A vector of the basis. Not copied.
   *
   * @param j from 0 to {@link #steps()}, to one less where the space ends
   */
  public double[] vector(int j) {
    return basis.get(j);
  }

  /** The number of steps made. */
  public int steps() {
    return steps;
  }

  /**
   * An entry of H.
   *
   * @param i from 0 to {@link #steps()}
   * @param j from 0 to {@code steps() − 1}
   */
  public double hessenberg(int i, int j) {
    return i > j + 1 ? 0 : h[j][i];
  }

  /**
   * Adds a combination of the basis, {@code out += Σⱼ cⱼ qⱼ}.
   *
   * @param c at least as many factors as are used
   * @param terms how many are used
   * @param out Updated.
   */
  public void addCombination(double[] c, int terms, double[] out) {
    for (int j = 0; j < terms; j++) {
      Vectors.addScaled(c[j], basis.get(j), out);
    }
  }
}
