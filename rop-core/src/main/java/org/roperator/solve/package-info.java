/**
 * Solvers of linear systems {@code A x = b} whose matrix is known by its products.
 *
 * <p>Read {@link org.roperator.solve.ConjugateGradient} first: a solver is an immutable configured
 * value, made of {@link org.roperator.solve.StoppingRule}s; what came back is a {@link
 * org.roperator.solve.CgResult} with an outcome that explains itself. {@link
 * org.roperator.solve.Minres} is its sibling for symmetric matrices of any signature and rank,
 * {@link org.roperator.solve.Gmres} for square ones that are not symmetric, and {@link
 * org.roperator.solve.Lsmr} for least squares with any operator. {@link
 * org.roperator.solve.Steihaug} makes cheap steps of trust regions, {@link
 * org.roperator.solve.LanczosTrustRegion} those of an accuracy asked for.
 */
@NullMarked
package org.roperator.solve;

import org.jspecify.annotations.NullMarked;
