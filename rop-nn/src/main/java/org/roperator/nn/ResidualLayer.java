package org.roperator.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * The layer {@code y = s(x) + f(x)}, f and s chains of layers, s none at all for {@code x + f(x)}.
 */
final class ResidualLayer implements HessianLayer {

  private final Chain inner;
  private final Chain skip;

  private ResidualLayer(Chain inner, Chain skip) {
    this.inner = inner;
    this.skip = skip;
  }

  static ResidualLayer of(Network inner, Network skip) {
    if (inner.layers().isEmpty()) {
      throw new IllegalArgumentException(
          "A residual block has no layers within; add some, such as inner -> inner.affine("
              + skip.outputs()
              + ").");
    }
    if (inner.inputs() != skip.inputs()) {
      throw new IllegalArgumentException(
          "The layers of a residual block take "
              + inner.inputs()
              + " inputs, but its skip takes "
              + skip.inputs()
              + "; add layers to the network that is given.");
    }
    if (inner.outputs() != skip.outputs()) {
      throw new IllegalArgumentException(
          "The skip of a residual block passes on "
              + skip.outputs()
              + " numbers, but the layers within give "
              + inner.outputs()
              + "; give both as many, or project the skip: residual(inside, skip -> skip.affine("
              + inner.outputs()
              + ")).");
    }
    return new ResidualLayer(new Chain("inner", inner), new Chain("skip", skip));
  }

  @Override
  public int inputs() {
    return inner.inputs();
  }

  @Override
  public int outputs() {
    return inner.outputs();
  }

  @Override
  public List<ParameterArray> parameters() {
    List<ParameterArray> arrays = new ArrayList<>(inner.parameters());
    arrays.addAll(skip.parameters());
    return arrays;
  }

  @Override
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>(inner.parts());
    for (Part part : skip.parts()) {
      parts.add(new Part(part.name(), inner.dimension() + part.offset(), part.layer()));
    }
    return parts;
  }

  @Override
  public boolean couplesExamples() {
    return inner.couplesExamples() || skip.couplesExamples();
  }

  @Override
  public boolean isForTraining() {
    return inner.isForTraining() || skip.isForTraining();
  }

  @Override
  public int fewestExamples() {
    return Math.max(inner.fewestExamples(), skip.fewestExamples());
  }

  @Override
  public HessianPass forward(Batch x, double[] w, int from, Workspace memory) {
    ChainPass f = inner.forward(x.isData() ? x : x.copy(memory), w, from, memory);
    int skipFrom = from + inner.dimension();
    return new ResidualPass(f, skip.forward(x, w, skipFrom, memory), skipFrom, x.isData(), memory);
  }

  @Override
  public Batch outputs(Batch x, double[] w, int from, Workspace work) {
    Batch f = inner.outputs(x.isData() ? x : x.copy(work), w, from, work);
    return f.plus(skip.outputs(x, w, from + inner.dimension(), work), work);
  }

  @Override
  public Layer redrawn(long seed) {
    return new ResidualLayer(inner.redrawn(seed), skip.redrawn(~seed));
  }

  @Override
  public Layer inference(Batch x, double[] w, int from, Workspace work) {
    return new ResidualLayer(
        inner.inference(x, w, from, work), skip.inference(x, w, from + inner.dimension(), work));
  }

  /** Besides what the layers within keep, one copy each of x and yBar for them. */
  @Override
  public long numbersKeptPerExample() {
    return inner.numbersKeptPerExample() + skip.numbersKeptPerExample() + inputs() + outputs();
  }

  /** Besides what the layers within take, one copy each of xDot and yBarDot for them. */
  @Override
  public long numbersPerDirection() {
    return inner.numbersPerDirection() + skip.numbersPerDirection() + inputs() + outputs();
  }

  @Override
  public String toString() {
    return "residual block of " + inner;
  }
}
