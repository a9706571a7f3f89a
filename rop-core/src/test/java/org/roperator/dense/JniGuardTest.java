package org.roperator.dense;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Native products are refused where the collector could move the arrays, and nowhere else. */
class JniGuardTest {

  private static final List<String> G1 = List.of("G1 Young Generation", "G1 Old Generation");

  @ParameterizedTest
  @CsvSource({
    "17, true",
    "17.0.15+6-Debian, true",
    "21.0.9, true",
    "21.0.11+1, true",
    "22-ea, false",
    "22, false",
    "22.0.2, false",
    "23.0.1, false",
    "24, false",
    "24.0.2, false",
    "25-ea+12, false",
    "25, false",
    "25.0.1, false",
    "25.0.2+10-LTS, false",
    "25.0.3, true",
    "25.0.3+9-LTS, true",
    "25.0.4, true",
    "25.1, true",
    "26, true",
    "27.0.1, true"
  })
  void decidesByTheVersionUnderG1(String version, boolean allowed) {
    Runtime.Version java = Runtime.Version.parse(version);
    assertEquals(allowed, JniGuard.hazard(java, G1).isEmpty());
    if (!allowed) {
      String why = JniGuard.hazard(java, G1).orElseThrow();
      assertTrue(why.contains(version) && why.contains("G1") && why.contains("25.0.3"), why);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PS MarkSweep;PS Scavenge",
    "Copy;MarkSweepCompact",
    "ZGC Major Cycles;ZGC Minor Cycles",
    "Shenandoah Cycles;Shenandoah Pauses",
    "Epsilon Heap"
  })
  void allowsOtherCollectorsOnEveryVersion(String collectors) {
    List<String> names = List.of(collectors.split(";", -1));
    for (String version : List.of("17", "22", "24.0.2", "25", "25.0.2", "25.0.3", "26")) {
      assertTrue(JniGuard.hazard(Runtime.Version.parse(version), names).isEmpty(), version);
    }
  }
}
