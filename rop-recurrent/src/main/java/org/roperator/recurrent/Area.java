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

  Area rewound() {
    next = 0;
    return this;
  }
}
