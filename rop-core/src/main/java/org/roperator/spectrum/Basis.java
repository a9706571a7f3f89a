package org.roperator.spectrum;

import java.util.Arrays;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.parallel.Scratch;
import org.roperator.parallel.Workers;

/**
 * Vectors of one length as the rows of a matrix V, stored in panels of neighboring columns.
 *
 * <p>Products with a block of vectors are matrix products over strips of columns that fit the
 * cache: a block is read once for all its vectors. Panels depend on the length alone and their sums
 * are added in order, so results do not depend on the number of threads.
 */
final class Basis {

  /** Columns of a panel, the unit of work of a thread. */
  private static final int PANEL = 1 << 16;

  /** Columns of a strip: 50 rows of it are 0.8 MB, which a second-level cache holds. */
  private static final int STRIP = 2048;

  private final int length;
  private final int panelWidth;
  private final int stride;
  private final double[][] panels;
  private final Workers workers;
  private final StripProducts products = new StripProducts(Blas.instance());

  private final Scratch<double[][]> areas;

  Basis(int length, int capacity, Workers workers) {
    this.length = length;
    int count = Math.max(1, (length + PANEL - 1) / PANEL);
    this.panelWidth = (length + count - 1) / count;
    // Rows a power of two apart would fall into the same lines of the cache.
    this.stride = panelWidth % 256 == 0 ? panelWidth + 8 : panelWidth;
    this.panels = new double[count][];
    this.workers = workers;
    if (capacity > Integer.MAX_VALUE / stride) {
      throw new IllegalArgumentException(
          "A basis of "
              + capacity
              + " vectors was asked for, but of length "
              + length
              + " it holds at most "
              + Integer.MAX_VALUE / stride
              + "; ask for fewer eigenvalues, steps or products.");
    }
    int size = capacity * stride;
    // Much of the time to allocate large arrays is their first touch, which threads can share.
    workers.run(count, p -> panels[p] = new double[size]);
    int areaSize = capacity * Math.min(STRIP, panelWidth);
    this.areas = Scratch.of(() -> new double[2][areaSize]);
  }

  /** Where its arithmetic runs. */
  Workers workers() {
    return workers;
  }

  /** Copies rows out. */
  void read(int row, double[][] outs, int count) {
    workers.run(
        panels.length,
        p -> {
          for (int i = 0; i < count; i++) {
            System.arraycopy(panels[p], (row + i) * stride, outs[i], p * panelWidth, widthOf(p));
          }
        });
  }

  /** Copies vectors in. */
  void write(int row, double[][] vs, int count) {
    workers.run(
        panels.length,
        p -> {
          for (int i = 0; i < count; i++) {
            System.arraycopy(vs[i], p * panelWidth, panels[p], (row + i) * stride, widthOf(p));
          }
        });
  }

  /**
   * One sweep over the vectors: {@code W ← L(W − HᵀV)}, then {@code C = [V; W] Wᵀ}. The lengths of
   * H and C say how many of the last rows of V each of the two works with.
   *
   * @param rows how many rows V has
   * @param ws the rows of W. Updated.
   * @param h H, (at most rows) × count; empty for no update
   * @param l L, count × count; empty for the identity
   * @param c C, (at most rows + count) × count. Overwritten.
   */
  void sweep(int rows, double[][] ws, double[] h, double[] l, double[] c) {
    int count = ws.length;
    int size = c.length;
    int projected = size / count - count;
    double[][] partial = new double[panels.length][size];
    forEachStrip(
        (p, from, width, areas) -> {
          double[] w = update(new Strip(p, from, width), rows, ws, h, l, areas);
          if (h.length + l.length > 0) {
            for (int i = 0; i < count; i++) {
              System.arraycopy(w, i * width, ws[i], p * panelWidth + from, width);
            }
          }
          int at = (rows - projected) * stride + from;
          products.addTo(partial[p], Matrix.of(panels[p], at, projected, width, stride), w, count);
        });
    Arrays.fill(c, 0);
    for (double[] part : partial) {
      for (int i = 0; i < size; i++) {
        c[i] += part[i];
      }
    }
  }

  /** As the first half of {@link #sweep}, but the result becomes the rows behind the others. */
  void append(int rows, double[][] ws, double[] h, double[] l) {
    forEachStrip(
        (p, from, width, areas) -> {
          double[] w = update(new Strip(p, from, width), rows, ws, h, l, areas);
          for (int i = 0; i < ws.length; i++) {
            System.arraycopy(w, i * width, panels[p], (rows + i) * stride + from, width);
          }
        });
  }

  /**
   * Replaces the first rows by combinations: {@code V[0…to) ← Y V[0…from)}.
   *
   * @param y Y, to × from with {@code to ≤ from}
   */
  void rotate(int to, int from, double[] y) {
    forEachStrip(
        (p, at, width, mine) -> {
          products.combine(y, Matrix.of(panels[p], at, from, width, stride), mine[0], to);
          for (int i = 0; i < to; i++) {
            System.arraycopy(mine[0], i * width, panels[p], i * stride + at, width);
          }
        });
  }

  /**
   * Combines the first rows: {@code OUT ← X V[0…rows)}.
   *
   * @param x X, outs × rows
   */
  void combine(int rows, double[] x, double[][] outs) {
    forEachStrip(
        (p, at, width, mine) -> {
          products.combine(x, Matrix.of(panels[p], at, rows, width, stride), mine[0], outs.length);
          for (int i = 0; i < outs.length; i++) {
            System.arraycopy(mine[0], i * width, outs[i], p * panelWidth + at, width);
          }
        });
  }

  /** The same rows with room for more. */
  Basis withCapacity(int capacity) {
    Basis larger = new Basis(length, capacity, workers);
    for (int p = 0; p < panels.length; p++) {
      System.arraycopy(panels[p], 0, larger.panels[p], 0, panels[p].length);
    }
    return larger;
  }

  /** Moves rows towards the front. */
  void move(int from, int to, int count) {
    workers.run(
        panels.length,
        p -> System.arraycopy(panels[p], from * stride, panels[p], to * stride, count * stride));
  }

  private int widthOf(int panel) {
    return Math.min(panelWidth, length - panel * panelWidth);
  }

  /** Work on the columns {@code from … from + width} of panel p, with two areas of its own. */
  @FunctionalInterface
  private interface StripTask {
    void run(int p, int from, int width, double[][] areas);
  }

  private void forEachStrip(StripTask task) {
    workers.run(
        panels.length,
        p -> {
          double[][] mine = areas.take();
          for (int from = 0; from < widthOf(p); from += STRIP) {
            task.run(p, from, Math.min(STRIP, widthOf(p) - from), mine);
          }
          areas.giveBack(mine);
        });
  }

  /** The columns {@code from … from + width} of a panel. */
  private record Strip(int panel, int from, int width) {}

  /** A strip of {@code L(W − HᵀV)}, in one of the areas. */
  private double[] update(
      Strip strip, int rows, double[][] ws, double[] h, double[] l, double[][] mine) {
    int from = strip.from;
    int width = strip.width;
    int count = ws.length;
    double[] w = mine[0];
    for (int i = 0; i < count; i++) {
      System.arraycopy(ws[i], strip.panel * panelWidth + from, w, i * width, width);
    }
    if (h.length > 0) {
      int taken = h.length / count;
      int at = (rows - taken) * stride + from;
      products.subtract(h, Matrix.of(panels[strip.panel], at, taken, width, stride), w, count);
    }
    if (l.length == 0) {
      return w;
    }
    products.scale(l, w, count, width, mine[1]);
    return mine[1];
  }
}
