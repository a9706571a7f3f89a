package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.roperator.dense.Blas;
import picocli.CommandLine;
import picocli.CommandLine.Command;

final class RopTest {

  @TempDir private Path folder;

  /** All there are, but the one that only shows the help of others. */
  static List<String> commands() {
    PrintWriter nobody = new PrintWriter(new StringWriter());
    return Rop.commandLine(nobody, nobody).getSubcommands().keySet().stream()
        .filter(name -> !name.equals("help"))
        .sorted()
        .toList();
  }

  @Test
  void thereAreElevenCommands() {
    assertEquals(
        "boltzmann check fit hbp info local-hessian perturb recurrent spectrum study train",
        String.join(" ", commands()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithTheCommonOptions(String command) {
    String help = Cli.run(command, "--help").assertOk().out();
    for (String option : List.of("--help", "--version", "--seed", "--out", "--threads")) {
      assertEquals(1, help.lines().filter(line -> isAbout(option, line)).count(), help);
    }
    assertEquals(Cli.run("--version"), Cli.run(command, "--version").assertOk());
  }

  /** Whether a line of help begins to say what an option is for. */
  private static boolean isAbout(String option, String line) {
    return line.matches(" {2}(-., | {4})" + option + "(=\\S+)? .*");
  }

  @Test
  void aloneItSaysWhatItCanDo() {
    assertTrue(Cli.run().assertOk().out().contains("train"));
    assertTrue(Cli.run("--version").assertOk().out().startsWith("rop "));
  }

  @Test
  void infoNamesTheMatrixLibraryAndWhy() throws IOException {
    Cli cli = Cli.run("info", "--out", folder.toString()).assertOk();
    for (String part : new String[] {"java", "blas", "blas reason", "threads", "heap", "digits"}) {
      assertTrue(cli.out().contains(part), cli.out());
    }
    assertTrue(Files.readString(folder.resolve("metrics.json")).contains("\"blas_reason\""));
    assertTrue(Files.readString(folder.resolve("report.html")).contains("blas reason"));
  }

  /** Differences of a right network come within 1e-7 of its products, but never within 1e-18. */
  @ParameterizedTest
  @CsvSource({"1e-7,0,Passed,true", "1e-18,1,FAILED,false"})
  void checkHoldsTheErrorAgainstTheTolerance(String tolerance, int code, String word, String passed)
      throws IOException {
    Cli cli =
        Cli.runInto(
            folder,
            "check",
            "--hidden=5",
            "--examples=40",
            "--activation=logistic",
            "--tolerance=" + tolerance);
    assertEquals(code, cli.code(), cli.toString());
    assertTrue(cli.out().contains(word), cli.out());
    String json = Files.readString(folder.resolve("metrics.json"));
    assertTrue(json.contains("\"passed\" : " + passed), json);
    assertTrue(json.contains("\"curve\""), json);
    assertTrue(Files.readString(folder.resolve("report.html")).contains("<svg class"));
  }

  @Test
  void checkRefusesBadOptions() {
    Cli.run("check", "--tolerance", "0").assertRefused("--tolerance is 0.0");
    Cli.run("check", "--directions", "0").assertRefused("--directions is 0");
    Cli.run("check", "--examples", "0").assertRefused("--examples is 0");
  }

  @Test
  void whatIsNearlyRightIsSuggested() {
    Cli.run("trian").assertRefused("'trian'", "Did you mean train?");
    Cli.run("train", "--iteration-count", "3")
        .assertRefused("--iteration-count", "Did you mean --iterations?");
    Cli.run("train", "stray").assertRefused("stray", "rop train --help");
  }

  @Test
  void anAtSignBeginsNamesOfFilesOnly() throws IOException {
    Files.writeString(folder.resolve("@options"), "--help");
    Path file = Path.of("@" + folder.resolve("@options"));
    Cli.run("train", "--data", file.toString()).assertRefused(file + ": there is no such file");
  }

  @Test
  void sizesThatCannotBeCountedAreOneLine() {
    String most = "" + Integer.MAX_VALUE;
    String out = folder.resolve("x").toString();
    for (String[] command :
        new String[][] {
          {"train", "--hidden", most},
          {"train", "--hidden", "99999999999999999999"},
          {"train", "--hidden", "60000,60000"},
          {"check", "--directions", most},
          {"check", "--tolerance", "1e999"},
          {"perturb", "--evaluations", most},
          {"perturb", "--variants", most},
          {"hbp", "--seeds", most},
          {"local-hessian", "--width", "60000"},
          {"local-hessian", "--width", most},
          {"local-hessian", "--depth", most},
          {"local-hessian", "--seeds", most},
          {"local-hessian", "--draws", most},
          {"local-hessian", "--blocks", most},
          {"recurrent", "--hidden", most},
          {"recurrent", "--hidden", "9999"},
          {"boltzmann", "--hidden", most},
          {"spectrum", "--top", most},
          {"spectrum", "--probes", most},
          {"spectrum", "--steps", most},
          {"study", "--examples", most},
          {"study", "--seeds", most},
          {"study", "--hidden", most},
        }) {
      List<String> all = new ArrayList<>(List.of(command));
      all.addAll(List.of("--out", out));
      Cli.run(all.toArray(String[]::new)).assertRefused(command[1].substring(2));
    }
    assertFalse(Files.exists(folder.resolve("x")), "nothing is written");
  }

  @Test
  void aMatrixLibraryThatCannotBeHadIsOneLine() throws IOException, InterruptedException {
    String said =
        refusal(
            List.of("-Dorg.roperator.blas=/no/such.so"), "info", "--out=" + folder.resolve("x"));
    assertTrue(said.startsWith("rop: org.roperator.blas asks for «/no/such.so»"), said);
  }

  /** The one line with which a process of its own refuses. */
  private static String refusal(List<String> ofJava, String... arguments)
      throws IOException, InterruptedException {
    Process process = Cli.process(ofJava, arguments);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(ExitCode.BAD_INPUT, process.waitFor(), said);
    assertEquals(1, said.lines().count(), said);
    return said;
  }

  /** A file of some kilobytes that is 50 MB of rows, 133 MB as numbers. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aSmallFileThatGrowsBeyondTheHeapIsOneLine() throws IOException, InterruptedException {
    Path bomb = folder.resolve("bomb.csv.gz");
    byte[] rows = "1,2,a\n3,4,b\n".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      for (int i = 0; i < 64; i++) {
        out.write(rows);
      }
    }
    assertTrue(Files.size(bomb) < 500_000, "it is small");
    Path out = folder.resolve("x");
    String said = refusal(List.of("-Xmx32m"), "train", "--data=" + bomb, "--out=" + out);
    assertTrue(said.startsWith("rop: ") && said.contains("ROP_OPTS=-Xmx"), said);
    assertFalse(Files.exists(out), "nothing is written");
  }

  @Test
  void whereTheMatrixLibraryLiesIsInInfoAndReports() throws IOException {
    String library = Blas.choice().library();
    assertTrue(Cli.runInto(folder, "info").assertOk().out().contains(library));
    // What others say must not name it: Cli refuses that of every command in every test.
    Cli.runInto(folder, "train", "--hidden=none", "--iterations=0").assertOk();
    for (String file : List.of("report.html", "metrics.json")) {
      assertTrue(Files.readString(folder.resolve(file)).contains(library), file);
    }
  }

  @Test
  void infoTellsWhetherSubnormalsAreKept() {
    assertTrue(Cli.runInto(folder, "info").assertOk().out().contains("kept, as Java wants it"));
    assertTrue(InfoCommand.subnormals(true).contains("flushed to zero"));
  }

  @Test
  void troubleInMidRunIsOneLineToo() {
    assertOneLine(
        () -> {
          throw new IOException("No space left on device");
        },
        "No space left on device");
    assertOneLine(
        () -> {
          throw new UncheckedIOException(new IOException("No space left on device"));
        },
        "rop: java.io.IOException: No space left on device");
    assertOneLine(
        () -> {
          throw new OutOfMemoryError("Java heap space");
        },
        "ROP_OPTS=-Xmx");
  }

  private static void assertOneLine(Callable<Integer> trouble, String part) {
    StringWriter err = new StringWriter();
    PrintWriter writer = new PrintWriter(err);
    CommandLine rop = Rop.commandLine(new PrintWriter(new StringWriter()), writer);
    rop.addSubcommand("trouble", new Trouble(trouble)).setErr(writer);
    assertEquals(ExitCode.BAD_INPUT, Rop.run(rop, "trouble"));
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().contains(part), err.toString());
  }

  /** A command that fails as it is told. */
  @Command
  private record Trouble(Callable<Integer> trouble) implements Callable<Integer> {

    @Override
    public Integer call() throws Exception {
      return trouble.call();
    }
  }
}
