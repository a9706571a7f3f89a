package org.roperator.data;

import java.io.IOException;
import java.nio.file.Path;

/** Pipes that have a name in the file system. */
public final class NamedPipe {

  private NamedPipe() {}

  /** Makes a pipe, unless this system has none. */
  public static boolean isMadeAt(Path pipe) throws InterruptedException {
    try {
      return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException none) {
      return false;
    }
  }
}
