package org.roperator.cli.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import org.roperator.data.fuzz.FuzzFiles;
import org.roperator.data.fuzz.Mutations;
import org.roperator.data.fuzz.ReadingLaw;
import org.roperator.parallel.Workers;

/** Damaged tables of a study: what is kept of them stands in them, and under its own cell. */
final class StudyFuzzProperties {

  private static final StudySettings SETTINGS =
      new StudySettings(
          List.of("iris"),
          StudyImages.none(),
          List.of(0.0),
          List.of(List.of(2)),
          new StudySettings.Seeds(1, 2),
          20,
          30);

  /** What tells a row from others: set, noise, hidden, seed, parameters, sizes, moment, epoch. */
  private static final int BEGINNING = 9;

  /** The columns of the block and its size. */
  private static final int BLOCK = 13;

  private static final Path FILE = FuzzFiles.file("study.csv");
  private static final byte[] WHOLE = whole();

  private static byte[] whole() {
    try {
      Study.open(SETTINGS, FILE, lost -> {}).run(Workers.of(1), (key, done, all) -> {});
      return Files.readAllBytes(FILE);
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  @Property(seed = "14", shrinking = ShrinkingMode.OFF)
  void aDamagedTableIsRefusedOrGoesOnWithItsOwnRows(@ForAll long seed) throws IOException {
    byte[] mutant = new Mutations(seed).of(WHOLE);
    Optional<Study> study =
        ReadingLaw.hold(FILE, mutant, () -> Study.open(SETTINGS, FILE, lost -> {}));
    if (study.isEmpty()) {
      return;
    }
    String found = ReadingLaw.describe(mutant);
    List<String> before = new String(mutant, StandardCharsets.UTF_8).lines().toList();
    List<String> whole = new String(WHOLE, StandardCharsets.UTF_8).lines().toList();
    List<String> kept = Files.readAllLines(FILE);
    assertEquals(whole.subList(0, 2), kept.subList(0, 2), found);
    int rows = (whole.size() - 2) / 2;
    assertEquals(2 + rows * study.get().alreadyDone(), kept.size(), found);
    for (int i = 2; i < kept.size(); i++) {
      String row = kept.get(i);
      boolean second = row.startsWith("iris,0.0,2,2,");
      String own = whole.get(2 + (i - 2) % rows + (second ? rows : 0));
      assertEquals(fields(own).subList(0, BEGINNING), fields(row).subList(0, BEGINNING), found);
      assertEquals(fields(own).get(BLOCK + 1), fields(row).get(BLOCK + 1), found);
      assertTrue(
          before.stream().anyMatch(line -> line.replace("\"", "").equals(row.replace("\"", ""))),
          found);
    }
  }

  private static List<String> fields(String row) {
    return List.of(row.split(",", -1));
  }

  @AfterContainer
  static void manyWereRead() {
    ReadingLaw.requireManyWereRead("study");
  }
}
