package org.roperator.data.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.roperator.data.BadInput;

/**
 * The law of every reader: a file is refused in one line, or read; either soon and in little room.
 */
public final class ReadingLaw {

  /**
   * Kilobytes are read in a millisecond; a collection of garbage, or a busy machine, takes more.
   */
  private static final double MOST_SECONDS = 10;

  /** What buffers, a sample of rows and a decompressed file may take, for files of kilobytes. */
  private static final long MOST_BYTES = 100_000_000;

  private static final int LONGEST_LINE = 2_100;

  private static final Map<String, Integer> READ = new ConcurrentHashMap<>();

  private ReadingLaw() {}

  /** A law of files that are all refused would say little. */
  public static void requireManyWereRead(String name) {
    int read =
        READ.entrySet().stream()
            .filter(file -> file.getKey().contains(name))
            .mapToInt(Map.Entry::getValue)
            .sum();
    assertTrue(read >= 50, () -> read + " damaged files of " + name + " were read.");
  }

  /** What was read, or nothing if the file was refused. */
  public static <T> Optional<T> hold(Path file, byte[] content, Callable<T> reading) {
    try {
      // A file made anew; some file systems put one that is truncated on the disk at once.
      Files.deleteIfExists(file);
      Files.write(file, content);
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
    long began = System.nanoTime();
    long before = allocated();
    Optional<T> read;
    try {
      read = Optional.of(reading.call());
      READ.merge(file.toString(), 1, Integer::sum);
    } catch (BadInput refused) {
      requireOneLine(String.valueOf(refused.getMessage()), file);
      read = Optional.empty();
    } catch (Exception | Error broken) {
      throw new AssertionError(describe(content), broken);
    }
    assertTrue(
        (System.nanoTime() - began) / 1e9 < MOST_SECONDS, () -> "slow: " + describe(content));
    assertTrue(allocated() - before < MOST_BYTES, () -> "large: " + describe(content));
    return read;
  }

  private static void requireOneLine(String message, Path file) {
    assertTrue(message.contains(file.getFileName().toString()), message);
    assertTrue(message.length() <= LONGEST_LINE, message);
    assertTrue(
        message
            .codePoints()
            .noneMatch(
                c ->
                    c < ' '
                        || (c >= 0x7f && c < 0xa0)
                        || (c >= 0x2028 && c <= 0x202e)
                        || c == '\ufeff'),
        message);
  }

  /** A file in hexadecimal digits, to be kept as a case of its own. */
  public static String describe(byte[] content) {
    String digits = HexFormat.of().formatHex(content);
    return content.length + " bytes " + digits.substring(0, Math.min(digits.length(), 4000));
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
