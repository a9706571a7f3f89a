package org.roperator.contract;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Assertions that bad input is refused with a message that says what is wrong. */
public final class Refusals {

  private Refusals() {}

  /**
   * Asserts that the action throws an {@link IllegalArgumentException} whose message contains every
   * part.
   */
  public static void assertRefused(Runnable action, Object... parts) {
    assertThrowsNaming(IllegalArgumentException.class, action, parts);
  }

  /** Asserts that the action throws the exception and that its message contains every part. */
  public static void assertThrowsNaming(
      Class<? extends Throwable> type, Runnable action, Object... parts) {
    String message = String.valueOf(assertThrows(type, action::run).getMessage());
    for (Object part : parts) {
      assertTrue(message.contains(part.toString()), () -> "«" + part + "» is not in: " + message);
    }
  }
}
