package org.roperator.data.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Files that are there as a whole or not at all, wherever the file system has such a thing.
 *
 * <p>Links are written through, so that the file they lead to is replaced and the link stays; a
 * file that is replaced hands on its mode; what is no file, such as a pipe, {@code /dev/null} or
 * {@code /dev/stdout}, is written into.
 */
public final class AtomicFile {

  /** More links in a row than any system follows. */
  private static final int MOST_LINKS = 40;

  /** Tells writings of this process apart, which may go on at the same time. */
  private static final AtomicInteger WRITINGS = new AtomicInteger();

  private AtomicFile() {}

  /** Fills a file that exists and is empty. */
  @FunctionalInterface
  public interface Content {
    /** Writes the content. */
    void writeTo(Path file) throws IOException;
  }

  /**
   * Writes beside the file first, then to the disk, then moves into place, so that a file of the
   * same name is replaced by a complete one or stays as it was.
   *
   * @param file where to; its folder exists
   * @param content what to write
   */
  public static void write(Path file, Content content) throws IOException {
    if (isStream(file)) {
      content.writeTo(file);
      return;
    }
    Path target = behindLinks(file);
    Path temporary =
        target.resolveSibling(
            "."
                + target.getFileName()
                + "."
                + ProcessHandle.current().pid()
                + "-"
                + WRITINGS.incrementAndGet()
                + ".tmp");
    try {
      Files.deleteIfExists(temporary);
      Files.createFile(temporary);
      content.writeTo(temporary);
      replace(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Moves a complete file to where another one may be, in a single step, once it is on the disk.
   *
   * @param complete on the same file system
   * @param file what it replaces, through links and under the mode there was
   */
  public static void moveInto(Path complete, Path file) throws IOException {
    replace(complete, behindLinks(file));
  }

  /**
   * Requires that a file may take a place: that nothing is there, or a file that may be written.
   *
   * @throws IOException if not
   */
  public static void requireReplaceable(Path file) throws IOException {
    requireFree(behindLinks(file));
  }

  private static void requireFree(Path target) throws IOException {
    if (Files.isDirectory(target)) {
      throw new FileSystemException(target.toString(), null, "a folder is in the place of a file");
    }
    if (Files.exists(target) && !Files.isWritable(target)) {
      throw new AccessDeniedException(target.toString());
    }
  }

  /**
   * Whether a path leads to what can be written into but never replaced: a device, a pipe, or an
   * open file of a process, such as {@code /dev/stdout}, whatever is behind it.
   */
  public static boolean isStream(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    boolean open =
        (absolute.startsWith("/dev") && !absolute.startsWith("/dev/shm"))
            || absolute.startsWith("/proc");
    return Files.exists(file) && !Files.isDirectory(file) && (open || !Files.isRegularFile(file));
  }

  /**
   * Tries whether a file could be written, which may become or replace one of this name.
   *
   * @throws IOException if not
   */
  public static void tryBeside(Path file) throws IOException {
    if (!isStream(file)) {
      Files.delete(Files.createTempFile(behindLinks(file).getParent(), ".rop", ".tmp"));
    }
  }

  private static void replace(Path complete, Path target) throws IOException {
    requireFree(target);
    keepMode(target, complete);
    try (FileChannel channel = FileChannel.open(complete, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    try {
      Files.move(
          complete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException otherFileSystem) {
      Files.move(complete, target, StandardCopyOption.REPLACE_EXISTING);
    }
    syncFolder(target);
  }

  private static void keepMode(Path from, Path to) throws IOException {
    PosixFileAttributeView old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    PosixFileAttributeView made = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (old != null && made != null && Files.exists(from)) {
      made.setPermissions(old.readAttributes().permissions());
    }
  }

  private static Path behindLinks(Path file) throws IOException {
    Path path = file.toAbsolutePath();
    for (int i = 0; Files.isSymbolicLink(path); i++) {
      if (i == MOST_LINKS) {
        throw new FileSystemException(file.toString(), null, "too many links in a row");
      }
      path = path.resolveSibling(Files.readSymbolicLink(path));
    }
    return path;
  }

  /** The name is on the disk, too, once its folder is; some systems can't open folders. */
  @SuppressWarnings("EmptyCatch")
  private static void syncFolder(Path file) {
    try (FileChannel folder = FileChannel.open(file.resolveSibling("."))) {
      folder.force(true);
    } catch (IOException impossible) {
      // The file is whole either way; only after a loss of power the old one may be back.
    }
  }
}
