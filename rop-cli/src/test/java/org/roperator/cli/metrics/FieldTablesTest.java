package org.roperator.cli.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.roperator.cli.blackbox.PerturbMetrics;
import org.roperator.cli.boltzmann.BoltzmannMetrics;
import org.roperator.cli.fit.FitMetrics;
import org.roperator.cli.hbp.HbpMetrics;
import org.roperator.cli.matching.LocalHessianMetrics;
import org.roperator.cli.recurrent.RecurrentMetrics;
import org.roperator.cli.run.CheckMetrics;
import org.roperator.cli.run.TrainingMetrics;
import org.roperator.cli.spectra.SpectrumMetrics;
import org.roperator.cli.study.StudyMetrics;

/** What is written, and what the document says of it. */
final class FieldTablesTest {

  record Seeded(@Meaning("what it depends on") long seed) {}

  record Part(
      @Meaning("a number") double trainLoss,
      @JsonAnyGetter @Meaning("further ones") Map<String, Double> figures) {}

  record Whole(
      @JsonUnwrapped Seeded seeded,
      @Meaning("parts") List<Part> parts,
      @Meaning("one more") @Nullable Part last) {}

  record Silent(long seed) {}

  private static String list(Class<?> record) {
    return "## A thing\n\n<!-- fields of "
        + record.getName()
        + " -->\nold\n<!-- end of fields -->\n";
  }

  @Test
  void documentIsThatOfTheRecords() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "metrics.md"));
    assertEquals(
        FieldTables.renew(document),
        document,
        "docs/metrics.md differs from the records; build, then run " + FieldTables.COMMAND);
    Stream.of(
            TrainingMetrics.class,
            CheckMetrics.class,
            FitMetrics.class,
            PerturbMetrics.class,
            HbpMetrics.class,
            LocalHessianMetrics.class,
            RecurrentMetrics.class,
            BoltzmannMetrics.class,
            SpectrumMetrics.class,
            StudyMetrics.class)
        .forEach(
            metrics ->
                assertTrue(
                    document.contains("<!-- fields of " + metrics.getName() + " -->"),
                    metrics.getName()));
    assertTrue(document.contains(FieldTables.COMMAND));
  }

  @Test
  void tablesNameWhatIsWithin() {
    assertEquals(
        "## A thing\n\n<!-- fields of "
            + Whole.class.getName()
            + " -->\n\n| field | meaning |\n|---|---|\n"
            + "| `seed` | what it depends on |\n"
            + "| `parts` | parts |\n"
            + "| `parts[].train_loss` | a number |\n"
            + "| `parts[].…` | further ones |\n"
            + "| `last` | one more; fields as of `parts` |\n\n<!-- end of fields -->\n",
        FieldTables.renew(list(Whole.class)));
  }

  @Test
  void recordsWithAListOfTheirOwnAreLinked() {
    String renewed =
        FieldTables.renew(list(Whole.class) + list(Seeded.class).replace("A thing", "Its `seed`"));
    assertTrue(renewed.contains("| … | [Its `seed`](#its-seed) |"), renewed);
  }

  @Test
  void fieldsWithoutMeaningAreRefused() {
    String document = list(Silent.class);
    assertRefused(() -> FieldTables.renew(document), "has no @Meaning");
    String unknown = document.replace("Silent", "Gone");
    assertRefused(() -> FieldTables.renew(unknown), "there is no such record");
  }

  @Test
  void whatIsNotFiniteIsNullAndWhatIsNotKnownHasNoField() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("rho", Double.NEGATIVE_INFINITY);
    figures.put("cg_steps", 3.0);
    Whole whole = new Whole(new Seeded(7), List.of(new Part(Double.NaN, figures)), null);
    assertEquals(
        "{\"seed\":7,\"parts\":[{\"train_loss\":null,\"rho\":null,\"cg_steps\":3.0}]}",
        MetricsJson.of(whole).replaceAll("\\s", ""));
  }
}
