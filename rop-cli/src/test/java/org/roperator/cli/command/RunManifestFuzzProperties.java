package org.roperator.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import org.roperator.cli.metrics.RunManifest;
import org.roperator.data.fuzz.FuzzFiles;
import org.roperator.data.fuzz.Mutations;
import org.roperator.data.fuzz.ReadingLaw;

/** Damaged manifests: a run ends all the same, and says of no file that isn't there. */
final class RunManifestFuzzProperties {

  private static final Path FILE = FuzzFiles.file(RunManifest.NAME);
  private static final List<String> THERE = List.of("metrics.json", "weights.safetensors", "z b");
  private static final Path FOLDER = folder();
  private static final byte[] WHOLE = whole().getBytes(StandardCharsets.UTF_8);

  private static Path folder() {
    Path folder = FILE.resolveSibling(".");
    try {
      for (String name : THERE) {
        Files.writeString(folder.resolve(name), name);
      }
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
    return folder;
  }

  private static String whole() {
    Map<String, String> files = new LinkedHashMap<>();
    THERE.subList(0, 2).forEach(name -> files.put(name, "0123456789abcdef".repeat(4)));
    files.put("gone.csv", "fedcba9876543210".repeat(4));
    files.put("/elsewhere/w.safetensors", "fedcba9876543210".repeat(4));
    return new RunManifest(
            "20260101-000000-1-1",
            "rop train --save \"a\\b\"",
            "1",
            "2026-01-01T00:00:00Z",
            "complete",
            files,
            List.of(THERE.get(2)))
        .json();
  }

  private static List<String> earlier(byte[] manifest) {
    return ReadingLaw.hold(
            FILE, manifest, () -> new PlacedFiles(FOLDER).notReplacedBy(Set.of("metrics.json")))
        .orElseThrow(() -> new AssertionError("a manifest is never refused"));
  }

  @Example
  void aWholeManifestNamesWhatIsThere() {
    assertEquals(List.of("weights.safetensors", "z b"), earlier(WHOLE));
  }

  @Property(seed = "14", shrinking = ShrinkingMode.OFF)
  void aDamagedManifestNamesNothingButFilesThatAreThere(@ForAll long seed) {
    byte[] mutant = new Mutations(seed).of(WHOLE);
    List<String> found = earlier(mutant);
    assertEquals(List.copyOf(new TreeSet<>(found)), found);
    for (String name : found) {
      assertTrue(Files.exists(FOLDER.resolve(name)), () -> ReadingLaw.describe(mutant));
    }
  }

  /** What no file system can name, such as a zero. */
  @Example
  void namesThatNoFileCanHaveAreNoFiles() {
    for (String name : List.of("\\u0000", "a\\u0000b", "", "\\ud800")) {
      String manifest =
          "{\"sha256\" : {\"" + name + "\" : \"00\"}, \"of_earlier_runs\" : [\"" + name + "\", 7]}";
      assertEquals(List.of(), earlier(manifest.getBytes(StandardCharsets.UTF_8)), name);
    }
  }

  @AfterContainer
  static void manyWereRead() {
    ReadingLaw.requireManyWereRead(RunManifest.NAME);
  }
}
