package org.roperator.cli.command;

import java.util.function.LongSupplier;

/** The time since something began, and how much of it is left at this pace. */
final class Stopwatch {

  private final LongSupplier nanoseconds;
  private final long began;

  private Stopwatch(LongSupplier nanoseconds) {
    this.nanoseconds = nanoseconds;
    this.began = nanoseconds.getAsLong();
  }

  /** Begins now. */
  static Stopwatch started() {
    return of(System::nanoTime);
  }

  /** Begins now by a clock of its own. */
  static Stopwatch of(LongSupplier nanoseconds) {
    return new Stopwatch(nanoseconds);
  }

  /** How long ago it began. */
  double seconds() {
    return (nanoseconds.getAsLong() - began) / 1e9;
  }

  /** The same in few letters. */
  String time() {
    return ProgressTable.time(seconds());
  }

  /** How long the rest will take, in few letters, if it goes as what is done since it began. */
  String left(double done, double toGo) {
    return ProgressTable.time(seconds() / done * toGo);
  }
}
