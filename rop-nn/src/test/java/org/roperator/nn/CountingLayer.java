package org.roperator.nn;

import java.util.concurrent.atomic.AtomicLong;

/** Passes everything on and counts the forward passes. */
public record CountingLayer(int inputs, AtomicLong forwardPasses) implements Layer {

  @Override
  public int outputs() {
    return inputs;
  }

  @Override
  public Pass forward(Batch x, double[] w, int from, Workspace memory) {
    forwardPasses.incrementAndGet();
    return new Pass() {
      @Override
      public Batch y() {
        return x;
      }

      @Override
      public Batch backward(Batch yBar, Workspace work) {
        return yBar;
      }

      @Override
      public Batch forwardDot(Batch xDot, Directions v, Workspace work) {
        return xDot;
      }

      @Override
      public Batch backwardDot(
          Batch xDot, Batch yBarDot, Directions v, Accumulator sum, Workspace work) {
        return yBarDot;
      }

      @Override
      public Batch adjoint(Batch u, Accumulator sum, Workspace work) {
        return u;
      }
    };
  }

  @Override
  public long numbersKeptPerExample() {
    return 0;
  }
}
