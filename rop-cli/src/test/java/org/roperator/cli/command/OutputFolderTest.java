package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertThrowsNaming;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roperator.cli.metrics.RunManifest;
import org.roperator.data.BadInput;
import org.roperator.data.weights.AtomicFile;

final class OutputFolderTest {

  @TempDir private Path folder;
  private Path out = Path.of("");
  private Path refuge = Path.of("");
  private final StringWriter said = new StringWriter();

  @BeforeEach
  void places() throws IOException {
    out = folder.resolve("out");
    refuge = Files.createDirectories(folder.resolve("refuge"));
  }

  private OutputFolder open() {
    return OutputFolder.open(
        out, "train", "rop train", new PrintWriter(said, true), List.of(refuge));
  }

  private void completeRun(String content) throws IOException {
    try (OutputFolder run = open()) {
      run.write("model.safetensors", text(content));
      run.write(content, () -> content);
    }
  }

  private static AtomicFile.Content text(String text) {
    return file -> Files.writeString(file, text);
  }

  private static Set<String> names(Path place) throws IOException {
    try (var files = Files.list(place)) {
      return new TreeSet<>(
          files
              .map(f -> f.getFileName().toString())
              .filter(name -> !name.equals(RunLock.NAME))
              .toList());
    }
  }

  private void assertAllOf(String content, Path place) throws IOException {
    for (String name : List.of("model.safetensors", "metrics.json", "report.html")) {
      assertEquals(content, Files.readString(place.resolve(name)), name);
    }
    assertEquals(
        Set.of("model.safetensors", "metrics.json", "report.html"),
        RunManifest.namesIn(place.resolve("run.json")));
    assertTrue(
        Files.readString(place.resolve("run.json"))
            .contains(RunManifest.sha256(place.resolve("metrics.json"))));
  }

  private static final Set<String> COMPLETE =
      Set.of("model.safetensors", "metrics.json", "report.html", "run.json");

  @Test
  void aRunReplacesTheOneBeforeAsAWhole() throws IOException {
    completeRun("one");
    assertAllOf("one", out);
    try (OutputFolder second = open()) {
      second.write("model.safetensors", text("two"));
      second.writeSoFar("two");
      assertAllOf("one", out);
      second.write("two", () -> "two");
    }
    assertAllOf("two", out);
    assertEquals(COMPLETE, names(out));
  }

  @Test
  void aRunThatDiesLeavesTheOldFilesAndWhatItKnew() throws IOException {
    completeRun("old");
    try (OutputFolder dies = open()) {
      dies.write("model.safetensors", text("new"));
      dies.table("snapshots.csv", List.of("a", "b")).append(List.of(List.of("1", "2")));
    }
    assertAllOf("old", out);
    Path left =
        out.resolve(
            names(out).stream().filter(n -> n.startsWith("rop-unfinished-")).findAny().get());
    assertEquals("new", Files.readString(left.resolve("model.safetensors")));
    assertEquals("a,b\n1,2\n", Files.readString(left.resolve("snapshots.csv")));
    completeRun("next");
    assertTrue(said.toString().contains("what it knew is in " + left), said.toString());
    assertAllOf("next", out);
    assertEquals("new", Files.readString(left.resolve("model.safetensors")), "never deleted");
  }

  @Test
  void aFileThatIsCalledLikeAnUnfinishedRunIsLeftAlone() throws IOException {
    completeRun("old");
    Path archive = Files.writeString(out.resolve("rop-unfinished-20260101-000000-1.zip"), "packed");
    completeRun("new");
    assertAllOf("new", out);
    assertEquals("packed", Files.readString(archive));
    assertEquals("", said.toString());
  }

  @Test
  void aRunThatDiesWhileItsFilesMoveIsMovedByTheNext() throws IOException {
    completeRun("old");
    completeRun("new");
    // As if the process had died with one file moved: the others are still the old ones.
    Path left = Files.createDirectories(out.resolve("rop-unfinished-20260101-000000-1"));
    for (String name : List.of("metrics.json", "report.html", "run.json")) {
      Files.move(out.resolve(name), left.resolve(name));
      Files.writeString(out.resolve(name), "old");
    }
    open().close();
    assertAllOf("new", out);
    assertEquals(COMPLETE, names(out));
  }

  @Test
  void aSecondRunIsRefusedUntilTheFirstEnds() throws IOException {
    try (OutputFolder first = open()) {
      assertThrowsNaming(
          BadInput.class,
          this::open,
          "another run is writing into this folder",
          "one of this process");
      Cli.runInto(out, "info").assertRefused("another run", "--out");
      first.write("one", () -> "one");
    }
    open().close();
  }

  /** A process that takes a folder, says so, and keeps it until it is killed. */
  static final class Holder {

    private Holder() {}

    public static void main(String[] place) throws IOException {
      OutputFolder.open(
          Path.of(place[0]),
          "train",
          "rop train",
          new PrintWriter(System.err, true, StandardCharsets.UTF_8));
      System.out.println("taken");
      System.in.read();
    }
  }

  /** A process keeps its own table of locks, so only two of them show that the system has one. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aRunOfAnotherProcessIsRefusedUntilTheFirstIsKilled() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                out.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = holder.inputReader()) {
      assertEquals("taken", said.readLine());
      for (int attempt = 0; attempt < 2; attempt++) {
        Cli.runInto(out, "info").assertRefused("another run", "-" + holder.pid() + "-", "--out");
      }
      assertEquals(1, names(out).size(), "the folder of the run that lives is left alone");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    completeRun("next");
    assertAllOf("next", out);
    assertEquals(COMPLETE, names(out));
  }

  @Test
  void aFolderThatVanishedIsMadeAnewWithAllThatWasKnown() throws IOException {
    try (OutputFolder run = open()) {
      run.write("model.safetensors", text("x"));
      OutputFolder.Table table = run.table("snapshots.csv", List.of("a"));
      table.append(List.of(List.of("1")));
      try (var all = Files.walk(out)) {
        for (Path file : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      table.append(List.of(List.of("2")));
      run.write("x", () -> "x");
    }
    assertEquals("x", Files.readString(out.resolve("model.safetensors")));
    assertEquals("a\n1\n2\n", Files.readString(out.resolve("snapshots.csv")));
    assertEquals("x", Files.readString(out.resolve("report.html")));
  }

  /** Content that a full disk does not take. */
  private AtomicFile.Content notThere(String text) {
    return file -> {
      if (file.startsWith(out)) {
        throw new IOException("No space left on device");
      }
      Files.writeString(file, text);
    };
  }

  @Test
  void onAFullDiskEverythingGoesElsewhereAndItIsSaidWhere() throws IOException {
    completeRun("old");
    try (OutputFolder run = open()) {
      run.write("model.safetensors", text("new"));
      run.write("more", notThere("new"));
      run.write("new", () -> "new");
      Path there = Objects.requireNonNull(run.file("metrics.json").getParent());
      assertTrue(there.startsWith(refuge), there.toString());
      for (String name : List.of("model.safetensors", "metrics.json", "report.html", "more")) {
        assertEquals("new", Files.readString(there.resolve(name)), name);
      }
      assertTrue(said.toString().contains("No space left on device"), said.toString());
      assertTrue(said.toString().contains("goes to " + there), said.toString());
    }
    assertAllOf("old", out);
    assertEquals(COMPLETE, names(out));
  }

  @Test
  void whereNothingCanBeWrittenTheFirstTroubleIsTold() throws IOException {
    try (OutputFolder run = open()) {
      IOException full =
          assertThrows(
              IOException.class,
              () ->
                  run.write(
                      "x",
                      file -> {
                        throw new IOException(file.startsWith(out) ? "full" : "full, too");
                      }));
      assertEquals("full", full.getMessage());
      assertEquals("full, too", full.getSuppressed()[0].getMessage());
    }
    assertEquals(Set.of(), names(refuge));
  }

  @Test
  void aPageThatThrowsCostsNoNumbers() throws IOException {
    try (OutputFolder run = open()) {
      run.write(
          "42",
          () -> {
            throw new IllegalStateException("no <page>");
          });
    }
    assertEquals("42", Files.readString(out.resolve("metrics.json")));
    assertTrue(Files.readString(out.resolve("report.html")).contains("no &lt;page>"));
    assertTrue(said.toString().contains("the report can't be made"), said.toString());
  }

  @Test
  void filesOfEarlierRunsThatStayAreNamed() throws IOException {
    completeRun("old");
    for (int i = 0; i < 3; i++) {
      StringWriter told = new StringWriter();
      try (OutputFolder run = open()) {
        run.write("new", () -> "new");
        run.sayWhere(new PrintWriter(told, true));
      }
      assertTrue(told.toString().contains("Of an earlier run  model.safetensors"), told.toString());
      assertTrue(
          Files.readString(out.resolve("run.json"))
              .contains("\"of_earlier_runs\" : [ \"model.safetensors\" ]"));
    }
    assertEquals("old", Files.readString(out.resolve("model.safetensors")));
    completeRun("newest");
    assertAllOf("newest", out);
    assertTrue(Files.readString(out.resolve("run.json")).contains("\"of_earlier_runs\" : [ ]"));
  }

  @Test
  void whereOneFileCannotTakeItsPlaceNoneDoes() throws IOException {
    for (String taken : List.of("run.json", "report.html", "metrics.json")) {
      out = folder.resolve("without " + taken);
      completeRun("old");
      Files.delete(out.resolve(taken));
      Files.createDirectory(out.resolve(taken));
      try (OutputFolder run = open()) {
        run.write("model.safetensors", text("new"));
        run.write("new", () -> "new");
        assertAllOf("new", Objects.requireNonNull(run.file("metrics.json").getParent()));
      }
      for (String name : COMPLETE) {
        assertTrue(
            name.equals(taken) || !Files.readString(out.resolve(name)).contains("new"),
            name + " without " + taken);
      }
      assertTrue(said.toString().contains("a folder is in the place of a file"), said.toString());
    }
  }

  @Test
  void aRunWhoseFilesWereTakenAwayIsWrittenAgainWithItsManifest() throws IOException {
    try (OutputFolder run = open()) {
      run.write("model.safetensors", text("x"));
      run.write(
          "x",
          () -> {
            try (var all = Files.walk(out)) {
              for (Path file : all.filter(f -> f.endsWith("model.safetensors")).toList()) {
                Files.delete(file);
              }
            } catch (IOException impossible) {
              throw new IllegalStateException(impossible);
            }
            return "x";
          });
      assertAllOf("x", Objects.requireNonNull(run.file("metrics.json").getParent()));
    }
  }

  @Test
  void aFileWrittenInPlaceThatIsGoneCostsNoOther() throws IOException {
    try (OutputFolder run = open()) {
      run.note("table.csv");
      run.write("model.safetensors", text("x"));
      run.write("x", () -> "x");
    }
    assertAllOf("x", out);
  }
}
