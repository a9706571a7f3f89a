package org.roperator.autodiff;

/** {@code yᵢ = α aᵢ + β bᵢ mod m}: the shorter operand b of length m repeats along a. */
record AffineBlock(int a, double alpha, int length, int b, double beta, int period)
    implements Block {

  @Override
  public void operands(Ranges ranges) {
    ranges.range(a, length);
    ranges.range(b, period);
  }

  @Override
  public Block moved(int[] places) {
    return new AffineBlock(places[a], alpha, length, places[b], beta, period);
  }

  @Override
  public void push(double[] dot, int at, int k, Work work) {
    for (int from = 0; from < length; from += period) {
      for (int i = 0; i < period * k; i++) {
        dot[(at + from) * k + i] = alpha * dot[(a + from) * k + i] + beta * dot[b * k + i];
      }
    }
  }

  @Override
  public void pull(double[] bar, int at, int k, Work work) {
    Lanes.addScaled(alpha, bar, at * k, bar, a * k, length * k);
    for (int from = 0; from < length; from += period) {
      Lanes.addScaled(beta, bar, (at + from) * k, bar, b * k, period * k);
    }
  }

  @Override
  public void describe(int i, Structure structure) {
    structure.dependsOn(a + i);
    structure.dependsOn(b + i % period);
  }
}
