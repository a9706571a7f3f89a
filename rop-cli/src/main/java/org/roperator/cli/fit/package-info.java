/**
 * Statistical models of a table: coefficients with standard errors from the exact Hessian at the
 * maximum of the likelihood.
 *
 * <p>Read {@link org.roperator.cli.fit.Fitter} first. A {@link org.roperator.cli.fit.Request} says
 * what is asked of a table; {@link org.roperator.cli.fit.Examples} are the table's numbers in their
 * roles; a {@code Family} is a likelihood written on the tape, over an {@code OrthogonalDesign},
 * whose columns no scale of the data can harm; a {@link org.roperator.cli.fit.FitResult} is what
 * came out. Nothing here knows of options or pages.
 */
@NullMarked
package org.roperator.cli.fit;

import org.jspecify.annotations.NullMarked;
