package org.roperator.cli.study;

import java.util.Locale;

/** When a network is measured. */
enum Moment {
  /** Before training. */
  START,
  /** After a tenth of it. */
  EARLY,
  /** After all of it. */
  END;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
