package org.roperator.nn;

import org.roperator.dense.Matrix;
import org.roperator.nn.layer.Accumulator;
import org.roperator.nn.layer.Directions;
import org.roperator.nn.layer.Pass;
import org.roperator.nn.layer.Workspace;

/**
 * A network and its loss on one shard at one point: the chain of the layers' passes, and the sweeps
 * through all of them.
 */
final class ShardPasses implements Shard {

  private final int firstExample;
  private final int examples;
  private final int firstLayer;
  private final Pass[] passes;

  /**
   * Of all parameters if layers share some, so that several passes add to the same sums; else 0.
   */
  private final int overlapping;

  private final LossPass loss;

  private ShardPasses(int from, int to, Network network, Pass[] passes, LossPass loss) {
    this.firstExample = from;
    this.examples = to - from;
    this.firstLayer = network.layers().size() - passes.length;
    this.overlapping = network.hasTies() ? network.dimension() : 0;
    this.passes = passes;
    this.loss = loss;
  }

  /** Runs forward through the layers and the loss. */
  static ShardPasses forward(LossOverData problem, int from, int to, double[] w, Workspace memory) {
    Network network = problem.network();
    int first = network.firstTrained();
    Pass[] passes = new Pass[network.layers().size() - first];
    memory.treats(row -> problem.data().number(from + row));
    Matrix y = prepared(problem, from, to, w, memory);
    for (int i = 0; i < passes.length; i++) {
      passes[i] = network.layers().get(first + i).forward(y, w, network.offset(first + i), memory);
      y = passes[i].y();
    }
    double weight = 1.0 / problem.data().size();
    return new ShardPasses(
        from, to, network, passes, problem.loss().forward(y, problem.data(), from, weight, memory));
  }

  /** The sum of the losses alone. */
  static double value(LossOverData problem, int from, int to, double[] w, Workspace work) {
    Network network = problem.network();
    work.treats(row -> problem.data().number(from + row));
    Matrix y = problem.data().inputs(from, to);
    for (int i = 0; i < network.layers().size(); i++) {
      y = network.layers().get(i).outputs(y, w, network.offset(i), work);
    }
    return problem.loss().value(y, problem.data(), from);
  }

  /** The data as the first layer with parameters sees it. */
  private static Matrix prepared(
      LossOverData problem, int from, int to, double[] w, Workspace memory) {
    Matrix x = problem.data().inputs(from, to);
    for (int i = 0; i < problem.network().firstTrained(); i++) {
      Matrix y = problem.network().layers().get(i).outputs(x, w, 0, memory);
      x = y.constant();
    }
    return x;
  }

  /** Runs backward, so that everything but Gauss-Newton products is ready. */
  ShardPasses backward(Workspace memory) {
    Matrix bar = loss.yBar();
    for (int i = passes.length - 1; i >= 0; i--) {
      bar = passes[i].backward(bar, memory);
    }
    return this;
  }

  @Override
  public int firstExample() {
    return firstExample;
  }

  @Override
  public int examples() {
    return examples;
  }

  @Override
  public Pass pass(int layer) {
    return passes[layer - firstLayer];
  }

  @Override
  public LossPass loss() {
    return loss;
  }

  /** The sum of the losses. */
  double sum() {
    return loss.sum();
  }

  /** Sums for passes each of which adds its part. */
  private Accumulator parts(Accumulator sum) {
    return overlapping > 0 ? sum.added(sum.count() * overlapping) : sum;
  }

  void addGradient(Accumulator sum, Workspace work) {
    Accumulator parts = parts(sum);
    for (Pass pass : passes) {
      pass.gradient(parts, work);
    }
  }

  /** Where layers share parameters, each example has to be linearized by itself instead. */
  void addSquaredGradients(Accumulator sum, Workspace work) {
    for (Pass pass : passes) {
      pass.squaredGradients(sum, work);
    }
  }

  /** Adds the gradient of the example in row n of this shard. */
  void addExampleGradient(Network network, int n, Accumulator sum, Workspace work) {
    for (int i = 0; i < passes.length; i++) {
      if (!network.layers().get(firstLayer + i).parameters().isEmpty()) {
        passes[i].exampleGradient(n, sum, work);
      }
    }
  }

  /** The tangents {@code Jv} of this shard's outputs, one row per example. */
  Matrix tangents(Directions v, Workspace work) {
    Matrix dot = Matrix.empty();
    for (Pass pass : passes) {
      dot = pass.forwardDot(dot, v, work);
    }
    return dot;
  }

  /**
   * {@code sum += Jᵀu}.
   *
   * @param outputBar u, one row per example. Handed over: may be overwritten.
   */
  void addAdjoint(Matrix outputBar, Accumulator sum, Workspace work) {
    Matrix u = outputBar;
    Accumulator parts = parts(sum);
    for (int i = passes.length - 1; i >= 0; i--) {
      u = passes[i].adjoint(u, parts, work);
    }
  }

  /** {@code sum += Hv}: R-forward, the curvature of the loss, R-backward. */
  void addHessianProduct(Directions v, Accumulator sum, Workspace work) {
    Matrix[] xDots = work.keep(this, passes.length);
    Matrix dot = Matrix.empty();
    for (int i = 0; i < passes.length; i++) {
      xDots[i] = dot;
      dot = passes[i].forwardDot(dot, v, work);
    }
    Matrix barDot = loss.yBarDot(dot, v.count(), work);
    Accumulator parts = parts(sum);
    for (int i = passes.length - 1; i >= 0; i--) {
      barDot = passes[i].backwardDot(xDots[i], barDot, v, parts, work);
    }
  }

  /** {@code sum += Jᵀ(∂²loss)Jv}: R-forward, the curvature of the loss, plain backward. */
  void addGaussNewtonProduct(Directions v, Accumulator sum, Workspace work) {
    addAdjoint(loss.yBarDot(tangents(v, work), v.count(), work), sum, work);
  }
}
