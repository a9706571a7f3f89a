/**
 * Exact derivatives of programs written in plain Java.
 *
 * <p>Read {@link org.roperator.autodiff.TapeObjective} first: it turns a program over {@link
 * org.roperator.autodiff.Var} into an objective with value, gradient and Hessian. A {@code Var} is
 * a commons-math3 {@code RealFieldElement}, so an algorithm written over that interface is
 * differentiable as it stands; {@link org.roperator.autodiff.ActiveNumber} is what it shares with
 * the dual numbers of forward mode, {@link org.roperator.autodiff.Dual}. {@link
 * org.roperator.autodiff.Elementary} is the one table of elementary functions from which every
 * derivative here follows.
 *
 * <p><b>Where no derivative exists.</b> The derivatives are finite wherever the value is finite, up
 * to overflow: at a corner or a vertical tangent both derivatives are taken as zero, and {@code
 * max} and {@code min} follow their first argument at a tie. Where the value is infinite or NaN, so
 * may the derivatives be.
 */
@NullMarked
package org.roperator.autodiff;

import org.jspecify.annotations.NullMarked;
