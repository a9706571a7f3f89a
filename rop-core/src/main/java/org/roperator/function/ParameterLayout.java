package org.roperator.function;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.roperator.internal.Arguments;

/**
 * Which slice of a parameter vector is which named array.
 *
 * <p>Slices lie one behind the other without gaps, each row-major. Names are distinct.
 *
 * <pre>{@code
 * ParameterLayout layout = ParameterLayout.builder().add("layer1.W", 32, 64).add("layer1.b", 32).build();
 * layout.slice("layer1.b").from();   // 2048
 * layout.nameOf(65);                 // "layer1.W[1,1]"
 * }</pre>
 */
public final class ParameterLayout {

  private final List<Slice> slices;
  private final Map<String, Slice> byName;
  private final int dimension;

  private ParameterLayout(List<Slice> slices) {
    this.slices = List.copyOf(slices);
    this.byName = new LinkedHashMap<>();
    int end = 0;
    for (Slice slice : slices) {
      if (byName.put(slice.name(), slice) != null) {
        throw new IllegalArgumentException(
            "Two slices are named \"" + slice.name() + "\"; names must differ.");
      }
      end = slice.to();
    }
    this.dimension = end;
  }

  /** One slice, named "w", over all parameters. */
  public static ParameterLayout unnamed(int dimension) {
    return builder().add("w", dimension).build();
  }

  /** An empty layout to add slices to. */
  public static Builder builder() {
    return new Builder();
  }

  /** The total number of parameters. */
  public int dimension() {
    return dimension;
  }

  /** The slices in the order in which they lie. */
  public List<Slice> slices() {
    return slices;
  }

  /**
   * The slice of a name.
   *
   * @throws IllegalArgumentException listing the names there are, if this is none of them
   */
  public Slice slice(String name) {
    Slice slice = byName.get(name);
    if (slice == null) {
      throw new IllegalArgumentException(
          "There is no slice \"" + name + "\"; there are " + byName.keySet() + ".");
    }
    return slice;
  }

  /**
   * The name of one parameter, such as {@code layer1.W[1,1]}.
   *
   * @param index from 0 to the dimension − 1
   */
  public String nameOf(int index) {
    for (Slice slice : slices) {
      if (index >= slice.from() && index < slice.to()) {
        return slice.name() + slice.subscript(index - slice.from());
      }
    }
    throw new IllegalArgumentException(
        "Parameter " + index + " does not exist; there are " + dimension + ", counted from 0.");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ParameterLayout that && slices.equals(that.slices);
  }

  @Override
  public int hashCode() {
    return slices.hashCode();
  }

  @Override
  public String toString() {
    return slices.toString();
  }

  /** One named array within a parameter vector. */
  public static final class Slice {

    private final String name;
    private final int from;
    private final int[] shape;
    private final int length;

    private Slice(String name, int from, int[] shape) {
      this.name = name;
      this.from = from;
      this.shape = shape.clone();
      long size = 1;
      for (int extent : shape) {
        Arguments.requirePositive("An extent of \"" + name + "\"", extent);
        size = Math.multiplyExact(size, extent);
      }
      if (from + size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "With \""
                + name
                + "\" there would be "
                + (from + size)
                + " parameters, but a vector holds at most "
                + Integer.MAX_VALUE
                + ".");
      }
      this.length = (int) size;
    }

    /** The name of the array. */
    public String name() {
      return name;
    }

    /** The index of its first entry in the parameter vector. */
    public int from() {
      return from;
    }

    /** One past the index of its last entry. */
    public int to() {
      return from + length;
    }

    /** The number of its entries. */
    public int length() {
      return length;
    }

    /** Its extents, slowest index first, in a fresh array; empty for a scalar. */
    public int[] shape() {
      return shape.clone();
    }

    /**
     * A copy of its entries.
     *
     * @param w the parameter vector. Not modified.
     */
    public double[] of(double[] w) {
      return Arrays.copyOfRange(w, from, to());
    }

    private String subscript(int offset) {
      if (shape.length == 0) {
        return "";
      }
      int[] index = new int[shape.length];
      int rest = offset;
      for (int k = shape.length - 1; k >= 0; k--) {
        index[k] = rest % shape[k];
        rest /= shape[k];
      }
      StringBuilder text = new StringBuilder("[");
      for (int k = 0; k < index.length; k++) {
        text.append(k == 0 ? "" : ",").append(index[k]);
      }
      return text.append(']').toString();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Slice that
          && name.equals(that.name)
          && from == that.from
          && Arrays.equals(shape, that.shape);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * name.hashCode() + from) + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
      return name + Arrays.toString(shape) + "@" + from;
    }
  }

  /** Collects the slices of a layout. */
  public static final class Builder {

    private final List<Slice> slices = new ArrayList<>();
    private int end;

    private Builder() {}

    /**
     * Adds a slice behind the ones there are.
     *
     * @param name its name, not taken yet
     * @param shape its extents, each at least 1; none for a scalar
     * @return this builder
     */
    public Builder add(String name, int... shape) {
      Slice slice = new Slice(name, end, shape);
      end = slice.to();
      slices.add(slice);
      return this;
    }

    /** The layout of the slices added so far; at least one. */
    public ParameterLayout build() {
      Arguments.requirePositive("The number of slices", slices.size());
      return new ParameterLayout(slices);
    }
  }
}
