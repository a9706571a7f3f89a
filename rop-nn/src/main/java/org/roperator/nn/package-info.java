/**
 * Feedforward networks as objectives with exact Hessian-vector and Gauss-Newton products.
 *
 * <p>Read {@link org.roperator.nn.Network} first: a chain of {@linkplain
 * org.roperator.nn.layer.Layer layers} over one parameter vector. {@link
 * org.roperator.nn.NetworkObjective} runs their sweeps over the shards of a {@link
 * org.roperator.nn.Dataset}; {@link org.roperator.nn.Prediction} says what a network makes of
 * examples.
 */
@NullMarked
package org.roperator.nn;

import org.jspecify.annotations.NullMarked;
