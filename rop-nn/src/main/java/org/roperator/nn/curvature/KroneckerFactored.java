package org.roperator.nn.curvature;

import java.util.List;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.internal.Arguments;
import org.roperator.nn.NetworkExpansion;
import org.roperator.operator.BlockDiagonal;
import org.roperator.optimize.Curvature;

/**
 * Kronecker-factored approximations of the Fisher or Gauss-Newton blocks: {@code Γ ⊗ A} with {@code
 * A = mean(x̃x̃ᵀ)} of a layer's inputs and {@code Γ = mean Σ ggᵀ} of what arrives at its outputs,
 * each example's vectors sent back through its own Jacobians.
 *
 * <p>KFAC (Martens &amp; Grosse 2015) sends gradients at targets drawn from the model; KFLR (Botev
 * et al. 2017) all columns of a root of the loss's Hessian; both replace {@code mean(Γₙ ⊗ Aₙ)} by
 * {@code mean Γₙ ⊗ mean Aₙ}, which is exact for one example, for Γₙ that don't depend on the
 * example, and where the two are uncorrelated. Damped inverses come from the decompositions of the
 * two factors: {@link CurvatureBlock#dampedInverse}.
 *
 * <p>The block of parameters that layers share is the sum of the products of their own factors, as
 * {@link HessianBackpropagation} has it; its damped inverse takes the eigenvalues of the whole
 * block.
 *
 * <p>One block per layer, weights and biases together with the constant 1 as the biases' input,
 * unless {@link #withPartition} is called. Immutable.
 */
public final class KroneckerFactored implements Curvature.Blockwise {

  /** The vectors at the outputs, made for an expansion. */
  private interface Roots {
    FrozenRoots of(NetworkExpansion at);
  }

  private final Roots roots;
  private final Partition partition;

  private KroneckerFactored(Roots roots, Partition partition) {
    this.roots = roots;
    this.partition = partition;
  }

  /**
   * KFAC, with targets drawn from the model. The draws are frozen, and depend on the seed, the
   * parameters and an example's place in the objective.
   *
   * @param samples draws for each example, at least 1; its authors take 1
   * @param seed of the draws
   */
  public static KroneckerFactored kfac(int samples, long seed) {
    Arguments.requirePositive("The number of samples", samples);
    return new KroneckerFactored(
        at -> FrozenRoots.sampled(at, samples, seed), Partition.perLayer());
  }

  /** KFLR: what KFAC tends to with ever more samples. Sends back as many vectors as outputs. */
  public static KroneckerFactored kflr() {
    return new KroneckerFactored(FrozenRoots::exact, Partition.perLayer());
  }

  /** The same of the gradients at the true targets. */
  public static KroneckerFactored ofEmpiricalFisher() {
    return new KroneckerFactored(FrozenRoots::ofGradients, Partition.perLayer());
  }

  /** The same in other blocks. */
  public KroneckerFactored withPartition(Partition partition) {
    return new KroneckerFactored(roots, partition);
  }

  /**
   * The blocks at an expansion.
   *
   * @throws IllegalArgumentException as {@link HessianBackpropagation#of}
   */
  @Override
  public BlockDiagonal<CurvatureBlock> of(FiniteSumExpansion expansion) {
    NetworkExpansion at = Blocks.requireNetwork(expansion);
    List<LayerSlot> layers = LayerSlot.of(at.network());
    return Blocks.assemble(at, partition, layers, RootSweep.run(at, roots.of(at), layers)::block);
  }
}
