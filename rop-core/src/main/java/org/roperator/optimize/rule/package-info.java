/**
 * Rules by which a method of mini-batches moves the parameters: gradient descent, Adam, and those
 * that give each layer a rate of its own.
 *
 * <p>{@link org.roperator.optimize.Epochs#stepping} makes an {@link
 * org.roperator.optimize.Optimizer} of each.
 */
@NullMarked
package org.roperator.optimize.rule;

import org.jspecify.annotations.NullMarked;
