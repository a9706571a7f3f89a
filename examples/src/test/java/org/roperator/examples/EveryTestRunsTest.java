package org.roperator.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No test is skipped, anywhere: what a system hasn't got is a branch with an assertion of its own.
 */
class EveryTestRunsTest {

  /** What skips a test or ends it without a verdict. */
  private static final List<String> FORBIDDEN =
      List.of(
          "@Disabled",
          "@Enabled",
          "@Ignore",
          "Assumptions",
          "assumeTrue",
          "assumeFalse",
          "assumeThat",
          "assumingThat",
          "TestAbortedException",
          "Assume.that",
          "<skipTests>true",
          "<testFailureIgnore>true");

  /** Files that may, each with the reason. */
  private static final Map<String, String> ALLOWED =
      Map.of(
          "rop-boltzmann/src/test/java/org/roperator/boltzmann/MeanFieldTest.java Assume.that",
          "a property leaves out draws of machines for which differences are no oracle, and draws"
              + " others",
          "rop-nn/src/test/java/org/roperator/nn/layer/HessianLayerContract.java Assume.that",
          "a property leaves out draws beside a kink, and draws others");

  @Test
  void noSourceSkipsATest() throws IOException {
    Path root = Documents.root();
    Map<String, String> found = new TreeMap<>();
    List<Path> tests = new ArrayList<>();
    int poms = 0;
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList()) {
        tests.add(module.resolve("pom.xml"));
        poms++;
        if (Files.isDirectory(module.resolve("src"))) {
          try (Stream<Path> sources = Files.walk(module.resolve("src"))) {
            sources.filter(s -> s.toString().endsWith(".java")).forEach(tests::add);
          }
        }
      }
    }
    tests.add(root.resolve("pom.xml"));
    tests.removeIf(test -> test.endsWith("EveryTestRunsTest.java"));
    for (Path test : tests) {
      String text = Files.readString(test);
      String name = root.relativize(test).toString().replace('\\', '/');
      for (String word : FORBIDDEN) {
        if (text.contains(word)) {
          found.put(name + " " + word, ALLOWED.getOrDefault(name + " " + word, "not allowed"));
        }
      }
    }
    assertEquals(new TreeMap<>(ALLOWED), found, "allowed and found; what is not found goes");
    assertTrue(tests.size() > 900 && poms > 6, tests.size() + " files read, " + poms + " modules");
  }
}
