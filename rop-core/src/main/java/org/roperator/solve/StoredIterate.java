package org.roperator.solve;

/** An iterate of a solve that was kept; immutable. */
public final class StoredIterate {

  private final int iteration;
  private final double model;
  private final double[] x;

  StoredIterate(int iteration, double model, double[] x) {
    this.iteration = iteration;
    this.model = model;
    this.x = x;
  }

  /** After how many iterations it stood. */
  public int iteration() {
    return iteration;
  }

  /** The quadratic model ψ there. */
  public double model() {
    return model;
  }

  /** The iterate in a fresh array. */
  public double[] x() {
    return x.clone();
  }
}
