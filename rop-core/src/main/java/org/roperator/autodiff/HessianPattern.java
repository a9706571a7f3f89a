package org.roperator.autodiff;

import java.util.Arrays;

/**
 * Which entries of a Hessian are not known to be zero, found on the tape.
 *
 * <p>Edge pushing without numbers (Gower and Mello, "A new framework for the computation of
 * Hessians", 2012): start from the pairs of slots in which a second derivative may be nonzero, and
 * going down replace each slot in a pair by the slots it depends on, until inputs alone are left.
 * Each pair is kept with its larger slot.
 */
final class HessianPattern implements ReducedStructure, Block.Structure {

  private final IntSet[] smallerPartners;
  private IntSet dependencies = new IntSet();

  private HessianPattern(int slots) {
    smallerPartners = new IntSet[slots];
    for (int i = 0; i < slots; i++) {
      smallerPartners[i] = new IntSet();
    }
  }

  /** For each input, the inputs up to itself with which it has an entry. */
  static IntSet[] of(ReducedTape reduced) {
    HessianPattern pattern = new HessianPattern(reduced.slots());
    reduced.describe(pattern);
    return Arrays.copyOf(pattern.smallerPartners, reduced.inputs());
  }

  @Override
  public void bendsIn(int first, int second) {
    smallerPartners[Math.max(first, second)].add(Math.min(first, second));
  }

  @Override
  public void dependsOn(int operand) {
    dependencies.add(operand);
  }

  @Override
  public void row(int slot, int[] columns, int from, int to) {
    dependencies = new IntSet();
    for (int e = from; e < to; e++) {
      dependencies.add(columns[e]);
    }
    push(slot);
  }

  @Override
  public void blockResult(int slot, Block block, int i) {
    dependencies = new IntSet();
    block.describe(i, this);
    push(slot);
  }

  private void push(int slot) {
    IntSet partners = smallerPartners[slot];
    smallerPartners[slot] = new IntSet();
    for (int i = 0; i < partners.size(); i++) {
      int partner = partners.get(i);
      for (int d = 0; d < dependencies.size(); d++) {
        if (partner != slot) {
          bendsIn(dependencies.get(d), partner);
          continue;
        }
        for (int c = 0; c <= d; c++) {
          bendsIn(dependencies.get(d), dependencies.get(c));
        }
      }
    }
  }
}
