package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roperator.data.IdxSamples;

final class StudyCommandTest {

  /** A study of a second: two sets, two shares of wrong labels, a linear and a small network. */
  private static final List<String> SMALL =
      List.of(
          "--sets",
          "iris,rings",
          "--noise",
          "0,0.3",
          "--hidden",
          "none/3",
          "--seeds",
          "2",
          "--train-steps",
          "40",
          "--examples",
          "30");

  @TempDir private Path folder;

  private Cli study(String out, String... more) {
    return Cli.runInto(
        folder.resolve(out),
        "study",
        Stream.concat(SMALL.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private String output(String out, String name) throws IOException {
    return Files.readString(folder.resolve(out).resolve(name));
  }

  /** What was found, without how long it took and on what. */
  private String found(String out) throws IOException {
    return output(out, "metrics.json").replaceAll("\"(seconds|threads|command_line)\" : .*", "");
  }

  @Test
  void everyNetworkHasItsRowsAndTheReportItsPictures() throws IOException {
    Cli cli = study("a").assertOk();
    assertTrue(cli.out().lines().anyMatch(l -> l.matches(" *1 of 16 .* [0-9.]+s +[0-9.]+s")));
    assertTrue(cli.out().lines().anyMatch(l -> l.matches(" *16 of 16 .* 0\\.0s")), cli.out());
    List<String> lines = output("a", "study.csv").lines().toList();
    // Settings and headings; three moments of one block, or of the whole and two layers.
    assertEquals(2 + 8 * 3 + 8 * 3 * 3, lines.size());
    assertTrue(lines.get(0).startsWith("# rop study 2; sets=iris rings; noise=0.0 0.3"));
    assertTrue(lines.get(1).startsWith("set,noise,hidden,seed,parameters"));
    String html = output("a", "report.html");
    assertEquals(12, html.split("<svg class", -1).length - 1);
    assertTrue(html.contains("2 data sets, with 0 %, 30 % of labels wrong"), "what was asked");
    String json = output("a", "metrics.json");
    assertEquals(70, json.split("\"quantity\"", -1).length - 1, json);
    assertTrue(json.contains("\"networks\" : 16"), json);
  }

  @Test
  void interruptedAndResumedIsUninterrupted() throws IOException {
    study("whole").assertOk();
    String whole = output("whole", "study.csv");
    // As left behind by a process that died in the middle of a line, in the middle of a cell, with
    // cells out of order: the first two lines, some later cell, an earlier one cut short.
    List<String> lines = whole.lines().toList();
    String left =
        String.join("\n", lines.subList(0, 2))
            + "\n"
            + String.join("\n", lines.subList(20, 60))
            + "\n"
            + lines.get(2)
            + "\n"
            + lines.get(3).substring(0, 70);
    for (String threads : List.of("1", "3")) {
      Path out = Files.createDirectories(folder.resolve("resumed" + threads));
      Files.writeString(out.resolve("study.csv"), left);
      Cli cli = study("resumed" + threads, "--threads", threads).assertOk();
      assertTrue(cli.out().contains("of them are in"), cli.out());
      assertEquals(whole, output("resumed" + threads, "study.csv"));
      assertEquals(found("whole"), found("resumed" + threads));
    }
  }

  @Test
  void aFolderThatVanishesIsMadeAnewWithTheWholeTable() throws IOException {
    study("whole").assertOk();
    Path out = folder.resolve("vanishing");
    Cli cli =
        Cli.watched(
            " *8 of 16 .*",
            () -> UnfinishedRunsTest.delete(out),
            Stream.concat(
                    Stream.of("study", "--threads", "1", "--out", out.toString()), SMALL.stream())
                .toArray(String[]::new));
    assertEquals(0, cli.code(), cli.toString());
    assertTrue(cli.err().contains(out.resolve("study.csv") + " was lost"), cli.err());
    assertTrue(cli.err().contains("it is there again, with all 9 networks."), cli.err());
    assertEquals(output("whole", "study.csv"), output("vanishing", "study.csv"));
    assertEquals(found("whole"), found("vanishing"));
  }

  /** As where a disk is full: the table can neither grow nor be made again. */
  @Test
  void aTableThatTakesNoMoreSaysThatTheSameCommandGoesOn() throws IOException {
    Path out = folder.resolve("lost");
    Cli cli =
        Cli.watched(
            " *8 of 16 .*",
            () -> {
              UnfinishedRunsTest.delete(out);
              try {
                Files.createFile(out);
              } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
              }
            },
            Stream.concat(
                    Stream.of("study", "--threads", "1", "--out", out.toString()), SMALL.stream())
                .toArray(String[]::new));
    assertEquals(2, cli.code(), cli.toString());
    assertTrue(cli.err().contains("study.csv"), cli.err());
    assertTrue(cli.err().contains("goes on from the last network that is whole"), cli.err());
    assertFalse(cli.err().contains("half-written"), cli.err());
  }

  @Test
  void aFinishedStudyIsNotRunAgain() throws IOException {
    study("twice").assertOk();
    String before = found("twice");
    Cli again = study("twice").assertOk();
    assertTrue(again.out().contains("16 of them are in"), again.out());
    assertFalse(again.out().contains("16 of 16"), again.out());
    assertEquals(before, found("twice"));
  }

  @Test
  void anotherStudysTableIsLeftAlone() throws IOException {
    study("a").assertOk();
    String before = output("a", "study.csv");
    study("a", "--seed", "9").assertRefused("study.csv", "seeds=1 to 2", "--out");
    assertEquals(before, output("a", "study.csv"));
    Files.createDirectories(folder.resolve("b"));
    Files.writeString(folder.resolve("b/study.csv"), "my,own,table\n1,2,3\n");
    study("b").assertRefused("study.csv", "not the table of a study");
  }

  @Test
  void wordsWhereNumbersBelongAreNamedByLineAndColumn() throws IOException {
    study("a").assertOk();
    Path table = folder.resolve("a/study.csv");
    List<String> lines = new ArrayList<>(output("a", "study.csv").lines().toList());
    String[] fields = lines.get(4).split(",");
    fields[9] = "lots";
    lines.set(4, String.join(",", fields));
    String damaged = String.join("\n", lines) + "\n";
    Files.writeString(table, damaged);
    study("a").assertRefused("study.csv", "line 5", "\"lots\"", "train_loss", "--out");
    assertEquals(damaged, Files.readString(table), "left as it was");
  }

  @Test
  void aFolderOfPicturesIsOneMoreSet() throws IOException {
    Path images = Files.createDirectories(folder.resolve("pictures"));
    IdxSamples.writeFolder(images, 12, 12, true);
    Cli cli =
        Cli.runInto(
                folder.resolve("out"),
                "study",
                "--sets",
                "iris",
                "--images",
                images.toString(),
                "--noise",
                "0",
                "--hidden",
                "none",
                "--seeds",
                "1",
                "--train-steps",
                "5",
                "--examples",
                "10")
            .assertOk();
    assertTrue(cli.out().contains("sets=iris pictures"), cli.out());
  }

  @Test
  void anotherFolderOfTheSameNameIsAnotherStudy() throws IOException {
    Path images = Files.createDirectories(folder.resolve("one/pictures"));
    IdxSamples.writeFolder(images, 12, 12, true);
    String[] options = {
      "--sets", "iris", "--noise", "0", "--hidden", "none", "--seeds", "1", "--train-steps", "5"
    };
    study("out", images, options).assertOk();
    // The same pictures, packed or not, are the same.
    Path plain = Files.createDirectories(folder.resolve("two/pictures"));
    IdxSamples.writeFolder(plain, 12, 12, false);
    assertTrue(study("out", plain, options).assertOk().out().contains("2 of them are in"));
    Path file = plain.resolve("t10k-images-idx3-ubyte");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1]++;
    Files.write(file, bytes);
    study("out", plain, options).assertRefused("study.csv", "other settings", "images=");
  }

  private Cli study(String out, Path images, String... options) {
    return Cli.runInto(
        folder.resolve(out),
        "study",
        Stream.concat(Stream.of("--images", images.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  @Test
  void aFolderNamedAsASetIsRefused() throws IOException {
    Path images = Files.createDirectories(folder.resolve("iris"));
    IdxSamples.writeFolder(images, 12, 12, true);
    refused("--images", images.toString()).assertRefused("--images", "\"iris\"", "another name");
  }

  /** One data set can't tell how sets differ, nor one network how networks do. */
  @Test
  void aSmallStudySaysWhatItCannotTell() throws IOException {
    Cli cli =
        Cli.runInto(
                folder.resolve("one"),
                "study",
                "--sets",
                "iris",
                "--noise",
                "0.001,0.002",
                "--hidden",
                "none/3",
                "--train-steps",
                "5",
                "--examples",
                "30")
            .assertOk();
    assertFalse(cli.out().contains("NaN"), cli.out());
    assertTrue(output("one", "metrics.json").contains("\"low\" : null"));
    String html = output("one", "report.html").replaceAll("base64,[^\"]*", "");
    assertFalse(html.contains("NaN"), "NaN");
    assertTrue(html.contains("0.1 %") && html.contains("0.2 %"), "shares");
  }

  private Cli refused(String... options) {
    return Cli.runInto(folder.resolve("x"), "study", options);
  }

  @Test
  void badOptionsAreRefused() {
    refused("--sets", "iris,irises").assertRefused("irises", "breast-cancer", "teacher");
    refused("--sets", "iris,iris").assertRefused("--sets", "twice");
    refused("--noise", "0,1").assertRefused("--noise", "[0, 1)");
    refused("--noise", "few").assertRefused("--noise", "few");
    refused("--hidden", "4/0").assertRefused("--hidden", "0");
    refused("--seeds", "0").assertRefused("--seeds is 0");
    refused("--train-steps", "-3").assertRefused("--train-steps is -3");
    refused("--examples", "9").assertRefused("--examples is 9", "10");
    refused("--images", folder.toString()).assertRefused("train-images");
  }
}
