package org.roperator.examples.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Builds a page of HTML that needs nothing but itself. All text is escaped. */
final class HtmlPage {

  private static final String STYLE =
      """
      :root { --ink: #1f2933; --faint: #616e7c; --line: #e4e7eb; --accent: #2f6fdf; --paper: #fff }
      * { box-sizing: border-box }
      body { margin: 0; background: #f5f7fa; color: var(--ink);
             font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
      main { max-width: 1240px; margin: 0 auto; padding: 40px 24px 64px }
      h1 { font-size: 30px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -.01em }
      h2 { font-size: 20px; margin: 0 0 4px }
      p { margin: 0 0 14px; max-width: 76ch }
      .lead, .note { color: var(--faint) }
      .note { font-size: 14px }
      section { background: var(--paper); border: 1px solid var(--line); border-radius: 12px;
                padding: 24px; margin-top: 20px }
      .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
               gap: 14px; margin-top: 22px }
      .card { background: var(--paper); border: 1px solid var(--line); border-radius: 12px;
              padding: 14px 16px }
      .card b { display: block; font-size: 23px; font-weight: 650; line-height: 1.3 }
      .card span { color: var(--faint); font-size: 14px }
      .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(400px, 1fr));
               gap: 10px 24px }
      figure { margin: 0 }
      figure img { display: block; width: 100%; height: auto; max-width: 600px }
      figcaption { font-weight: 600; margin: 8px 0 2px }
      .mistakes { display: grid; grid-template-columns: repeat(auto-fill, minmax(108px, 1fr));
                  gap: 12px }
      .mistakes figure { border: 1px solid var(--line); border-radius: 8px; padding: 8px;
                         text-align: center; font-size: 13px; color: var(--faint) }
      .mistakes img { width: 100%; image-rendering: pixelated }
      .mistakes b { color: var(--ink) }
      .mistakes .bad { color: #c4391d }
      .wide { overflow-x: auto }
      table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums }
      th, td { padding: 5px 12px 5px 0; text-align: left; vertical-align: top }
      th { font-weight: 500; color: var(--faint); white-space: nowrap }
      .numbers td, .numbers th { text-align: right; padding: 4px 6px; min-width: 34px }
      .numbers td { white-space: nowrap }
      .numbers th { white-space: normal; vertical-align: bottom }
      .numbers tr > :first-child { text-align: left; white-space: normal; padding-left: 0 }
      .drawing { display: block; width: 100%; height: auto }
      .numbers td { border-radius: 4px }
      code { font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace;
             background: #f0f3f7; border-radius: 4px; padding: 2px 5px; overflow-wrap: anywhere }
      pre { font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; margin: 8px 0 }
      .good { color: #177a4c } .bad { color: #c4391d }
      footer { color: var(--faint); font-size: 13px; margin-top: 24px }
      """;

  private final StringBuilder html = new StringBuilder();

  HtmlPage(String title, String lead) {
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<link rel=\"icon\" href=\"data:,\">\n<title>")
        .append(escape(title))
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<main>\n<h1>")
        .append(escape(title))
        .append("</h1>\n<p class=\"lead\">")
        .append(escape(lead))
        .append("</p>\n");
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Large figures with what they are. */
  HtmlPage cards(Map<String, String> figures) {
    html.append("<div class=\"cards\">\n");
    figures.forEach(
        (what, figure) ->
            html.append("<div class=\"card\"><b>")
                .append(escape(figure))
                .append("</b><span>")
                .append(escape(what))
                .append("</span></div>\n"));
    html.append("</div>\n");
    return this;
  }

  /** A section with a heading and a sentence or two. */
  HtmlPage section(String heading, String text, Runnable content) {
    html.append("<section>\n<h2>").append(escape(heading)).append("</h2>\n");
    if (!text.isEmpty()) {
      paragraph("note", text);
    }
    content.run();
    html.append("</section>\n");
    return this;
  }

  void paragraph(String style, String text) {
    html.append("<p class=\"").append(style).append("\">").append(escape(text)).append("</p>\n");
  }

  void open(String style) {
    html.append("<div class=\"").append(style).append("\">\n");
  }

  void close() {
    html.append("</div>\n");
  }

  /**
   * A plot, or a sentence that says why it can't be drawn: some Java installations have no fonts.
   */
  void plot(String caption, Supplier<byte[]> png) {
    html.append("<figure><figcaption>").append(escape(caption)).append("</figcaption>");
    try {
      html.append("<img width=\"")
          .append(ChartStyle.WIDTH)
          .append("\" height=\"")
          .append(ChartStyle.HEIGHT)
          .append("\" alt=\"")
          .append(escape(caption))
          .append("\" src=\"")
          .append(dataUrl(png.get()))
          .append("\">");
    } catch (LinkageError | InternalError noFonts) {
      html.append("<span class=\"note\">This Java installation can't draw: ")
          .append(escape(String.valueOf(noFonts.getMessage())))
          .append("</span>");
    }
    html.append("</figure>\n");
  }

  /** A small picture of an example the network got wrong. */
  void mistake(byte[] png, String truth, String predicted, String confidence) {
    html.append("<figure><img alt=\"")
        .append(escape("a picture of class " + truth))
        .append("\" src=\"")
        .append(dataUrl(png))
        .append("\">is <b>")
        .append(escape(truth))
        .append("</b>, read as <b class=\"bad\">")
        .append(escape(predicted))
        .append("</b><br>")
        .append(escape(confidence))
        .append("</figure>\n");
  }

  /** A small picture with a word below it. */
  void picture(byte[] png, String caption) {
    html.append("<figure><img alt=\"")
        .append(escape(caption))
        .append("\" src=\"")
        .append(dataUrl(png))
        .append("\">")
        .append(escape(caption))
        .append("</figure>\n");
  }

  /** A table of names and values. */
  void facts(Map<String, String> facts) {
    html.append("<table>\n");
    facts.forEach(
        (name, value) ->
            html.append("<tr><th>")
                .append(escape(name))
                .append("</th><td>")
                .append(
                    name.equals("Command") ? "<code>" + escape(value) + "</code>" : escape(value))
                .append("</td></tr>\n"));
    html.append("</table>\n");
  }

  /** Text as a terminal would show it. */
  void preformatted(String text) {
    html.append("<div class=\"wide\"><pre>").append(escape(text)).append("</pre></div>\n");
  }

  /** A table of numbers under headings; where it is wider than the page, headings break first. */
  void table(List<String> headings, List<List<String>> rows) {
    html.append("<div class=\"wide\"><table class=\"numbers\">\n<tr>");
    headings.forEach(h -> html.append("<th>").append(breakable(h)).append("</th>"));
    html.append("</tr>\n");
    for (List<String> row : rows) {
      html.append("<tr>");
      row.forEach(cell -> html.append("<td>").append(escape(cell)).append("</td>"));
      html.append("</tr>\n");
    }
    html.append("</table></div>\n");
  }

  /** The same with rows and columns exchanged, for few rows of many numbers. */
  void transposed(List<String> headings, List<List<String>> rows) {
    List<List<String>> columns = new ArrayList<>();
    for (int i = 1; i < headings.size(); i++) {
      List<String> line = new ArrayList<>(List.of(headings.get(i)));
      for (List<String> row : rows) {
        line.add(row.get(i));
      }
      columns.add(line);
    }
    List<String> first = new ArrayList<>(List.of(headings.get(0)));
    rows.forEach(row -> first.add(row.get(0)));
    table(first, columns);
  }

  /** Names of quantities have no blanks to break at. */
  private static String breakable(String heading) {
    return escape(heading).replace("_", "_<wbr>");
  }

  /** Which class was taken for which, darker where it happened more often. */
  void confusion(List<String> classes, int[][] counts) {
    html.append("<div class=\"wide\"><table class=\"numbers\">\n<tr><th>is \\ read as</th>");
    classes.forEach(name -> html.append("<th>").append(escape(name)).append("</th>"));
    html.append("</tr>\n");
    for (int i = 0; i < counts.length; i++) {
      int row = Math.max(1, Arrays.stream(counts[i]).sum());
      html.append("<tr><th>").append(escape(classes.get(i))).append("</th>");
      for (int j = 0; j < counts.length; j++) {
        html.append(shaded(counts[i][j], (double) counts[i][j] / row, i == j));
      }
      html.append("</tr>\n");
    }
    html.append("</table></div>\n");
  }

  private static String shaded(int count, double share, boolean right) {
    if (count == 0) {
      return "<td style=\"color:#cbd2d9\">·</td>";
    }
    // The square root lets rare mistakes be seen.
    double depth = right ? 0.12 + 0.25 * share : 0.15 + 0.85 * Math.sqrt(share);
    String colour = right ? "47,111,223" : "224,90,43";
    return String.format(
        Locale.ROOT, "<td style=\"background:rgba(%s,%.2f)\">%d</td>", colour, depth, count);
  }

  /** Something drawn elsewhere, as it is. */
  void drawing(String svg) {
    html.append(svg).append('\n');
  }

  /** The finished page. */
  String finish(String footer) {
    return html + "<footer>" + escape(footer) + "</footer>\n</main>\n</body>\n</html>\n";
  }

  private static String dataUrl(byte[] png) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }
}
