/**
 * Boltzmann machines learning: two classic problems exactly, and digits by sampling.
 *
 * <p>{@link org.roperator.cli.boltzmann.Race} lets optimizers run against each other on a {@link
 * org.roperator.cli.boltzmann.ToyProblem}; {@link org.roperator.cli.boltzmann.DigitsMachine} trains
 * a restricted machine.
 */
@NullMarked
package org.roperator.cli.boltzmann;

import org.jspecify.annotations.NullMarked;
