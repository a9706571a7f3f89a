package org.roperator.examples.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HtmlPageTest {

  @Test
  void rowsAndColumnsAreExchanged() {
    HtmlPage page = new HtmlPage("title", "lead");
    page.transposed(
        List.of("block", "trace", "rank"),
        List.of(List.of("all", "1", "2"), List.of("layer1", "3", "4")));
    String html = page.finish("");
    assertTrue(
        html.contains(
            """
            <tr><th>block</th><th>all</th><th>layer1</th></tr>
            <tr><td>trace</td><td>1</td><td>3</td></tr>
            <tr><td>rank</td><td>2</td><td>4</td></tr>
            """),
        html);
  }

  @Test
  void longNamesOfQuantitiesMayBreak() {
    HtmlPage page = new HtmlPage("title", "lead");
    page.table(List.of("near_zero_share"), List.of(List.of("0_1")));
    String html = page.finish("");
    assertTrue(html.contains("<th>near_<wbr>zero_<wbr>share</th>"), html);
    assertTrue(html.contains("<td>0_1</td>"), html);
  }
}
