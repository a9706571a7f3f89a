package org.roperator.dense;

import java.util.Collection;
import java.util.Optional;

/**
 * Says when native code must not be lent Java's arrays.
 *
 * <p>Native products work on heap arrays in place, which the collector must not move meanwhile.
 * From JDK 22 on G1 pins their regions; until that was repaired in 25.0.3, an evacuation cut short
 * could still move them, and the product then read or wrote other objects' memory.
 */
final class JniGuard {

  private JniGuard() {}

  /**
   * The reason not to use native products, if there is one.
   *
   * @param java the version that runs
   * @param collectors the names of its collectors' management beans
   */
  static Optional<String> hazard(Runtime.Version java, Collection<String> collectors) {
    boolean g1 = collectors.stream().anyMatch(name -> name.startsWith("G1 "));
    return g1 && java.feature() >= 22 && isBeforeRepair(java)
        ? Optional.of(
            "G1 of JDK "
                + java
                + " can move arrays while native code uses them;"
                + " take JDK 25.0.3 or later, or -XX:+UseParallelGC")
        : Optional.empty();
  }

  private static boolean isBeforeRepair(Runtime.Version java) {
    return java.feature() < 25
        || (java.feature() == 25 && java.interim() == 0 && java.update() < 3);
  }
}
