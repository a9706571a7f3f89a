/**
 * Methods that look for a minimum, with one interface.
 *
 * <p>Read {@link org.roperator.optimize.Optimizer} first. For a function of your own see the
 * package {@code smooth}: trust regions, quasi-Newton steps, bounds. {@link
 * org.roperator.optimize.HessianFree} takes Newton steps on means over examples, from
 * curvature-vector products alone; {@link org.roperator.optimize.Epochs} of an {@link
 * org.roperator.optimize.UpdateRule} are the plain methods to measure it against, whose rules are
 * in the package {@code rule}. All see only an {@link org.roperator.function.Objective} or a {@link
 * org.roperator.function.FiniteSum}. {@link org.roperator.optimize.OptimizationRun} is for who
 * writes a method.
 */
@NullMarked
package org.roperator.optimize;

import org.jspecify.annotations.NullMarked;
