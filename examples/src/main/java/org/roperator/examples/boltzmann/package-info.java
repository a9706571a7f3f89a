/**
 * Boltzmann machines learning: two classic problems exactly, and digits by sampling.
 *
 * <p>{@link org.roperator.examples.boltzmann.Race} lets optimisers run against each other on a
 * {@link org.roperator.examples.boltzmann.ToyProblem}; {@link
 * org.roperator.examples.boltzmann.DigitsMachine} trains a restricted machine.
 */
@NullMarked
package org.roperator.examples.boltzmann;

import org.jspecify.annotations.NullMarked;
