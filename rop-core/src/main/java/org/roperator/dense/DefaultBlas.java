package org.roperator.dense;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.roperator.dense.BlasChooser.Chosen;

/** Makes the choice of this process on first use, logs it, and repeats it ever after. */
final class DefaultBlas {

  private static final System.Logger LOG = System.getLogger("org.roperator.dense");

  /** The choice, or the refusal of a forced one, which later calls must repeat word for word. */
  private static final Supplier<Chosen> HELD = make();

  private static final AtomicBoolean MODE_IS_SEEN = new AtomicBoolean();

  private DefaultBlas() {}

  static Chosen chosen() {
    // Not while this class is made: the virtual machine calls initializers in a mode of its own.
    if (!MODE_IS_SEEN.get() && MODE_IS_SEEN.compareAndSet(false, true)) {
      warn(FloatingPointMode.flushesSubnormals(), LOG);
    }
    return HELD.get();
  }

  private static Supplier<Chosen> make() {
    try {
      String asked = System.getProperty(BlasChooser.PROPERTY, "auto");
      Chosen chosen = BlasChooser.choose(asked, new ProcessEnvironment());
      log(chosen, LOG);
      return () -> chosen;
    } catch (RuntimeException refusal) {
      String message = String.valueOf(refusal.getMessage());
      return () -> {
        throw new IllegalStateException(message, refusal);
      };
    }
  }

  static void warn(boolean flushesSubnormals, System.Logger log) {
    if (flushesSubnormals) {
      log.log(
          System.Logger.Level.WARNING,
          "A native library has left this thread flushing subnormal numbers to zero: results can"
              + " depend on the number of threads. See org.roperator.dense.FloatingPointMode.");
    }
  }

  static void log(Chosen chosen, System.Logger log) {
    String line = "BLAS of this process: " + chosen.choice().description();
    if (chosen.troubles().isEmpty()) {
      log.log(System.Logger.Level.DEBUG, line);
    } else {
      log.log(
          System.Logger.Level.WARNING,
          line + "; passed over: " + String.join("; ", chosen.troubles()));
    }
  }
}
