package org.roperator.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents tell a reader to depend on is all that the reader's code needs. */
class DocumentedPomsTest {

  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>"
              + "\\s*<version>([^<]+)</version>");

  /** Which artifact brings the classes of a package; those of rop-core come with it. */
  private static final Map<String, String> HOMES =
      Map.of(
          "org.junit.jupiter.", "junit-jupiter",
          "net.jqwik.", "jqwik",
          "org.jspecify.", "rop-core",
          "org.apache.commons.math3.", "rop-core");

  private static String property(String name) throws IOException {
    String pom = Files.readString(Documents.root().resolve("pom.xml"));
    Matcher property = Pattern.compile("<" + name + ">([^<]+)</" + name + ">").matcher(pom);
    assertTrue(property.find(), name);
    return property.group(1);
  }

  private static Matcher dependencies(String document) throws IOException {
    return DEPENDENCY.matcher(Files.readString(Documents.root().resolve(document)));
  }

  @Test
  void theGuideToTheLawsNamesWhateverTheLawsImport() throws IOException {
    Set<String> named = new TreeSet<>();
    Matcher dependency = dependencies("docs/guide-check.md");
    while (dependency.find()) {
      named.add(dependency.group(2));
    }
    Set<String> needed = new TreeSet<>();
    Path laws = Documents.root().resolve("rop-core/src/test/java/org/roperator/contract");
    Pattern imported = Pattern.compile("^import (?:static )?([\\w.]+);", Pattern.MULTILINE);
    try (Stream<Path> files = Files.walk(laws)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        imported
            .matcher(Files.readString(file))
            .results()
            .map(found -> found.group(1))
            .filter(name -> !name.startsWith("java.") && !name.startsWith("org.roperator."))
            .forEach(name -> needed.add(home(name)));
      }
    }
    assertTrue(needed.containsAll(List.of("junit-jupiter", "jqwik")), needed::toString);
    assertEquals(new TreeSet<>(), missing(needed, named), "not named in guide-check.md");
  }

  private static String home(String name) {
    return HOMES.entrySet().stream()
        .filter(entry -> name.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(name);
  }

  private static Set<String> missing(Set<String> needed, Set<String> named) {
    Set<String> missing = new TreeSet<>(needed);
    missing.removeAll(named);
    return missing;
  }

  @Test
  void versionsAreThoseOfTheBuild() throws IOException {
    String own =
        Pattern.compile("<artifactId>rop</artifactId>\\s*<version>([^<]+)<")
            .matcher(Files.readString(Documents.root().resolve("pom.xml")))
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);
    int seen = 0;
    for (Path document : Documents.all()) {
      Matcher dependency = DEPENDENCY.matcher(Files.readString(document));
      while (dependency.find()) {
        String version =
            switch (dependency.group(1)) {
              case "org.roperator" -> own;
              case "net.jqwik" -> property("jqwik.version");
              case "org.junit.jupiter" -> property("junit.version");
              default -> "none known of " + dependency.group(1);
            };
        assertEquals(version, dependency.group(3), document + ", " + dependency.group(2));
        seen++;
      }
    }
    assertTrue(seen >= 4, seen + " dependencies found");
  }
}
