package org.roperator.operator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.roperator.contract.SymmetricOperatorContract;
import org.roperator.operator.BlockDiagonal.Block;
import org.roperator.operator.BlockDiagonal.Range;

class BlockDiagonalLaws implements SymmetricOperatorContract<BlockDiagonal<SymmetricOperator>> {

  private static final SymmetricOperator DENSE =
      SymmetricOperator.symmetric(new double[][] {{2, 1, 0}, {1, 3, 5}, {0, 5, 7}});

  /** Coordinates 0, 1 and 4 for the dense one, 2 and 3 for the diagonal one. */
  private static BlockDiagonal<SymmetricOperator> interleaved() {
    return BlockDiagonal.of(
        5,
        List.of(
            new Block<>("outer", DENSE, List.of(new Range(0, 2), new Range(4, 5))),
            new Block<>(
                "inner",
                SymmetricOperator.diagonal(new double[] {11, 13}),
                List.of(new Range(2, 4)))));
  }

  @Override
  @Provide
  public Arbitrary<BlockDiagonal<SymmetricOperator>> operators() {
    return Arbitraries.of(List.of(interleaved()));
  }

  @Test
  void blocksActOnTheirOwnCoordinates() {
    double[] product = interleaved().times(new double[] {1, 10, 2, 3, 100});
    assertArrayEquals(new double[] {12, 531, 22, 39, 750}, product);
    assertSame(DENSE, interleaved().block("outer").operator());
    assertEquals(List.of(new Range(2, 4)), interleaved().block("inner").ranges());
    assertArrayEquals(
        new double[] {1, 10, 100},
        interleaved().block("outer").of(new double[] {1, 10, 2, 3, 100}));
  }

  @Test
  void vectorsOfAnotherLengthAreRefused() {
    Block<SymmetricOperator> outer = interleaved().block("outer");
    assertRefused(() -> outer.of(new double[4]), "length 4", "outer", "coordinate 4");
    assertRefused(() -> outer.scatter(new double[2], new double[5]), "length 2", "outer", 3);
    assertRefused(() -> outer.scatter(new double[4], new double[5]), "length 4", "outer", 3);
    assertRefused(() -> outer.scatter(new double[3], new double[4]), "length 4", "coordinate 4");
    double[] whole = {1, 1, 1, 1, 1};
    outer.scatter(new double[] {5, 6, 7}, whole);
    assertArrayEquals(new double[] {5, 6, 1, 1, 7}, whole);
  }

  @Test
  void blocksThatDoNotCoverEachCoordinateOnceAreRefused() {
    SymmetricOperator two = SymmetricOperator.identity(2);
    Block<SymmetricOperator> first = new Block<>("first", two, List.of(new Range(0, 2)));
    Block<SymmetricOperator> overlapping = new Block<>("second", two, List.of(new Range(1, 3)));
    Block<SymmetricOperator> apart = new Block<>("second", two, List.of(new Range(3, 5)));
    assertRefused(() -> BlockDiagonal.of(3, List.of(first, overlapping)), 1, "second");
    assertRefused(() -> BlockDiagonal.of(5, List.of(first, apart)), "Coordinate 2", "no block", 5);
    assertRefused(() -> BlockDiagonal.of(1, List.of(first)), "Coordinate 1", "not exist", 1);
    assertRefused(() -> BlockDiagonal.of(2, List.of(first, apart)), "Coordinate 3", "not exist", 2);
    assertRefused(() -> BlockDiagonal.of(3, List.of(first)), "Coordinate 2", "no block", 3);
    assertRefused(() -> new Block<>("wide", two, List.of(new Range(0, 3))), "wide", 3, 2);
    assertRefused(() -> new Range(2, 2), 2);
    assertRefused(() -> new Range(-1, 2), -1);
    assertRefused(() -> interleaved().block("other"), "other", "outer", "inner");
  }
}
