package org.roperator.optimize.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.roperator.function.FiniteSumExpansion;
import org.roperator.function.ParameterLayout;
import org.roperator.internal.Vectors;
import org.roperator.optimize.UpdateRule;

/**
 * Heavy-ball momentum with a factor for each layer: {@code u ← μu − η f_b ∇_b E}, {@code w ← w +
 * u}. The factors of matrices at the last step are the figures {@code factor.} and the matrix's
 * name.
 */
final class LayerwiseMomentum implements UpdateRule.Steps {

  private final List<LayerBlocks.Block> blocks;
  private final LayerFactors factors;
  private final double rate;
  private final double momentum;
  private final double[] u;
  private final double[] ofMatrices;
  private final double[] ofVectors;

  LayerwiseMomentum(ParameterLayout layout, LayerFactors factors, GradientDescent descent) {
    this.blocks = LayerBlocks.of(layout).all();
    this.factors = factors;
    this.rate = descent.rate();
    this.momentum = descent.momentum();
    this.u = new double[layout.dimension()];
    this.ofMatrices = new double[blocks.size()];
    this.ofVectors = new double[blocks.size()];
  }

  @Override
  public boolean step(FiniteSumExpansion at, double[] gradient, double[] w) {
    factors.compute(blocks, w, gradient, ofMatrices, ofVectors);
    for (int b = 0; b < blocks.size(); b++) {
      LayerBlocks.Block block = blocks.get(b);
      move(block.from(), block.matrix().from(), ofVectors[b], gradient, w);
      move(block.matrix().from(), block.matrix().to(), ofMatrices[b], gradient, w);
      move(block.matrix().to(), block.to(), ofVectors[b], gradient, w);
    }
    return Vectors.isFinite(ofMatrices) && Vectors.isFinite(ofVectors);
  }

  @Override
  public String notFinite() {
    return "the factor of a layer";
  }

  private void move(int from, int to, double factor, double[] gradient, double[] w) {
    for (int i = from; i < to; i++) {
      u[i] = momentum * u[i] - rate * factor * gradient[i];
      w[i] += u[i];
    }
  }

  @Override
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (int b = 0; b < blocks.size(); b++) {
      figures.put("factor." + blocks.get(b).name(), ofMatrices[b]);
    }
    return figures;
  }
}
