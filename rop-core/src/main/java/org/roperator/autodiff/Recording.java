package org.roperator.autodiff;

/** A finished recording in arrays of its own. */
final class Recording {

  private final int inputs;
  private final long[] words;
  private final double[] partials;
  private final double[] bends;
  private final Block[] blocks;

  Recording(int inputs, long[] words, double[] partials, double[] bends, Block[] blocks) {
    this.inputs = inputs;
    this.words = words;
    this.partials = partials;
    this.bends = bends;
    this.blocks = blocks;
  }

  /** That of a program whose result depends on nothing. */
  static Recording none(int inputs) {
    return new Recording(inputs, new long[0], new double[0], new double[0], new Block[0]);
  }

  /** Multiplies the second partials by the adjoints of their results. */
  void weigh(double[] bar) {
    int f = 0;
    for (int i = 0; i < words.length; i++) {
      double yBar = bar[inputs + i];
      switch (Node.kind(words[i])) {
        case Node.PRODUCT -> bends[f++] = yBar;
        case Node.UNARY -> {
          bends[f] = weighted(bends[f], yBar);
          f++;
        }
        case Node.BINARY -> {
          bends[f] = weighted(bends[f], yBar);
          bends[f + 1] = weighted(bends[f + 1], yBar);
          bends[f + 2] = weighted(bends[f + 2], yBar);
          f += 3;
        }
        case Node.BLOCK -> {
          if (Node.b(words[i]) == 0) {
            int number = Node.a(words[i]);
            blocks[number] = blocks[number].weighted(bar, inputs + i);
          }
        }
        default -> {}
      }
    }
  }

  /** An infinite second partial of a result that nothing depends on must not become NaN. */
  private static double weighted(double bend, double yBar) {
    return yBar == 0 ? 0 : bend * yBar;
  }

  int inputs() {
    return inputs;
  }

  /** The words of all nodes but the inputs. */
  long[] words() {
    return words;
  }

  double[] partials() {
    return partials;
  }

  double[] bends() {
    return bends;
  }

  Block[] blocks() {
    return blocks;
  }
}
