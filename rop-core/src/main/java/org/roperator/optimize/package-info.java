/**
 * Methods that look for a minimum, behind one door.
 *
 * <p>Read {@link org.roperator.optimize.Optimizer} first, then {@link
 * org.roperator.optimize.HessianFree}: Newton steps from curvature-vector products alone, solved by
 * truncated conjugate gradients. {@link org.roperator.optimize.GradientDescent} and {@link
 * org.roperator.optimize.Adam} are the plain methods to measure it against. All see only an {@link
 * org.roperator.function.Objective} or a {@link org.roperator.function.FiniteSum}.
 */
@NullMarked
package org.roperator.optimize;

import org.jspecify.annotations.NullMarked;
