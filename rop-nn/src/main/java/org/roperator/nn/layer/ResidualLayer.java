package org.roperator.nn.layer;

import java.util.ArrayList;
import java.util.List;
import org.roperator.dense.Matrix;

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

  /**
   * A residual block.
   *
   * @param inputs of both branches
   * @param inner the layers of f, at least one
   * @param skip the layers of s, none for the identity
   */
  static ResidualLayer of(int inputs, List<? extends Layer> inner, List<? extends Layer> skip) {
    Chain f = new Chain("inner", inputs, inner);
    Chain s = new Chain("skip", inputs, skip);
    if (inner.isEmpty()) {
      throw new IllegalArgumentException(
          "A residual block has no layers within; add some, such as inner -> inner.affine("
              + s.outputs()
              + ").");
    }
    if (f.outputs() != s.outputs()) {
      throw new IllegalArgumentException(
          "The skip of a residual block passes on "
              + s.outputs()
              + " numbers, but the layers within give "
              + f.outputs()
              + "; give both as many, or project the skip: residual(inside, skip -> skip.affine("
              + f.outputs()
              + ")).");
    }
    return new ResidualLayer(f, s);
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
  public boolean differsInTraining() {
    return inner.differsInTraining() || skip.differsInTraining();
  }

  @Override
  public int fewestExamples() {
    return Math.max(inner.fewestExamples(), skip.fewestExamples());
  }

  @Override
  public HessianPass forward(Matrix x, double[] w, int from, Workspace memory) {
    ChainPass f = inner.forward(x.isConstant() ? x : memory.copy(x), w, from, memory);
    int skipFrom = from + inner.dimension();
    return new ResidualPass(
        f, skip.forward(x, w, skipFrom, memory), skipFrom, x.isConstant(), memory);
  }

  @Override
  public Matrix outputs(Matrix x, double[] w, int from, Workspace work) {
    Matrix f = inner.outputs(x.isConstant() ? x : work.copy(x), w, from, work);
    return work.sum(f, skip.outputs(x, w, from + inner.dimension(), work));
  }

  @Override
  public Layer withSeed(long seed) {
    return new ResidualLayer(inner.withSeed(seed), skip.withSeed(~seed));
  }

  @Override
  public Layer inference(Matrix x, double[] w, int from, Workspace work) {
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
