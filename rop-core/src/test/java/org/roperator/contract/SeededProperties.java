package org.roperator.contract;

import java.util.SplittableRandom;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Lets a build try every property on the same samples everywhere, so that who sees it fail can
 * repeat it and who sees it pass has seen what others will see.
 *
 * <p>{@code -Drop.test.seed=N} is another build's samples and {@code -Drop.test.seed=random} new
 * ones each time; {@code -Drop.test.tries=8} tries eight times as many. jqwik finds this class by
 * {@code META-INF/services}.
 */
public final class SeededProperties implements AroundPropertyHook {

  /** The system property that holds a number, 1 unless given, or {@value #RANDOM}. */
  static final String SEED = "rop.test.seed";

  /** How many times the tries that a property asks for. */
  static final String TRIES = "rop.test.tries";

  static final String RANDOM = "random";

  private static final int TRIES_OF_JQWIK = 1000;

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    String name = context.containerClass().getName() + "." + context.targetMethod().getName();
    configure(
        context.attributes(),
        name,
        System.getProperty(SEED, "1"),
        Integer.parseInt(System.getProperty(TRIES, "1")));
    return property.execute();
  }

  /** A property draws what no other draws: its name is part of its seed. */
  static void configure(PropertyAttributes attributes, String name, String seed, int times) {
    if (attributes.seed().isEmpty() && !seed.equals(RANDOM)) {
      long own = Long.parseLong(seed) * 0x9E3779B97F4A7C15L + name.hashCode();
      attributes.setSeed(Long.toString(new SplittableRandom(own).nextLong()));
    }
    int tries = attributes.tries().orElse(TRIES_OF_JQWIK);
    if (times != 1 && tries != 1) { // one is an example
      attributes.setTries(times * tries);
    }
  }
}
