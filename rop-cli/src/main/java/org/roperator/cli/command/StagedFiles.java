package org.roperator.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.roperator.data.weights.AtomicFile;

/**
 * The files of a run that goes on, in a folder of its own. Where that folder can't be written any
 * more, all of them go to another place, and the user is told. Not safe to share.
 */
final class StagedFiles {

  /** Where the files go when their own folder is lost. */
  static final List<String> USUAL_REFUGES = List.of("java.io.tmpdir", "user.home", "user.dir");

  private final Path own;
  private final String name;
  private final List<Path> refuges;
  private final PrintWriter err;

  /** What was written so far, to be written again where a place is lost. */
  private final Map<String, AtomicFile.Content> contents = new LinkedHashMap<>();

  private Path place;

  /**
   * No files yet.
   *
   * @param own the folder of the run
   * @param name of a folder in its stead, within a refuge
   * @param refuges folders that take the files when their own no longer does
   * @param err told when a place is lost
   */
  StagedFiles(Path own, String name, List<Path> refuges, PrintWriter err) {
    this.own = own;
    this.name = name;
    this.refuges = List.copyOf(refuges);
    this.err = err;
    this.place = own;
  }

  /** The folders that take the files when their own no longer does, unless told otherwise. */
  static List<Path> usualRefuges() {
    List<Path> refuges = new ArrayList<>();
    USUAL_REFUGES.forEach(property -> refuges.add(Path.of(System.getProperty(property, "."))));
    return refuges;
  }

  /** Makes the folder and tries it. */
  void begin() throws IOException {
    Files.createDirectories(place);
    Files.delete(Files.createTempFile(place, "try", null));
  }

  /** Where the files are. */
  Path place() {
    return place;
  }

  /** Whether that is no longer the folder of the run. */
  boolean isElsewhere() {
    return !place.equals(own);
  }

  /** The names of the files. */
  Set<String> names() {
    return contents.keySet();
  }

  /** Writes a file as a whole or not at all. */
  void write(String file, AtomicFile.Content content) throws IOException {
    contents.put(file, content);
    try {
      AtomicFile.write(place.resolve(file), content);
    } catch (IOException lost) {
      rescue(lost);
    }
  }

  /** Adds to a file, of which the content that was given before writes all from now on. */
  void append(String file, CharSequence more) throws IOException {
    try {
      Files.writeString(
          place.resolve(file),
          more,
          StandardCharsets.UTF_8,
          StandardOpenOption.APPEND,
          StandardOpenOption.DSYNC);
    } catch (IOException lost) {
      rescue(lost);
    }
  }

  /** Makes the place anew if it is gone, or finds another one, and writes everything again. */
  void rescue(IOException lost) throws IOException {
    if (!Files.isDirectory(place) && !isElsewhere()) {
      try {
        Files.createDirectories(place);
        writeAgain();
        return;
      } catch (IOException goneForGood) {
        lost.addSuppressed(goneForGood);
      }
    }
    for (Path refuge : refuges) {
      Path other = refuge.resolve(name).toAbsolutePath();
      if (!other.equals(place) && movesTo(other, lost)) {
        return;
      }
    }
    throw lost;
  }

  private boolean movesTo(Path other, IOException lost) {
    Path before = place;
    try {
      Files.createDirectories(other);
      place = other;
      writeAgain();
    } catch (IOException full) {
      place = before;
      lost.addSuppressed(full);
      deleteQuietly(other);
      return false;
    }
    err.println("rop: can't write into " + own.getParent() + " (" + lost + ").");
    err.println("rop: everything of this run goes to " + other + " instead.");
    deleteQuietly(before);
    return true;
  }

  private void writeAgain() throws IOException {
    for (Map.Entry<String, AtomicFile.Content> one : contents.entrySet()) {
      AtomicFile.write(place.resolve(one.getKey()), one.getValue());
    }
  }

  @SuppressWarnings("EmptyCatch")
  private static void deleteQuietly(Path place) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(place)) {
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(place);
    } catch (IOException stays) {
      // What can't be deleted does no harm there.
    }
  }

  /** Deletes the folder if nothing is in it; whether it did. */
  boolean deleteIfEmpty() throws IOException {
    boolean empty = PlacedFiles.isEmpty(place);
    if (empty) {
      Files.delete(place);
    }
    return empty;
  }
}
