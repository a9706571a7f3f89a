package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Times by a clock that is set by hand. */
final class StopwatchTest {

  private static final long SECOND = 1_000_000_000;

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - SECOND); // any, says the JDK
  private final Stopwatch watch = Stopwatch.of(clock::get);

  @Test
  void whatIsLeftGoesAsWhatIsDone() {
    clock.addAndGet(3 * SECOND);
    assertEquals(3, watch.seconds());
    assertEquals("3.0s", watch.time());
    // A third is done: the rest takes twice as long.
    assertEquals("6.0s", watch.left(2, 4));
    assertEquals("6.0s", watch.left(1.0 / 3, 2.0 / 3));
    assertEquals("0.0s", watch.left(6, 0));
  }

  @Test
  void longTimesAreInMinutesAndHours() {
    clock.addAndGet(90 * SECOND);
    assertEquals("3m00s", watch.left(1, 2));
    assertEquals("2h30m", watch.left(1, 100));
    assertEquals("90.0s", watch.time());
  }
}
