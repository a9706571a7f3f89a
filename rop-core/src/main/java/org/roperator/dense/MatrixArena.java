package org.roperator.dense;

import java.util.ArrayList;
import java.util.List;
import org.roperator.parallel.Arena;
import org.roperator.parallel.Scratch;

/**
 * Work arrays of one thread and matrices over them, lent in order and, once rewound, the same ones
 * again: products of matrices that repeat allocate nothing, not even their views.
 *
 * <p>Lent to one thread at a time by {@link #scratch}. The content of what is lent is arbitrary.
 *
 * @see Arena
 */
public final class MatrixArena {

  private final Arena arrays = Arena.empty();
  private final List<Matrix> views = new ArrayList<>();
  private int nextView;

  private MatrixArena() {}

  /** An arena without arrays yet. */
  public static MatrixArena empty() {
    return new MatrixArena();
  }

  /** A lender of arenas, each rewound when it is lent. */
  public static Scratch<MatrixArena> scratch() {
    return Scratch.of(MatrixArena::empty, MatrixArena::rewound);
  }

  /** At least so many numbers. */
  public double[] numbers(int count) {
    return arrays.numbers(count);
  }

  /** Just so many vectors of just that length; see {@link Arena#vectors}. */
  public double[][] vectors(int count, int length) {
    return arrays.vectors(count, length);
  }

  /** A matrix of numbers lent, its rows one behind the other from the array's begin. */
  public Matrix matrix(int rows, int columns) {
    return view(numbers(Math.multiplyExact(rows, columns)), 0, rows, columns, columns);
  }

  /** {@link #view(double[], int, int, int, int)} of rows one behind the other. */
  public Matrix view(double[] array, int from, int rows, int columns) {
    return view(array, from, rows, columns, columns);
  }

  /**
   * {@link Matrix#of(double[], int, int, int, int)}, kept: asked for again after {@link #rewound},
   * in the same order, it is the same object.
   */
  public Matrix view(double[] array, int from, int rows, int columns, int stride) {
    if (nextView < views.size()) {
      Matrix known = views.get(nextView);
      if (known.array() == array
          && known.from() == from
          && known.rows() == rows
          && known.columns() == columns
          && known.stride() == stride) {
        nextView++;
        return known;
      }
    }
    return kept(Matrix.of(array, from, rows, columns, stride));
  }

  private Matrix kept(Matrix view) {
    if (nextView == views.size()) {
      views.add(view);
    } else {
      views.set(nextView, view);
    }
    nextView++;
    return view;
  }

  /** How many numbers the arrays lent so far have. */
  public long size() {
    return arrays.size();
  }

  /** Where lending of arrays stands; what is lent from here on goes back by {@link #rewindTo}. */
  public long mark() {
    return arrays.mark();
  }

  /**
   * Takes back the arrays that were lent since a mark; nobody may use them any longer. Views are
   * not taken back, so that each part of a piece of work that repeats keeps its own.
   */
  public void rewindTo(long mark) {
    arrays.rewindTo(mark);
  }

  /**
   * Drops the views that were not asked for since the last {@link #rewound}, and with them what
   * they hold of others' arrays. If none was asked for, all stay.
   */
  public void dropUnused() {
    if (nextView > 0 && nextView < views.size()) {
      views.subList(nextView, views.size()).clear();
    }
  }

  /** Takes back all that was lent. */
  public MatrixArena rewound() {
    arrays.rewound();
    nextView = 0;
    return this;
  }
}
