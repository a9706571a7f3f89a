/**
 * Weights of models as files that other tools read.
 *
 * <p>Read {@link org.roperator.examples.weights.SafeTensors} first.
 */
@NullMarked
package org.roperator.examples.weights;

import org.jspecify.annotations.NullMarked;
