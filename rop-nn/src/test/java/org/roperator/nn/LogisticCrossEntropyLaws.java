package org.roperator.nn;

class LogisticCrossEntropyLaws implements LossContract {

  @Override
  public Loss loss() {
    return Loss.logisticCrossEntropy();
  }
}
