package org.roperator.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;

/** What a workspace keeps, and what it lets go. */
class WorkspaceTest {

  private final Workspace work = Workspace.over(Blas.instance());

  @Test
  void arraysOfOthersAreKeptForWorkThatRepeatsAndForNoOther() {
    double[] weights = new double[6];
    double[] direction = new double[6];
    for (int i = 0; i < 2; i++) {
      work.view(weights, 0, 2, 3, 3);
      work.view(direction, 0, 2, 3, 3);
      work.rewind();
    }
    Matrix first = work.view(weights, 0, 2, 3, 3);
    Matrix second = work.view(direction, 0, 2, 3, 3);
    work.rewind();
    assertSame(first, work.view(weights, 0, 2, 3, 3));
    assertSame(second, work.view(direction, 0, 2, 3, 3));
    work.rewind();
    work.view(weights, 0, 2, 3, 3);
    work.rewind();
    assertSame(first, work.view(weights, 0, 2, 3, 3));
    assertNotSame(second, work.view(direction, 0, 2, 3, 3));
  }

  @Test
  void numbersOfExamplesHoldUntilRewinding() {
    work.treats(row -> 10 + row);
    assertEquals(13, work.exampleNumber(3));
    work.rewind();
    assertEquals(3, work.exampleNumber(3));
  }
}
