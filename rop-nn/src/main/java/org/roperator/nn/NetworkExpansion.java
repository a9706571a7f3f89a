package org.roperator.nn;

import java.util.Arrays;
import org.roperator.dense.Blas;
import org.roperator.dense.Matrix;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.function.WeightDecay;
import org.roperator.nn.layer.Accumulator;
import org.roperator.nn.layer.Averaging;
import org.roperator.nn.layer.Directions;
import org.roperator.nn.layer.HessianRule;
import org.roperator.nn.layer.HessianSums;
import org.roperator.nn.layer.MeanHessianLayer;
import org.roperator.nn.layer.Workspace;
import org.roperator.operator.LinearOperator;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Sharding;

/**
 * A network's mean loss to second order at one point. Sweeps of one's own run over its examples by
 * {@link #sum}. Immutable and safe to share between threads.
 */
public final class NetworkExpansion implements FiniteSumExpansion {

  private final LinearizedShards shards;
  private final WeightDecay decay;
  private final double value;
  private final double[] gradient;

  NetworkExpansion(LinearizedShards shards, WeightDecay decay) {
    this.shards = shards;
    this.decay = decay;
    double[] w = shards.w();
    this.gradient = new double[w.length];
    double mean = shards.addUp(gradient);
    decay.addTo(w, gradient);
    this.value = mean + decay.value(w);
  }

  /** The network whose loss was expanded. */
  public Network network() {
    return shards.problem().network();
  }

  /** The loss. */
  public Loss loss() {
    return shards.problem().loss();
  }

  /** The examples that the mean loss is taken over. */
  public Dataset data() {
    return shards.problem().data();
  }

  /** The point it was expanded at, in a fresh array. */
  public double[] parameters() {
    return shards.w().clone();
  }

  /** What multiplies matrices here. */
  public Blas blas() {
    return shards.blas();
  }

  /** The number of examples of the largest shard. */
  public int mostExamplesAtOnce() {
    return shards.sharding().mostRows();
  }

  /**
   * Adds up what a sweep gives for the shards, in a fixed order: equal bit for bit for any number
   * of threads. The adjoints have been swept back.
   *
   * @param count k, the number of directions the sums are stacked for
   * @param out Overwritten from 0 to {@code length} by the sums.
   * @param length the number of all sums
   * @param sweep computes each of the sums for each shard once
   */
  public void sum(int count, double[] out, int length, ShardSweep sweep) {
    shards
        .sums()
        .sum(
            count,
            out,
            length,
            (shard, sum, area) ->
                sweep.add(shards.twiceDifferentiated(shard, area), sum, area.sweep()));
  }

  /**
   * Runs a sweep over all shards as the forward passes leave them, before any adjoint, for what it
   * writes elsewhere; it must not write twice to one place.
   *
   * @param sweep is given no sums
   */
  public void forEachForward(ShardSweep sweep) {
    shards
        .sums()
        .forEach(
            (shard, sum, area) ->
                sweep.add(shards.forward(shard, area.memory()), sum, area.sweep()));
  }

  /**
   * Sends an average Hessian back through a layer.
   *
   * @param layer its index in {@link Network#layers()}, of a {@link MeanHessianLayer}
   * @param yHessian by its outputs. Not modified.
   * @param rule one that averages
   * @param sums over all examples
   * @param work lends the result
   * @return the Hessian by its inputs
   * @throws IllegalArgumentException if the rule averages nothing, or the layer has no such sweep
   */
  public Matrix backwardHessian(
      int layer, Matrix yHessian, HessianRule rule, HessianSums sums, Workspace work) {
    Network network = network();
    if (rule.averaging() == Averaging.EACH_EXAMPLE) {
      throw new IllegalArgumentException(
          "The rule averages nothing ("
              + rule.averaging()
              + "), but an average is to be sent back; take "
              + Averaging.HESSIANS
              + " or "
              + Averaging.HESSIANS_AND_JACOBIANS
              + ".");
    }
    if (!(network.layers().get(layer) instanceof MeanHessianLayer swept)) {
      throw new IllegalArgumentException(
          "The layer at index "
              + layer
              + " does not send averages of Hessians back; only a MeanHessianLayer does, such as"
              + " affine and activation layers.");
    }
    return swept.backwardHessian(yHessian, shards.w(), network.offset(layer), rule, sums, work);
  }

  @Override
  public int dimension() {
    return gradient.length;
  }

  @Override
  public double value() {
    return value;
  }

  @Override
  public double[] gradient() {
    return gradient.clone();
  }

  @Override
  public SymmetricOperator hessian() {
    return new NetworkOperator(shards, decay, NetworkOperator.Kind.HESSIAN);
  }

  @Override
  public SymmetricOperator gaussNewton() {
    return new NetworkOperator(shards, decay, NetworkOperator.Kind.GAUSS_NEWTON);
  }

  /**
   * The mean over the examples of the squared gradient entries, of the data terms alone.
   *
   * @throws UnsupportedOperationException if layers couple examples, so that no example has a
   *     gradient of its own
   */
  @Override
  public double[] meanSquaredGradient() {
    requireSingleExamples();
    double[] squares = new double[dimension()];
    shards
        .sums()
        .sum(
            1,
            squares,
            dimension(),
            network().hasTies()
                ? this::addSquaresOneByOne
                : (shard, sum, area) ->
                    shards.twiceDifferentiated(shard, area).addSquaredGradients(sum, area.sweep()));
    // The adjoints carry 1/N, their squares 1/N²; a mean wants 1/N.
    for (int i = 0; i < squares.length; i++) {
      squares[i] *= data().size();
    }
    return squares;
  }

  private void requireSingleExamples() {
    if (network().couplesExamples()) {
      throw new UnsupportedOperationException(
          "Single examples have no gradients here: "
              + network().couplingLayer()
              + " couples the examples of a batch. Use a preconditioner built from the Hessian, or"
              + " network.inference(w, data).");
    }
  }

  /** The parts that layers add to a shared parameter belong together before they are squared. */
  private void addSquaresOneByOne(int shard, Accumulator sum, AccumulatedSum.Area area) {
    ShardPasses at = shards.twiceDifferentiated(shard, area);
    double[] squares = sum.added(dimension()).array();
    double[] own = new double[dimension()];
    for (int n = 0; n < at.examples(); n++) {
      Arrays.fill(own, 0);
      at.addExampleGradient(network(), n, new Accumulator(own, 1, 1), area.sweep());
      for (int i = 0; i < own.length; i++) {
        squares[i] += own[i] * own[i];
      }
    }
  }

  /**
   * The gradients of single examples' losses, {@code ∂loss(network(xₙ; w), tₙ)/∂w}, one row of
   * {@link #dimension()} numbers each: neither divided by the number of examples nor with the
   * regularizer, so that {@link #gradient()} is their mean and the regularizer's.
   *
   * <p>All examples share the sweeps forward and backward, which are matrix products and kept by
   * the expansion; what is left for each is an outer product per layer, about what it costs to
   * write the row.
   *
   * @param fromExample the first example
   * @param toExample one past the last
   * @param out at least {@code (toExample − fromExample) · dimension()} numbers. Overwritten.
   * @throws IllegalArgumentException if there are no such examples or out is too short
   * @throws UnsupportedOperationException if layers couple examples, so that no example has a
   *     gradient of its own
   */
  public void exampleGradients(int fromExample, int toExample, double[] out) {
    requireSingleExamples();
    int size = data().size();
    if (fromExample < 0 || toExample < fromExample || toExample > size) {
      throw new IllegalArgumentException(
          "Examples "
              + fromExample
              + " to "
              + toExample
              + " are asked for, but there are those from 0 to "
              + size
              + ".");
    }
    long length = (long) (toExample - fromExample) * dimension();
    if (out.length < length) {
      throw new IllegalArgumentException(
          (toExample - fromExample)
              + " gradients of "
              + dimension()
              + " numbers need "
              + length
              + " places, but the array has "
              + out.length
              + "; ask for fewer examples at once.");
    }
    Arrays.fill(out, 0, (int) length, 0);
    Sharding sharding = shards.sharding();
    shards
        .sums()
        .forEach(
            (shard, sum, area) -> {
              int first = sharding.firstRow(shard);
              int from = Math.max(first, fromExample);
              int to = Math.min(sharding.firstRow(shard + 1), toExample);
              if (from < to) {
                ShardPasses at = shards.twiceDifferentiated(shard, area);
                for (int n = from; n < to; n++) {
                  int row = (n - fromExample) * dimension();
                  Accumulator own = new Accumulator(out, 1, 1, -row);
                  at.addExampleGradient(network(), n - first, own, area.sweep());
                  for (int i = row; i < row + dimension(); i++) {
                    out[i] *= size; // the adjoints carry 1/N
                  }
                }
              }
            });
  }

  /**
   * The Jacobian of the network's outputs with respect to the parameters, {@code J = ∂y/∂w}: an
   * operator from {@link #dimension()} numbers to those of all outputs, those of the first example
   * first.
   *
   * <p>{@code J v} takes one R-forward sweep and is a row of tangents for each example; {@code Jᵀu}
   * takes one backward sweep, and with a u that is zero but for one example it is that example's.
   * Outputs are those of the last layer, before what a loss makes of them, such as a softmax. Where
   * layers couple examples, J is that of the batches they are trained in.
   */
  public LinearOperator jacobian() {
    int outputs = network().outputs();
    Sharding sharding = shards.sharding();
    return LinearOperator.of(
        dimension(),
        Math.multiplyExact(data().size(), outputs),
        (v, out) ->
            shards
                .sums()
                .forEach(
                    (shard, sum, area) -> {
                      Matrix dot =
                          shards
                              .linearized(shard, area)
                              .tangents(new Directions(v, 1), area.sweep());
                      int at = sharding.firstRow(shard) * outputs;
                      System.arraycopy(dot.array(), dot.from(), out, at, dot.size());
                    }),
        (u, out) ->
            shards
                .sums()
                .sum(
                    1,
                    out,
                    dimension(),
                    (shard, sum, area) -> {
                      ShardPasses at = shards.linearized(shard, area);
                      Workspace work = area.sweep();
                      Matrix bar = work.matrix(at.examples(), outputs);
                      int from = sharding.firstRow(shard) * outputs;
                      System.arraycopy(u, from, bar.array(), bar.from(), bar.size());
                      at.addAdjoint(bar, sum, work);
                    }));
  }

  @Override
  public double[] regularizerDiagonal() {
    return decay.diagonal(dimension());
  }
}
