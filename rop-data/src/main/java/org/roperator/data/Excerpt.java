package org.roperator.data;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Words of others within a message: cut where they are long, and without characters that a terminal
 * would obey or nobody would see.
 */
public final class Excerpt {

  private static final int LONGEST = 60;
  private static final int MOST_ITEMS = 20;

  private Excerpt() {}

  /** A field between quotes, of {@value #LONGEST} characters at most. */
  public static String quoted(String text) {
    return '"' + of(text) + '"';
  }

  /** A word or number as it stands, of {@value #LONGEST} characters at most. */
  public static String of(String text) {
    return visible(cut(text, LONGEST));
  }

  /** The first few items of a list, and how many more there are. */
  public static String list(String between, List<String> items) {
    String some =
        items.stream().limit(MOST_ITEMS).map(Excerpt::of).collect(Collectors.joining(between));
    int more = items.size() - MOST_ITEMS;
    return more > 0 ? some + between + "and " + more + " more" : some;
  }

  /** The beginning and the end of what is too long, and how many characters are between them. */
  static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest / 4;
    int begin = longest - end;
    int left = text.length() - longest;
    return text.substring(0, begin) + "… (" + left + " more) …" + text.substring(begin + left);
  }

  /** The same text with escapes for what can't be seen. */
  static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isInvisible(c)) {
                visible.append(String.format(c < 0x10000 ? "\\u%04x" : "\\U%06x", c));
              } else {
                visible.appendCodePoint(c);
              }
            });
    return visible.toString();
  }

  /** Controls, marks of direction, joiners, separators of lines, halves of characters. */
  static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
