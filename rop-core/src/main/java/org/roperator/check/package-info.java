/**
 * Derivatives held against values: is this objective's gradient the gradient, its Hessian the
 * Hessian?
 *
 * <p>Read {@link org.roperator.check.DerivativeCheck} first. It asks for nothing but values and
 * gradients at neighboring points, so that it can't share a mistake with the derivation it checks.
 * {@link org.roperator.check.FiniteDifferenceHessian} is what one would use without exact products;
 * it shows what exactness buys.
 */
@NullMarked
package org.roperator.check;

import org.jspecify.annotations.NullMarked;
