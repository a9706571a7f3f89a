package org.roperator.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The documents of the repository, for tests that hold them to the code. */
final class Documents {

  private Documents() {}

  /** Those at the top and those of docs/, in order of their names. */
  static List<Path> all() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (Path folder : new Path[] {root(), root().resolve("docs")}) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(f -> f.toString().endsWith(".md")).sorted().forEach(documents::add);
      }
    }
    return documents;
  }

  /** The lines of a document outside fenced blocks. */
  static List<String> prose(Path document) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean code = false;
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith("```")) {
        code = !code;
      } else if (!code) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** The folder that holds the modules. */
  static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("rop-core"))) {
      here = Objects.requireNonNull(here.getParent(), "no directory above holds rop-core");
    }
    return here;
  }
}
