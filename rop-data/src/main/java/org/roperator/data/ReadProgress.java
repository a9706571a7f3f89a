package org.roperator.data;

import java.nio.file.Path;

/** Is told how far a file has been read, for whoever waits for a large one. */
@FunctionalInterface
public interface ReadProgress {

  /**
   * So much has been read; called for every {@value FileBytes#STRIDE} bytes.
   *
   * @param file the file
   * @param bytes how many bytes of it, as they lie on the disk
   * @param all how many there are, 0 where that is not known, as of a pipe
   */
  void read(Path file, long bytes, long all);

  /** Nobody waits. */
  static ReadProgress quiet() {
    return (file, bytes, all) -> {};
  }
}
