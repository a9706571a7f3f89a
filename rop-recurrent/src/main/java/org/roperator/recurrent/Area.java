package org.roperator.recurrent;

import java.util.ArrayList;
import java.util.List;

/** Work arrays of one thread, lent in order and, once rewound, the same ones again. */
final class Area {

  private final List<double[]> arrays = new ArrayList<>();
  private int next;

  /** At least so many numbers of arbitrary content. */
  double[] lend(int length) {
    if (next == arrays.size()) {
      arrays.add(new double[length]);
    } else if (arrays.get(next).length < length) {
      arrays.set(next, new double[length]);
    }
    return arrays.get(next++);
  }

  /** An array of just that length, of arbitrary content. */
  double[] lendExactly(int length) {
    if (next < arrays.size() && arrays.get(next).length != length) {
      arrays.set(next, new double[length]);
    }
    return lend(length);
  }

  /** Where lending stands; what is lent from here on goes back by {@link #rewindTo}. */
  int mark() {
    return next;
  }

  void rewindTo(int mark) {
    next = mark;
  }

  Area rewound() {
    rewindTo(0);
    return this;
  }
}
