package org.roperator.nn.layer;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

class MaxPoolingLaws implements LayerContract {

  @Override
  public Layer layer() {
    return MaxPooling.of(new ImageShape(4, 3, 2), Kernel.of(2, 3).withPadding(1));
  }

  /** As long as no two numbers change places, no window has another largest. */
  @Override
  public boolean isSmoothBetween(double[] below, double[] above) {
    return order(below).equals(order(above));
  }

  private static List<Integer> order(double[] x) {
    return IntStream.range(0, x.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> x[i]))
        .toList();
  }
}
