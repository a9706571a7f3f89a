package org.roperator.contract;

import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;

/** Gives jqwik what {@link AnyDouble} asks for; jqwik finds it as a service. */
public final class AnyDoubleProvider implements ArbitraryProvider {

  /** For {@link java.util.ServiceLoader}. */
  public AnyDoubleProvider() {}

  @Override
  public boolean canProvideFor(TypeUsage type) {
    return type.canBeAssignedTo(TypeUsage.of(Double.class)) && type.isAnnotated(AnyDouble.class);
  }

  @Override
  public Set<Arbitrary<?>> provideFor(TypeUsage type, SubtypeProvider subtypes) {
    AnyDouble range = type.findAnnotation(AnyDouble.class).orElseThrow();
    return Set.of(Doubles.between(range.min(), range.max()));
  }

  /** Before jqwik's own. */
  @Override
  public int priority() {
    return 10;
  }
}
