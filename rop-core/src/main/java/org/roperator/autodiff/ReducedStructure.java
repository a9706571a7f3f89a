package org.roperator.autodiff;

/** Receives the structure of a {@link ReducedTape}. */
interface ReducedStructure {

  /** The second derivative with respect to two slots is not known to be zero. */
  void bendsIn(int first, int second);

  /** A slot depends on the slots in {@code columns[from … to − 1]}. */
  void row(int slot, int[] columns, int from, int to);

  /** A slot is result i of a block. */
  void blockResult(int slot, Block block, int i);
}
