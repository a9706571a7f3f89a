package org.roperator.dense;

import java.util.function.Supplier;
import org.roperator.dense.BlasChooser.Chosen;

/** Makes the choice of this process on first use, logs it, and repeats it ever after. */
final class ProcessBlas {

  /** The choice, or the refusal of a forced one, which later calls must repeat word for word. */
  private static final Supplier<Chosen> HELD = make(System.getLogger("org.roperator.dense"));

  private ProcessBlas() {}

  static Chosen chosen() {
    return HELD.get();
  }

  private static Supplier<Chosen> make(System.Logger log) {
    try {
      String asked = System.getProperty(BlasChooser.PROPERTY, "auto");
      Chosen chosen = BlasChooser.choose(asked, new ThisProcess());
      log(chosen, log);
      return () -> chosen;
    } catch (IllegalStateException refusal) {
      String message = String.valueOf(refusal.getMessage());
      return () -> {
        throw new IllegalStateException(message, refusal);
      };
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
