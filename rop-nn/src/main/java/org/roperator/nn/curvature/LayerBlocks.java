package org.roperator.nn.curvature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.roperator.dense.Blas;
import org.roperator.function.ParameterLayout;
import org.roperator.function.ParameterLayout.Slice;
import org.roperator.internal.Arguments;
import org.roperator.operator.BlockDiagonal;
import org.roperator.operator.BlockDiagonal.Block;
import org.roperator.operator.BlockDiagonal.Range;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Arena;
import org.roperator.parallel.Scratch;
import org.roperator.spectrum.BlockTraces;
import org.roperator.spectrum.Estimate;

/**
 * The diagonal blocks of any curvature matrix that belong to the layers of a model: the "local
 * Hessians" of its layers (Bolshim &amp; Kugaevskikh 2025).
 *
 * <pre>{@code
 * BlockDiagonal<CurvatureBlock> layers = LayerBlocks.of(at.hessian(), objective.layout());
 * SymmetricOperator first = layers.block("layer1").operator();
 * }</pre>
 *
 * <p>Blocks of single arrays, or of some rows, are told by a {@link Partition}. A product with a
 * block is one with the whole matrix along a vector that is zero outside the layer, of which the
 * layer's part is read: exact, at the cost of a whole product, and in stacks where the whole matrix
 * has them: in groups whose directions take 32 MB, in work arrays that all blocks of a matrix
 * share. Blocks of the Hessian alone, and of a network, cost less for its last layers by {@link
 * HessianBackpropagation} with {@link Partition#perLayer}; for small layers {@link
 * CurvatureBlock#dense} makes the whole block. Parameters that several layers share are those of
 * the first of them, and what lies between these layers is part of its block here, though not
 * there.
 */
public final class LayerBlocks {

  private LayerBlocks() {}

  /**
   * What all blocks have in common.
   *
   * @param arenas lend directions and products, each as long as the whole: one for all blocks
   */
  private record Whole(SymmetricOperator matrix, Blas blas, Scratch<Arena> arenas) {

    /** Numbers, 32 MB of them, that the directions of a stack may take. */
    private static final int MOST_NUMBERS = 1 << 22;

    int directionsAtOnce() {
      return Math.max(1, MOST_NUMBERS / matrix.dimension());
    }
  }

  /** One block by products of the whole. */
  private record Part(Whole whole, List<Range> ranges, int dimension) implements CurvatureBlock {

    Part(Whole whole, List<Range> ranges) {
      this(whole, ranges, ranges.stream().mapToInt(Range::length).sum());
    }

    @Override
    public Blas blas() {
      return whole.blas;
    }

    @Override
    public void apply(double[] v, double[] out) {
      Arguments.requireProduct(dimension, v, out);
      Arena arena = whole.arenas.take();
      try {
        double[] full = arena.vector(whole.matrix.dimension());
        double[] product = arena.vector(whole.matrix.dimension());
        place(v, full);
        whole.matrix.apply(full, product);
        read(product, out);
      } finally {
        whole.arenas.giveBack(arena);
      }
    }

    @Override
    public void applyAll(double[][] vs, double[][] outs) {
      Arguments.requireProducts(dimension, vs, outs);
      int group = Math.min(vs.length, whole.directionsAtOnce());
      Arena arena = whole.arenas.take();
      try {
        double[][] fulls = arena.vectors(group, whole.matrix.dimension());
        double[][] products = arena.vectors(group, whole.matrix.dimension());
        for (int from = 0; from < vs.length; from += group) {
          int count = Math.min(group, vs.length - from);
          for (int j = 0; j < count; j++) {
            place(vs[from + j], fulls[j]);
          }
          whole.matrix.applyAll(firstOf(count, fulls), firstOf(count, products));
          for (int j = 0; j < count; j++) {
            read(products[j], outs[from + j]);
          }
        }
      } finally {
        whole.arenas.giveBack(arena);
      }
    }

    private static double[][] firstOf(int count, double[][] vectors) {
      return count == vectors.length ? vectors : Arrays.copyOf(vectors, count);
    }

    private void place(double[] v, double[] full) {
      Arrays.fill(full, 0);
      int at = 0;
      for (Range range : ranges) {
        System.arraycopy(v, at, full, range.from(), range.length());
        at += range.length();
      }
    }

    private void read(double[] full, double[] out) {
      int at = 0;
      for (Range range : ranges) {
        System.arraycopy(full, range.from(), out, at, range.length());
        at += range.length();
      }
    }
  }

  /**
   * The blocks of a matrix.
   *
   * @param whole the matrix, such as a Hessian or a Gauss-Newton matrix
   * @param layout its parameters; slices whose names agree up to the first dot, such as {@code
   *     layer1.W} and {@code layer1.b}, form a layer, and must lie side by side
   * @return one block for each layer, in order; as a matrix, the whole without what couples layers
   * @throws IllegalArgumentException if the layout has another number of parameters than the
   *     matrix, or a layer's slices lie apart
   */
  public static BlockDiagonal<CurvatureBlock> of(SymmetricOperator whole, ParameterLayout layout) {
    return of(whole, layout, Partition.perLayer());
  }

  /**
   * The blocks of a matrix, cut as told: arrays by themselves, layers, or rows of either.
   *
   * @param whole the matrix, such as a Hessian or a Gauss-Newton matrix
   * @param layout its parameters, as in {@link #of(SymmetricOperator, ParameterLayout)}; the first
   *     extent of an array is its rows
   * @param partition which parameters form a block
   * @return the blocks in order, named as those of {@link HessianBackpropagation}; a residual block
   *     is one layer here, while there its inner layers have blocks of their own
   * @throws IllegalArgumentException if the layout has another number of parameters than the
   *     matrix, a layer's slices lie apart, or arrays of unlike numbers of rows are to be cut
   *     together
   */
  public static BlockDiagonal<CurvatureBlock> of(
      SymmetricOperator whole, ParameterLayout layout, Partition partition) {
    return of(whole, layout, partition, Blas.instance());
  }

  /**
   * The blocks of a matrix, cut as told, over another BLAS than that of the process.
   *
   * @param whole the matrix, which multiplies by its own
   * @param layout its parameters, as in {@link #of(SymmetricOperator, ParameterLayout)}
   * @param partition which parameters form a block
   * @param blas multiplies matrices for what blocks give beyond products, such as {@link
   *     CurvatureBlock#dampedInverse}
   * @return the blocks in order, as {@link #of(SymmetricOperator, ParameterLayout, Partition)}
   * @throws IllegalArgumentException as {@link #of(SymmetricOperator, ParameterLayout, Partition)}
   */
  public static BlockDiagonal<CurvatureBlock> of(
      SymmetricOperator whole, ParameterLayout layout, Partition partition, Blas blas) {
    if (layout.dimension() != whole.dimension()) {
      throw new IllegalArgumentException(
          "The layout has "
              + layout.dimension()
              + " parameters, but the matrix acts on dimension "
              + whole.dimension()
              + ".");
    }
    Whole shared = new Whole(whole, blas, Arena.scratch());
    List<Block<CurvatureBlock>> blocks = new ArrayList<>();
    layers(layout)
        .forEach(
            (name, slices) -> {
              for (Partition.Cut cut : partition.cut(name, slices)) {
                blocks.add(new Block<>(cut.name(), new Part(shared, cut.ranges()), cut.ranges()));
              }
            });
    return BlockDiagonal.of(whole.dimension(), blocks);
  }

  /**
   * The traces of all layers' blocks from the same products.
   *
   * @param whole the matrix
   * @param layout its parameters, as in {@link #of(SymmetricOperator, ParameterLayout)}
   * @param probes how many products to spend, at least 1; a single one tells nothing of its error
   * @param seed of the random signs
   * @return by layer, in order
   */
  public static Map<String, Estimate> traces(
      SymmetricOperator whole, ParameterLayout layout, int probes, long seed) {
    return traces(whole, layout, Partition.perLayer(), probes, seed);
  }

  /**
   * The traces of all blocks from the same products, each with its standard error: {@code vᵢᵀ(Av)ᵢ}
   * over the entries of block i, for random signs v.
   *
   * <p>Other blocks add noise and no bias. A trace of one block alone, by products of that block,
   * has less noise and costs a product per block and probe.
   *
   * @param whole the matrix
   * @param layout its parameters, as in {@link #of(SymmetricOperator, ParameterLayout)}
   * @param partition which parameters form a block
   * @param probes how many products to spend, at least 1; a single one tells nothing of its error
   * @param seed of the random signs
   * @return by name of the block, in the order of {@link #of(SymmetricOperator, ParameterLayout,
   *     Partition)}
   */
  public static Map<String, Estimate> traces(
      SymmetricOperator whole, ParameterLayout layout, Partition partition, int probes, long seed) {
    BlockDiagonal<CurvatureBlock> blocks = of(whole, layout, partition);
    Estimate[] estimates = BlockTraces.over(blocks).withProbes(probes).withSeed(seed).of(whole);
    Map<String, Estimate> traces = new LinkedHashMap<>();
    for (int i = 0; i < estimates.length; i++) {
      traces.put(blocks.blocks().get(i).name(), estimates[i]);
    }
    return traces;
  }

  private static Map<String, List<Slice>> layers(ParameterLayout layout) {
    Map<String, List<Slice>> layers = new LinkedHashMap<>();
    for (Slice slice : layout.slices()) {
      String layer = layerOf(slice);
      List<Slice> before = layers.computeIfAbsent(layer, name -> new ArrayList<>());
      int end = before.isEmpty() ? slice.from() : before.get(before.size() - 1).to();
      if (end != slice.from()) {
        throw new IllegalArgumentException(
            "The slices of \""
                + layer
                + "\" lie apart, at "
                + before.get(0).from()
                + " to "
                + end
                + " and from "
                + slice.from()
                + "; a layer's block must be one range of parameters.");
      }
      before.add(slice);
    }
    return layers;
  }

  private static String layerOf(Slice slice) {
    int dot = slice.name().indexOf('.');
    return dot < 0 ? slice.name() : slice.name().substring(0, dot);
  }
}
