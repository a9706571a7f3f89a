/**
 * Curvature of networks with structure: exact diagonal blocks of the Hessian, their positive
 * relatives, Gauss-Newton and Fisher matrices, and Kronecker factors, each block a {@link
 * org.roperator.operator.SymmetricOperator}.
 *
 * <p>Read {@link org.roperator.nn.curvature.HessianBackpropagation} first. {@link
 * org.roperator.optimize.BlockNewton} trains with any of them.
 */
@NullMarked
package org.roperator.nn.curvature;

import org.jspecify.annotations.NullMarked;
