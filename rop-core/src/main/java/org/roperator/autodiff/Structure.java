package org.roperator.autodiff;

/** Receives which operands a result depends on. */
interface Structure {

  /** The result depends on this node. */
  void dependsOn(int operand);

  /** The result's second derivative with respect to these two nodes is not known to be zero. */
  void bendsIn(int first, int second);
}
