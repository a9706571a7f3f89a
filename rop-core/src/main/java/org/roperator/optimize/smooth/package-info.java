/**
 * Methods for a smooth function of your own, which need no more than its value, its gradient and
 * products with its Hessian.
 *
 * <p>Read {@link org.roperator.optimize.smooth.TrustRegionNewton} first: Newton steps within a
 * region in which the quadratic model is trusted. All are {@link
 * org.roperator.optimize.Optimizer}s.
 */
@NullMarked
package org.roperator.optimize.smooth;

import org.jspecify.annotations.NullMarked;
