package org.roperator.data.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A second reader of CSV, character by character, written from RFC 4180 and without the library:
 * blanks around fields don't count unless they are within quotes, empty lines don't count at all.
 */
final class PlainCsv {

  private final String text;
  private final char separator;
  private int at;

  private PlainCsv(String text, char separator) {
    this.text = text;
    this.separator = separator;
  }

  static List<List<String>> rows(byte[] bytes, char separator) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return new PlainCsv(text.startsWith("\ufeff") ? text.substring(1) : text, separator).rows();
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    while (at < text.length()) {
      if (isLineEnd(text.charAt(at))) {
        at++;
        continue;
      }
      List<String> row = new ArrayList<>();
      row.add(field());
      while (at < text.length() && text.charAt(at) == separator) {
        at++;
        row.add(field());
      }
      rows.add(row);
    }
    return rows;
  }

  private String field() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    StringBuilder field = new StringBuilder();
    if (at < text.length() && text.charAt(at) == '"') {
      at++;
      while (text.charAt(at) != '"' || (at + 1 < text.length() && text.charAt(at + 1) == '"')) {
        field.append(text.charAt(at));
        at += text.charAt(at) == '"' ? 2 : 1;
      }
      at++;
      while (at < text.length() && isBlank(text.charAt(at))) {
        at++;
      }
      if (at < text.length() && text.charAt(at) != separator && !isLineEnd(text.charAt(at))) {
        throw new IllegalStateException("Something follows a quote at " + at + ".");
      }
      return field.toString();
    }
    while (at < text.length() && text.charAt(at) != separator && !isLineEnd(text.charAt(at))) {
      field.append(text.charAt(at++));
    }
    return field.toString().stripTrailing();
  }

  private boolean isBlank(char c) {
    return c != separator && !isLineEnd(c) && Character.isWhitespace(c);
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
