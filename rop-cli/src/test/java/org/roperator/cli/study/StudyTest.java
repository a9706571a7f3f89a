package org.roperator.cli.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roperator.data.BadInput;
import org.roperator.parallel.Workers;

final class StudyTest {

  private static final StudySettings SETTINGS =
      new StudySettings(
          List.of("iris"),
          StudyImages.none(),
          List.of(0.101, 0.102),
          List.of(List.of()),
          new StudySettings.Seeds(1, 4),
          20,
          30);

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("study.csv");
  }

  @Test
  void aTableThatVanishesIsMadeAgainWithAllItsRowsAndThatIsSaid() throws IOException {
    List<StudyRow> whole =
        Study.open(SETTINGS, file(), lost -> {}).run(Workers.of(1), (key, number, all) -> {});
    String text = Files.readString(file());
    Path deep = folder.resolve("a/b/study.csv");
    List<String> said = new ArrayList<>();
    Study study = Study.open(SETTINGS, deep, said::add);
    Study.Progress progress =
        (key, number, all) -> {
          // After the third of eight, and after the last.
          if (number == 3 || number == all) {
            assertTrue(deep.toFile().delete());
            assertTrue(folder.resolve("a/b").toFile().delete());
          }
        };
    List<StudyRow> rows = study.run(Workers.of(1), progress);
    assertEquals(
        whole.stream().map(StudyRow::fields).toList(),
        rows.stream().map(StudyRow::fields).toList());
    assertEquals(text, Files.readString(deep));
    assertEquals(2, said.size(), said.toString());
    assertTrue(said.get(0).contains(deep + " was lost"), said.get(0));
    assertTrue(said.get(0).contains("with all 4 networks"), said.get(0));
    assertTrue(said.get(1).contains("with all 8 networks"), said.get(1));
  }

  @Test
  void aTableThatCannotGrowEndsTheStudyAtOnce() throws IOException {
    Study study = Study.open(SETTINGS, file(), lost -> {});
    List<List<String>> done = new ArrayList<>();
    Study.Progress progress =
        (key, number, all) -> {
          done.add(key);
          // A folder in its place that is not empty takes neither rows nor a new file.
          assertTrue(file().toFile().delete());
          assertTrue(file().resolve("in the way").toFile().mkdirs());
        };
    assertThrows(UncheckedIOException.class, () -> study.run(Workers.of(1), progress));
    assertEquals(1, done.size());
  }

  @Test
  void sharesOfWrongLabelsThatAreCloseAreGroupsOfTheirOwn() throws IOException {
    List<StudyRow> rows =
        Study.open(SETTINGS, file(), lost -> {}).run(Workers.of(1), (key, number, all) -> {});
    assertEquals(2, rows.stream().map(StudyRow::variant).distinct().count());
  }

  @Test
  void aDamagedTableIsRefusedByName() throws IOException {
    Study.open(SETTINGS, file(), lost -> {});
    Files.writeString(file(), Files.readString(file()) + "iris,\"0.1\" 0,none,1\n");
    assertRefused("study.csv", "damaged");
    Files.write(file(), "\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused("study.csv", "not the table of a study");
  }

  /** Field by field of a row: the number of parameters, sizes, moment, epoch, block, its size. */
  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6, 7, 8, 13, 14})
  void rowsMustBeThoseOfTheirCells(int field) throws IOException {
    Study.open(SETTINGS, file(), lost -> {}).run(Workers.of(1), (key, number, all) -> {});
    List<String> lines = new ArrayList<>(Files.readAllLines(file()));
    String[] fields = lines.get(3).split(",");
    fields[field] = field == 7 ? "start" : field == 13 ? "layer9" : fields[field] + "1";
    lines.set(3, String.join(",", fields));
    Files.writeString(file(), String.join("\n", lines) + "\n");
    assertRefused("study.csv", "row 2 of the network iris 0.101 none 1");
  }

  @Test
  void rowsOfNoCellAndOtherVersionsAreRefused() throws IOException {
    Study.open(SETTINGS, file(), lost -> {}).run(Workers.of(1), (key, number, all) -> {});
    String whole = Files.readString(file());
    Files.writeString(file(), whole.replace("iris,0.101,none,1", "iris,0.101,none,9"));
    assertRefused("study.csv", "rows of iris 0.101 none 9");
    Files.writeString(file(), whole.replace("# rop study 2", "# rop study 1"));
    assertRefused("study.csv", "another version");
    Files.writeString(file(), whole.replace("train_loss,test_loss", "test_loss,train_loss"));
    assertRefused("study.csv", "line 2");
    Files.writeString(file(), whole + "iris,0.101\n");
    assertRefused("study.csv", "has 2 columns");
  }

  private void assertRefused(String... parts) {
    String said =
        String.valueOf(
            assertThrows(BadInput.class, () -> Study.open(SETTINGS, file(), lost -> {}))
                .getMessage());
    for (String part : parts) {
      assertTrue(said.contains(part), said);
    }
  }
}
