package org.roperator.autodiff;

import java.util.Arrays;
import org.roperator.dense.MatrixArena;

/**
 * {@code yᵢ = f(aᵢ, bᵣ)} entry by entry, where the shorter b repeats along a; a negative place
 * marks a constant.
 *
 * <p>Entry r of b belongs to {@code stride} consecutive entries of a, then comes the next, and
 * after the last the first again. Partials are those of the entries of y, the second ones
 * multiplied by the adjoints once weighted.
 */
final class BinaryBlock implements Block {

  private final int a;
  private final int b;
  private final int period;
  private final int stride;
  private final Partials partials;

  /**
   * An operation.
   *
   * @param a where the longer operand starts
   * @param b where the shorter one starts
   * @param period the length of the shorter one
   * @param stride how many entries in a row it is repeated for
   * @param partials one of each for every entry of the longer one
   */
  BinaryBlock(int a, int b, int period, int stride, Partials partials) {
    this.a = a;
    this.b = b;
    this.period = period;
    this.stride = stride;
    this.partials = partials;
  }

  /** The partial derivatives of all entries. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Partials(double[] a, double[] b, double[] aa, double[] ab, double[] bb) {

    static Partials of(BinaryElementary f, double[] as, double[] repeated, double[] y) {
      int n = y.length;
      Partials p =
          new Partials(new double[n], new double[n], new double[n], new double[n], new double[n]);
      for (int i = 0; i < n; i++) {
        p.a[i] = f.a(as[i], repeated[i], y[i]);
        p.b[i] = f.b(as[i], repeated[i], y[i]);
        p.aa[i] = f.aa(as[i], repeated[i], y[i]);
        p.ab[i] = f.ab(as[i], repeated[i], y[i]);
        p.bb[i] = f.bb(as[i], repeated[i], y[i]);
      }
      return p;
    }

    /**
     * The second ones multiplied by the adjoints. Where nothing depends on a result, second and
     * infinite first ones are zero, lest they become NaN; finite first ones stay, since its adjoint
     * may move although it is zero.
     */
    Partials weighted(double[] bar, int at) {
      double[] yBar = Arrays.copyOfRange(bar, at, at + a.length);
      return new Partials(
          first(a, yBar), first(b, yBar), times(aa, yBar), times(ab, yBar), times(bb, yBar));
    }

    private static double[] first(double[] partial, double[] yBar) {
      double[] kept = new double[partial.length];
      for (int i = 0; i < kept.length; i++) {
        kept[i] = yBar[i] == 0 && !Double.isFinite(partial[i]) ? 0 : partial[i];
      }
      return kept;
    }

    private static double[] times(double[] partial, double[] yBar) {
      double[] product = new double[partial.length];
      for (int i = 0; i < product.length; i++) {
        product[i] = yBar[i] == 0 ? 0 : yBar[i] * partial[i];
      }
      return product;
    }
  }

  @Override
  public int length() {
    return partials.a.length;
  }

  @Override
  public void operands(Ranges ranges) {
    if (a >= 0) {
      ranges.range(a, length());
    }
    if (b >= 0) {
      ranges.range(b, period);
    }
  }

  @Override
  public Block moved(int[] places) {
    return new BinaryBlock(a < 0 ? a : places[a], b < 0 ? b : places[b], period, stride, partials);
  }

  @Override
  public Block weighted(double[] bar, int at) {
    return new BinaryBlock(a, b, period, stride, partials.weighted(bar, at));
  }

  @Override
  public void push(double[] dot, int at, int k, MatrixArena work) {
    Arrays.fill(dot, at * k, (at + length()) * k, 0);
    if (a >= 0) {
      InterleavedVectors.addProducts(partials.a, dot, a, dot, at, k);
    }
    if (b >= 0) {
      addRepeated(partials.b, dot, b, dot, at, k);
    }
  }

  @Override
  public void pull(double[] bar, int at, int k, MatrixArena work) {
    if (a >= 0) {
      InterleavedVectors.addWhereNotZero(partials.a, bar, at, bar, a, k);
    }
    if (b >= 0) {
      addSums(partials.b, bar, at, bar, b, k);
    }
  }

  @Override
  public void bend(double[] dot, int at, double[] barDot, int k, MatrixArena work) {
    if (a >= 0) {
      InterleavedVectors.addProducts(partials.aa, dot, a, barDot, a, k);
    }
    if (a >= 0 && b >= 0) {
      addRepeated(partials.ab, dot, b, barDot, a, k);
      addSums(partials.ab, dot, a, barDot, b, k);
    }
    if (b >= 0) {
      int n = length();
      for (int i = 0; i < n; ) {
        for (int r = b; r < b + period; r++) {
          for (int end = i + stride; i < end; i++) {
            InterleavedVectors.addScaled(partials.bb[i], dot, r * k, barDot, r * k, k);
          }
        }
      }
    }
  }

  /** {@code yᵢ += cᵢ xᵣ} for rows from x and y on. */
  private void addRepeated(double[] c, double[] xs, int x, double[] ys, int y, int k) {
    for (int i = 0; i < c.length; ) {
      for (int r = x; r < x + period; r++) {
        for (int end = i + stride; i < end; i++) {
          InterleavedVectors.addScaled(c[i], xs, r * k, ys, (y + i) * k, k);
        }
      }
    }
  }

  /** {@code yᵣ += Σ cᵢ xᵢ} over the entries that r belongs to, for rows from x and y on. */
  private void addSums(double[] c, double[] xs, int x, double[] ys, int y, int k) {
    for (int i = 0; i < c.length; ) {
      for (int r = y; r < y + period; r++) {
        for (int end = i + stride; i < end; i++) {
          InterleavedVectors.addWhereNotZero(c[i], xs, (x + i) * k, ys, r * k, k);
        }
      }
    }
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public void describe(int i, Structure structure) {
    int right = b + i / stride % period;
    if (a >= 0) {
      structure.dependsOn(a + i);
      structure.bendsIn(a + i, a + i);
    }
    if (b >= 0) {
      structure.dependsOn(right);
      structure.bendsIn(right, right);
    }
    if (a >= 0 && b >= 0) {
      structure.bendsIn(a + i, right);
    }
  }

  @Override
  public long bytes() {
    return 40L * length();
  }
}
