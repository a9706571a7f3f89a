package org.roperator.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertThrowsNaming;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvFileTest {

  @TempDir private Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("table.csv"), content);
  }

  private LabeledData read(String content) throws IOException {
    return CsvFile.read(file(content), ColumnChoice.last(), HeaderLine.AUTO);
  }

  private void assertRefused(String content, Object... parts) throws IOException {
    Path file = file(content);
    assertThrowsNaming(
        BadInput.class,
        () -> read(file),
        Stream.concat(Stream.of(file), Stream.of(parts)).toArray());
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
    LabeledData data = read("1.5,-2,10\n3,4e1,9\n5,6,10\n7,8,9\n");
    assertEquals(4, data.size());
    assertEquals(2, data.width());
    assertArrayEquals(new double[] {1.5, -2, 3, 40, 5, 6, 7, 8}, data.features());
    assertEquals(List.of("9", "10"), data.classes());
    assertArrayEquals(new int[] {1, 0, 1, 0}, data.labels());
  }

  @Test
  void takesALineWithoutANumberForNames() throws IOException {
    LabeledData data = read("width,height,kind\n1,2,plum\n3,4,apple\n");
    assertEquals(2, data.size());
    assertEquals(List.of("apple", "plum"), data.classes());
    assertArrayEquals(new int[] {1, 0}, data.labels());
  }

  @Test
  void readsTheFirstLineOfScikitLearnsFiles() throws IOException {
    LabeledData data = read("3,2,setosa,versicolor\n1,2,1\n3,4,0\n5,6,1\n");
    assertEquals(List.of("setosa", "versicolor"), data.classes());
    assertArrayEquals(new int[] {1, 0, 1}, data.labels());
    assertEquals(2, data.width());
  }

  @ParameterizedTest
  @CsvSource({"kind", "1"})
  void findsTheLabelColumnByNameOrNumber(String choice) throws IOException {
    LabeledData data =
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
    LabeledData data = read("1,0;2,0;x\n3;4;y\n".replace(",0", "").replace(";", separator));
    assertArrayEquals(new double[] {1, 2, 3, 4}, data.features());
  }

  @Test
  void readsGzipAndSkipsBlankLinesAndAByteOrderMark() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("\ufeff1,2,a\r\n\r\n3,4,b\r\n".getBytes(StandardCharsets.UTF_8));
    }
    Path packed = Files.write(folder.resolve("packed"), bytes.toByteArray());
    LabeledData data = CsvFile.read(packed, ColumnChoice.last(), HeaderLine.AUTO);
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
  void refusesTablesThatCannotBeLearntFrom() throws IOException {
    assertEquals(": there are no examples in it.", complaint(""));
    assertEquals(
        ", column 2: every example has the label a; there must be at least two classes; choose the"
            + " label column with --label.",
        complaint("1,a\n2,a\n"));
    assertEquals(
        ", line 1: there is 1 column, but a label and at least one feature are needed; fields are"
            + " separated by commas, semicolons or tabs.",
        complaint("1\n2\n"));
    assertRefused("1,2.5\n2,3.5\n3,4.5\n4,5.5\n", "look like measurements");
  }

  @Test
  void saysWhichLabelColumnsThereAre() {
    assertEquals(
        ": there is no label column \"color\"; choose a number from 1 to 2 or one of width, kind.",
        complaint("width,kind\n1,a\n2,b\n", ColumnChoice.of("color"), HeaderLine.AUTO));
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
      assertThrowsNaming(BadInput.class, () -> read(cut), "truncated or damaged");
    }
  }

  @Test
  void noticesQuotesThatNeverEnd() throws IOException {
    assertRefused("1,2,a\n3,\"4,b\n", ", line ");
  }

  private LabeledData read(List<String> lines) throws IOException {
    return read(String.join("\n", lines) + "\n");
  }

  /** Rows of decimals that don't increase, with the labels in turn. */
  private static List<String> rows(int width, String... labels) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      StringBuilder row = new StringBuilder();
      for (int j = 0; j < width; j++) {
        row.append((7 * i + 5 * j * j) % 11).append(".5,");
      }
      rows.add(row + labels[i % labels.length]);
    }
    return rows;
  }

  private static List<String> under(String header, List<String> rows) {
    List<String> all = new ArrayList<>(List.of(header));
    all.addAll(rows);
    return all;
  }

  /** What pandas and others write above twelve rows. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,1,2,target | 0 1",
        "0,1,2,3 | 0 1",
        "1,2,3,4 | 0 1",
        "0,1,2,species | plum apple",
        "0,1,2,3 | plum apple",
        "2019,2020,2021,class | 0 1",
        "400.5,401.25,402,label | 0 1",
        "3,7,12,target | 1.0 2.0",
        "id,0,1,2 | plum apple",
        "a,b,c,d | 0 1"
      })
  void namesMayBeNumbers(String header, String labels) throws IOException {
    LabeledData data = read(under(header, rows(3, labels.split(" "))));
    assertEquals(12, data.size());
    assertEquals(2, data.classes().size());
    assertEquals(header.substring(0, header.indexOf(',')), data.featureName(0));
    assertTrue(data.remarks().get(0).startsWith("line 1 names the columns ("), remarks(data));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.5,0.5,2.5,0 | 0 1",
        "0,1,2,plum | plum apple",
        "3,2,1,fig | plum apple",
        "5,5,5,1 | 0 1"
      })
  void anExampleInTheFirstLineStaysOne(String first, String labels) throws IOException {
    List<String> all = under(first, rows(3, labels.split(" ")));
    all.add(first);
    LabeledData data = read(all);
    assertEquals(14, data.size());
    assertTrue(data.remarks().get(0).startsWith("line 1 is an example ("), remarks(data));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,1,2,3 | 3 1", // Counts up, but 3 is a class.
        "400.5,401.25,402,label | plum apple", // Wavelengths, or an example of a rare class?
        "1,1,2,target | 0 1" // A word over numbers, but no two columns should have one name.
      })
  void asksWhereTheEvidenceIsDivided(String first, String labels) throws IOException {
    String content = String.join("\n", under(first, rows(3, labels.split(" "))));
    assertTrue(
        complaint(content).startsWith(", line 1: it is unclear whether"), complaint(content));
    assertRefused(content, "say --header yes or --header no");
    assertEquals(12, CsvFile.read(file(content), ColumnChoice.last(), HeaderLine.YES).size());
    assertEquals(13, CsvFile.read(file(content), ColumnChoice.last(), HeaderLine.NO).size());
  }

  /** Moments of events, which rise from left to right as names that are numbers do. */
  @ParameterizedTest
  @ValueSource(strings = {"0,1,2,class", "1,2,3,class", "2019,2020,2021,class"})
  void asksWhereNamesCountUpOverRowsThatRise(String first) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      rows.append(i % 5 + "," + (7 + i % 3) + "," + (20 + i * i) + "," + "ab".charAt(i % 2) + "\n");
    }
    assertRefused(first + "\n" + rows, "say --header yes or --header no");
    // An example like the others whose label is there again stays one.
    LabeledData data = read(first.replace("class", "a") + "\n" + rows);
    assertEquals(13, data.size());
  }

  private static String remarks(LabeledData data) {
    return String.join("; ", data.remarks());
  }

  @Test
  void leavesOutTheIndexThatPandasWrites() throws IOException {
    for (String unnamed : List.of("", "Unnamed: 0")) {
      LabeledData data = read(unnamed + ",a,b,kind\n7,1,2,x\n3,3,4,y\n5,5,6,x\n");
      assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, data.features());
      assertTrue(
          remarks(data).contains("column 1 has no name and numbers the rows"), remarks(data));
    }
    assertEquals(
        ", line 1: column 1 has no name; name it, or take it out.",
        complaint(",a,kind\n1.5,1,x\n2.5,3,y\n"));
    assertEquals(
        ", line 1: column 2 has no name; name it, or take it out.",
        complaint("a,,kind\n1,1,x\n2,3,y\n"));
  }

  /** Such a line can be no example, whatever labels there are. */
  @ParameterizedTest
  @CsvSource({"2,0 1 2", "2,a b", "class,0 1"})
  void anEmptyFirstFieldOverNumbersOfRowsIsAnIndex(String last, String labels) throws IOException {
    List<String> lines = new ArrayList<>(List.of(",0,1," + last));
    for (String row : rows(2, labels.split(" "))) {
      lines.add(lines.size() - 1 + "," + row);
    }
    LabeledData data = read(lines);
    assertEquals(12, data.size());
    assertEquals(2, data.width());
    assertEquals("0", data.featureName(0));
    assertRefused(",1.5,2,a\n1,2,3,b\n2,3,3,a\n", "the field is empty; say --header yes");
  }

  @Test
  void aColumnCalledLabelThatIsAFeatureIsNamed() throws IOException {
    String remark = "column 1 (Label) is a feature; say --label Label if it holds the classes";
    assertTrue(remarks(read("Label,b,kind\n1,1,x\n2,3,y\n1,1,x\n")).contains(remark));
    assertTrue(remarks(read("Label,b,n\n1,1,4\n0,3,5\n1,1,5\n")).contains(remark));
    assertEquals(
        ", line 2, column 1 (target): \"a\" is not a number; say --label target if it holds the"
            + " classes.",
        complaint("target,b,n\na,1,4\nb,3,5\n"));
    assertFalse(remarks(read("y,b,class\n1,1,x\n2,3,y\n1,1,x\n")).contains("is a feature"));
    LabeledData chosen =
        CsvFile.read(file("Label,b,n\n1,1,4\n0,3,5\n"), ColumnChoice.of("3"), HeaderLine.AUTO);
    assertFalse(remarks(chosen).contains("is a feature"), remarks(chosen));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NA", "N/A", "?", "null", "None"})
  void aLabelThatMayMeanNoneIsSaid(String none) throws IOException {
    LabeledData data = read("1,a\n2,b\n3," + none + "\n4,a\n5,b\n");
    assertEquals(3, data.classes().size());
    assertTrue(remarks(data).contains("the label " + none + " is a class"), remarks(data));
  }

  /** A point in the place of this comma would make it a thousandth. */
  @ParameterizedTest
  @ValueSource(strings = {"1,234", "1,234,567", "1.234,5"})
  void groupsOfDigitsAreNotTakenForDecimals(String number) {
    assertEquals(
        ", line 2, column 1 (n): \""
            + number
            + "\" is not a number; write a point for a decimal comma, and nothing between groups of"
            + " digits.",
        complaint("n,kind\n\"" + number + "\",a\n2,b\n"));
  }

  @Test
  void saysThatAColumnCountsTheRows() throws IOException {
    List<String> lines = new ArrayList<>(List.of("Id,width,kind"));
    for (int i = 1; i <= 10; i++) {
      lines.add(i + "," + i * i % 7 + "," + i % 2);
    }
    assertTrue(remarks(read(lines)).contains("column 1 (Id) counts the rows"));
  }

  @Test
  void equalNumbersAreOneClassAndThatIsSaid() throws IOException {
    LabeledData data = read("5,1\n6,1.0\n7,01\n8,1e0\n9,0\n10,-0\n");
    assertEquals(List.of("0", "1"), data.classes());
    assertArrayEquals(new int[] {1, 1, 1, 1, 0, 0}, data.labels());
    assertTrue(remarks(data).contains("one class: 1, 1.0, 01, 1e0"), remarks(data));
    // As doubles they would be equal.
    LabeledData large = read("1,9007199254740993\n2,9007199254740992\n3,9007199254740993\n");
    assertEquals(2, large.classes().size());
  }

  @Test
  void wordsThatLookAlikeAreSaidOrOneClass() throws IOException {
    LabeledData capitals = read("1,Plum\n2,plum\n3,fig\n4,fig\n");
    assertEquals(3, capitals.classes().size());
    assertTrue(remarks(capitals).contains("differ in capitals"), remarks(capitals));
    // One letter or two, and a blank that does not break.
    LabeledData accents = read("1,caf\u00e9\n2,cafe\u0301\u00a0\n3,fig\n4,fig\n");
    assertEquals(List.of("caf\u00e9", "fig"), accents.classes());
  }

  @Test
  void namesAnnouncedClassesWithoutAnExample() throws IOException {
    LabeledData data = read("2,2,none,no,yes\n1,2,1\n3,4,2\n");
    assertTrue(remarks(data).contains("classes without an example: none"), remarks(data));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nan", "NaN", "-inf", "Infinity", "1e999"})
  void refusesLabelsThatAreNotFinite(String label) {
    assertEquals(
        ", line 2, column 2: the label " + label + " is not a finite number.",
        complaint("1,0\n2," + label + "\n3,0\n4,1\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x1p3", "0x10", "1d", "1_000", "\u0661", "1 2", "--1", "1e"})
  void onlyDecimalNumbersAreNumbers(String text) throws IOException {
    assertRefused("1,2,a\n3," + text + ",b\n", "\" is not a number.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5,1;0\n6,2;1\n7,3;0\n", "a;b\n5,1;0\n", "5,1;3,2;0\n1,1;1,1;1\n"})
  void refusesDecimalCommas(String content) throws IOException {
    assertRefused(content, "write a point for a decimal comma");
    assertRefused("1;0,5\n2;1,5\n3;0,5\n", "write points for decimal commas");
  }

  @Test
  void refusesALabelColumnWhoseNameIsThereTwice() throws IOException {
    String twice = "kind,width,kind\n1,2,0\n3,4,1\n";
    assertEquals(
        ": columns 1 and 3 are both called \"kind\"; choose the label column by its number.",
        complaint(twice, ColumnChoice.of("kind"), HeaderLine.AUTO));
    assertTrue(remarks(read(twice)).contains("several columns have one name: kind"));
  }

  @Test
  void namesTheLineThatIsNotUtf8() throws IOException {
    byte[] latin = "1,a\n2,b\r\n3,m\u00fcll\n4,m\u00f6ll\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("latin.csv"), latin);
    assertThrowsNaming(
        BadInput.class, () -> read(file), "latin.csv, line 3: the byte 0xfc is not UTF-8");
    Files.write(file, "1,a\n2,b\n".getBytes(StandardCharsets.UTF_16));
    assertThrowsNaming(BadInput.class, () -> read(file), "line 1: the file is UTF-16");
    Files.write(file, "1,a\n2,b\n".getBytes(StandardCharsets.UTF_16LE));
    assertThrowsNaming(BadInput.class, () -> read(file), "line 1: there is the character \\u0000");
  }

  @Test
  void refusesControlsByLine() {
    assertTrue(
        complaint("1,a\n2,b\u0000\n").startsWith(", line 2: there is the character \\u0000"));
    assertTrue(
        complaint("1,a\n2,\u001bb\n").startsWith(", line 2: there is the character \\u001b"));
    assertTrue(
        complaint("1,a\n\ufeff2,b\n").startsWith(", line 2: there is the character \\ufeff"));
  }

  /** Of many blanks within quotes a pattern took quadratic time, and the message was as long. */
  @Test
  void aLongFieldIsCutAndTakesNoTime() {
    String blanks = " ".repeat(2_000_000);
    long began = System.nanoTime();
    String said = complaint("1,2,a\n3,\"y" + blanks + "x\n" + blanks + "\",b\n");
    assertTrue((System.nanoTime() - began) / 1e9 < 5, "seconds");
    assertTrue(said.length() < 300 && said.contains("more) …"), said);
  }

  @Test
  void everyMemberOfAGzipFileCounts() throws IOException {
    byte[] first = IdxSamples.gzip("1,2,a\n3,4,b\n".getBytes(StandardCharsets.UTF_8));
    byte[] second = IdxSamples.gzip("5,6,a\n7,8,b\n".getBytes(StandardCharsets.UTF_8));
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    Path file = Files.write(folder.resolve("two.csv.gz"), both);
    assertArrayEquals(
        new double[] {1, 2, 3, 4, 5, 6, 7, 8},
        CsvFile.read(file, ColumnChoice.last(), HeaderLine.AUTO).features());
    Files.write(file, Arrays.copyOf(both, both.length + 500));
    assertEquals(4, CsvFile.read(file, ColumnChoice.last(), HeaderLine.AUTO).size(), "padded");
    int refused = 0;
    for (int i = first.length; i < both.length; i++) {
      byte[] damaged = both.clone();
      damaged[i] ^= 0x10;
      Files.write(file, damaged);
      try {
        LabeledData read = CsvFile.read(file, ColumnChoice.last(), HeaderLine.AUTO);
        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, read.features());
      } catch (BadInput noticed) {
        refused++;
      }
    }
    // Time, system and what pads the last bits may change.
    assertTrue(refused >= second.length - 8, refused + " of " + second.length);
  }

  /** A pipe has no position, no size and, between two writes, nothing available. */
  @Test
  void asksOfAFileNothingButToReadOn() throws IOException {
    byte[] first = IdxSamples.gzip("1,2,a\n3,4,b\n".getBytes(StandardCharsets.UTF_8));
    byte[] second = IdxSamples.gzip("5,6,a\n7,8,b\n".getBytes(StandardCharsets.UTF_8));
    InputStream one = new ByteArrayInputStream(first);
    InputStream two = new ByteArrayInputStream(second);
    InputStream pipe =
        new InputStream() {
          @Override
          public int read() throws IOException {
            byte[] b = new byte[1];
            return read(b, 0, 1) < 0 ? -1 : b[0] & 0xff;
          }

          @Override
          public int read(byte[] b, int off, int len) throws IOException {
            int n = one.read(b, off, Math.min(len, 5));
            return n >= 0 ? n : two.read(b, off, Math.min(len, 3));
          }

          @Override
          public long skip(long n) throws IOException {
            throw new IOException("Illegal seek");
          }
        };
    assertEquals(4, CsvFile.read(pipe, "pipe", ColumnChoice.last(), HeaderLine.AUTO).size());
  }

  /** As in {@code --data <(zcat table.csv.gz)}. */
  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void tablesComeThroughNamedPipes() throws Exception {
    String rows = "1,2,a\n3,4,b\n".repeat(50_000); // more than a pipe holds at a time
    Path table = file(rows);
    Path pipe = folder.resolve("pipe");
    if (!NamedPipe.isMadeAt(pipe)) {
      assertEquals(100_000, read(table).size());
      return;
    }
    Process cat =
        new ProcessBuilder("sh", "-c", "cat " + table.getFileName() + " >pipe")
            .directory(folder.toFile())
            .start();
    assertEquals(100_000, read(pipe).size());
    assertEquals(0, cat.waitFor());
  }

  private static LabeledData read(Path file) {
    return CsvFile.read(file, ColumnChoice.last(), HeaderLine.AUTO);
  }

  /** 40 million digits, some kilobytes as gzip. */
  @Test
  void refusesALineWithoutEnd() throws IOException {
    Path file = folder.resolve("endless.csv.gz");
    byte[] digits = "1".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < 40; i++) {
        out.write(digits);
      }
    }
    assertEquals(
        file + ", line 1: the line is longer than 33554432 characters.",
        messageOf(() -> read(file)));
  }

  @Test
  void tellsHowFarItIs() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; rows.length() < 5 << 20; i++) {
      rows.append(i * 0.5).append(',').append(i % 2).append('\n');
    }
    Path file = file(rows.toString());
    Reports reports = new Reports();
    CsvFile.read(file, ColumnChoice.last(), HeaderLine.NO, reports);
    reports.assertOf(file, rows.length());
  }

  @Test
  void saysWhenAFileCannotBeRead() {
    Path nowhere = folder.resolve("nowhere.csv");
    assertThrowsNaming(
        BadInput.class, () -> read(nowhere), "can't be read (there is no such file)");
    assertEquals(
        nowhere + ": can't be read (permission denied).",
        FileBytes.unreadable(nowhere, new AccessDeniedException("nowhere")).getMessage());
    assertEquals(
        nowhere + ": can't be read (Is a directory).",
        FileBytes.unreadable(nowhere, new IOException("Is a directory")).getMessage());
  }

  private static String messageOf(Executable attempt) {
    return String.valueOf(assertThrows(BadInput.class, attempt).getMessage());
  }
}
