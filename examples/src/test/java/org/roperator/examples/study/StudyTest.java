package org.roperator.examples.study;

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
import org.roperator.examples.data.BadInput;
import org.roperator.function.Workers;

final class StudyTest {

  private static final StudySettings SETTINGS =
      new StudySettings(
          List.of("iris"),
          StudyImages.none(),
          List.of(0.101, 0.102),
          List.of(List.of()),
          4,
          1,
          20,
          30);

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("study.csv");
  }

  @Test
  void aTableThatCannotGrowEndsTheStudyAtOnce() throws IOException {
    Study study = Study.open(SETTINGS, file());
    List<List<String>> done = new ArrayList<>();
    Study.Progress progress =
        (key, number, all) -> {
          done.add(key);
          // As if the disk were gone.
          assertTrue(file().toFile().delete());
        };
    assertThrows(UncheckedIOException.class, () -> study.run(Workers.of(1), progress));
    assertEquals(1, done.size());
  }

  @Test
  void sharesOfWrongLabelsThatAreCloseAreGroupsOfTheirOwn() throws IOException {
    List<StudyRow> rows = Study.open(SETTINGS, file()).run(Workers.of(1), (key, number, all) -> {});
    assertEquals(2, rows.stream().map(StudyRow::variant).distinct().count());
  }

  @Test
  void aDamagedTableIsRefusedByName() throws IOException {
    Study.open(SETTINGS, file());
    Files.writeString(file(), Files.readString(file()) + "iris,\"0.1\" 0,none,1\n");
    assertRefused("study.csv", "damaged");
    Files.write(file(), "\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused("study.csv", "not the table of a study");
  }

  private void assertRefused(String... parts) {
    String said =
        String.valueOf(
            assertThrows(BadInput.class, () -> Study.open(SETTINGS, file())).getMessage());
    for (String part : parts) {
      assertTrue(said.contains(part), said);
    }
  }
}
