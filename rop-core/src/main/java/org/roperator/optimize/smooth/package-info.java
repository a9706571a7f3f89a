/**
 * Methods for a smooth function of your own, which need no more than its value, its gradient and
 * products with its Hessian.
 *
 * <p>Read {@link org.roperator.optimize.smooth.LimitedMemoryBfgs} first, which asks only for values
 * and gradients. All are {@link org.roperator.optimize.Optimizer}s.
 */
@NullMarked
package org.roperator.optimize.smooth;

import org.jspecify.annotations.NullMarked;
