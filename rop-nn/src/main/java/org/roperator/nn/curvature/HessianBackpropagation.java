package org.roperator.nn.curvature;

import java.util.List;
import java.util.Optional;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Arguments;
import org.roperator.nn.NetworkExpansion;
import org.roperator.nn.layer.Averaging;
import org.roperator.nn.layer.HessianRule;
import org.roperator.nn.layer.HessianRule.Place;
import org.roperator.nn.layer.SecondSummand;
import org.roperator.operator.BlockDiagonal;
import org.roperator.optimize.Curvature;

/**
 * Block-diagonal curvature of a network by sending curvature backwards, layer by layer (Dangel
 * &amp; Hennig 2019).
 *
 * <pre>{@code
 * BlockDiagonal<CurvatureBlock> h = HessianBackpropagation.hessian().of(objective.expandAt(w));
 * h.block("layer1.W").operator().times(v);       // exact
 *
 * HessianBackpropagation.positiveCurvature()      // PCH-abs …
 *     .withAveraging(Averaging.HESSIANS_AND_JACOBIANS) // … by the cheapest approximation, (7),
 *     .withPartition(Partition.perArray().withRowGroups(4));        // each array in four groups of rows
 * }</pre>
 *
 * <p>Without an average every block of parameters that one layer has is exact: that of the Hessian,
 * of the Gauss-Newton matrix, of the Fisher matrices, and of the Hessian with each example's second
 * summands changed. It is known by products, each some sweep over the examples. With an average a
 * block is a Kronecker product {@code Γ ⊗ A}, an approximation unless there is one example, and its
 * products cost no sweep.
 *
 * <p>Of parameters that m layers share ({@link org.roperator.nn.Network#tied}) there is one block,
 * the sum of those that the layers would have if each had the parameters to itself: {@code Σ
 * TᵢᵀCᵢTᵢ}, Tᵢ the identity, or a transposition where the layer takes the weights turned round. As
 * between any two layers, what lies between these is left out: so the sum is neither the block of
 * the Hessian nor that of the Gauss-Newton matrix G, though {@code vᵀGv ≤ m vᵀ(Σ TᵢᵀCᵢTᵢ)v} for v
 * in the block; the sum of an empirical Fisher matrix takes the outer product of each layer's own
 * gradient. {@link LayerBlocks} and {@code expansion.hessian().block(from, to)} have the whole. A
 * product costs those of all layers that share, and an averaged block is a sum of Kronecker
 * products, whose damped inverse takes the eigenvalues of the whole block.
 *
 * <p>The regularizer's curvature is always added. Blocks keep the expansion they are of. Results
 * are equal bit for bit for any number of threads. Immutable.
 */
public final class HessianBackpropagation implements Curvature.Blockwise {

  /** The curvature at the outputs, made for an expansion. */
  private interface Outputs {
    OutputCurvature of(NetworkExpansion at);
  }

  private static final Outputs LOSS = at -> OutputCurvature.ofLoss();

  private final Outputs outputs;
  private final SecondSummand summand;
  private final Averaging averaging;
  private final Optional<Place> place;
  private final Partition partition;

  private HessianBackpropagation(
      Outputs outputs,
      SecondSummand summand,
      Averaging averaging,
      Optional<Place> place,
      Partition partition) {
    this.outputs = outputs;
    this.summand = summand;
    this.averaging = averaging;
    this.place = place;
    this.partition = partition;
  }

  private static HessianBackpropagation exact(Outputs outputs, SecondSummand summand) {
    return new HessianBackpropagation(
        outputs, summand, Averaging.EACH_EXAMPLE, Optional.empty(), Partition.perArray());
  }

  /** Blocks of the Hessian, which may be indefinite. */
  public static HessianBackpropagation hessian() {
    return exact(LOSS, SecondSummand.KEEP);
  }

  /** Blocks of the generalized Gauss-Newton matrix; averaged, the recursion of KFRA. */
  public static HessianBackpropagation gaussNewton() {
    return exact(LOSS, SecondSummand.DROP);
  }

  /** The Hessian's blocks made positive by absolute values of the second summand: PCH-abs. */
  public static HessianBackpropagation positiveCurvature() {
    return exact(LOSS, SecondSummand.ABSOLUTE);
  }

  /** The Hessian's blocks made positive by clipping the second summand: PCH-clip. */
  public static HessianBackpropagation clippedCurvature() {
    return exact(LOSS, SecondSummand.CLIP);
  }

  /**
   * Blocks of the Fisher matrix, exactly: those of the Gauss-Newton matrix, once it is sure that
   * the loss is a {@link org.roperator.nn.CanonicalLoss}.
   */
  public static HessianBackpropagation fisher() {
    return exact(
        at -> {
          FrozenRoots.requireCanonical(at);
          return OutputCurvature.ofLoss();
        },
        SecondSummand.DROP);
  }

  /**
   * Blocks of an unbiased estimate of the Fisher matrix, from gradients at targets drawn from the
   * model. The draws are frozen: all products are of one matrix, of rank at most N · samples. They
   * depend on the seed, the parameters and an example's place in the objective.
   *
   * @param samples draws for each example, at least 1
   * @param seed of the draws
   */
  public static HessianBackpropagation sampledFisher(int samples, long seed) {
    Arguments.requirePositive("The number of samples", samples);
    return exact(
        at -> new OutputCurvature.OfRoots(FrozenRoots.sampled(at, samples, seed)),
        SecondSummand.DROP);
  }

  /**
   * Blocks of the empirical Fisher matrix, {@code (1/N) Σ gₙgₙᵀ} of the gradients at the true
   * targets: another matrix than Fisher's.
   */
  public static HessianBackpropagation empiricalFisher() {
    return exact(
        at -> new OutputCurvature.OfRoots(FrozenRoots.ofGradients(at)), SecondSummand.DROP);
  }

  /** The same with another average; none unless this is called. */
  public HessianBackpropagation withAveraging(Averaging averaging) {
    return new HessianBackpropagation(outputs, summand, averaging, place, partition);
  }

  /**
   * The same with absolute value or positive part taken in a given place. Unless this is called, it
   * is the sum over the batch where there is an average, as in the authors' program, and each
   * example where there is none.
   *
   * @throws IllegalArgumentException by {@link #of}, if there is no average and the place is the
   *     batch
   */
  public HessianBackpropagation withPlace(Place place) {
    return new HessianBackpropagation(outputs, summand, averaging, Optional.of(place), partition);
  }

  /** The same in other blocks; one for each array of parameters unless this is called. */
  public HessianBackpropagation withPartition(Partition partition) {
    return new HessianBackpropagation(outputs, summand, averaging, place, partition);
  }

  /**
   * The blocks at an expansion.
   *
   * @throws IllegalArgumentException if the expansion is not a network's, if a layer behind the
   *     first with parameters is no {@link org.roperator.nn.layer.HessianLayer}, or if the loss is
   *     not of the kind a Fisher matrix needs
   */
  @Override
  public BlockDiagonal<CurvatureBlock> of(FiniteSumExpansion expansion) {
    NetworkExpansion at = Blocks.requireNetwork(expansion);
    List<LayerSlot> layers = LayerSlot.of(at.network());
    HessianRule rule = rule();
    OutputCurvature top = outputs.of(at);
    if (averaging == Averaging.EACH_EXAMPLE) {
      return Blocks.assemble(
          at, partition, layers, slots -> new ExampleBlock(at, top, summand, slots));
    }
    return Blocks.assemble(at, partition, layers, MeanSweep.run(at, rule, top, layers)::block);
  }

  private HessianRule rule() {
    Place usual = averaging == Averaging.EACH_EXAMPLE ? Place.EACH_EXAMPLE : Place.BATCH;
    return new HessianRule(averaging, summand, place.orElse(usual));
  }

  @Override
  public String toString() {
    return summand + ", " + averaging + ", " + partition;
  }
}
