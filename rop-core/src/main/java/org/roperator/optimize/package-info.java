/**
 * Methods that look for a minimum, with one interface.
 *
 * <p>Read {@link org.roperator.optimize.Optimizer} first, then {@link
 * org.roperator.optimize.HessianFree}: Newton steps from curvature-vector products alone, solved by
 * truncated conjugate gradients. {@link org.roperator.optimize.Epochs} of an {@link
 * org.roperator.optimize.UpdateRule}, such as {@link org.roperator.optimize.GradientDescent} or
 * {@link org.roperator.optimize.Adam}, are the plain methods to measure it against. All see only an
 * {@link org.roperator.function.Objective} or a {@link org.roperator.function.FiniteSum}.
 */
@NullMarked
package org.roperator.optimize;

import org.jspecify.annotations.NullMarked;
