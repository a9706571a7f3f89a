package org.roperator.cli.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roperator.parallel.Workers;

final class StudyCellTest {

  private static final StudySettings SETTINGS =
      new StudySettings(
          List.of("iris"),
          StudyImages.none(),
          List.of(0.0),
          List.of(List.of(3)),
          new StudySettings.Seeds(1, 2),
          40,
          30);

  /** A step of Adam is as long as its rate: the first one already overflows. */
  private static final double TOO_LONG = 1e308;

  @TempDir private Path folder;

  private static List<StudyRow> rows(List<List<String>> rows) {
    return rows.stream().map(row -> StudyRow.of(StudyTable.columns(), row)).toList();
  }

  @Test
  void trainingThatIsNotFiniteHasAllItsRows() {
    StudyCell cell = SETTINGS.cells().get(0);
    List<StudyRow> ended = rows(cell.run());
    List<StudyRow> broken = rows(cell.run(TOO_LONG));
    assertEquals(cell.rowCount(), broken.size());
    for (int i = 0; i < broken.size(); i++) {
      for (String column :
          List.of("set", "seed", "parameters", "train_size", "moment", "epoch", "block")) {
        assertEquals(ended.get(i).text(column), broken.get(i).text(column), column);
      }
      boolean start = broken.get(i).text("moment").equals("start");
      assertEquals(start ? "REACHED" : "TRAINING_NOT_FINITE", broken.get(i).text("outcome"));
      assertEquals(start, Double.isFinite(broken.get(i).number("trace")));
      assertEquals(start, Double.isFinite(broken.get(i).number("test_loss")));
    }
    assertEquals(0, StudyAnalysis.notFinite(ended));
    assertEquals(1, StudyAnalysis.notFinite(broken));
  }

  @Test
  void itIsNotRunAgainWhenTheStudyGoesOn() throws IOException {
    Path file = folder.resolve("study.csv");
    StudyCell cell = SETTINGS.cells().get(0);
    StudyTable.open(file, SETTINGS, lost -> {}).add(cell, cell.run(TOO_LONG));
    StudyTable again = StudyTable.open(file, SETTINGS, lost -> {});
    assertEquals(List.of(SETTINGS.cells().get(1)), again.missing());
    assertEquals(cell.rowCount(), again.rows().size());
  }

  @Test
  void itHasNoPartInTheCorrelations() {
    List<List<String>> rows = SETTINGS.cells().get(0).run(TOO_LONG);
    assertTrue(
        StudyAnalysis.associations(rows(rows), 1, Workers.of(1)).stream()
            .allMatch(a -> a.networks() == 0 && Double.isNaN(a.pooled().value())));
  }
}
