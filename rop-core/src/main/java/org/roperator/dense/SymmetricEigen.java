package org.roperator.dense;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A symmetric matrix by its eigenvalues, rising, and its orthonormal eigenvectors: {@code A = Σ λᵢ
 * xᵢ xᵢᵀ}.
 *
 * <pre>{@code
 * SymmetricEigen parts = SymmetricEigen.of(2, new double[] {2, 1, 1, 2}, Blas.instance());
 * parts.value(0);   // 1
 * }</pre>
 *
 * <p>Each eigenvalue is right to a few roundings of the largest absolute one, whatever the scale of
 * the entries: {@code 2ᵏA} has exactly 2ᵏ times the eigenvalues of A unless they leave the range of
 * normal doubles. Three kinds of matrices keep more. Parts that nothing but zeros joins count each
 * by itself, and a diagonal is returned exactly. A positive definite matrix of order up to {@value
 * #MOST_JACOBI} whose diagonal spans more than three digits and less than 590, {@code A = DHD} with
 * D diagonal and H of unit diagonal, has every eigenvalue right relative to itself, to some
 * roundings times the condition of H. Other matrices whose diagonal spans that much are ordered by
 * it first, which keeps small eigenvalues as far as QL steps can.
 *
 * <p>Costs {@code 4n³/3} multiply-adds without eigenvectors, half of them in matrix products, and
 * some {@code 10n³} with them, nearly all in matrix products. An eigenvalue beyond the largest
 * double is infinite. Immutable and safe to share between threads; results repeat bit for bit.
 */
public final class SymmetricEigen {

  /**
   * The largest entry is brought to this power of two: as far from zero as sums of as many numbers
   * as a row has may be from overflow.
   */
  private static final int EXPONENT = 980;

  /** The ratio of diagonal entries from which on order and method look after the small ones. */
  private static final double GRADED = 0x1p10;

  /** Up to this order Jacobi's rotations take a few seconds at most. */
  static final int MOST_JACOBI = 512;

  private final double[] values;
  private final double[] vectors;

  private SymmetricEigen(double[] values, double[] vectors) {
    this.values = values;
    this.vectors = vectors;
  }

  /**
   * The eigenvalues and eigenvectors of a matrix.
   *
   * @param n its order, at least 1
   * @param a its n² entries row by row, of which those on and below the diagonal count, finite.
   *     Kept and overwritten.
   * @param blas what multiplies matrices
   * @throws IllegalArgumentException if an entry is NaN or infinite
   */
  public static SymmetricEigen of(int n, double[] a, Blas blas) {
    require(n, a);
    return new SymmetricEigen(solve(n, a, true, blas), a);
  }

  /**
   * The eigenvalues alone, rising.
   *
   * @param n the order of the matrix, at least 1
   * @param a its n² entries row by row, of which those on and below the diagonal count, finite.
   *     Overwritten.
   * @param blas what multiplies matrices
   * @throws IllegalArgumentException if an entry is NaN or infinite
   */
  public static double[] values(int n, double[] a, Blas blas) {
    require(n, a);
    return solve(n, a, false, blas);
  }

  /**
   * The eigenvalues of a tridiagonal matrix T, in no order, and one entry of each eigenvector, at
   * n² operations (Golub &amp; Welsch 1969).
   *
   * @param diagonal n entries, finite. Not modified.
   * @param beside at least n − 1 entries, finite, of which as many count. Not modified.
   * @param entries becomes the entries i of the eigenvectors if it is the i-th unit vector, in the
   *     order of the eigenvalues; empty for none. Updated.
   * @throws IllegalArgumentException if an entry is NaN or infinite
   */
  public static double[] tridiagonal(double[] diagonal, double[] beside, double[] entries) {
    int n = diagonal.length;
    if (n < 1 || beside.length < n - 1 || (entries.length != n && entries.length != 0)) {
      throw new IllegalArgumentException(
          "A tridiagonal matrix of order "
              + n
              + " has at least one entry on its diagonal and "
              + (n - 1)
              + " beside it, but there are "
              + beside.length
              + "; of eigenvectors "
              + n
              + " entries or none are carried along, not "
              + entries.length
              + ".");
    }
    double[] d = diagonal.clone();
    double[] e = Arrays.copyOf(beside, n);
    e[n - 1] = 0;
    double largest = Math.max(requireFinite(d, n), requireFinite(e, n));
    int shift = shift(largest);
    scale(d, shift);
    scale(e, shift);
    ImplicitQl.run(
        d, e, false, new Rotations(n, entries, entries.length == 0 ? 0 : 1, Blas.instance()));
    scale(d, -shift);
    return d;
  }

  static void require(int n, double[] a) {
    if (n < 1 || (long) n * n != a.length) {
      throw new IllegalArgumentException(
          "A matrix of order "
              + n
              + " has "
              + (long) n * n
              + " entries, at least one, but the array has "
              + a.length
              + ".");
    }
    requireFinite(a, n);
  }

  /** Answers the largest absolute entry. */
  private static double requireFinite(double[] a, int columns) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      if (!Double.isFinite(a[i])) {
        throw new IllegalArgumentException(
            "Entry ("
                + i / columns
                + ", "
                + i % columns
                + ") of the matrix is "
                + a[i]
                + ", but eigenvalues are computed of finite numbers only.");
      }
      largest = Math.max(largest, Math.abs(a[i]));
    }
    return largest;
  }

  private static int shift(double largest) {
    return largest == 0 ? 0 : EXPONENT - Math.getExponent(largest);
  }

  private static void scale(double[] x, int shift) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.scalb(x[i], shift);
    }
  }

  /** The order n. */
  public int order() {
    return values.length;
  }

  /** The eigenvalue at a place, the smallest at 0. */
  public double value(int i) {
    return values[i];
  }

  /** The eigenvalues, rising, in a fresh array. */
  public double[] values() {
    return values.clone();
  }

  /** The unit eigenvector of the eigenvalue at a place, in a fresh array. */
  public double[] vector(int i) {
    int n = order();
    return Arrays.copyOfRange(vectors, i * n, (i + 1) * n);
  }

  /** The eigenvectors, n rows of n numbers in the order of the eigenvalues, in a fresh array. */
  public double[] vectors() {
    return vectors.clone();
  }

  // ---- parts that nothing but zeros joins

  /** Answers the eigenvalues, rising; a then holds the eigenvectors in rows, if wanted. */
  private static double[] solve(int n, double[] a, boolean vectors, Blas blas) {
    List<Part> parts = new ArrayList<>();
    for (int[] indices : parts(n, a)) {
      parts.add(Part.of(n, a, indices, vectors, blas));
    }
    record Place(Part part, int i) {}
    List<Place> places = new ArrayList<>();
    for (Part part : parts) {
      for (int i = 0; i < part.values.length; i++) {
        places.add(new Place(part, i));
      }
    }
    places.sort(Comparator.comparingDouble(place -> place.part.values[place.i]));
    if (vectors) {
      Arrays.fill(a, 0);
      for (int i = 0; i < n; i++) {
        places.get(i).part.writeVector(places.get(i).i, a, i * n);
      }
    }
    return places.stream().mapToDouble(place -> place.part.values[place.i]).toArray();
  }

  /** Sets of indices; an entry between two sets is zero. */
  private static List<int[]> parts(int n, double[] a) {
    List<int[]> parts = new ArrayList<>();
    int[] waiting = new int[n];
    Arrays.setAll(waiting, i -> i);
    int left = n;
    while (left > 0) {
      int[] found = new int[left];
      found[0] = waiting[0];
      int count = 1;
      int rest = 0;
      for (int w = 1; w < left; w++) {
        waiting[rest++] = waiting[w];
      }
      for (int f = 0; f < count && rest > 0; f++) {
        int still = 0;
        for (int w = 0; w < rest; w++) {
          int i = Math.max(found[f], waiting[w]);
          int j = Math.min(found[f], waiting[w]);
          if (a[i * n + j] != 0) {
            found[count++] = waiting[w];
          } else {
            waiting[still++] = waiting[w];
          }
        }
        rest = still;
      }
      int[] part = Arrays.copyOf(found, count);
      Arrays.sort(part);
      parts.add(part);
      left = rest;
    }
    return parts;
  }

  /** Some rows and columns, which nothing joins with the others. */
  private static final class Part {

    private final int[] indices;
    private final double[] values;

    /** Eigenvectors in rows; empty if none are wanted. */
    private final double[] vectors;

    private Part(int[] indices, double[] values, double[] vectors) {
      this.indices = indices;
      this.values = values;
      this.vectors = vectors;
    }

    static Part of(int n, double[] a, int[] indices, boolean vectors, Blas blas) {
      int m = indices.length;
      if (m == 1) {
        double value = a[indices[0] * n + indices[0]];
        return new Part(indices, new double[] {value}, new double[] {1});
      }
      boolean graded = isGraded(n, a, indices);
      int[] order = graded ? byDiagonal(n, a, indices) : indices;
      double[] matrix = m == n && !graded ? a : extract(n, a, order);
      double largest = 0;
      for (int i = 0; i < m; i++) {
        for (int j = 0; j <= i; j++) {
          largest = Math.max(largest, Math.abs(matrix[i * m + j]));
        }
      }
      int shift = shift(largest);
      scale(matrix, shift);
      Part part = graded ? jacobi(order, matrix, vectors) : null;
      if (part == null) {
        part = ql(order, matrix, graded, vectors, blas);
      }
      scale(part.values, -shift);
      return part;
    }

    private static boolean isGraded(int n, double[] a, int[] indices) {
      double largest = 0;
      double smallest = Double.POSITIVE_INFINITY;
      for (int i : indices) {
        largest = Math.max(largest, Math.abs(a[i * n + i]));
        smallest = Math.min(smallest, Math.abs(a[i * n + i]));
      }
      return largest / GRADED > smallest;
    }

    private static int[] byDiagonal(int n, double[] a, int[] indices) {
      return Arrays.stream(indices)
          .boxed()
          .sorted(Comparator.comparingDouble(i -> Math.abs(a[i * n + i])))
          .mapToInt(Integer::intValue)
          .toArray();
    }

    private static double[] extract(int n, double[] a, int[] order) {
      int m = order.length;
      double[] matrix = new double[m * m];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j <= i; j++) {
          int row = Math.max(order[i], order[j]);
          matrix[i * m + j] = a[row * n + Math.min(order[i], order[j])];
        }
      }
      return matrix;
    }

    private static @Nullable Part jacobi(int[] order, double[] matrix, boolean vectors) {
      int m = order.length;
      PositiveJacobi found = m <= MOST_JACOBI ? PositiveJacobi.of(m, matrix) : null;
      if (found == null) {
        return null;
      }
      double[] values = new double[m];
      double[] rows = new double[vectors ? m * m : 0];
      for (int i = 0; i < m; i++) {
        values[i] = found.value(i);
        if (vectors) {
          found.vector(i, rows, i * m);
        }
      }
      return new Part(order, values, rows);
    }

    private static Part ql(
        int[] order, double[] matrix, boolean graded, boolean vectors, Blas blas) {
      int m = order.length;
      TridiagonalReduction t = TridiagonalReduction.of(m, matrix, graded, blas);
      double[] rows = vectors ? t.rotation(blas) : new double[0];
      Rotations rotations = new Rotations(m, rows, vectors ? m : 0, blas);
      ImplicitQl.run(t.diagonal(), t.beside(), graded, rotations);
      return new Part(order, t.diagonal(), rows);
    }

    void writeVector(int i, double[] out, int at) {
      int m = indices.length;
      for (int j = 0; j < m; j++) {
        out[at + indices[j]] = vectors[i * m + j];
      }
    }
  }
}
