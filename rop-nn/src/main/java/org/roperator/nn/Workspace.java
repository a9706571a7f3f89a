package org.roperator.nn;

import java.util.ArrayList;
import java.util.List;
import org.roperator.dense.Blas;

/**
 * Where the sweeps of one thread put their numbers, and what multiplies their matrices.
 *
 * <p>Lends batches in the order in which they are asked for and, once rewound, the same ones again:
 * sweeps that repeat allocate nothing.
 */
public final class Workspace {

  private final Blas blas;
  private final List<Batch> lent = new ArrayList<>();
  private int next;

  private Workspace(Blas blas) {
    this.blas = blas;
  }

  /** An empty workspace over a BLAS. */
  public static Workspace over(Blas blas) {
    return new Workspace(blas);
  }

  /** What multiplies matrices here. */
  public Blas blas() {
    return blas;
  }

  /** A batch for the caller alone until this workspace is rewound; its content is arbitrary. */
  public Batch batch(int rows, int columns) {
    if (next == lent.size()) {
      lent.add(fresh(rows, columns));
    }
    Batch batch = lent.get(next);
    if (batch.rows() != rows || batch.columns() != columns) {
      batch =
          batch.array().length >= Math.multiplyExact(rows, columns)
              ? Batch.of(batch.array(), 0, rows, columns)
              : fresh(rows, columns);
      lent.set(next, batch);
    }
    next++;
    return batch;
  }

  /** Takes all batches back; they will be lent again, so nobody may use them any longer. */
  public void rewind() {
    next = 0;
  }

  /** How many numbers have been lent at most between two rewinds. */
  long lentNumbers() {
    return lent.stream().mapToLong(Batch::size).sum();
  }

  private static Batch fresh(int rows, int columns) {
    return Batch.of(new double[Math.multiplyExact(rows, columns)], 0, rows, columns);
  }
}
