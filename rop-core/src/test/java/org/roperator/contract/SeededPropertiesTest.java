package org.roperator.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/** Every property of the build has a seed of its own, which its name and the build's seed make. */
class SeededPropertiesTest {

  private static final Map<String, String> SEEDS = new HashMap<>();
  private static final Map<String, Integer> TRIES = new HashMap<>();

  /** Comes after the hook that is to have been there. */
  static class Look implements AroundPropertyHook {
    @Override
    public int aroundPropertyProximity() {
      return 100;
    }

    @Override
    public PropertyExecutionResult aroundProperty(
        PropertyLifecycleContext context, PropertyExecutor property) {
      SEEDS.put(context.label(), context.attributes().seed().orElse("none"));
      TRIES.put(context.label(), context.attributes().tries().orElse(0));
      return property.execute();
    }
  }

  @Property(tries = 3)
  @AddLifecycleHook(Look.class)
  void one(@ForAll long number) {
    SEEDS.merge("drawn by one", Long.toString(number), (a, b) -> a + " " + b);
  }

  @Property(tries = 3)
  @AddLifecycleHook(Look.class)
  void other(@ForAll long number) {
    SEEDS.merge("drawn by other", Long.toString(number), (a, b) -> a + " " + b);
  }

  @Property(tries = 3, seed = "5")
  @AddLifecycleHook(Look.class)
  void itsOwn(@ForAll long number) {
    SEEDS.merge("drawn by its own", Long.toString(number), (a, b) -> a + " " + b);
  }

  @AfterContainer
  static void seedsWereSeen() {
    assertEquals(6, SEEDS.size(), SEEDS::toString);
    assertNotEquals(SEEDS.get("drawn by one"), SEEDS.get("drawn by other"));
    assertEquals("5", SEEDS.get("itsOwn"));
    String seed = System.getProperty(SeededProperties.SEED, "1");
    if (seed.equals(SeededProperties.RANDOM)) {
      assertEquals("none", SEEDS.get("one"));
    } else {
      // The scrambling of SplittableRandom, Steele, Lea & Flood 2014, by hand.
      long state =
          Long.parseLong(seed) * 0x9E3779B97F4A7C15L
              + (SeededPropertiesTest.class.getName() + ".one").hashCode()
              + 0x9E3779B97F4A7C15L;
      long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      assertEquals(Long.toString(z ^ (z >>> 31)), SEEDS.get("one"));
    }
    int times = Integer.getInteger(SeededProperties.TRIES, 1);
    assertEquals(3 * times, TRIES.get("one"));
  }
}
