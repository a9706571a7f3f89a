package org.roperator.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.roperator.examples.data.BadInput;
import org.roperator.examples.weights.AtomicFile;

/** A folder that is known to take files before the long work begins. */
final class OutputFolder {

  private static final String METRICS = "metrics.json";
  private static final String REPORT = "report.html";

  private final Path folder;

  private OutputFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder if it isn't there and tries it.
   *
   * @throws BadInput if no file can be written into it
   */
  static OutputFolder prepare(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".rop", ".tmp"));
    } catch (IOException refused) {
      throw new BadInput(
          folder,
          "can't write into this folder ("
              + refused.getClass().getSimpleName()
              + "); choose another one.");
    }
    return new OutputFolder(folder);
  }

  /** Requires that a file can be written where the user wants it. */
  static void requireWritable(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new BadInput(file, "is a folder, but a file is to be written.");
    }
    if (parent == null || !Files.isDirectory(parent)) {
      throw new BadInput(file, "there is no folder for this file; make it first.");
    }
    prepare(parent);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** Writes the numbers and the page that every command leaves. */
  void write(String metrics, String report) throws IOException {
    writeFile(METRICS, metrics);
    writeFile(REPORT, report);
  }

  /** Says where they are. */
  void sayWhere(PrintWriter out) {
    out.println("Report   " + file(REPORT));
    out.println("Numbers  " + file(METRICS));
  }

  /** Writes a text as a whole or not at all. */
  private void writeFile(String name, String text) throws IOException {
    AtomicFile.write(file(name), temporary -> Files.writeString(temporary, text));
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
