package org.roperator.nn;

import java.util.concurrent.atomic.AtomicLong;
import org.roperator.dense.Matrix;
import org.roperator.nn.layer.Accumulator;
import org.roperator.nn.layer.Directions;
import org.roperator.nn.layer.Layer;
import org.roperator.nn.layer.Pass;
import org.roperator.nn.layer.Workspace;

/** Passes everything on and counts the forward passes. */
public record CountingLayer(int inputs, AtomicLong forwardPasses) implements Layer {

  @Override
  public int outputs() {
    return inputs;
  }

  @Override
  public Pass forward(Matrix x, double[] w, int from, Workspace memory) {
    forwardPasses.incrementAndGet();
    return new Pass() {
      @Override
      public Matrix y() {
        return x;
      }

      @Override
      public Matrix backward(Matrix yBar, Workspace work) {
        return yBar;
      }

      @Override
      public Matrix forwardDot(Matrix xDot, Directions v, Workspace work) {
        return xDot;
      }

      @Override
      public Matrix backwardDot(
          Matrix xDot, Matrix yBarDot, Directions v, Accumulator sum, Workspace work) {
        return yBarDot;
      }

      @Override
      public Matrix adjoint(Matrix u, Accumulator sum, Workspace work) {
        return u;
      }
    };
  }

  @Override
  public long numbersKeptPerExample() {
    return 0;
  }
}
