package org.roperator.cli.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** The templates of {@code src/main/jte}, compiled; each takes one model, whose text it escapes. */
final class Templates {

  private static final String STYLE = Drawing.style() + Drawing.resource("page.css");

  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          Templates.class.getClassLoader(),
          Templates.class.getPackageName());

  private Templates() {}

  /** A template's text for a model. */
  static String render(String template, Object model) {
    StringOutput html = new StringOutput();
    ENGINE.render(template + ".jte", model, html);
    return html.toString().strip() + "\n";
  }

  /** What stands between the style tags of a page. */
  static String style() {
    return STYLE;
  }
}
