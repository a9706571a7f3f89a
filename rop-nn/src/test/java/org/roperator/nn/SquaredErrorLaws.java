package org.roperator.nn;

class SquaredErrorLaws implements LossContract {

  @Override
  public Loss loss() {
    return Loss.squaredError();
  }
}
