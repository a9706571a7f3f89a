/**
 * Exact derivatives of programs written in plain Java.
 *
 * <p>Read {@link org.roperator.autodiff.TapeObjective} first: it turns a program over {@link
 * org.roperator.autodiff.Var} into an objective with value, gradient and Hessian. A {@code Var} is
 * a commons-math3 {@code RealFieldElement}, so an algorithm written over that interface runs on it;
 * {@link org.roperator.autodiff.ActiveNumber} is what it shares with the dual numbers of forward
 * mode, {@link org.roperator.autodiff.Dual}. {@link org.roperator.autodiff.Elementary} is the one
 * table of elementary functions from which every derivative here follows.
 *
 * <p><b>Where no derivative exists.</b> At a kink or a tie ({@code abs}, {@code max}, {@code min})
 * the derivatives are those of one smooth piece, and all ties of a program are decided as at one
 * point beside, so that a smooth function written in pieces has its own. At a vertical tangent or
 * the tip of a cone (roots, norms, {@code asin} at ±1, angles at the origin) they are NaN, but not
 * those of squares and other even functions of roots and norms. See {@code docs/kinks.md}.
 */
@NullMarked
package org.roperator.autodiff;

import org.jspecify.annotations.NullMarked;
