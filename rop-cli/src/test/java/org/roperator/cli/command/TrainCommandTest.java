package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.roperator.data.IdxSamples;
import org.roperator.data.LabeledData;
import org.roperator.data.weights.SafeTensors;
import org.roperator.nn.Network;
import org.roperator.nn.layer.Activation;

final class TrainCommandTest {

  @TempDir private Path folder;

  private Cli train(String... more) {
    return Cli.runInto(folder.resolve("out"), "train", more);
  }

  private String output(String name) throws IOException {
    return Files.readString(folder.resolve("out").resolve(name));
  }

  /** The scalar fields of a JSON object by their paths; an array counts its entries. */
  private Map<String, String> metrics() throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    try (JsonParser json = new JsonFactory().createParser(output("metrics.json"))) {
      while (json.nextToken() != null) {
        String path = json.getParsingContext().pathAsPointer().toString();
        if (json.currentToken().isScalarValue()) {
          fields.put(path, json.getText());
        } else if (json.currentToken() == JsonToken.END_OBJECT) {
          fields.putIfAbsent(path, "{}");
        }
      }
    }
    return fields;
  }

  private static double number(Map<String, String> fields, String path) {
    return Double.parseDouble(fields.getOrDefault(path, "no " + path));
  }

  @Test
  void trainsOnTheDigitsAndLeavesNumbersReportAndWeights() throws IOException {
    Cli cli = train("--iterations", "12", "--hidden", "24").assertOk();
    Map<String, String> m = metrics();
    assertEquals("train", m.get("/command"));
    assertEquals("digits", m.get("/data"));
    assertEquals(1797, number(m, "/train_size") + number(m, "/test_size"));
    assertEquals(65 * 24 + 25 * 10, number(m, "/parameters"));
    assertEquals("hf", m.get("/method"));
    assertEquals("1", m.get("/seed"));
    assertEquals("12", m.get("/epochs_or_iterations"));
    assertEquals("ITERATION_LIMIT", m.get("/outcome"));
    assertTrue(number(m, "/seconds") > 0);
    assertTrue(number(m, "/test_accuracy") > 0.9, m.get("/test_accuracy"));
    assertTrue(number(m, "/train_loss") < 0.3 && number(m, "/train_loss") > 0);
    assertTrue(number(m, "/test_loss") < 0.6);
    assertTrue(number(m, "/hv_check/max_rel_error") <= 1e-7);
    assertEquals("4", m.get("/hv_check/directions"));
    assertEquals("CORRECT", m.get("/hv_check/verdict"));
    assertTrue(m.containsKey("/blas") && m.containsKey("/threads") && m.containsKey("/java"));
    assertEquals("12", m.get("/history/11/iteration"));
    assertFalse(m.containsKey("/history/12/iteration"));
    for (String field :
        new String[] {
          "train_loss", "test_loss", "test_accuracy", "lambda", "rho", "cg_steps", "seconds"
        }) {
      assertTrue(m.containsKey("/history/3/" + field), field);
    }
    // The last line of the history and the end agree: both are of the last iterate.
    assertEquals(number(m, "/test_accuracy"), number(m, "/history/11/test_accuracy"));
    assertEquals(number(m, "/train_loss"), number(m, "/history/11/train_loss"), 1e-9);
    long rows = cli.out().lines().filter(l -> l.matches(" +\\d+ +\\d\\.\\d+ .*%.*")).count();
    assertEquals(12, rows, cli.out());
    assertFalse(cli.out().contains("\u001b") || cli.out().contains("\r"), "no control characters");
  }

  @Test
  void theReportNeedsNothingButItself() throws IOException {
    train("--iterations", "4", "--hidden", "8").assertOk();
    String html = output("report.html");
    Matcher links =
        Pattern.compile("(?:src|href|url|import)\\s*[=(]\\s*[\"']?([^\"')\\s]{0,12})")
            .matcher(html);
    while (links.find()) {
      assertTrue(links.group(1).startsWith("data:"), links.group());
    }
    assertFalse(html.contains("http:") || html.contains("https:") || html.contains("<script"));
    for (String part :
        new String[] {
          "Loss",
          "Test accuracy",
          "Damping λ",
          "Conjugate gradient steps",
          "What it got wrong",
          "read as",
          "What it takes for what",
          "Is every product exact?",
          "rop train --out"
        }) {
      assertTrue(html.contains(part), part);
    }
    assertTrue(html.split("<svg class=", -1).length > 6, "plots");
  }

  @Test
  void theSameSeedGivesTheSameRunForAnyNumberOfThreads() throws IOException {
    train("--iterations", "3", "--hidden", "6", "--threads", "1", "--seed", "5").assertOk();
    byte[] one = Files.readAllBytes(folder.resolve("out/model.safetensors"));
    train("--iterations", "3", "--hidden", "6", "--threads", "3", "--seed", "5").assertOk();
    assertArrayEquals(one, Files.readAllBytes(folder.resolve("out/model.safetensors")));
    assertEquals("3", metrics().get("/threads"));
  }

  @Test
  void goesOnFromSavedWeights() throws IOException {
    Path weights = folder.resolve("w.safetensors");
    train("--iterations", "5", "--hidden", "8", "--save", weights.toString()).assertOk();
    double accuracy = number(metrics(), "/test_accuracy");
    assertFalse(Files.exists(folder.resolve("out/model.safetensors")));
    train("--iterations", "0", "--hidden", "8", "--load", weights.toString()).assertOk();
    assertEquals(accuracy, number(metrics(), "/test_accuracy"));
    assertEquals("0", metrics().get("/epochs_or_iterations"));
    assertEquals("NOT_TRAINED", metrics().get("/outcome"));
    train("--hidden", "9", "--load", weights.toString())
        .assertRefused("layer1.W[8,64]", "--hidden 8 --activation tanh", "layer1.W[9,64]");
  }

  @Test
  void weightsOfAnotherActivationAreRefused() throws IOException {
    Path weights = folder.resolve("relu.safetensors");
    train("--iterations=1", "--hidden=6", "--activation=ReLU", "--save=" + weights).assertOk();
    train("--iterations=0", "--hidden=6", "--load=" + weights)
        .assertRefused("relu.safetensors", "of --activation relu", "has --activation tanh");
    Cli.runInto(folder.resolve("c"), "check", "--hidden=6", "--load=" + weights)
        .assertRefused("of --activation relu", "has --activation tanh");
    Cli.runInto(folder.resolve("s"), "spectrum", "--hidden=6", "--load=" + weights)
        .assertRefused("of --activation relu", "has --activation tanh");
    train("--iterations=0", "--hidden=6", "--activation=RELU", "--load=" + weights).assertOk();
  }

  /** Without a hidden layer nothing follows one. */
  @Test
  void anActivationThatNothingHasIsNobodysBusiness() throws IOException {
    train("--data=iris", "--iterations=1", "--hidden=none", "--activation=relu").assertOk();
    train("--data=iris", "--iterations=0", "--hidden=none", "--load=" + weights()).assertOk();
  }

  private Path weights() throws IOException {
    return Files.copy(
        folder.resolve("out/model.safetensors"),
        folder.resolve("saved.safetensors"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static final String ON_OTHERS = "were trained on other examples than this run trains on";

  /** Whichever option changes the examples; those that don't, and another name, are silent. */
  @ParameterizedTest
  @ValueSource(strings = {"--seed=2", "--test-share=0.3", "--scale=none"})
  void weightsThatMayHaveSeenTheTestExamplesAreNamed(String other) throws IOException {
    train("--data=iris", "--iterations=2", "--hidden=3").assertOk();
    Path saved = weights();
    Cli same = train("--data=iris", "--iterations=0", "--hidden=3", "--load=" + saved).assertOk();
    assertFalse(same.words().contains(ON_OTHERS), same.out());
    Cli cli = train("--data=iris", "--iterations=0", "--hidden=3", "--load=" + saved, other);
    assertEquals("", cli.err());
    String here = other.replace('=', ' ');
    assertTrue(cli.words().contains(ON_OTHERS), cli.out());
    assertTrue(cli.words().contains(", here " + here + ")"), cli.out());
    assertTrue(metrics().getOrDefault("/preparation", "").contains(ON_OTHERS));
    assertTrue(output("report.html").contains(ON_OTHERS));
    // What went through a run that trained on nothing, or on both, is known still.
    Path again = weights();
    Cli back = train("--data=iris", "--iterations=1", "--hidden=3", "--load=" + again);
    assertFalse(back.words().contains(ON_OTHERS), back.out());
    train("--data=iris", "--iterations=1", "--hidden=3", "--load=" + again, other);
    Path both = weights();
    Cli late = train("--data=iris", "--iterations=0", "--hidden=3", "--load=" + both, other);
    assertTrue(late.words().contains(ON_OTHERS), late.out());
  }

  /** The SHA-256 of labels 1, 0 and features 0.5, −2 is that of these 24 bytes. */
  @Test
  void examplesAreKnownByTheirChecksum() throws Exception {
    LabeledData data =
        new LabeledData(
            "t", new double[] {0.5, -2}, new int[] {1, 0}, List.of("a", "b"), Optional.empty());
    byte[] bytes =
        HexFormat.of().parseHex("00000001" + "00000000" + "3fe0000000000000" + "c000000000000000");
    assertEquals(
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)),
        WeightsOrigin.fingerprint(data));
    // 9,000 numbers need the buffer twice.
    byte[] zeros = new byte[4 + 8 * 9_000];
    assertEquals(
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(zeros)),
        WeightsOrigin.fingerprint(
            new LabeledData("t", new double[9_000], new int[1], List.of("a"), Optional.empty())));
  }

  @Test
  void weightsOfOtherProgramsAreTakenAtTheirWord() throws IOException {
    Network network = Network.inputs(4).affine(3).then(Activation.relu()).affine(3);
    Path file = folder.resolve("other.safetensors");
    SafeTensors.write(file, network.layout(), new double[network.dimension()], Map.of());
    Cli cli = train("--data=iris", "--iterations=0", "--hidden=3", "--load=" + file).assertOk();
    assertFalse(cli.words().contains(ON_OTHERS), cli.out());
    SafeTensors.write(
        file, network.layout(), new double[network.dimension()], Map.of("trained_on", "x x"));
    Cli damaged = train("--data=iris", "--iterations=0", "--hidden=3", "--load=" + file).assertOk();
    assertTrue(damaged.words().contains(ON_OTHERS), damaged.out());
  }

  /** He's weights have twice the variance of Glorot's; capitals are no other activation. */
  @Test
  void capitalsInANameChangeNothing() throws IOException {
    train("--data=iris", "--iterations=0", "--hidden=3", "--activation=identity").assertOk();
    byte[] lower = Files.readAllBytes(folder.resolve("out/model.safetensors"));
    train("--data=iris", "--iterations=0", "--hidden=3", "--activation=Identity").assertOk();
    assertArrayEquals(lower, Files.readAllBytes(folder.resolve("out/model.safetensors")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam", "sgd"})
  void trainsWithMethodsOfFirstOrder(String method) throws IOException {
    Cli cli = train("--method", method, "--iterations", "3", "--activation", "relu").assertOk();
    assertEquals(method, metrics().get("/method"));
    assertTrue(number(metrics(), "/test_accuracy") > 0.6, cli.out());
    assertTrue(metrics().containsKey("/history/2/gradient_norm"));
    assertTrue(cli.out().contains("epoch"), cli.out());
    assertTrue(output("report.html").contains("epochs"));
  }

  @Test
  void readsTablesOfOthers() throws IOException {
    StringBuilder table = new StringBuilder("petal,sepal,kind\n");
    for (int i = 0; i < 60; i++) {
      table
          .append(i % 2 + 0.01 * i)
          .append(',')
          .append(7)
          .append(i % 2 == 0 ? ",rose\n" : ",lily\n");
    }
    Path file = Files.writeString(folder.resolve("flowers.csv"), table);
    train("--data", file.toString(), "--label", "kind", "--hidden", "none", "--iterations", "9")
        .assertOk();
    assertEquals("lily", metrics().get("/classes/0"));
    assertEquals(6, number(metrics(), "/parameters"));
    assertEquals(1, number(metrics(), "/test_accuracy"));
    assertTrue(output("report.html").contains("every test example is right"));
  }

  /**
   * Rows of two classes, all those of one alike: whichever are trained on, the mean is (2, 20) and
   * the deviation (1, 10), so that standard features are (−1, −1) and (1, 1).
   */
  @ParameterizedTest
  @CsvSource({"standard,-1,-1,1,1", "none,1,10,3,30"})
  void featuresAreScaledAsTheOptionSays(String scale, double a1, double a2, double b1, double b2)
      throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), "1,10,a\n3,30,b\n".repeat(10));
    train("--data=" + file, "--scale=" + scale, "--hidden=none", "--iterations=0", "--seed=3")
        .assertOk();
    Network network = Network.inputs(2).affine(2);
    double[] w =
        SafeTensors.read(folder.resolve("out/model.safetensors"), network.layout(), "the test");
    double loss = (crossEntropy(w, a1, a2, 0) + crossEntropy(w, b1, b2, 1)) / 2;
    assertTrue(Math.abs(loss - Math.log(2)) > 0.01, "weights that tell the scales apart");
    // A sum of two terms near 1, from logits of some units and roundings each.
    assertEquals(loss, number(metrics(), "/train_loss"), 1e-13 * Math.max(1, loss));
    assertEquals(loss, number(metrics(), "/test_loss"), 1e-13 * Math.max(1, loss));
  }

  /** ln Σ exp(z_k − z_c) of the logits z = Wx + b, W by rows before b. */
  private static double crossEntropy(double[] w, double x1, double x2, int c) {
    double[] z = {w[0] * x1 + w[1] * x2 + w[4], w[2] * x1 + w[3] * x2 + w[5]};
    return Math.log1p(Math.exp(z[1 - c] - z[c]));
  }

  /** Two classes that nothing tells apart: one is always wrong, by its row in the file. */
  @Test
  void mistakesAreNamedByTheirRowInTheFile() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 1; i <= 20; i++) {
      rows.append(i == 7 || i == 16 ? "1,rare\n" : "1,usual\n");
    }
    Path file = Files.writeString(folder.resolve("my rows.csv"), rows);
    train("--data=" + file, "--hidden=none", "--iterations=9", "--test-share=0.5").assertOk();
    assertTrue(metrics().getOrDefault("/command_line", "").contains(" '--data=" + file + "' "));
    Matcher mistake =
        Pattern.compile("<tr><td>(\\d+)</td><td>rare</td>").matcher(output("report.html"));
    assertTrue(mistake.find(), "one rare example is tested on");
    assertTrue(List.of("7", "16").contains(mistake.group(1)), mistake.group(1));
    assertFalse(mistake.find(), "the other one is trained on");
  }

  @Test
  void anEvaluationCountsIterationsOfItsMethod() throws IOException {
    train("--data=iris", "--iterations=0").assertOk();
    assertTrue(output("report.html").contains("iterations"));
    assertFalse(output("report.html").contains("epochs"));
  }

  @Test
  void readsFoldersOfPictures() throws IOException {
    IdxSamples.writeFolder(folder, 30, 9, true);
    train("--data", folder.toString(), "--hidden", "3", "--iterations", "2").assertOk();
    assertEquals(9, number(metrics(), "/test_size"));
    assertTrue(
        output("report.html").contains("the folder&#39;s own split")
            || output("report.html").contains("the folder's own split"));
  }

  @Test
  void endsEarlyOnceTheObjectiveHasSettled() throws IOException {
    Cli cli = train("--hidden", "none", "--decay", "0.1", "--iterations", "60").assertOk();
    assertEquals("SETTLED", metrics().get("/outcome"));
    assertTrue(number(metrics(), "/epochs_or_iterations") < 40, cli.out());
    train("--hidden", "none", "--decay", "0.1", "--iterations", "12", "--full-run").assertOk();
    assertEquals("12", metrics().get("/epochs_or_iterations"));
  }

  @Test
  void refusesBadOptionsInOneLineAndWritesNothing() {
    train("--hidden", "0").assertRefused("--hidden is \"0\"", "at least 1");
    train("--hidden", "8,x").assertRefused("--hidden is \"8,x\"");
    train("--activation", "swoosh").assertRefused("swoosh", "tanh, logistic, relu");
    train("--hidden", "1000000,1000000").assertRefused("1,000,0", "GiB", "ROP_OPTS");
    train("--decay", "-1").assertRefused("--decay is -1.0");
    train("--iterations", "-1").assertRefused("--iterations is -1");
    train("--iterations", "many").assertRefused("--iterations", "many", "rop train --help");
    train("--threads", "0").assertRefused("--threads is 0");
    train("--test-share", "1").assertRefused("--test-share is 1.0");
    train("--method", "magic").assertRefused("magic");
    train("--learning-rate", "0.1").assertRefused("--learning-rate is for adam and sgd");
    train("--batch-size", "9").assertRefused("--batch-size is for adam and sgd");
    train("--damping", "0").assertRefused("--damping is 0.0");
    train("--curvature-batches", "0").assertRefused("--curvature-batches is 0");
    train("--method", "adam", "--damping", "1").assertRefused("--damping is for hf");
    train("--method", "adam", "--curvature-batches", "1").assertRefused("is for hf");
    train("--method", "adam", "--learning-rate", "nan").assertRefused("--learning-rate");
    train("--method", "sgd", "--batch-size", "0").assertRefused("--batch-size is 0");
    train("--no-such").assertRefused("--no-such");
    Cli.run("no-such").assertRefused("no-such");
    assertFalse(Files.exists(folder.resolve("out")), "nothing is written");
  }

  @Test
  void refusesOptionsThatWouldHaveNoEffect() throws IOException {
    train("--label", "2").assertRefused("--label is for CSV files, but --data is digits");
    train("--data", "iris", "--header", "yes").assertRefused("--header is for CSV", "is iris");
    String pictures = Files.createDirectories(folder.resolve("idx")).toString();
    train("--data", pictures, "--label", "2").assertRefused("but --data is a folder");
    train("--data", pictures, "--test-share", "0.5").assertRefused("a folder brings its own");
    assertFalse(Files.exists(folder.resolve("out")), "nothing is written");
  }

  /** As of variables of the shell that aren't set. */
  @Test
  void refusesEmptyNames() {
    train("--data", "").assertRefused("--data is empty");
    for (String option : new String[] {"--out", "--save", "--load"}) {
      Cli.run("train", option, "").assertRefused(option, "the name is empty");
    }
    assertFalse(Files.exists(Path.of("run.json")), "this folder is none of its business");
  }

  @Test
  void refusesBadDataInOneLineAndWritesNothingOver() throws IOException {
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("out/metrics.json"), "mine");
    Path ragged = Files.writeString(folder.resolve("ragged.csv"), "1,2,0\n3,1\n");
    train("--data", ragged.toString()).assertRefused("ragged.csv, line 2", "2 columns");
    Path nan = Files.writeString(folder.resolve("nan.csv"), "1,2,0\n3,NaN,1\n");
    train("--data", nan.toString()).assertRefused("nan.csv, line 2, column 2");
    train("--data", folder.resolve("none").toString()).assertRefused("no such file or folder");
    train("--data", folder.toString()).assertRefused("train-images-idx3-ubyte(.gz) is missing");
    Path broken = Files.writeString(folder.resolve("w.safetensors"), "{}");
    train("--load", broken.toString()).assertRefused("w.safetensors", "not a safetensors file");
    assertEquals("mine", output("metrics.json"));
  }

  @Test
  void refusesPlacesThatCannotBeWrittenToBeforeItTrains() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    Cli.run("train", "--out", file.resolve("sub").toString())
        .assertRefused("can't write into this folder");
    train("--save", folder.resolve("no/where").toString()).assertRefused("no folder for this file");
    train("--save", folder.toString()).assertRefused("is a folder");
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void aDivergedRunIsABadResult() throws IOException {
    Cli cli =
        train("--method", "sgd", "--learning-rate", "1e300", "--iterations", "3", "--hidden", "4");
    assertEquals(1, cli.code(), cli.toString());
    assertEquals("NOT_FINITE", metrics().get("/outcome"));
  }
}
