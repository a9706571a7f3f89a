package org.roperator.autodiff;

import java.util.Arrays;

/** A small set of numbers from 0 on, in the order in which they came. */
final class IntSet {

  private static final int FREE = -1;

  private int[] members = new int[4];
  private int[] table = new int[0];
  private int size;

  /** Whether the number was not in the set before. */
  boolean add(int number) {
    if (size < 8) {
      for (int i = 0; i < size; i++) {
        if (members[i] == number) {
          return false;
        }
      }
    } else if (!claim(number)) {
      return false;
    }
    if (size == members.length) {
      members = Arrays.copyOf(members, 2 * size);
    }
    members[size++] = number;
    if (size >= 8 && 2 * size > table.length) {
      table = new int[4 * Integer.highestOneBit(size)];
      Arrays.fill(table, FREE);
      for (int i = 0; i < size; i++) {
        claim(members[i]);
      }
    }
    return true;
  }

  private boolean claim(int number) {
    int mask = table.length - 1;
    int place = (number * 0x9E3779B9) >>> 7 & mask;
    while (table[place] != FREE) {
      if (table[place] == number) {
        return false;
      }
      place = (place + 1) & mask;
    }
    table[place] = number;
    return true;
  }

  int size() {
    return size;
  }

  /** The i-th member, counted from 0. */
  int get(int i) {
    return members[i];
  }
}
