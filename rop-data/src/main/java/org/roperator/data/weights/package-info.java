/**
 * Weights of models as files that other tools read.
 *
 * <p>Read {@link org.roperator.data.weights.SafeTensors} first.
 */
@NullMarked
package org.roperator.data.weights;

import org.jspecify.annotations.NullMarked;
