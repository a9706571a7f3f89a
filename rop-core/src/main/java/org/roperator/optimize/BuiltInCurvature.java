package org.roperator.optimize;

import org.roperator.function.FiniteSumExpansion;
import org.roperator.operator.SymmetricOperator;

/** The curvatures every expansion offers. */
enum BuiltInCurvature implements Curvature {
  STANDARD {
    @Override
    public SymmetricOperator of(FiniteSumExpansion expansion) {
      return expansion.hasGaussNewton() ? expansion.gaussNewton() : expansion.hessian();
    }
  },
  GAUSS_NEWTON {
    @Override
    public SymmetricOperator of(FiniteSumExpansion expansion) {
      return expansion.gaussNewton();
    }
  },
  HESSIAN {
    @Override
    public SymmetricOperator of(FiniteSumExpansion expansion) {
      return expansion.hessian();
    }
  }
}
