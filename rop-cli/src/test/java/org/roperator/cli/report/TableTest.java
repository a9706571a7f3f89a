package org.roperator.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {

  @Test
  void rowsAndColumnsAreExchanged() {
    Table table =
        new Table(
            List.of("block", "trace", "rank"),
            List.of(List.of("all", "1", "2"), List.of("layer1", "3", "4")));
    assertEquals(
        new Table(
            List.of("block", "all", "layer1"),
            List.of(List.of("trace", "1", "3"), List.of("rank", "2", "4"))),
        table.transposed());
  }

  @Test
  void longNamesOfQuantitiesMayBreak() {
    String html =
        Templates.render("table", new Table(List.of("near_zero_share"), List.of(List.of("0_1"))));
    assertTrue(html.contains("<th>near_<wbr>zero_<wbr>share</th>"), html);
    assertTrue(html.contains("<td>0_1</td>"), html);
  }
}
