package org.roperator.nn.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.dense.MatrixArena;
import org.roperator.parallel.Scratch;

/**
 * Where the sweeps of one thread put their numbers, and what multiplies their matrices.
 *
 * <p>Lends matrices in the order in which they are asked for and, once rewound, the same ones
 * again: sweeps that repeat allocate nothing.
 */
public final class Workspace {

  private final Blas blas;
  private final MatrixArena arena = MatrixArena.empty();
  private final List<int[]> lentIndices = new ArrayList<>();
  private final List<Kept> kept = new ArrayList<>();
  private int nextIndices;
  private int nextKept;
  private IntUnaryOperator exampleNumbers = IntUnaryOperator.identity();

  /** What one pass left for its sweep back. */
  private static final class Kept {
    private Object pass = Matrix.empty();
    private Matrix[] matrices = {};
  }

  private Workspace(Blas blas) {
    this.blas = blas;
  }

  /** An empty workspace over a BLAS. */
  public static Workspace over(Blas blas) {
    return new Workspace(blas);
  }

  /** A lender of workspaces, each rewound when it is lent. */
  public static Scratch<Workspace> scratch(Blas blas) {
    return Scratch.of(() -> over(blas), Workspace::rewind);
  }

  /** What multiplies matrices here. */
  public Blas blas() {
    return blas;
  }

  /**
   * A matrix for the caller alone until this workspace is rewound, its rows one behind the other;
   * its content is arbitrary.
   */
  public Matrix matrix(int rows, int columns) {
    return arena.matrix(rows, columns);
  }

  /** A matrix of zeros, likewise. */
  public Matrix zeros(int rows, int columns) {
    Matrix zeros = matrix(rows, columns);
    Arrays.fill(zeros.array(), 0, zeros.size(), 0);
    return zeros;
  }

  /** The same numbers where they may be overwritten: in place, or in a copy of constants. */
  public Matrix owned(Matrix rows) {
    return rows.isConstant() ? copy(rows) : rows;
  }

  /** A copy of rows that stand one behind the other. */
  public Matrix copy(Matrix rows) {
    Matrix copy = matrix(rows.rows(), rows.columns());
    System.arraycopy(rows.array(), rows.from(), copy.array(), copy.from(), rows.size());
    return copy;
  }

  /** The squares of the numbers of rows that stand one behind the other. */
  public Matrix squares(Matrix rows) {
    Matrix squares = matrix(rows.rows(), rows.columns());
    for (int i = 0; i < rows.size(); i++) {
      double term = rows.array()[rows.from() + i];
      squares.array()[squares.from() + i] = term * term;
    }
    return squares;
  }

  /**
   * The sum of two matrices, in the place of the first unless that is constant. What is absent is
   * zero.
   *
   * @param a rows one behind the other, or absent. Overwritten.
   * @param b of the same size, or absent. Not modified.
   */
  public Matrix sum(Matrix a, Matrix b) {
    if (b.size() == 0) {
      return a;
    }
    if (a.size() == 0) {
      return b;
    }
    Matrix sum = owned(a);
    for (int i = 0; i < sum.size(); i++) {
      sum.array()[sum.from() + i] += b.array()[b.from() + i];
    }
    return sum;
  }

  /**
   * {@link Matrix#of(double[], int, int, int, int)}, kept: asked for again after rewinding, it is
   * the same object.
   */
  public Matrix view(double[] array, int from, int rows, int columns, int stride) {
    return arena.view(array, from, rows, columns, stride);
  }

  /** {@link Matrix#everyRow}, kept: row j of each group of k. */
  public Matrix everyRow(Matrix rows, int j, int k) {
    int stride = rows.stride();
    return k == 1
        ? rows
        : view(rows.array(), rows.from() + j * stride, rows.rows() / k, rows.columns(), k * stride);
  }

  /** {@link Matrix#reshaped}, kept: k rows side by side in one. */
  public Matrix sideBySide(Matrix rows, int k) {
    int columns = k * rows.columns();
    return k == 1 ? rows : view(rows.array(), rows.from(), rows.rows() / k, columns, columns);
  }

  /** Numbers for the caller alone until this workspace is rewound, from index 0; arbitrary ones. */
  public double[] numbers(int count) {
    return arena.numbers(count);
  }

  /** Whole numbers likewise, at least so many. */
  public int[] indices(int count) {
    if (nextIndices == lentIndices.size()) {
      lentIndices.add(new int[count]);
    } else if (lentIndices.get(nextIndices).length < count) {
      lentIndices.set(nextIndices, new int[count]);
    }
    return lentIndices.get(nextIndices++);
  }

  /**
   * Takes all matrices back; they will be lent again, so nobody may use them any longer. What the
   * work since the last time did not need of others' arrays and data is let go.
   */
  public void rewind() {
    arena.dropUnused();
    arena.rewound();
    nextIndices = 0;
    exampleNumbers = IntUnaryOperator.identity();
    for (; nextKept > 0; nextKept--) {
      kept.get(nextKept - 1).pass = Matrix.empty();
    }
  }

  /**
   * Says which examples the next forward sweeps treat, until this workspace is rewound.
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
   * Room for matrices that a pass leaves in {@link Pass#forwardDot} and finds again in the sweep
   * back, until this workspace is rewound.
   *
   * @param pass whose they are
   * @param count how many
   * @return an array of that many or more, to be filled; its content is arbitrary
   */
  public Matrix[] keep(Object pass, int count) {
    Kept room = find(pass);
    if (room.matrices.length < count) {
      room.matrices = new Matrix[count];
      Arrays.fill(room.matrices, Matrix.empty());
    }
    return room.matrices;
  }

  /**
   * What a pass left.
   *
   * @throws IllegalStateException if it left nothing since this workspace was rewound
   */
  public Matrix[] kept(Object pass) {
    for (int i = 0; i < nextKept; i++) {
      if (kept.get(i).pass == pass) {
        return kept.get(i).matrices;
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
  public long lentNumbers() {
    long indices = lentIndices.stream().mapToLong(array -> (array.length + 1L) / 2).sum();
    return arena.size() + indices;
  }
}
