/**
 * Recurrent networks at equilibrium, in the sense of Almeida (1987) and Pineda (1987).
 *
 * <p>A network of {@code n} units with weights {@code w_ij} from unit i to unit j settles at {@code
 * y = σ(Wᵀy) + I}; its error is a function of the weights through that fixed point. The gradient
 * comes from one linear adjoint system at the fixed point, and the Hessian-vector product from two
 * more with the same matrix, so one factorisation serves all of them. Both enter the rest of the
 * toolkit as an {@link org.roperator.function.Objective}.
 *
 * <p>The classes of this package arrive with the release that first needs them; until then it only
 * reserves the name.
 */
@NullMarked
package org.roperator.recurrent;

import org.jspecify.annotations.NullMarked;
