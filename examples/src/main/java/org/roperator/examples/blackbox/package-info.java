/**
 * Jobs of which only values are known, and a race of methods that tune them.
 *
 * <p>{@link org.roperator.examples.blackbox.Job} says what is tuned, {@link
 * org.roperator.examples.blackbox.Searcher} by what, {@link org.roperator.examples.blackbox.Race}
 * gives all the same start and the same number of evaluations.
 */
@NullMarked
package org.roperator.examples.blackbox;

import org.jspecify.annotations.NullMarked;
