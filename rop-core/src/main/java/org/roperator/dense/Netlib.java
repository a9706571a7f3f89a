package org.roperator.dense;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens the netlib interface.
 *
 * <p>That interface decides on its very first use whether it is native and over which library, and
 * for good. It tells why it failed to its log only, and also logs every success; so its log is
 * listened to here and does not reach the console.
 */
final class Netlib {

  private static final String LIBRARY = "dev.ludovic.netlib.blas.nativeLibPath";
  private static final String ALLOW_NATIVE = "dev.ludovic.netlib.blas.allowNative";

  private Netlib() {}

  /**
   * The interface over a native library.
   *
   * @throws IllegalStateException if it could not be opened, with the cause
   */
  static BLAS nativeAt(Path library) {
    System.setProperty(LIBRARY, library.toString());
    Listener listener = new Listener();
    try {
      return NativeBLAS.getInstance();
    } catch (RuntimeException failure) {
      Throwable cause = listener.thrown != null ? listener.thrown : failure;
      throw new IllegalStateException("netlib can't use it: " + cause.getMessage(), cause);
    } finally {
      listener.close();
    }
  }

  /** The interface in Java; with the Vector API if the process has that module. */
  static BLAS java() {
    if (System.getProperty(LIBRARY) == null && System.getProperty(ALLOW_NATIVE) == null) {
      System.setProperty(ALLOW_NATIVE, "false");
    }
    Listener listener = new Listener();
    try {
      return JavaBLAS.getInstance();
    } finally {
      listener.close();
    }
  }

  /** Takes the messages of netlib's start while it is open. */
  private static final class Listener extends Handler {

    private final Logger log = Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");
    private final @Nullable Level level = log.getLevel();
    private final boolean passesOn = log.getUseParentHandlers();
    private @Nullable Throwable thrown;

    Listener() {
      log.setUseParentHandlers(false);
      log.setLevel(Level.FINE);
      log.addHandler(this);
    }

    @Override
    public void publish(LogRecord message) {
      if (message.getThrown() != null) {
        thrown = message.getThrown();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      log.removeHandler(this);
      log.setLevel(level);
      log.setUseParentHandlers(passesOn);
    }
  }
}
