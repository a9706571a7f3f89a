package org.roperator.nn.layer;

import java.util.List;
import org.roperator.dense.Matrix;

/**
 * A layer through which curvature can be sent backwards: 𝓗y, the Hessian of the loss by its
 * outputs, gives 𝓗x, that by its inputs (Dangel &amp; Hennig 2019, equations 4), by products:
 *
 * <pre>
 * 𝓗x = Jᵀ 𝓗y J + Σₖ (∂²yₖ/∂x²) ∂E/∂yₖ        J = ∂y/∂x
 * </pre>
 *
 * <p>Outputs are affine in the parameters of each of its {@link #parts}, so that {@code 𝓗w =
 * (∂y/∂w)ᵀ 𝓗y (∂y/∂w)} with nothing to add. Through a {@link MeanHessianLayer} averages can be
 * sent as well. Where a layer couples examples, the Hessians are those of the whole batch. The laws
 * are those of the layer contract in this module's tests.
 */
public interface HessianLayer extends Layer {

  /**
   * What the curvature of some parameters is a block of.
   *
   * @param name what to call it within its layer, empty for the layer itself
   * @param offset where its parameters begin among the layer's
   * @param layer which has the parameters, and outputs affine in them
   */
  record Part(String name, int offset, HessianLayer layer) {}

  @Override
  HessianPass forward(Matrix x, double[] w, int from, Workspace memory);

  /** The layers within that have parameters, in the order in which these lie. */
  default List<Part> parts() {
    return parameters().isEmpty() ? List.of() : List.of(new Part("", 0, this));
  }
}
