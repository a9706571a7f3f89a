package org.roperator.data.fuzz;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A second reader of JSON, written from RFC 8259; the JSON is known to be sound. */
final class PlainJson {

  private final String text;
  private int at;

  private PlainJson(String text) {
    this.text = text;
  }

  /** A value: a map, a list, a string, a number; null and truth values as strings. */
  static Object parse(String text) {
    PlainJson json = new PlainJson(text);
    Object value = json.value();
    json.skipBlanks();
    if (json.at < text.length()) {
      throw new IllegalStateException("Something follows at " + json.at + ".");
    }
    return value;
  }

  private Object value() {
    skipBlanks();
    char c = text.charAt(at);
    return switch (c) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      default -> word();
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    at++;
    while (!ends('}')) {
      skipBlanks();
      String name = string();
      skipBlanks();
      require(':');
      object.put(name, value());
    }
    return object;
  }

  private List<Object> array() {
    List<Object> array = new ArrayList<>();
    at++;
    while (!ends(']')) {
      array.add(value());
    }
    return array;
  }

  /** Goes over a comma, or the end. */
  private boolean ends(char end) {
    skipBlanks();
    if (text.charAt(at) == end) {
      at++;
      return true;
    }
    if (text.charAt(at) == ',') {
      at++;
    }
    return false;
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    require('"');
    while (text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c != '\\') {
        string.append(c);
        continue;
      }
      char escape = text.charAt(at++);
      int known = "bfnrt".indexOf(escape);
      if (escape == 'u') {
        string.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
        at += 4;
      } else {
        string.append(known < 0 ? escape : "\b\f\n\r\t".charAt(known));
      }
    }
    at++;
    return string.toString();
  }

  private Object word() {
    int from = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(from, at);
    return Character.isLetter(word.charAt(0)) ? word : new BigDecimal(word);
  }

  private void require(char c) {
    if (text.charAt(at++) != c) {
      throw new IllegalStateException("There is no " + c + " at " + (at - 1) + ".");
    }
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }
}
