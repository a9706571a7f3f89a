package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roperator.cli.metrics.MetricsJson;

final class FitCommandTest {

  @TempDir private Path folder;

  private Cli fit(String... options) {
    return Cli.runInto(folder, "fit", options);
  }

  private JsonNode metrics() throws IOException {
    return MetricsJson.read(folder.resolve("metrics.json"));
  }

  private String report() throws IOException {
    return Files.readString(folder.resolve("report.html"));
  }

  private String file(String... lines) throws IOException {
    Path file = folder.resolve("t.csv");
    Files.writeString(file, String.join("\n", lines) + "\n");
    return "--data=" + file;
  }

  /** Published: 15.0429 (7.3786) and −0.2322 (0.1082). */
  @Test
  void withoutOptionsItFitsTheRingsOfTheShuttle() throws IOException {
    Cli cli = fit().assertOk();
    assertTrue(cli.out().contains("15.043   7.3786"), cli.out());
    assertTrue(cli.words().contains("o-rings: 23 examples success is distress = 1"), cli.out());
    assertTrue(cli.words().contains("log-likelihood -10.158, AIC 24.315"), cli.out());
    assertTrue(cli.words().contains("Converged after"), cli.out());
    JsonNode metrics = metrics();
    assertEquals("fit", metrics.path("command").asText());
    assertEquals("logistic", metrics.path("model").asText());
    assertFalse(metrics.has("loss"));
    assertFalse(metrics.has("events"));
    assertFalse(metrics.has("degrees_of_freedom"));
    JsonNode temperature = metrics.path("coefficients").path(1);
    assertEquals("temperature", temperature.path("name").asText());
    // Of published digits.
    assertEquals(-0.2322, temperature.path("estimate").asDouble(), 5e-5);
    assertEquals(0.1082, temperature.path("standard_error").asDouble(), 5e-5);
    assertEquals(0.7928, temperature.path("ratio").asDouble(), 5e-5);
    assertTrue(metrics.path("history").size() > 3);
    String report = report();
    assertTrue(report.contains("<h1>Logistic model of distress = 1</h1>"), report);
    assertTrue(report.contains("odds ratio"), report);
    assertEquals(2, report.split("<svg class", -1).length - 1);
    List<String> covariance = Files.readAllLines(folder.resolve("covariance.csv"));
    assertEquals("\"\",(intercept),temperature", covariance.get(0));
    double variance = Double.parseDouble(covariance.get(2).split(",", -1)[2]);
    assertEquals(temperature.path("standard_error").asDouble(), Math.sqrt(variance), 1e-12);
  }

  @ParameterizedTest
  @CsvSource({
    "linear,longley,year,1829.2",
    "poisson,horse-kicks,corps = XI,0.44629",
    "negative-binomial,salmonella,log_dose,0.31251",
    "weibull,leukemia,treatment = 6-MP,1.2673",
    "exponential,leukemia,treatment = 6-MP,1.5266"
  })
  void everyModelHasATableOfItsOwn(String model, String data, String name, String estimate)
      throws IOException {
    Cli cli = fit("--model", model).assertOk();
    assertTrue(cli.out().contains(data + ": "), cli.out());
    assertTrue(cli.words().contains(name + " " + estimate), cli.out());
    assertTrue(report().contains("<td>" + estimate + "</td>"), report());
    assertEquals(model, metrics().path("model").asText());
  }

  @Test
  void lifetimesTellTheirShape() throws IOException {
    Cli cli = fit("--model=weibull").assertOk();
    assertTrue(cli.words().contains("σ 0.73219, shape 1.3658"), cli.out());
    assertTrue(cli.words().contains("42 examples, 30 with their event"), cli.out());
    assertTrue(report().contains("shape 1/σ"), report());
    assertEquals(30, metrics().path("events").asDouble());
    assertEquals("ln σ", metrics().path("further").path(0).path("name").asText());
  }

  /** MASS's rlm: −42.285 with s.e. 9.5314. */
  @Test
  void robustLossesAreForLinearModels() throws IOException {
    Cli cli = fit("--data=stack-loss", "--loss=tukey").assertOk();
    assertTrue(cli.words().contains("(intercept) -42.285 9.5314"), cli.out());
    assertTrue(cli.words().contains("0 of 21 residuals are beyond 4.685 scales."), cli.out());
    assertEquals("tukey", metrics().path("loss").asText());
    assertFalse(metrics().has("aic"));
    assertTrue(report().contains("Huber"), report());
    fit("--data=stack-loss", "--loss=huber", "--residual-scale=3").assertOk();
    assertEquals(3, metrics().path("scale").asDouble(), 1e-12);
  }

  @Test
  void aFileWithAllParts() throws IOException {
    String data =
        file(
            "site;line;hours;visits;rows;noise",
            "north;1;10;4;1;3",
            "north;2;20;9;2;1",
            "south;1;10;1;1;4",
            "south;2;30;5;1;1",
            "north;1;;5;1;9",
            "south;1;20;3;1;5");
    Cli cli =
        fit(
                data,
                "--model=poisson",
                "--target=visits",
                "--exposure=hours",
                "--weights=rows",
                "--without=noise",
                "--factor=line",
                "--base=site=south",
                "--missing=drop",
                "--confidence=0.9")
            .assertOk();
    assertTrue(
        cli.words().contains("site is a factor of 2 levels, compared with south"), cli.out());
    assertTrue(cli.out().contains("line = 2"), cli.out());
    assertTrue(cli.out().contains("90 % from"), cli.out());
    assertEquals(6, metrics().path("examples").asDouble());
    assertEquals(5, metrics().path("rows").asInt());
    assertEquals(
        List.of("(intercept)", "site = north", "line = 2"),
        metrics().path("coefficients").findValuesAsText("name"));
    // With the intercept alone it is ln(visits/hours), over the rows that are whole.
    fit(data, "--model=poisson", "--target=4", "--exposure=3", "--features=none", "--missing=drop")
        .assertOk();
    assertEquals(
        Math.log(22 / 90.0),
        metrics().path("coefficients").path(0).path("estimate").asDouble(),
        1e-10);
    assertFalse(report().contains("Effects with intervals"), "there are none");
  }

  @Test
  void theDocumentListsEveryOption() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "command-line.md"));
    String section = document.split("## `rop fit`", -1)[1].split("\n## ", -1)[0];
    for (String line : Cli.run("fit", "--help").out().lines().toList()) {
      String option = line.strip().split("[= ]", -1)[0];
      if (line.startsWith("      --") && !"--seed --out --threads".contains(option)) {
        assertTrue(section.contains("| `" + option), option);
      }
    }
  }

  @Test
  void aBoundaryIsNamed() throws IOException {
    String data = file("y", "3", "5", "4", "4");
    Cli cli = fit(data, "--model=negative-binomial").assertOk();
    assertTrue(cli.words().contains("the boundary α = 0"), cli.out());
    assertTrue(report().contains("the boundary α = 0"));
    assertEquals(0, metrics().path("dispersion").asDouble());
  }

  @Test
  void whatIsMissingOrHasNoUseIsRefused() throws IOException {
    String data = file("x,y", "1,2", "2,1", "3,5", "4,2");
    Path out = folder.resolve("out");
    for (String[] refusal :
        new String[][] {
          {"--model is missing; say what explains the target", data},
          {"There is no model \"normal\"", "--model=normal"},
          {"There is no loss \"cubic\"", "--model=linear", "--loss=cubic"},
          {"--loss is for --model linear", "--loss=huber"},
          {"--residual-scale is for", "--model=linear", "--residual-scale=2"},
          {"must be finite and above 0", "--model=linear", "--loss=huber", "--residual-scale=0"},
          {"--event is for --model weibull", "--event=temperature"},
          {"--exposure is for --model poisson", "--exposure=temperature"},
          {"--success is for --model logistic", "--model=linear", "--success=1"},
          {"--header is for CSV files", "--header=yes"},
          {"--confidence is 1.0", "--confidence=1"},
          {"there is no such file, nor an embedded table", "--data=nobody.csv", "--model=linear"},
          {"--data is empty", "--data=", "--model=linear"},
          {"is a folder", "--data=" + folder, "--model=linear"},
          {"no column \"z\" for --features", "--features=z"},
          {"0.5 is no count", file("x,y", "1,0.5", "2,1"), "--model=poisson"},
          {"has no maximum", file("x,y", "1,0", "2,0", "3,1", "4,1"), "--model=logistic"},
        }) {
      String[] options = new String[refusal.length - 1];
      System.arraycopy(refusal, 1, options, 0, options.length);
      if (refusal[0].startsWith("--model is")) {
        file("x,y", "1,2", "2,1", "3,5", "4,2");
      } else if (refusal[0].startsWith("0.5")) {
        file("x,y", "1,0.5", "2,1");
      } else if (refusal[0].startsWith("has no")) {
        file("x,y", "1,0", "2,0", "3,1", "4,1");
      }
      Cli.runInto(out, "fit", options).assertRefused(refusal[0]);
    }
    assertFalse(Files.exists(out), "nothing is written");
  }
}
