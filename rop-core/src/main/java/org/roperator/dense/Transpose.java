package org.roperator.dense;

/** Whether a matrix enters a product as stored or transposed. */
public enum Transpose {
  /** As stored. */
  NO,
  /** Rows and columns exchanged. */
  YES
}
