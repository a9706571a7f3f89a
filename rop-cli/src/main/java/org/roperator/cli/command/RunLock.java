package org.roperator.cli.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.roperator.data.BadInput;

/**
 * Keeps a folder for one run at a time. The system lets go of the lock when a process ends, however
 * it ends.
 *
 * <p>On POSIX systems a process loses all its locks on a file as soon as it closes any channel to
 * it. So the file is opened once by whoever holds it and never read back; and it stays where it is,
 * since nobody could tell otherwise whether the file that was locked is still the one of that name.
 */
final class RunLock implements AutoCloseable {

  /** The name of the file, which stays in the folder. */
  static final String NAME = ".rop.lock";

  /** Channels of runs that were refused because of another one here, kept from being closed. */
  private static final Queue<FileChannel> LEFT_OPEN = new ConcurrentLinkedQueue<>();

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder.
   *
   * @param run what this run calls itself
   * @throws BadInput if another run has it
   */
  static RunLock of(Path folder, String run) throws IOException {
    Path file = folder.resolve(NAME);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw taken(folder, holder(file));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((run + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (OverlappingFileLockException here) {
      // Closing it would take the lock from the run that has it.
      LEFT_OPEN.add(channel);
      throw taken(folder, "one of this process");
    } catch (IOException noLocks) { // some network file systems have none
      return new RunLock(channel);
    }
    return new RunLock(channel);
  }

  private static BadInput taken(Path folder, String holder) {
    return new BadInput(
        folder,
        "another run is writing into this folder ("
            + holder
            + "); wait for its end or choose another --out.");
  }

  /** Whoever asks has no lock to lose by reading. */
  private static String holder(Path file) {
    try {
      return "run " + Files.readString(file).strip();
    } catch (IOException gone) {
      return "run unknown";
    }
  }

  /** Lets go. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
