package org.roperator.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.roperator.cli.metrics.RunManifest;
import org.roperator.data.weights.AtomicFile;

/**
 * The files of finished runs in an output folder, by their manifest.
 *
 * @param folder the output folder
 */
record PlacedFiles(Path folder) {

  private static final String UNFINISHED = "rop-unfinished-";

  /** The folder of a run's own, before its files take their place. */
  Path unfinished(String run) {
    return folder.resolve(UNFINISHED + run);
  }

  /** Puts what earlier runs left in order: finished files into place, empty folders away. */
  void tidy(PrintWriter err) throws IOException {
    try (DirectoryStream<Path> earlier = Files.newDirectoryStream(folder, UNFINISHED + "*")) {
      for (Path old : earlier) {
        if (!Files.isDirectory(old)) {
          continue; // not a run's, such as an archive of one
        }
        if (isComplete(old) && takesPlace(old)) {
          continue;
        }
        if (isEmpty(old)) {
          Files.delete(old);
        } else {
          err.println(
              "rop: an earlier run didn't come to its end; what it knew is in "
                  + old
                  + ", to be deleted when nobody needs it.");
        }
      }
    }
  }

  /** The manifest is written last. */
  private static boolean isComplete(Path unfinished) {
    return Files.exists(unfinished.resolve(RunManifest.NAME));
  }

  private boolean takesPlace(Path unfinished) {
    try {
      moveFrom(unfinished);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /** Whether a folder holds nothing. */
  static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      return !files.iterator().hasNext();
    }
  }

  /** What earlier runs left here and these files don't replace, as far as manifests tell. */
  List<String> notReplacedBy(Set<String> files) {
    return RunManifest.namesIn(folder.resolve(RunManifest.NAME)).stream()
        .filter(name -> !files.contains(name) && isHere(name))
        .sorted()
        .toList();
  }

  /** Whether there is a file of this name; a damaged manifest may hold what is no name at all. */
  private boolean isHere(String name) {
    try {
      Path file = Path.of(name);
      return file.equals(file.getFileName()) && Files.isRegularFile(folder.resolve(file));
    } catch (InvalidPathException none) {
      return false;
    }
  }

  /**
   * Moves the files of a run into place, all of them or none, and the manifest last: that each can
   * take its place is asked before the first one moves.
   */
  void moveFrom(Path unfinished) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(unfinished)) {
      all.forEach(files::add);
    }
    Path manifest = unfinished.resolve(RunManifest.NAME);
    files.remove(manifest);
    files.add(manifest);
    for (Path file : files) {
      AtomicFile.requireReplaceable(folder.resolve(file.getFileName()));
    }
    for (Path file : files) {
      AtomicFile.moveInto(file, folder.resolve(file.getFileName()));
    }
    Files.delete(unfinished);
  }
}
