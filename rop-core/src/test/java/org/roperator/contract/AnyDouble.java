package org.roperator.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks that a property's number be drawn by {@link Doubles#between}: {@code @ForAll @AnyDouble(min
 * = 0.1, max = 9)}. To be used instead of jqwik's own range, which draws two decimals.
 */
@Target({ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface AnyDouble {

  /** The least number, itself included. */
  double min() default -Double.MAX_VALUE;

  /** The largest number, itself included. */
  double max() default Double.MAX_VALUE;
}
