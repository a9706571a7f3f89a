package org.roperator.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A picture to be written as SVG, whose colors are those of the page it stands in, light or dark.
 *
 * @param width of the drawing, in units of which letters have 12
 * @param height the same
 * @param words what it shows, for those who can't see it
 * @param marks what it is made of, with the classes of {@code chart.css}
 */
record Drawing(int width, int height, String words, List<Mark> marks) {

  Drawing {
    marks = List.copyOf(marks);
  }

  /** What {@code chart.css} says. */
  static String style() {
    return resource("chart.css");
  }

  static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            Drawing.class.getResourceAsStream(name), () -> "no resource " + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
