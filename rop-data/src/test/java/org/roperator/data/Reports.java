package org.roperator.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a reader says while it reads. */
final class Reports implements ReadProgress {

  private final List<Path> files = new ArrayList<>();
  private final List<Long> bytes = new ArrayList<>();
  private final List<Long> sizes = new ArrayList<>();

  @Override
  public void read(Path file, long read, long all) {
    files.add(file);
    bytes.add(read);
    sizes.add(all);
  }

  /** Requires that each full mebibyte of a file was reported, and of no other file anything. */
  void assertOf(Path file, long size) {
    int mebibytes = (int) (size >> 20);
    assertTrue(mebibytes > 1, "a file worth a report");
    for (Path reported : files) {
      assertEquals(file, reported);
    }
    for (int i = 0; i < mebibytes; i++) {
      assertEquals(size, sizes.get(i));
      long from = (long) (i + 1) << 20;
      // Readers take less than an eighth of that at once.
      assertTrue(bytes.get(i) >= from && bytes.get(i) < from + ((i + 1L) << 17), bytes::toString);
    }
    assertEquals(mebibytes, bytes.size());
  }
}
