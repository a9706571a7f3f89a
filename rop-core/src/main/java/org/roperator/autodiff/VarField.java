package org.roperator.autodiff;

import org.apache.commons.math3.Field;
import org.apache.commons.math3.FieldElement;

/** The field of {@link Var}s, whose zero and one are constants. */
enum VarField implements Field<Var> {
  INSTANCE;

  private static final Var ZERO = Var.constant(0);
  private static final Var ONE = Var.constant(1);

  @Override
  public Var getZero() {
    return ZERO;
  }

  @Override
  public Var getOne() {
    return ONE;
  }

  @Override
  public Class<? extends FieldElement<Var>> getRuntimeClass() {
    return Var.class;
  }
}
