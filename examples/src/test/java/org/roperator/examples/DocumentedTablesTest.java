package org.roperator.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Measured tables of the documents are those of the results that were kept. */
class DocumentedTablesTest {

  private static final Pattern NUMBER = Pattern.compile("[-+−]?\\d+(?:\\.\\d+)?(?:e-?\\d+)?");

  /** The scalars of a kept result by their JSON pointers. */
  private static Map<String, String> kept(String name) throws IOException {
    Path file = Documents.root().resolve("docs/data").resolve(name + ".json.gz");
    Map<String, String> fields = new HashMap<>();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file));
        JsonParser json = new JsonFactory().createParser(in)) {
      while (json.nextToken() != null) {
        if (json.currentToken().isScalarValue()) {
          fields.put(json.getParsingContext().pathAsPointer().toString(), json.getText());
        }
      }
    }
    return fields;
  }

  private static double number(Map<String, String> fields, String path) {
    return Double.parseDouble(fields.getOrDefault(path, "no " + path));
  }

  /** The cells of the rows below a line of headings that begins so. */
  private static List<List<String>> table(String document, String headings) throws IOException {
    List<String> lines = Files.readAllLines(Documents.root().resolve("docs").resolve(document));
    int i =
        IntStream.range(0, lines.size())
            .filter(line -> lines.get(line).startsWith(headings))
            .findFirst()
            .orElseThrow();
    List<List<String>> rows = new ArrayList<>();
    for (i += 2; i < lines.size() && lines.get(i).startsWith("|"); i++) {
      String row = lines.get(i).strip();
      rows.add(List.of(row.substring(2, row.length() - 2).split(" \\| ", -1)));
    }
    return rows;
  }

  /** The numbers of a cell are these, to half a unit of their last places. */
  private static void assertPrinted(String cell, double... values) {
    Matcher printed = NUMBER.matcher(cell);
    for (double value : values) {
      assertTrue(printed.find(), () -> cell + " lacks " + value);
      BigDecimal said = new BigDecimal(printed.group().replace('−', '-'));
      BigDecimal off = said.subtract(new BigDecimal(value)).abs();
      // A little more than a half, for ties that binary fractions miss.
      BigDecimal half = new BigDecimal("0.5000001").movePointLeft(said.scale());
      assertTrue(off.compareTo(half) <= 0, () -> cell + " says " + said + ", not " + value);
    }
    assertTrue(!printed.find(), () -> cell + " says more");
  }

  private static final Map<String, String> METHODS =
      Map.of(
          "momentum SGD", "sgd",
          "LARS", "lars",
          "scale-amended, mean of norms", "amended-norms",
          "scale-amended, mean of squares", "amended-squares");

  private static String method(Map<String, String> kept, int index, String label) {
    String path = "/methods/" + index;
    assertEquals(METHODS.get(label), kept.get(path + "/method"));
    return path;
  }

  private static void assertAccuracy(
      Map<String, String> kept, String method, String accuracy, String beyond) {
    assertPrinted(
        accuracy,
        100 * number(kept, method + "/test_accuracy"),
        100 * number(kept, method + "/test_accuracy_deviation"));
    if (method.equals("/methods/0")) {
      assertEquals("–", beyond);
    } else {
      assertPrinted(
          beyond,
          100 * number(kept, method + "/beyond_sgd"),
          100 * number(kept, method + "/beyond_sgd_half_interval"));
    }
  }

  @Test
  void methodsOfLocalHessiansAreThoseKept() throws IOException {
    Map<String, String> kept = kept("local-hessian");
    List<List<String>> rows = table("local-hessian.md", "| method | best rate |");
    assertEquals(METHODS.size(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      String method = method(kept, i, row.get(0));
      assertPrinted(row.get(1), number(kept, method + "/rate"));
      assertAccuracy(kept, method, row.get(2), row.get(3));
    }
  }

  @Test
  void otherNetworksAndDataAreThoseKept() throws IOException {
    Map<String, String> vgg = kept("local-hessian-vgg");
    Map<String, String> fashion = kept("local-hessian-fashion-mnist");
    List<List<String>> rows = table("local-hessian.md", "| method | `--network vgg` |");
    assertEquals(METHODS.size(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      assertAccuracy(vgg, method(vgg, i, row.get(0)), row.get(1), row.get(2));
      assertAccuracy(fashion, method(fashion, i, row.get(0)), row.get(3), row.get(4));
    }
    String page = Files.readString(Documents.root().resolve("docs/local-hessian.md"));
    for (Map<String, String> one : List.of(vgg, fashion)) {
      String command = one.getOrDefault("/command_line", "none").replaceFirst(" --out .*", "");
      assertTrue(page.contains("./" + command + "\n"), command);
    }
  }

  @Test
  void spectraAtTheStartAreThoseKept() throws IOException {
    Map<String, String> kept = kept("local-hessian");
    List<List<String>> rows = table("local-hessian.md", "| inputs → outputs |");
    assertEquals(3, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      String at = "/spectra/" + i;
      assertEquals("gaussian", kept.get(at + "/start"));
      assertPrinted(row.get(0), number(kept, at + "/inputs"), number(kept, at + "/outputs"));
      assertPrinted(
          row.get(1),
          number(kept, at + "/smallest"),
          number(kept, at + "/largest"),
          number(kept, at + "/law_lower_edge"),
          number(kept, at + "/law_upper_edge"));
      String[] fields = {"mean", "law", "standard_errors_off"};
      for (int f = 0; f < fields.length; f++) {
        String field = fields[f];
        assertPrinted(
            row.get(2 + f),
            IntStream.range(0, 4)
                .mapToDouble(p -> number(kept, at + "/moments/" + p + "/" + field))
                .toArray());
      }
    }
  }

  @Test
  void correlationsOfTheStudyAreThoseKept() throws IOException {
    Map<String, String> kept = kept("study");
    Map<String, String> paths = new HashMap<>();
    for (int i = 0; kept.containsKey("/correlations/" + i + "/quantity"); i++) {
      String at = "/correlations/" + i;
      paths.put(
          kept.get(at + "/moment")
              + " "
              + kept.get(at + "/block")
              + " "
              + kept.get(at + "/quantity"),
          at);
    }
    assertEquals(70, paths.size());
    Map<String, String> names =
        Map.of(
            "λ_max", "lambda_max",
            "λ_min", "lambda_min",
            "Frobenius norm", "frobenius_norm",
            "positive condition", "positive_condition",
            "negative mass", "negative_mass",
            "near zero", "near_zero_share");
    List<List<String>> rows = table("study.md", "| quantity | end |");
    assertEquals(8, rows.size());
    for (List<String> row : rows) {
      String quantity = names.getOrDefault(row.get(0), row.get(0));
      String end = paths.getOrDefault("end all " + quantity, "none");
      String early = paths.getOrDefault("early all " + quantity, "none");
      String[] columns = {
        end + "/within_sets",
        end + "/given_train_loss",
        early + "/within_sets",
        early + "/given_train_loss",
        early + "/given_train_loss_and_size"
      };
      for (int c = 0; c < columns.length; c++) {
        assertPrinted(
            row.get(1 + c),
            number(kept, columns[c] + "/rho"),
            number(kept, columns[c] + "/low"),
            number(kept, columns[c] + "/high"));
      }
    }
  }
}
