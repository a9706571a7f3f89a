package org.roperator.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The rules that every module keeps; a module's test names its exceptions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HouseContract {
  private @Nullable HouseRules kept;

  /** The rules over the classes of the module, with its exceptions. */
  protected abstract HouseRules rules();

  /** Read once: the rules look at every class of the module. */
  private HouseRules read() {
    if (kept == null) {
      kept = rules();
    }
    return kept;
  }

  @Test
  void filesOfAPackageUseOneAnotherInOneDirectionOnly() {
    assertKept(read().circlesOfFiles());
  }

  @Test
  void packagesUseOneAnotherInOneDirectionOnly() {
    assertKept(read().circlesOfPackages());
  }

  @Test
  void packagesShowFewTypes() {
    assertKept(read().crowdedPackages());
  }

  @Test
  void theBlasIsGivenNotFetched() {
    assertKept(read().callsForTheBlasOfTheProcess());
  }

  @Test
  void parameterListsAreShort() {
    assertKept(read().longParameterLists());
  }

  @Test
  void thereAreClassesToLookAt() {
    assertTrue(read().size() > 2, "only " + read().size() + " classes were found");
  }

  private static void assertKept(List<String> broken) {
    assertEquals("", String.join("\n", broken));
  }
}
