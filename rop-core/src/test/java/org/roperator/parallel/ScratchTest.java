package org.roperator.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScratchTest {

  @Test
  void aSingleCallerAlwaysGetsTheSameArea() {
    AtomicInteger made = new AtomicInteger();
    Scratch<int[]> scratch = Scratch.of(() -> new int[] {made.incrementAndGet()});
    int[] area = scratch.take();
    for (int i = 0; i < 5; i++) {
      scratch.giveBack(area);
      assertSame(area, scratch.take());
    }
    assertEquals(1, made.get());
  }

  @Test
  void whatIsLentTwiceAtOnceIsKeptTwice() {
    int processors = Runtime.getRuntime().availableProcessors();
    AtomicInteger made = new AtomicInteger();
    Scratch<int[]> scratch = Scratch.of(() -> new int[] {made.incrementAndGet()});
    int many = processors + 3;
    for (int round = 0; round < 3; round++) {
      int[][] lent = new int[many][];
      for (int i = 0; i < many; i++) {
        lent[i] = scratch.take();
        for (int j = 0; j < i; j++) {
          assertNotSame(lent[j], lent[i], "no area is lent twice at once");
        }
      }
      for (int[] area : lent) {
        scratch.giveBack(area);
      }
    }
    // As many as there are processors are kept; the rest are made anew in each round.
    assertEquals(many + 2 * (many - processors), made.get());
  }

  @Test
  void arraysHaveTheLengthAskedFor() {
    assertEquals(7, Scratch.ofLength(7).take().length);
  }
}
