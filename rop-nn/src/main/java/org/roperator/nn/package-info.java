/**
 * Feedforward networks as objectives with exact Hessian-vector and Gauss-Newton products.
 *
 * <p>Read {@link org.roperator.nn.Network} first: a chain of {@link org.roperator.nn.Layer}s over
 * one parameter vector. A layer's {@link org.roperator.nn.Pass} holds the hand-written sweeps;
 * {@link org.roperator.nn.NetworkObjective} runs them over the shards of a {@link
 * org.roperator.nn.Dataset}.
 */
@NullMarked
package org.roperator.nn;

import org.jspecify.annotations.NullMarked;
