package org.roperator.nn.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.roperator.dense.Matrix;

/** Several layers one behind the other as one layer, with all their parameters. */
final class Chain implements HessianLayer {

  private final String name;
  private final int inputs;
  private final List<HessianLayer> layers;

  /** Where the parameters of each layer begin among those of the chain, and one past the last. */
  private final int[] offsets;

  /**
   * Some layers, none of which share parameters.
   *
   * @param name what the layers with parameters are called, with a number behind it
   * @param inputs of the first layer, if there is any
   */
  Chain(String name, int inputs, List<? extends Layer> layers) {
    this.name = name;
    this.inputs = inputs;
    this.layers = layers.stream().map(Chain::swept).toList();
    this.offsets = new int[layers.size() + 1];
    for (int i = 0; i < layers.size(); i++) {
      long length = 0;
      for (ParameterArray array : layers.get(i).parameters()) {
        length += array.length();
      }
      offsets[i + 1] = Math.toIntExact(offsets[i] + length);
    }
  }

  private static HessianLayer swept(Layer layer) {
    if (layer instanceof HessianLayer swept) {
      return swept;
    }
    throw new IllegalArgumentException(
        "The layer "
            + layer
            + " can't stand within a residual block: it sends no Hessians back. Let it implement"
            + " HessianLayer.");
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public int outputs() {
    return layers.isEmpty() ? inputs : layers.get(layers.size() - 1).outputs();
  }

  int dimension() {
    return offsets[layers.size()];
  }

  @Override
  public boolean couplesExamples() {
    return layers.stream().anyMatch(Layer::couplesExamples);
  }

  @Override
  public boolean differsInTraining() {
    return layers.stream().anyMatch(Layer::differsInTraining);
  }

  @Override
  public int fewestExamples() {
    return layers.stream().mapToInt(Layer::fewestExamples).max().orElse(1);
  }

  @Override
  public List<ParameterArray> parameters() {
    List<ParameterArray> arrays = new ArrayList<>();
    for (Numbered layer : numbered()) {
      layer.layer.parameters().forEach(array -> arrays.add(array.within(layer.name)));
    }
    return arrays;
  }

  @Override
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (Numbered layer : numbered()) {
      for (Part part : layer.layer.parts()) {
        String inner = part.name().isEmpty() ? layer.name : layer.name + "." + part.name();
        parts.add(new Part(inner, layer.offset + part.offset(), part.layer()));
      }
    }
    return parts;
  }

  private record Numbered(String name, int offset, HessianLayer layer) {}

  /** The layers with parameters. */
  private List<Numbered> numbered() {
    List<Numbered> numbered = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      if (!layers.get(i).parameters().isEmpty()) {
        numbered.add(new Numbered(name + (numbered.size() + 1), offsets[i], layers.get(i)));
      }
    }
    return numbered;
  }

  /** What only prepares data is not differentiated. */
  @Override
  public ChainPass forward(Matrix x, double[] w, int from, Workspace memory) {
    HessianPass[] passes = new HessianPass[layers.size()];
    int[] froms = new int[passes.length];
    Matrix y = x;
    for (int i = 0; i < passes.length; i++) {
      froms[i] = from + offsets[i];
      if (y.isConstant() && layers.get(i).parameters().isEmpty()) {
        Matrix prepared = layers.get(i).outputs(y, w, froms[i], memory);
        y = prepared.constant();
        passes[i] = new DataPass(y);
      } else {
        passes[i] = layers.get(i).forward(y, w, froms[i], memory);
        y = passes[i].y();
      }
    }
    return new ChainPass(passes, froms, from + dimension(), y);
  }

  @Override
  public Matrix outputs(Matrix x, double[] w, int from, Workspace work) {
    Matrix y = x;
    for (int i = 0; i < layers.size(); i++) {
      y = layers.get(i).outputs(y, w, from + offsets[i], work);
    }
    return y;
  }

  @Override
  public Chain withSeed(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Chain(
        name, inputs, layers.stream().map(layer -> layer.withSeed(random.nextLong())).toList());
  }

  @Override
  public Chain inference(Matrix x, double[] w, int from, Workspace work) {
    List<Layer> others = new ArrayList<>();
    Matrix y = work.copy(x);
    for (int i = 0; i < layers.size(); i++) {
      Layer other = layers.get(i).inference(y, w, from + offsets[i], work);
      others.add(other);
      y = other.outputs(y, w, from + offsets[i], work);
    }
    return new Chain(name, inputs, others);
  }

  @Override
  public long numbersKeptPerExample() {
    return layers.stream().mapToLong(Layer::numbersKeptPerExample).sum();
  }

  @Override
  public long numbersPerDirection() {
    return layers.stream().mapToLong(Layer::numbersPerDirection).sum();
  }

  @Override
  public String toString() {
    return layers.toString();
  }
}
