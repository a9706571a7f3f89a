package org.roperator.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextTableTest {

  @TempDir private Path folder;

  private static TextTable read(String text, HeaderLine header) {
    try {
      return TextTable.read(
          new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "t.csv", header);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static void assertRefused(String text, HeaderLine header, String... parts) {
    BadInput refused = assertThrows(BadInput.class, () -> read(text, header));
    for (String part : parts) {
      assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
    }
  }

  @Test
  void fieldsStandUnderTheirNames() {
    TextTable table = read("a;b c;\"d;e\"\n1; x ;\n\n2;y;\"two\nlines\"\n", HeaderLine.AUTO);
    assertEquals(List.of("a", "b c", "d;e"), table.names());
    assertEquals(2, table.size());
    assertEquals(List.of("x", "y"), table.column(1));
    assertEquals(List.of("", "two\nlines"), table.column(2));
    assertEquals(2, table.line(0));
    assertEquals(5, table.line(1));
    assertEquals("t.csv", table.source());
    assertEquals(List.of(), table.remarks());
  }

  @Test
  void columnsAreFoundByNameBeforeNumber() {
    TextTable table = read("x,1,y\nu,v,w\n", HeaderLine.YES);
    assertEquals(Optional.of(1), table.find("1"));
    assertEquals(Optional.of(2), table.find(" 3 "));
    assertEquals(Optional.of(0), table.find("x"));
    assertEquals(Optional.empty(), table.find("z"));
    assertEquals(Optional.empty(), table.find("4"));
    assertEquals(Optional.empty(), table.find("0"));
    assertEquals(Optional.empty(), table.find("99999999999"));
  }

  @Test
  void theFirstLineNamesColumnsOrNot() {
    assertRefused("a,2\n1,2\n", HeaderLine.AUTO, "line 1", "the number 2", "--header no");
    assertEquals(List.of("a", "2"), read("a,2\n1,2\n", HeaderLine.YES).names());
    TextTable table = read("a,2\n1,2\n", HeaderLine.NO);
    assertEquals(List.of("column 1", "column 2"), table.names());
    assertEquals(List.of("a", "1"), table.column(0));
    assertEquals(1, table.line(0));
  }

  @Test
  void anIndexIsLeftOut() {
    TextTable table = read(",x\n0,5\n1,6\n", HeaderLine.AUTO);
    assertEquals(List.of("x"), table.names());
    assertEquals(List.of("5", "6"), table.column(0));
    assertTrue(table.remarks().get(0).contains("numbers the rows"), table.remarks().toString());
    assertEquals(List.of("x"), read("Unnamed: 0,x\n0,5\n1,6\n", HeaderLine.AUTO).names());
    assertRefused(",x\n1,5\n1,6\n", HeaderLine.AUTO, "line 1: column 1 has no name");
    assertRefused("x,\n1,5\n2,6\n", HeaderLine.AUTO, "line 1: column 2 has no name");
  }

  @Test
  void whatIsNoTableIsRefused() {
    assertRefused("", HeaderLine.AUTO, "t.csv: the file is empty");
    assertRefused("a,b\n", HeaderLine.AUTO, "no rows below");
    assertRefused("a,b\n1,2\n1\n", HeaderLine.AUTO, "line 3: 1 column, but line 1 has 2");
    assertRefused("a,b\n1,2,3\n", HeaderLine.AUTO, "line 2: 3 columns, but");
    assertRefused("a,b,a\n1,2,3\n", HeaderLine.AUTO, "columns 1 and 3 are both called \"a\"");
  }

  @Test
  void filesAreReadToo() throws IOException {
    Path file = folder.resolve("x.csv");
    Files.writeString(file, "a,b\n1,2\n");
    assertEquals(1, TextTable.read(file, HeaderLine.AUTO, ReadProgress.quiet()).size());
    Path none = folder.resolve("none.csv");
    assertTrue(
        String.valueOf(
                assertThrows(
                        BadInput.class,
                        () -> TextTable.read(none, HeaderLine.AUTO, ReadProgress.quiet()))
                    .getMessage())
            .contains("there is no such file"));
  }
}
