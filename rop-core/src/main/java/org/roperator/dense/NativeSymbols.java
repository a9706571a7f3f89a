package org.roperator.dense;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The names that a library of Linux offers and those it asks for, read from its file without
 * loading it.
 *
 * @param offered what others can call
 * @param wanted what it calls in others
 */
record NativeSymbols(Set<String> offered, Set<String> wanted) {

  /** What products call; a library without one of them would end the process. */
  private static final List<String> CALLED = List.of("dgemm_", "dgemv_");

  /** What starts threads, or loads other code that might. */
  private static final List<String> THREADS =
      List.of(
          "pthread_create",
          "thrd_create",
          "GOMP_parallel",
          "GOMP_parallel_start",
          "__kmpc_fork_call",
          "dlopen",
          "dlmopen");

  private static final int MAGIC = 0x7f454c46;
  private static final int HEADER = 64;
  private static final int SECTION = 64;
  private static final int SYMBOL = 24;
  private static final int DYNAMIC_SYMBOLS = 11;
  private static final long MOST_BYTES = 1L << 28;

  /** What is called and not there. */
  List<String> missing() {
    return CALLED.stream().filter(name -> !offered.contains(name)).toList();
  }

  /** Whether it could run a call on several threads. */
  boolean canStartThreads() {
    return THREADS.stream().anyMatch(wanted::contains);
  }

  /** The names of a library in ELF of 64 bits; nothing if the file is something else. */
  static Optional<NativeSymbols> of(Path library) {
    try (FileChannel file = FileChannel.open(library)) {
      ByteBuffer header = read(file, 0, HEADER);
      boolean known =
          header.order(ByteOrder.BIG_ENDIAN).getInt(0) == MAGIC
              && header.get(4) == 2
              && (header.get(5) == 1 || header.get(5) == 2);
      if (!known) {
        return Optional.empty();
      }
      ByteOrder order = header.get(5) == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      header.order(order);
      long sectionsFrom = header.getLong(40);
      int count = Short.toUnsignedInt(header.getShort(60));
      ByteBuffer sections = read(file, sectionsFrom, (long) count * SECTION).order(order);
      for (int i = 0; i < count; i++) {
        if (sections.getInt(i * SECTION + 4) == DYNAMIC_SYMBOLS) {
          int names = sections.getInt(i * SECTION + 40);
          return Optional.of(
              symbols(
                  section(file, sections, i).order(order),
                  section(file, sections, names).order(order)));
        }
      }
      return Optional.empty();
    } catch (IOException | IndexOutOfBoundsException unreadable) {
      return Optional.empty();
    }
  }

  private static NativeSymbols symbols(ByteBuffer symbols, ByteBuffer names) {
    Set<String> offered = new HashSet<>();
    Set<String> wanted = new HashSet<>();
    for (int at = 0; at + SYMBOL <= symbols.limit(); at += SYMBOL) {
      String name = name(names, symbols.getInt(at));
      (symbols.getShort(at + 6) == 0 ? wanted : offered).add(name);
    }
    return new NativeSymbols(offered, wanted);
  }

  private static String name(ByteBuffer names, int from) {
    int to = from;
    while (names.get(to) != 0) {
      to++;
    }
    byte[] name = new byte[to - from];
    names.get(from, name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  private static ByteBuffer section(FileChannel file, ByteBuffer sections, int i)
      throws IOException {
    return read(file, sections.getLong(i * SECTION + 24), sections.getLong(i * SECTION + 32));
  }

  private static ByteBuffer read(FileChannel file, long from, long bytes) throws IOException {
    if (from < 0 || bytes < 0 || bytes > MOST_BYTES) {
      throw new IOException("no such part");
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) bytes);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, from + buffer.position()) < 0) {
        throw new IOException("the file ends early");
      }
    }
    return buffer.flip();
  }
}
