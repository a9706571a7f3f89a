package org.roperator.bench.minimize;

import java.util.Arrays;
import java.util.Locale;

/** What runs are compared by. */
enum Cost {
  /** Products with the Hessian. */
  PRODUCTS("Hessian-vector products"),
  /** Values and gradients; one that came with the other counts as two. */
  EVALUATIONS("values + gradients"),
  /** Both. */
  CALLS("values + gradients + products"),
  /** Seconds of the processor. */
  CPU("CPU time");

  private final String title;

  Cost(String title) {
    this.title = title;
  }

  /**
   * The constant of a name, in small letters or capitals.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Cost named(String name) {
    return Arrays.stream(values())
        .filter(c -> c.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no cost \"" + name + "\"; there are " + Arrays.toString(values())));
  }

  String title() {
    return title;
  }

  double of(Run.Spent spent) {
    return switch (this) {
      case PRODUCTS -> spent.products();
      case EVALUATIONS -> spent.evaluations();
      case CALLS -> spent.evaluations() + spent.products();
      case CPU -> spent.cpu();
    };
  }
}
