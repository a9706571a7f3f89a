package org.roperator.autodiff;

import org.apache.commons.math3.Field;
import org.apache.commons.math3.FieldElement;

/** The field of {@link Dual}s, whose zero and one are constants. */
enum DualField implements Field<Dual> {
  INSTANCE;

  private static final Dual ZERO = Dual.constant(0);
  private static final Dual ONE = Dual.constant(1);

  @Override
  public Dual getZero() {
    return ZERO;
  }

  @Override
  public Dual getOne() {
    return ONE;
  }

  @Override
  public Class<? extends FieldElement<Dual>> getRuntimeClass() {
    return Dual.class;
  }
}
