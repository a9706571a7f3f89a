package org.roperator.operator;

import java.util.BitSet;
import java.util.List;
import org.roperator.internal.Arguments;
import org.roperator.parallel.Arena;
import org.roperator.parallel.Scratch;

/**
 * A symmetric operator that maps each of several groups of coordinates to itself alone: {@code A =
 * ⊕ A_b}.
 *
 * <p>The groups cover every coordinate exactly once. A group need not be contiguous, so that, for
 * instance, some rows of a weight matrix and their biases can form one block. A product costs one
 * product of every block and reuses its work arrays.
 *
 * @param <B> the type of the blocks, which may know more than products
 */
public final class BlockDiagonal<B extends SymmetricOperator> implements SymmetricOperator {

  private final int dimension;
  private final List<Block<B>> blocks;

  private BlockDiagonal(int dimension, List<Block<B>> blocks) {
    this.dimension = dimension;
    this.blocks = blocks;
  }

  /**
   * The operator of given blocks.
   *
   * @param <B> the type of the blocks
   * @param dimension n
   * @param blocks cover the coordinates from 0 to n − 1, each exactly once
   * @throws IllegalArgumentException naming the first coordinate that lies in two blocks, in none,
   *     or outside
   */
  public static <B extends SymmetricOperator> BlockDiagonal<B> of(
      int dimension, List<Block<B>> blocks) {
    BitSet covered = new BitSet();
    for (Block<B> block : blocks) {
      for (Range range : block.ranges) {
        int taken = covered.nextSetBit(range.from());
        if (taken >= 0 && taken < range.to()) {
          throw new IllegalArgumentException(
              "Coordinate "
                  + taken
                  + " lies in block \""
                  + block.name
                  + "\" and in a range before it; each must lie in one alone.");
        }
        covered.set(range.from(), range.to());
      }
    }
    int missing = covered.nextClearBit(0);
    int outside = covered.nextSetBit(dimension);
    if (missing < dimension || outside >= 0) {
      throw new IllegalArgumentException(
          "Coordinate "
              + (missing < dimension ? missing : outside)
              + (missing < dimension ? " lies in no block" : " does not exist")
              + "; the blocks must cover exactly the "
              + dimension
              + " coordinates from 0 on.");
    }
    return new BlockDiagonal<>(dimension, List.copyOf(blocks));
  }

  /** The blocks in the order in which they were given. */
  public List<Block<B>> blocks() {
    return blocks;
  }

  /**
   * The block of a name.
   *
   * @throws IllegalArgumentException listing the names there are, if this is none of them
   */
  public Block<B> block(String name) {
    return blocks.stream()
        .filter(block -> block.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no block \""
                        + name
                        + "\"; there are "
                        + blocks.stream().map(Block::name).toList()
                        + "."));
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public void apply(double[] v, double[] out) {
    Arguments.requireProduct(dimension(), v, out);
    for (Block<B> block : blocks) {
      block.apply(v, out);
    }
  }

  @Override
  public void applyAll(double[][] vs, double[][] outs) {
    Arguments.requireProducts(dimension, vs, outs);
    for (Block<B> block : blocks) {
      block.applyAll(vs, outs);
    }
  }

  /**
   * Consecutive coordinates.
   *
   * @param from the first of them
   * @param to one past the last, above {@code from}
   */
  public record Range(int from, int to) {

    /** Checks that there is at least one coordinate. */
    public Range {
      if (from < 0 || from >= to) {
        throw new IllegalArgumentException(
            "Coordinate range [" + from + ", " + to + ") is empty or negative.");
      }
    }

    /** The number of coordinates. */
    public int length() {
      return to - from;
    }
  }

  /**
   * One block: an operator and the coordinates it acts on.
   *
   * @param <B> the type of the operator
   */
  public static final class Block<B extends SymmetricOperator> {

    private final String name;
    private final B operator;
    private final List<Range> ranges;
    private final int end;
    private final Scratch<Arena> arenas = Arena.scratch();

    /**
     * A block.
     *
     * @param name what it is called
     * @param operator acts on the coordinates of all ranges, one range behind the other
     * @param ranges the coordinates, at least one range
     * @throws IllegalArgumentException if the operator acts on another number of coordinates
     */
    public Block(String name, B operator, List<Range> ranges) {
      int length = ranges.stream().mapToInt(Range::length).sum();
      if (length != operator.dimension()) {
        throw new IllegalArgumentException(
            "Block \""
                + name
                + "\" has "
                + length
                + " coordinates, but its operator acts on dimension "
                + operator.dimension()
                + ".");
      }
      this.name = name;
      this.operator = operator;
      this.ranges = List.copyOf(ranges);
      this.end = ranges.stream().mapToInt(Range::to).max().orElse(0);
    }

    /** What the block is called. */
    public String name() {
      return name;
    }

    /** The operator on the block's own coordinates. */
    public B operator() {
      return operator;
    }

    /** The coordinates of the whole vector that make up a vector of this block, in order. */
    public List<Range> ranges() {
      return ranges;
    }

    /**
     * The part of a whole vector that belongs to this block, in a fresh array.
     *
     * @param whole a vector of the whole space. Not modified.
     * @throws IllegalArgumentException if it ends before this block does
     */
    public double[] of(double[] whole) {
      requireWhole(whole);
      double[] part = new double[operator.dimension()];
      gather(whole, part);
      return part;
    }

    /**
     * Writes a vector of this block to its places in a whole vector.
     *
     * @param part a vector of this block. Not modified.
     * @param whole a vector of the whole space. Overwritten in this block's places alone.
     * @throws IllegalArgumentException if the part has another length than this block, or the whole
     *     ends before it does
     */
    public void scatter(double[] part, double[] whole) {
      if (part.length != operator.dimension()) {
        throw new IllegalArgumentException(
            "The part has length "
                + part.length
                + ", but block \""
                + name
                + "\" has "
                + operator.dimension()
                + " coordinates.");
      }
      requireWhole(whole);
      int at = 0;
      for (Range range : ranges) {
        System.arraycopy(part, at, whole, range.from(), range.length());
        at += range.length();
      }
    }

    private void requireWhole(double[] whole) {
      if (whole.length < end) {
        throw new IllegalArgumentException(
            "The vector has length "
                + whole.length
                + ", but block \""
                + name
                + "\" reaches to coordinate "
                + (end - 1)
                + "; give a vector of the whole space.");
      }
    }

    private void gather(double[] whole, double[] part) {
      int at = 0;
      for (Range range : ranges) {
        System.arraycopy(whole, range.from(), part, at, range.length());
        at += range.length();
      }
    }

    private void apply(double[] v, double[] out) {
      Arena arena = arenas.take();
      double[] part = arena.vector(operator.dimension());
      double[] product = arena.vector(operator.dimension());
      try {
        gather(v, part);
        operator.apply(part, product);
        scatter(product, out);
      } finally {
        arenas.giveBack(arena);
      }
    }

    private void applyAll(double[][] vs, double[][] outs) {
      Arena arena = arenas.take();
      double[][] part = arena.vectors(vs.length, operator.dimension());
      double[][] product = arena.vectors(vs.length, operator.dimension());
      try {
        for (int j = 0; j < vs.length; j++) {
          gather(vs[j], part[j]);
        }
        operator.applyAll(part, product);
        for (int j = 0; j < vs.length; j++) {
          scatter(product[j], outs[j]);
        }
      } finally {
        arenas.giveBack(arena);
      }
    }
  }
}
