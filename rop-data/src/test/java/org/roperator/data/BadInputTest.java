package org.roperator.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class BadInputTest {

  private static String said(String message) {
    return String.valueOf(new BadInput(message).getMessage());
  }

  @Test
  void isOneLineWithoutAnythingThatSteersATerminal() {
    assertEquals("a b c", said(" a \r\n\t b\u2028c\n"));
    assertEquals("a  b", said("a  b"));
    assertEquals("a\\u001b[31mb\\u202ec\\ud800", said("a\u001b[31mb\u202ec\ud800"));
  }

  @Test
  void keepsBeginningAndEndOfWhatIsLong() {
    String said = said("begin " + "\u0007".repeat(1_000_000) + " end");
    assertTrue(said.length() < 2100, said);
    assertTrue(said.startsWith("begin ") && said.endsWith(" end"), said);
  }

  @Test
  void excerptsAreShort() {
    assertEquals("\"abc\"", Excerpt.quoted("abc"));
    assertTrue(Excerpt.quoted("x".repeat(1000)).length() < 90);
    assertEquals("a\\u0000", Excerpt.of("a\u0000"));
  }
}
