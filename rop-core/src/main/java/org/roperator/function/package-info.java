/**
 * Scalar functions of many parameters, to second order.
 *
 * <p>Read {@link org.roperator.function.Objective} first. Every model of this toolkit enters
 * through it: expanded at a point it gives an {@link org.roperator.function.Expansion}, which owns
 * its value, its gradient and its Hessian as a {@link org.roperator.operator.SymmetricOperator}. A
 * model that is a mean over examples is a {@link org.roperator.function.FiniteSum} besides.
 */
@NullMarked
package org.roperator.function;

import org.jspecify.annotations.NullMarked;
