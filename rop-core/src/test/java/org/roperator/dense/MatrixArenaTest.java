package org.roperator.dense;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.roperator.parallel.Scratch;

class MatrixArenaTest {

  @Test
  void lendsTheSameMatricesAgainOnceRewound() {
    MatrixArena arena = MatrixArena.empty();
    Matrix a = arena.matrix(2, 3);
    Matrix b = arena.matrix(2, 3);
    assertNotSame(a.array(), b.array());
    arena.rewound();
    assertSame(a, arena.matrix(2, 3));
    assertSame(b, arena.matrix(2, 3));
  }

  @Test
  void viewsOfAnotherPlaceOrShapeTakeTheOldOnesPlace() {
    MatrixArena arena = MatrixArena.empty();
    double[] x = new double[12];
    double[] y = new double[12];
    Matrix first = arena.view(x, 0, 3, 2);
    Matrix[] others = {
      view(arena, y, 0, 3, 2, 2),
      view(arena, y, 1, 3, 2, 2),
      view(arena, y, 1, 2, 2, 2),
      view(arena, y, 1, 2, 3, 3),
      view(arena, y, 1, 2, 3, 4)
    };
    int[][] shapes = {{0, 3, 2, 2}, {1, 3, 2, 2}, {1, 2, 2, 2}, {1, 2, 3, 3}, {1, 2, 3, 4}};
    for (int i = 0; i < others.length; i++) {
      Matrix other = others[i];
      assertNotSame(first, other);
      assertSame(y, other.array());
      assertEquals(shapes[i][0], other.from());
      assertEquals(shapes[i][1], other.rows());
      assertEquals(shapes[i][2], other.columns());
      assertEquals(shapes[i][3], other.stride());
    }
    assertSame(others[4], view(arena, y, 1, 2, 3, 4));
  }

  private static Matrix view(
      MatrixArena arena, double[] array, int from, int rows, int columns, int stride) {
    return arena.rewound().view(array, from, rows, columns, stride);
  }

  @Test
  void eachPartOfRepeatedWorkKeepsItsOwnViews() {
    MatrixArena arena = MatrixArena.empty();
    long mark = arena.mark();
    Matrix first = arena.matrix(2, 2);
    arena.rewindTo(mark);
    Matrix second = arena.matrix(1, 4);
    assertSame(first.array(), second.array(), "the array was taken back");
    arena.rewound();
    assertSame(first, arena.matrix(2, 2));
    arena.rewindTo(mark);
    assertSame(second, arena.matrix(1, 4));
  }

  /** A view holds the array it shows. */
  @Test
  void viewsThatShorterWorkDoesNotNeedAreDropped() {
    MatrixArena arena = MatrixArena.empty();
    double[] x = new double[4];
    Matrix first = arena.view(x, 0, 2, 2);
    Matrix second = arena.view(x, 0, 1, 4);
    arena.dropUnused();
    arena.rewound();
    arena.dropUnused();
    arena.rewound();
    assertSame(first, arena.view(x, 0, 2, 2));
    assertSame(second, arena.view(x, 0, 1, 4), "nothing was done in between");
    arena.rewound();
    assertSame(first, arena.view(x, 0, 2, 2));
    arena.dropUnused();
    arena.rewound();
    assertSame(first, arena.view(x, 0, 2, 2));
    assertNotSame(second, arena.view(x, 0, 1, 4));
  }

  @Test
  void isRewoundWheneverItIsLent() {
    Scratch<MatrixArena> scratch = MatrixArena.scratch();
    MatrixArena arena = scratch.take();
    Matrix a = arena.matrix(1, 1);
    scratch.giveBack(arena);
    assertSame(a, scratch.take().matrix(1, 1));
  }
}
