package org.roperator.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ArenaTest {

  @Test
  void lendsTheSameArraysAgainOnceRewound() {
    Arena arena = Arena.empty();
    double[] a = arena.numbers(3);
    long mark = arena.mark();
    double[] b = arena.numbers(5);
    assertNotSame(a, b);
    arena.rewindTo(mark);
    assertSame(b, arena.numbers(4), "a shorter one fits into what there is");
    arena.rewindTo(0);
    assertSame(a, arena.numbers(3));
    assertTrue(arena.numbers(7).length >= 7, "a longer one takes its place");
  }

  @Test
  void lendsVectorsOfJustTheLength() {
    Arena arena = Arena.empty();
    arena.numbers(5);
    arena.rewindTo(0);
    assertEquals(4, arena.vector(4).length);
    arena.rewindTo(0);
    double[] again = arena.vector(4);
    arena.rewindTo(0);
    assertSame(again, arena.vector(4));
  }

  @Test
  void lendsBlocksOfVectorsBesides() {
    Arena arena = Arena.empty();
    double[][] block = arena.vectors(2, 3);
    assertEquals(2, block.length);
    assertEquals(3, block[1].length);
    long mark = arena.mark();
    double[][] other = arena.vectors(2, 3);
    assertNotSame(block, other);
    arena.rewindTo(mark);
    assertSame(other, arena.vectors(2, 3));
    arena.rewound();
    assertSame(block, arena.vectors(2, 3));
    arena.rewound();
    assertEquals(4, arena.vectors(1, 4)[0].length);
    arena.rewound();
    assertEquals(0, arena.vectors(0, 4).length);
  }

  @Test
  void isRewoundWheneverItIsLent() {
    Scratch<Arena> scratch = Arena.scratch();
    Arena arena = scratch.take();
    double[] a = arena.numbers(2);
    scratch.giveBack(arena);
    assertSame(arena, scratch.take());
    assertEquals(0, arena.mark());
    assertSame(a, arena.numbers(2));
  }
}
