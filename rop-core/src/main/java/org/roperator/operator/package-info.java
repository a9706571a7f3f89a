/**
 * Linear maps known by their products, and their algebra.
 *
 * <p>Read {@link org.roperator.operator.SymmetricOperator} first: every Hessian, Gauss-Newton
 * matrix and Fisher matrix of this toolkit is one. An operator says <em>what</em> a matrix is; how
 * to solve with it, or find its eigenvalues, is the business of other packages.
 */
@NullMarked
package org.roperator.operator;

import org.jspecify.annotations.NullMarked;
