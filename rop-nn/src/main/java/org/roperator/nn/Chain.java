package org.roperator.nn;

import java.util.ArrayList;
import java.util.List;

/** Several layers one behind the other as one layer, with all their parameters. */
final class Chain implements HessianLayer {

  private final String name;
  private final Network network;
  private final List<HessianLayer> layers;

  /**
   * The layers of a network.
   *
   * @param name what the layers with parameters are called, with a number behind it
   */
  Chain(String name, Network network) {
    if (network.hasTies()) {
      throw new IllegalArgumentException(
          "Layers within a residual block can't share parameters: its sweeps find the one layer of"
              + " an array by where it lies. Share whole blocks, network.tied(i), or layers outside"
              + " of them.");
    }
    this.name = name;
    this.network = network;
    this.layers = network.layers().stream().map(Chain::swept).toList();
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
    return network.inputs();
  }

  @Override
  public int outputs() {
    return network.outputs();
  }

  int dimension() {
    return network.dimension();
  }

  @Override
  public boolean couplesExamples() {
    return network.couplesExamples();
  }

  @Override
  public boolean isForTraining() {
    return layers.stream().anyMatch(Layer::isForTraining);
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
        numbered.add(new Numbered(name + (numbered.size() + 1), network.offset(i), layers.get(i)));
      }
    }
    return numbered;
  }

  /** What only prepares data is not differentiated. */
  @Override
  public ChainPass forward(Batch x, double[] w, int from, Workspace memory) {
    HessianPass[] passes = new HessianPass[layers.size()];
    int[] froms = new int[passes.length];
    Batch y = x;
    for (int i = 0; i < passes.length; i++) {
      froms[i] = from + network.offset(i);
      if (y.isData() && layers.get(i).parameters().isEmpty()) {
        Batch prepared = layers.get(i).outputs(y, w, froms[i], memory);
        y = Batch.ofData(prepared.array(), prepared.from(), prepared.rows(), prepared.columns());
        passes[i] = new DataPass(y);
      } else {
        passes[i] = layers.get(i).forward(y, w, froms[i], memory);
        y = passes[i].y();
      }
    }
    return new ChainPass(passes, froms, from + network.dimension(), y);
  }

  @Override
  public Batch outputs(Batch x, double[] w, int from, Workspace work) {
    Batch y = x;
    for (int i = 0; i < layers.size(); i++) {
      y = layers.get(i).outputs(y, w, from + network.offset(i), work);
    }
    return y;
  }

  @Override
  public Chain redrawn(long seed) {
    return new Chain(name, network.redrawn(seed));
  }

  @Override
  public Chain inference(Batch x, double[] w, int from, Workspace work) {
    return new Chain(name, network.inference(x.copy(work), w, from, work));
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
