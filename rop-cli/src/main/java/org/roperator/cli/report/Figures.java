package org.roperator.cli.report;

import java.util.Optional;
import java.util.function.Supplier;

/** Makes the figures of one page under a guard and numbers them. */
final class Figures {

  private final Guard guard;
  private int count;

  Figures() {
    this(Guard.ofAChart());
  }

  Figures(Guard guard) {
    this.guard = guard;
  }

  /** A figure; one whose drawing throws or never ends says so. */
  Figure of(String caption, Supplier<Drawing> drawing) {
    String id = "chart" + ++count;
    return guard.make(
        () -> new Figure(caption, id, Optional.of(drawing.get()), ""),
        reason -> new Figure(caption, id, Optional.empty(), reason));
  }
}
