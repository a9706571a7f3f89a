package org.roperator.nn.layer;

/** One named array among the parameters of a layer, with what an initializer needs to know. */
public final class ParameterArray {

  /** What an array is for. */
  public enum Role {
    /** Multiplies the layer's inputs: initialized at random, and what weight decay acts on. */
    WEIGHT,
    /** Added to the layer's outputs: starts at zero. */
    BIAS,
    /** Multiplies outputs one by one: starts at one. */
    SCALE
  }

  private final String name;
  private final Role role;
  private final int fanIn;
  private final int fanOut;
  private final int[] shape;

  private ParameterArray(String name, Role role, int fanIn, int fanOut, int... shape) {
    this.name = name;
    this.role = role;
    this.fanIn = fanIn;
    this.fanOut = fanOut;
    this.shape = shape;
  }

  /** The weight matrix of a layer, one row per output. */
  public static ParameterArray weights(String name, int outputs, int inputs) {
    return new ParameterArray(name, Role.WEIGHT, inputs, outputs, outputs, inputs);
  }

  /** The kernels of a convolution, one for each channel of its outputs. */
  public static ParameterArray kernels(
      String name, int outputs, int height, int width, int inputs) {
    int area = height * width;
    return new ParameterArray(
        name, Role.WEIGHT, area * inputs, area * outputs, outputs, height, width, inputs);
  }

  /** The biases of a layer, one per output. */
  public static ParameterArray biases(String name, int outputs) {
    return new ParameterArray(name, Role.BIAS, 1, outputs, outputs);
  }

  /** The factors of outputs, one for each. */
  public static ParameterArray scales(String name, int outputs) {
    return new ParameterArray(name, Role.SCALE, 1, 1, outputs);
  }

  /** The same within a layer made of layers. */
  ParameterArray within(String part) {
    return new ParameterArray(part + "." + name, role, fanIn, fanOut, shape);
  }

  /** The name within the layer, such as {@code W}. */
  public String name() {
    return name;
  }

  /** What the array is for. */
  public Role role() {
    return role;
  }

  /** How many inputs enter one output through this array. */
  public int fanIn() {
    return fanIn;
  }

  /** How many outputs one input enters through this array. */
  public int fanOut() {
    return fanOut;
  }

  /** Its extents, slowest index first, in a fresh array. */
  public int[] shape() {
    return shape.clone();
  }

  /** The number of its entries. */
  public long length() {
    long length = 1;
    for (int extent : shape) {
      length *= extent;
    }
    return length;
  }
}
