package org.roperator.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
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
  private final List<int[]> lentIndices = new ArrayList<>();
  private final List<Kept> kept = new ArrayList<>();
  private int next;
  private int nextIndices;
  private int nextKept;
  private IntUnaryOperator exampleNumbers = row -> row;

  /** What one pass left for its sweep back. */
  private static final class Kept {
    private Object pass = Batch.none();
    private Batch[] batches = {};
  }

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

  /** A batch of zeros, likewise. */
  Batch zeros(int rows, int columns) {
    Batch zeros = batch(rows, columns);
    java.util.Arrays.fill(zeros.array(), 0, zeros.size(), 0);
    return zeros;
  }

  /** Numbers for the caller alone until this workspace is rewound, from index 0; arbitrary ones. */
  double[] numbers(int count) {
    return batch(1, count).array();
  }

  /** Whole numbers likewise, at least so many. */
  int[] indices(int count) {
    if (nextIndices == lentIndices.size()) {
      lentIndices.add(new int[count]);
    } else if (lentIndices.get(nextIndices).length < count) {
      lentIndices.set(nextIndices, new int[count]);
    }
    return lentIndices.get(nextIndices++);
  }

  /** Takes all batches back; they will be lent again, so nobody may use them any longer. */
  public void rewind() {
    next = 0;
    nextIndices = 0;
    for (; nextKept > 0; nextKept--) {
      kept.get(nextKept - 1).pass = Batch.none();
    }
  }

  /**
   * Says which examples the next forward sweeps treat.
   *
   * @param numbers gives for each row the number of its example
   */
  public void treats(IntUnaryOperator numbers) {
    exampleNumbers = numbers;
  }

  /**
   * The number of the example in a row of the batch that is swept forward: the same wherever the
   * data are cut, and in a restriction of them. What is drawn for single examples depends on it.
   */
  public int exampleNumber(int row) {
    return exampleNumbers.applyAsInt(row);
  }

  /**
   * Room for batches that a pass leaves in {@link Pass#forwardDot} and finds again in the sweep
   * back, until this workspace is rewound.
   *
   * @param pass whose they are
   * @param count how many
   * @return an array of that many or more, to be filled; its content is arbitrary
   */
  public Batch[] keep(Object pass, int count) {
    Kept room = find(pass);
    if (room.batches.length < count) {
      room.batches = new Batch[count];
      java.util.Arrays.fill(room.batches, Batch.none());
    }
    return room.batches;
  }

  /**
   * What a pass left.
   *
   * @throws IllegalStateException if it left nothing since this workspace was rewound
   */
  public Batch[] kept(Object pass) {
    for (int i = 0; i < nextKept; i++) {
      if (kept.get(i).pass == pass) {
        return kept.get(i).batches;
      }
    }
    throw new IllegalStateException(
        "The sweep back found nothing of the sweep forward in this workspace; give both the same"
            + " one, and rewind it only before the next forward.");
  }

  private Kept find(Object pass) {
    for (int i = 0; i < nextKept; i++) {
      if (kept.get(i).pass == pass) {
        return kept.get(i);
      }
    }
    if (nextKept == kept.size()) {
      kept.add(new Kept());
    }
    Kept room = kept.get(nextKept++);
    room.pass = pass;
    return room;
  }

  /** How many numbers have been lent at most between two rewinds, whole ones counted half. */
  long lentNumbers() {
    long indices = lentIndices.stream().mapToLong(array -> (array.length + 1L) / 2).sum();
    return lent.stream().mapToLong(Batch::size).sum() + indices;
  }

  private static Batch fresh(int rows, int columns) {
    return Batch.of(new double[Math.multiplyExact(rows, columns)], 0, rows, columns);
  }
}
