package org.roperator.data.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import org.roperator.data.ColumnChoice;
import org.roperator.data.CsvFile;
import org.roperator.data.HeaderLine;
import org.roperator.data.IdxSamples;
import org.roperator.data.LabeledData;
import org.roperator.data.ReadProgress;
import org.roperator.data.TextTable;

/** Damaged tables, plain and packed, against a second reader. */
final class CsvFuzzProperties {

  private static final int MUTANTS = 5;
  private static final Path FILE = FuzzFiles.file("fuzz.csv");

  private static final List<byte[]> TABLES =
      Stream.of(
              "width,height,kind\n1.5,2,plum\n3,4,apple\n5,6,plum\n7,8,apple\n",
              "0,1,target\n1.5,2,0\n3.25,-4,1\n5,6e1,0\n7,8,1\n9,1,0\n2,2,1\n",
              "5,1\n2.5,0\n4,1\n1e-3,0\n7,1\n8,0\n",
              "4,2,setosa,versicolor\n1,2,1\n3,4,0\n5,6,1\n7,8,0\n",
              "1.5;2;a\r\n3;4;b\r\n5;6;a\r\n7;8;b\r\n",
              "x\ty\tk\n1\t2\ta\n3\t4\tb\n5\t6\ta\n",
              "\"a, b\",\"c \"\"d\"\"\",k\n1, \"2\" ,\"x,y\"\n3,4, z \n5,6,z\n",
              ",a,b,kind\n0,1,2,x\n1,3,4,y\n2,5,6,x\n3,7,8,y\n",
              "\ufeffa,b,k\n1,2,\u00e9\n3,4,u\n5,6,u\n")
          .map(text -> text.getBytes(StandardCharsets.UTF_8))
          .toList();

  private static Optional<LabeledData> read(byte[] content) {
    return ReadingLaw.hold(
        FILE, content, () -> CsvFile.read(FILE, ColumnChoice.last(), HeaderLine.AUTO));
  }

  @Property(seed = "14", shrinking = ShrinkingMode.OFF)
  void aDamagedTableIsRefusedOrReadRight(@ForAll long seed) {
    Mutations mutations = new Mutations(seed);
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = mutations.of(mutations.one(TABLES));
      if (!isGzip(mutant)) {
        read(mutant).ifPresent(data -> assertSame(data, mutant));
      }
    }
  }

  @Property(seed = "14", shrinking = ShrinkingMode.OFF)
  void aDamagedPackedTableIsRefusedOrReadRight(@ForAll long seed) throws IOException {
    Mutations mutations = new Mutations(seed);
    for (int i = 0; i < MUTANTS; i++) {
      byte[] first = IdxSamples.gzip(mutations.one(TABLES));
      byte[] packed =
          (seed & 1) == 0 ? first : FuzzFiles.joined(first, IdxSamples.gzip(mutations.one(TABLES)));
      byte[] mutant = mutations.of(packed);
      if (isGzip(mutant)) {
        // The JDK is lenient with what follows the last whole member; what Rop takes, it takes.
        read(mutant).ifPresent(data -> assertSame(data, unpacked(mutant)));
      }
    }
  }

  /** The words of a table, each where the second reader has it. */
  @Property(seed = "14", shrinking = ShrinkingMode.OFF)
  void aDamagedTableOfWordsIsRefusedOrReadRight(@ForAll long seed) {
    Mutations mutations = new Mutations(seed);
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = mutations.of(mutations.one(TABLES));
      if (!isGzip(mutant)) {
        ReadingLaw.hold(
                FILE, mutant, () -> TextTable.read(FILE, HeaderLine.YES, ReadProgress.quiet()))
            .ifPresent(table -> assertSame(table, mutant));
      }
    }
  }

  private static void assertSame(TextTable table, byte[] bytes) {
    for (char separator : new char[] {',', ';', '\t'}) {
      try {
        List<List<String>> rows = PlainCsv.rows(bytes, separator);
        int index = rows.get(0).size() - table.names().size();
        if (rows.size() == table.size() + 1
            && (index == 0 || index == 1)
            && isSame(table, rows, index)) {
          return;
        }
      } catch (CharacterCodingException | RuntimeException otherSeparator) {
        // Another one may be meant.
      }
    }
    throw new AssertionError("Otherwise by the second reader: " + ReadingLaw.describe(bytes));
  }

  private static boolean isSame(TextTable table, List<List<String>> rows, int index) {
    for (int j = 0; j < table.names().size(); j++) {
      List<String> column = table.column(j);
      if (!table.names().get(j).equals(plain(rows.get(0).get(j + index)))) {
        return false;
      }
      for (int i = 0; i < column.size(); i++) {
        if (!column.get(i).equals(plain(rows.get(i + 1).get(j + index)))) {
          return false;
        }
      }
    }
    return true;
  }

  private static String plain(String field) {
    return Normalizer.normalize(
        field.replaceAll("^[\\s\\h\\v]+|[\\s\\h\\v]+$", ""), Normalizer.Form.NFC);
  }

  private static boolean isGzip(byte[] bytes) {
    return bytes.length > 1 && bytes[0] == 0x1f && (bytes[1] & 0xff) == 0x8b;
  }

  private static byte[] unpacked(byte[] packed) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }

  /** Which line is what is taken from the data set; each number and label is not. */
  private static void assertSame(LabeledData data, byte[] bytes) {
    String found = ReadingLaw.describe(bytes);
    List<List<String>> rows = rows(data, bytes);
    boolean named = rows.size() == data.size() + 1;
    assertTrue(named || rows.size() == data.size(), found);
    List<List<String>> examples = named ? rows.subList(1, rows.size()) : rows;
    int columns = examples.get(0).size();
    int index = columns - 1 - data.width();
    assertTrue(index == 0 || index == 1, found);
    for (int i = 0; i < examples.size(); i++) {
      List<String> row = examples.get(i);
      assertEquals(columns, row.size(), found);
      for (int j = 0; j < data.width(); j++) {
        double expected = new BigDecimal(row.get(index + j).strip()).doubleValue();
        assertEquals(expected, data.features()[i * data.width() + j] + 0.0, 0, found);
      }
      assertLabel(rows.get(0), data, i, row.get(columns - 1), found);
    }
  }

  private static void assertLabel(
      List<String> first, LabeledData data, int example, String text, String found) {
    String name = data.classes().get(data.labels()[example]);
    String label = Normalizer.normalize(text.replace('\u00a0', ' ').strip(), Normalizer.Form.NFC);
    boolean announced = first.size() > 3 && first.subList(2, first.size()).equals(data.classes());
    if (announced && first.get(0).equals(Integer.toString(data.size()))) {
      assertEquals(label, Integer.toString(data.labels()[example]), found);
    } else if (!name.equals(label)) {
      assertEquals(0, new BigDecimal(name).compareTo(new BigDecimal(label)), found);
    }
  }

  /** By the separator that gives the rows their width. */
  private static List<List<String>> rows(LabeledData data, byte[] bytes) {
    for (char separator : new char[] {',', ';', '\t'}) {
      try {
        List<List<String>> rows = PlainCsv.rows(bytes, separator);
        int width = rows.get(rows.size() - 1).size();
        if (width == data.width() + 1 || width == data.width() + 2) {
          return rows;
        }
      } catch (CharacterCodingException | RuntimeException otherSeparator) {
        // Another one may be meant.
      }
    }
    throw new AssertionError("The second reader can't read it: " + ReadingLaw.describe(bytes));
  }

  @AfterContainer
  static void manyWereRead() {
    ReadingLaw.requireManyWereRead("fuzz.csv");
  }
}
