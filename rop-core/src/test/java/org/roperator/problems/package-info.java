/**
 * Functions to minimize, with their usual starts and the minima known of them.
 *
 * <p>{@link org.roperator.problems.MoreGarbowHillstrom} has the classical small ones, as residuals
 * and as sums of squares; {@link org.roperator.problems.LargeProblems} those of any number of
 * unknowns; {@link org.roperator.problems.BoundedProblems} those with bounds. All are programs on
 * the tape. Published with the contracts in the test-jar of rop-core, for comparisons elsewhere.
 */
@NullMarked
package org.roperator.problems;

import org.jspecify.annotations.NullMarked;
