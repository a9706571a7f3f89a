package org.roperator.optimize;

import java.util.List;
import org.roperator.function.FiniteSum;

/**
 * Scale-amended gradient descent (Zhang, Chen &amp; Liu 2018, algorithm 2) with heavy-ball
 * momentum: each layer's gradient is divided by the sizes of the local Hessians it came back
 * through.
 *
 * <pre>
 * m ← 1;  for b = B, …, 1:   δ'W_b = δW_b / (m · m_{b,W}),   m ← m · m_{b,z}
 *
 * normalised layer:  m_{b,z} = ‖W_bᵀ‖² / ‖W_b‖²   m_{b,W} = 1 / ‖W_b‖²
 * plain layer:       m_{b,z} = ‖W_bᵀ‖²            m_{b,W} = 1            ‖·‖ = ‖·‖_{2,μ}, a {@link RowNorm}
 * </pre>
 *
 * <p>With the mean of squares, {@code m_{b,z}} is the mean eigenvalue of the layer's H_z − for a
 * normalised layer of the paper's approximation of it, where units have equal variance − and {@code
 * m_{b,W}} that of H_W per example, for inputs of second moment one.
 *
 * <p>Layers are taken from the objective's layout, in the order in which they stand there: a layer
 * is a matrix with the vectors that follow it. Vectors are divided by m alone. Kernels count as
 * matrices from the channels that go in to those that come out; that they act at many places, and
 * that pooling thins adjoints out, is not taken into account. Layers beside a skip are taken for a
 * chain, which they are not. Unless told otherwise every layer counts as followed by a batch
 * normalisation, as in the paper, but the last, as networks end with logits.
 *
 * <p>One {@link Iteration} is one epoch, an {@link EpochIteration} whose figures {@code factor.}
 * and the name of a matrix say what its gradient was multiplied by at the last step. Without other
 * settings: mean of norms, no momentum, one batch of all examples, 100 epochs.
 */
public final class ScaleAmendedSgd implements Optimizer {

  /** What follows a layer's matrix. */
  public enum LayerKind {
    /** A batch normalisation, so that the scale of the matrix does not matter. */
    NORMALISED,
    /** None. */
    PLAIN
  }

  private final MomentumSettings settings;
  private final RowNorm norm;
  private final LayerKind inner;
  private final LayerKind last;

  private ScaleAmendedSgd(
      MomentumSettings settings, RowNorm norm, LayerKind inner, LayerKind last) {
    this.settings = settings;
    this.norm = norm;
    this.inner = inner;
    this.last = last;
  }

  /**
   * The method with a constant rate.
   *
   * @param rate η, above 0
   */
  public static ScaleAmendedSgd withRate(double rate) {
    return new ScaleAmendedSgd(
        MomentumSettings.ofRate(rate),
        RowNorm.MEAN_OF_NORMS,
        LayerKind.NORMALISED,
        LayerKind.PLAIN);
  }

  /** The same with another reading of the norm. */
  public ScaleAmendedSgd reading(RowNorm norm) {
    return new ScaleAmendedSgd(settings, norm, inner, last);
  }

  /**
   * The same for other layers.
   *
   * @param inner all but the last
   * @param last the last
   */
  public ScaleAmendedSgd layers(LayerKind inner, LayerKind last) {
    return new ScaleAmendedSgd(settings, norm, inner, last);
  }

  /**
   * The same with a momentum.
   *
   * @param momentum μ, from 0 to below 1
   */
  public ScaleAmendedSgd momentum(double momentum) {
    return with(settings.withMomentum(momentum));
  }

  /** The same with other mini-batches. */
  public ScaleAmendedSgd batches(MiniBatches batches) {
    return with(settings.with(batches));
  }

  /** The same with another largest number of epochs, at least 1. */
  public ScaleAmendedSgd maxEpochs(int limit) {
    return with(settings.withMaxEpochs(limit));
  }

  /** The same with another norm of an epoch's mean gradient at which the run has converged. */
  public ScaleAmendedSgd gradientTolerance(double tolerance) {
    return with(settings.withGradientTolerance(tolerance));
  }

  private ScaleAmendedSgd with(MomentumSettings other) {
    return new ScaleAmendedSgd(other, norm, inner, last);
  }

  @Override
  public String name() {
    return "scale-amended-sgd";
  }

  @Override
  public OptimizationResult minimize(
      FiniteSum objective, double[] start, OptimizationListener listener) {
    LayerwiseMomentum rule =
        new LayerwiseMomentum(
            objective.layout(), this::factors, settings.rate(), settings.momentum());
    return settings.epochs().run(objective, start, rule, listener);
  }

  private void factors(
      List<LayerBlocks.Block> blocks,
      double[] w,
      double[] gradient,
      double[] ofMatrices,
      double[] ofVectors) {
    double m = 1;
    for (int b = blocks.size() - 1; b >= 0; b--) {
      LayerBlocks.Matrix matrix = blocks.get(b).matrix();
      LayerKind kind = b == blocks.size() - 1 ? last : inner;
      double rows = kind == LayerKind.NORMALISED ? norm.squared(w, matrix, false) : 1;
      // 1/m_{b,W} is ‖W_b‖² of a normalised layer.
      ofMatrices[b] = rows / m;
      ofVectors[b] = 1 / m;
      m *= norm.squared(w, matrix, true) / rows;
    }
  }
}
