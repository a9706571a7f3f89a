package org.roperator.optimize;

import java.util.Arrays;
import java.util.List;

/** Iterations in words, equal if every bit is. */
final class Histories {

  private Histories() {}

  static List<String> words(List<? extends Iteration> history) {
    return history.stream().map(Histories::words).toList();
  }

  private static String words(Iteration iteration) {
    String words =
        iteration.number()
            + " "
            + iteration.value()
            + " "
            + Arrays.toString(iteration.parameters())
            + " "
            + iteration.figures();
    return iteration instanceof HessianFreeIteration step
        ? words + " " + step.gradientNorm() + " " + step.solve() + " " + step.step()
        : words;
  }
}
