package org.roperator.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvFileTest {

  @TempDir private Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("table.csv"), content);
  }

  private Dataset read(String content) throws IOException {
    return CsvFile.read(file(content), ColumnChoice.last(), HeaderLine.AUTO);
  }

  private String complaint(String content) {
    return complaint(content, ColumnChoice.last(), HeaderLine.AUTO);
  }

  private String complaint(String content, ColumnChoice label, HeaderLine header) {
    String message = messageOf(() -> CsvFile.read(file(content), label, header));
    assertTrue(message.startsWith(folder.resolve("table.csv").toString()), message);
    return message.substring(folder.resolve("table.csv").toString().length());
  }

  @Test
  void readsNumbersAndNumbersClassesInTheirOrder() throws IOException {
    Dataset data = read("1.5,-2,10\n3,4e1,9\n5,6,10\n7,8,9\n");
    assertEquals(4, data.size());
    assertEquals(2, data.width());
    assertArrayEquals(new double[] {1.5, -2, 3, 40, 5, 6, 7, 8}, data.features());
    assertEquals(List.of("9", "10"), data.classes());
    assertArrayEquals(new int[] {1, 0, 1, 0}, data.labels());
  }

  @Test
  void takesALineWithoutANumberForNames() throws IOException {
    Dataset data = read("width,height,kind\n1,2,plum\n3,4,apple\n");
    assertEquals(2, data.size());
    assertEquals(List.of("apple", "plum"), data.classes());
    assertArrayEquals(new int[] {1, 0}, data.labels());
  }

  @Test
  void readsTheFirstLineOfScikitLearnsFiles() throws IOException {
    Dataset data = read("3,2,setosa,versicolor\n1,2,1\n3,4,0\n5,6,1\n");
    assertEquals(List.of("setosa", "versicolor"), data.classes());
    assertArrayEquals(new int[] {1, 0, 1}, data.labels());
    assertEquals(2, data.width());
  }

  @ParameterizedTest
  @CsvSource({"kind", "1"})
  void findsTheLabelColumnByNameOrNumber(String choice) throws IOException {
    Dataset data =
        CsvFile.read(file("kind,width\na,2\nb,4\n"), ColumnChoice.of(choice), HeaderLine.AUTO);
    assertEquals(List.of("a", "b"), data.classes());
    assertArrayEquals(new double[] {2, 4}, data.features());
  }

  @Test
  void obeysWhatIsSaidAboutTheHeader() throws IOException {
    Path numbers = file("1,0\n3,1\n5,0\n5,1\n");
    assertEquals(4, CsvFile.read(numbers, ColumnChoice.last(), HeaderLine.NO).size());
    assertEquals(3, CsvFile.read(numbers, ColumnChoice.last(), HeaderLine.YES).size());
  }

  @ParameterizedTest
  @CsvSource({"';'", "'\t'"})
  void takesTheSeparatorTheFirstLineHoldsMostOf(String separator) throws IOException {
    Dataset data = read("1,0;2,0;x\n3;4;y\n".replace(",0", "").replace(";", separator));
    assertArrayEquals(new double[] {1, 2, 3, 4}, data.features());
  }

  @Test
  void readsGzipAndSkipsBlankLinesAndAByteOrderMark() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("\ufeff1,2,a\r\n\r\n3,4,b\r\n".getBytes(StandardCharsets.UTF_8));
    }
    Path packed = Files.write(folder.resolve("packed"), bytes.toByteArray());
    Dataset data = CsvFile.read(packed, ColumnChoice.last(), HeaderLine.AUTO);
    assertArrayEquals(new double[] {1, 2, 3, 4}, data.features());
  }

  @Test
  void namesLineAndLengthsOfARaggedRow() {
    assertEquals(", line 3: 2 columns, but line 1 has 3.", complaint("1,2,a\n3,4,b\n5,a\n"));
    assertEquals(
        ", line 2: 2 columns, but line 1 announces 3.", complaint("2,2,no,yes\n1,0\n3,4,1\n"));
  }

  @Test
  void namesLineAndColumnOfWhatIsNoNumber() {
    assertEquals(
        ", line 4, column 2: \"4x\" is not a number.", complaint("1,2,a\n\n3,4,b\n3,4x,b\n"));
    assertEquals(
        ", line 2, column 1 (width): \"1f\" is not a number.", complaint("width,kind\n1f,a\n"));
    assertEquals(", line 2, column 1: the field is empty.", complaint("1,2,a\n,4,b\n"));
    assertEquals(", line 2, column 3: the label is empty.", complaint("1,2,a\n3,4,\n"));
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity", "1e999"})
  void namesWhereANumberIsNotFinite(String number) {
    assertEquals(
        ", line 2, column 2: " + number + " is not a finite number.",
        complaint("1,2,a\n3," + number + ",b\n"));
  }

  @Test
  void namesALabelThatIsOutOfRange() {
    assertEquals(
        ", line 3, column 3: the label 2 is out of range; line 1 names 2 classes, 0 to 1.",
        complaint("2,2,no,yes\n1,2,1\n3,4,2\n"));
  }

  @Test
  void noticesThatRowsAnnouncedAreMissing() {
    assertEquals(
        ": line 1 announces 3 rows, but there are 2; the file is truncated or its first line"
            + " wrong.",
        complaint("3,2,no,yes\n1,2,1\n3,4,0\n"));
  }

  @Test
  void refusesTablesThatCannotBeLearntFrom() {
    assertEquals(": there are no examples in it.", complaint(""));
    assertEquals(
        ": every example has the label a; there must be at least two classes.",
        complaint("1,a\n2,a\n"));
    assertEquals(
        ", line 1: there is 1 column, but a label and at least one feature are needed.",
        complaint("1\n2\n"));
    assertTrue(complaint("1,2.5\n2,3.5\n3,4.5\n4,5.5\n").contains("look like measurements"));
  }

  @Test
  void saysWhichLabelColumnsThereAre() {
    assertEquals(
        ": there is no label column \"colour\"; choose a number from 1 to 2 or one of width, kind.",
        complaint("width,kind\n1,a\n2,b\n", ColumnChoice.of("colour"), HeaderLine.AUTO));
    assertEquals(
        ": there is no label column \"3\"; choose a number from 1 to 2.",
        complaint("1,0\n2,1\n", ColumnChoice.of("3"), HeaderLine.AUTO));
  }

  @Test
  void noticesATruncatedGzip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 2000; i++) {
        gzip.write((i + "," + i * i + "," + i % 2 + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    for (int length : new int[] {15, bytes.size() / 2, bytes.size() - 3}) {
      Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(bytes.toByteArray(), length));
      String message = messageOf(() -> CsvFile.read(cut, ColumnChoice.last(), HeaderLine.AUTO));
      assertTrue(message.contains("truncated or damaged"), message);
    }
  }

  @Test
  void noticesQuotesThatNeverEnd() {
    assertTrue(complaint("1,2,a\n3,\"4,b\n").contains("line"), "a line is named");
  }

  @Test
  void saysWhenAFileCannotBeRead() {
    Path nowhere = folder.resolve("nowhere.csv");
    assertTrue(
        messageOf(() -> CsvFile.read(nowhere, ColumnChoice.last(), HeaderLine.AUTO))
            .contains("can't be read"));
  }

  private static String messageOf(Executable attempt) {
    return String.valueOf(assertThrows(BadInput.class, attempt).getMessage());
  }
}
