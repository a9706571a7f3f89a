package org.roperator.nn.spectrum;

import java.util.ArrayList;
import java.util.List;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Arguments;
import org.roperator.nn.curvature.LayerBlocks;
import org.roperator.nn.curvature.Partition;
import org.roperator.operator.SymmetricOperator;
import org.roperator.spectrum.DenseSpectrum;
import org.roperator.spectrum.SpectralDensity;
import org.roperator.spectrum.StochasticQuadrature;

/**
 * Measures the spectrum of a curvature matrix and of its block for each layer (the layer's "local
 * Hessian").
 *
 * <pre>{@code
 * List<BlockSpectrum> spectra = LayerSpectra.standard().of(at.hessian(), objective.layout());
 * }</pre>
 *
 * <p>Blocks are those of layers unless {@link #withPartition} tells another partition. A block of
 * up to {@link #withExactUpTo} parameters is made explicit, at one product per parameter, and all
 * its eigenvalues are computed. A larger one is sampled by stochastic quadrature, whose outermost
 * nodes stand for the extreme eigenvalues: they lie inside the spectrum, and after m steps as near
 * to its ends as m steps of Lanczos' method come. Equal for equal seeds, for any number of threads.
 * Immutable; each method below gives another value that differs in one thing.
 */
public final class LayerSpectra {

  /** The name of the whole matrix. */
  public static final String WHOLE = "all";

  /** Half a second of eigenvalues. */
  private static final int SMALL = 300;

  private final int exactUpTo;
  private final int steps;
  private final int probes;
  private final long seed;
  private final Partition partition;

  private LayerSpectra(int exactUpTo, int steps, int probes, long seed, Partition partition) {
    this.exactUpTo = exactUpTo;
    this.steps = steps;
    this.probes = probes;
    this.seed = seed;
    this.partition = partition;
  }

  /** A block per layer, exact up to 300 parameters; above, 40 steps from 4 probes each, seed 0. */
  public static LayerSpectra standard() {
    return new LayerSpectra(SMALL, 40, 4, 0, Partition.perLayer());
  }

  /**
   * The same with another size up to which blocks are exact.
   *
   * @param parameters from 0, for never, to {@link DenseSpectrum#MOST}
   */
  public LayerSpectra withExactUpTo(int parameters) {
    if (parameters < 0 || parameters > DenseSpectrum.MOST) {
      throw new IllegalArgumentException(
          "Blocks are to be exact up to "
              + parameters
              + " parameters, but this must be from 0 to "
              + DenseSpectrum.MOST
              + ".");
    }
    return new LayerSpectra(parameters, steps, probes, seed, partition);
  }

  /**
   * The same with other quadrature.
   *
   * @param steps of Lanczos from each probe, at least 2
   * @param probes at least 1; one alone tells nothing of its error
   */
  public LayerSpectra withSampling(int steps, int probes) {
    if (steps < 2) {
      throw new IllegalArgumentException(
          "There are " + steps + " steps, but the quadrature needs at least 2.");
    }
    Arguments.requirePositive("The number of probes", probes);
    return new LayerSpectra(exactUpTo, steps, probes, seed, partition);
  }

  /** The same with other random vectors. */
  public LayerSpectra withSeed(long seed) {
    return new LayerSpectra(exactUpTo, steps, probes, seed, partition);
  }

  /** The same of other blocks: of single arrays, or of groups of rows. */
  public LayerSpectra withPartition(Partition partition) {
    return new LayerSpectra(exactUpTo, steps, probes, seed, partition);
  }

  /**
   * Measures a matrix and its blocks.
   *
   * @param curvature the matrix
   * @param layout its parameters, grouped into layers as {@link LayerBlocks} does
   * @return first the whole, named {@link #WHOLE}, then each block in order; the whole alone if
   *     there is one block
   */
  public List<BlockSpectrum> of(SymmetricOperator curvature, ParameterLayout layout) {
    var blocks = LayerBlocks.of(curvature, layout, partition).blocks();
    List<BlockSpectrum> spectra = new ArrayList<>();
    spectra.add(of(WHOLE, curvature));
    if (blocks.size() > 1) {
      blocks.forEach(block -> spectra.add(of(block.name(), block.operator())));
    }
    return List.copyOf(spectra);
  }

  /** Measures one matrix. */
  public BlockSpectrum of(String name, SymmetricOperator a) {
    return a.dimension() <= exactUpTo ? exact(name, a) : sampled(name, a);
  }

  private static BlockSpectrum exact(String name, SymmetricOperator a) {
    DenseSpectrum spectrum = DenseSpectrum.of(a);
    return new BlockSpectrum(
        name,
        BlockSpectrum.Source.EXACT,
        spectrum.summary(),
        0,
        spectrum.isReached() ? Quantiles.of(spectrum.values()) : List.of(),
        spectrum.products(),
        spectrum.outcome());
  }

  private BlockSpectrum sampled(String name, SymmetricOperator a) {
    SpectralDensity density =
        StochasticQuadrature.ofSteps(Math.min(steps, a.dimension()))
            .withProbes(probes)
            .withSeed(seed)
            .of(a);
    return new BlockSpectrum(
        name,
        BlockSpectrum.Source.QUADRATURE,
        density.summary(),
        a.dimension() * density.moment(1).standardError(),
        density.isReached() ? Quantiles.of(density) : List.of(),
        density.products(),
        density.outcome());
  }
}
