/**
 * Jobs of which only values are known, and a race of methods that tune them.
 *
 * <p>{@link org.roperator.cli.blackbox.Job} says what is tuned, {@link
 * org.roperator.cli.blackbox.Searcher} by what, {@link org.roperator.cli.blackbox.Race} gives all
 * the same start and the same number of evaluations.
 */
@NullMarked
package org.roperator.cli.blackbox;

import org.jspecify.annotations.NullMarked;
