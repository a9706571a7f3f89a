package org.roperator.nn;

class SoftmaxCrossEntropyLaws implements LossContract {

  @Override
  public Loss loss() {
    return Loss.softmaxCrossEntropy();
  }
}
