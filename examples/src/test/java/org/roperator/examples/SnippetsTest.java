package org.roperator.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Every Java block of the README and of docs/ is code that a test runs.
 *
 * <p>A block stands behind a line {@code <!-- snippet: File#region -->} and equals, but for
 * indentation, what stands in that file of this directory between {@code // region name} and {@code
 * // endregion}. The region {@code all} marks a block that is a program of its own: it is compiled
 * and run.
 */
class SnippetsTest {

  private static final String MARKER = "<!-- snippet: ";

  @Test
  void everyBlockOfTheDocumentsIsTestedCode() throws IOException {
    int blocks = 0;
    for (Path document : Documents.all()) {
      blocks += check(document);
    }
    assertTrue(blocks >= 10, blocks + " blocks found");
  }

  private static int check(Path document) throws IOException {
    List<String> lines = Files.readAllLines(document);
    int blocks = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).equals("```java")) {
        continue;
      }
      String marker = i == 0 ? "" : lines.get(i - 1);
      String where = document.getFileName() + ", line " + (i + 1);
      assertTrue(
          marker.startsWith(MARKER), where + ": the block has no line " + MARKER + "before it");
      String[] source = marker.substring(MARKER.length(), marker.indexOf(" -->")).split("#", 2);
      List<String> block = new ArrayList<>();
      for (i++; !lines.get(i).equals("```"); i++) {
        block.add(lines.get(i));
      }
      if (source[1].equals("all")) {
        run(source[0], String.join("\n", block), where);
      } else {
        assertEquals(
            String.join("\n", region(source[0], source[1])), String.join("\n", block), where);
      }
      blocks++;
    }
    return blocks;
  }

  /** Compiles a block that is a whole program and runs its main method. */
  private static void run(String name, String program, String where) throws IOException {
    Path directory = Files.createTempDirectory("snippet");
    Path file = Files.writeString(directory.resolve(name + ".java"), program);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                printed,
                printed,
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                file.toString());
    assertEquals(0, status, () -> where + ": " + printed.toString(UTF_8));
    PrintStream before = System.out;
    try (URLClassLoader classes = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, UTF_8));
      classes.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) args());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(where, e);
    } finally {
      System.setOut(before);
    }
    assertTrue(printed.size() > 0, where + " prints nothing");
  }

  private static String[] args() {
    return new String[0];
  }

  /** The lines of a region, moved left by the indentation of its marker. */
  private static List<String> region(String file, String name) throws IOException {
    Path path =
        Documents.root().resolve("examples/src/test/java/org/roperator/examples").resolve(file);
    List<String> lines = new ArrayList<>();
    int indent = -1;
    for (String line : Files.readAllLines(path)) {
      if (line.strip().equals("// region " + name)) {
        indent = line.indexOf('/');
      } else if (indent >= 0 && line.strip().equals("// endregion")) {
        while (lines.get(lines.size() - 1).isEmpty()) {
          lines.remove(lines.size() - 1);
        }
        return lines;
      } else if (indent >= 0) {
        lines.add(line.length() > indent ? line.substring(indent) : line.strip());
      }
    }
    throw new UncheckedIOException(new IOException("No region " + name + " in " + path));
  }
}
