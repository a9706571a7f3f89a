package org.roperator.optimize;

/** What the user's own function threw where its numbers were needed. */
final class ProgramFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String what;
  private final RuntimeException thrown;

  ProgramFailure(String what, RuntimeException thrown) {
    super(thrown);
    this.what = what;
    this.thrown = thrown;
  }

  /** The exception itself. */
  RuntimeException thrown() {
    return thrown;
  }

  /** A sentence that says what was asked of the function, and what it threw. */
  String sentence() {
    return what + " threw " + thrown + ".";
  }

  /** Whether the function has no such thing, rather than having failed at it. */
  boolean isUnsupported() {
    return thrown instanceof UnsupportedOperationException;
  }
}
