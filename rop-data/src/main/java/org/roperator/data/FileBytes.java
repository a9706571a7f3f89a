package org.roperator.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The bytes of a file as they come.
 *
 * <p>Of the file nothing is asked but to read on: the JDK's own stream asks for positions, which
 * pipes refuse ("Illegal seek"), so that {@code --data /dev/stdin} would fail.
 */
public final class FileBytes extends InputStream {

  /** How many bytes lie between two reports. */
  static final int STRIDE = 1 << 20;

  private final Path file;
  private final InputStream in;
  private final ReadProgress progress;
  private final long all;
  private long bytes;
  private long reported;

  private FileBytes(Path file, InputStream in, long all, ReadProgress progress) {
    this.file = file;
    this.in = in;
    this.all = all;
    this.progress = progress;
  }

  /** Opens a file, a pipe or a device. */
  public static InputStream open(Path file) throws IOException {
    return open(file, ReadProgress.quiet());
  }

  /** The same, and tells how far it is. */
  static InputStream open(Path file, ReadProgress progress) throws IOException {
    return new FileBytes(file, Files.newInputStream(file), size(file), progress);
  }

  /** The size of a regular file, 0 of anything else. */
  static long size(Path file) throws IOException {
    return Files.isRegularFile(file) ? Files.size(file) : 0;
  }

  /**
   * Says why a file can't be read. Of a file that is missing or closed to its reader, exceptions
   * have nothing but its name to say.
   */
  public static BadInput unreadable(Path file, IOException broken) {
    String reason =
        broken instanceof NoSuchFileException
            ? "there is no such file"
            : broken instanceof AccessDeniedException
                ? "permission denied"
                : broken.getMessage() == null ? broken.toString() : broken.getMessage();
    return new BadInput(file, "can't be read (" + reason + ").");
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    int n = in.read(b, off, len);
    bytes += Math.max(n, 0);
    if (bytes - reported >= STRIDE) {
      reported = bytes;
      progress.read(file, bytes, all);
    }
    return n;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
