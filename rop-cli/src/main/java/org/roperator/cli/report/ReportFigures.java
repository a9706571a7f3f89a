package org.roperator.cli.report;

import gg.jte.html.escape.Escape;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes charts out of a report into an SVG file of their own, side by side: how the pictures of
 * docs/ are made.
 *
 * <pre>{@code
 * java -cp rop-cli/target/rop-cli.jar \
 *     org.roperator.cli.report.ReportFigures \
 *     rop-out/spectrum/report.html docs/images/spectrum.svg "The whole matrix" layer1
 * }</pre>
 *
 * <p>A chart is named by its caption; {@code layer1#2} is the second of that caption.
 */
public final class ReportFigures {

  private static final int GAP = 28;
  private static final int CAPTION = 24;

  private static final Pattern CHART =
      Pattern.compile(
          "<svg class=\"chart\" viewBox=\"0 0 (\\d+) (\\d+)\" role=\"img\"[^>]*>"
              + "<title id=\"[^\"]*\">([^<]*)</title>.*?</svg>",
          Pattern.DOTALL);

  private ReportFigures() {}

  /** The report, the file to write, and captions. */
  public static void main(String[] args) throws IOException {
    if (args.length < 3) {
      throw new IllegalArgumentException(
          "Name a report, a file to write, and the captions of charts in the report.");
    }
    String report = Files.readString(Path.of(args[0]));
    Files.writeString(Path.of(args[1]), svg(report, List.of(args).subList(2, args.length)));
  }

  /** The charts of some captions as one picture. */
  static String svg(String report, List<String> captions) {
    StringBuilder charts = new StringBuilder();
    int x = 0;
    int height = 0;
    for (String caption : captions) {
      Matcher chart = find(report, caption);
      int width = Integer.parseInt(chart.group(1));
      int own = Integer.parseInt(chart.group(2));
      charts.append(
          String.format(
              Locale.ROOT,
              """
              <text style="font-weight:600" x="%d" y="14">%s</text>
              <svg x="%d" y="%d" width="%d" height="%d"%s
              """,
              x,
              chart.group(3),
              x,
              CAPTION,
              width,
              own,
              chart.group().substring("<svg".length())));
      x += width + GAP;
      height = Math.max(height, own + CAPTION);
    }
    return String.format(
        Locale.ROOT,
        """
        <svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="-12 -8 %d %d">
        <style>
        %s</style>
        <rect x="-12" y="-8" width="100%%" height="100%%" fill="var(--paper)"/>
        %s</svg>
        """,
        x - GAP + 24,
        height + 16,
        Drawing.style(),
        charts);
  }

  private static Matcher find(String report, String caption) {
    int hash = caption.indexOf('#');
    int wanted = hash < 0 ? 1 : Integer.parseInt(caption.substring(hash + 1));
    StringOutput escaped = new StringOutput();
    Escape.htmlContent(hash < 0 ? caption : caption.substring(0, hash), escaped);
    String name = escaped.toString();
    List<String> known = new ArrayList<>();
    Matcher chart = CHART.matcher(report);
    while (chart.find()) {
      known.add(chart.group(3));
      if (chart.group(3).equals(name) && --wanted == 0) {
        return chart;
      }
    }
    throw new IllegalArgumentException(
        "The report has no chart \"" + caption + "\", but " + known + ".");
  }
}
