package org.roperator.nn;

import org.roperator.dense.Matrix;
import org.roperator.nn.layer.Workspace;

/**
 * A loss that is the negative logarithm of a probability in its natural parameters: {@code E(y, t)
 * = −ln r(t | y)}.
 *
 * <p>Its Hessian by the outputs does not depend on the target and equals the expected square of its
 * gradient, {@code E_{t∼r}[ggᵀ] = ∂²E/∂y²}; so the Fisher matrix of a network is its generalized
 * Gauss-Newton matrix (Martens 2014).
 */
public interface CanonicalLoss extends Loss {

  @Override
  CanonicalLossPass forward(Matrix y, Dataset data, int first, double weight, Workspace memory);
}
