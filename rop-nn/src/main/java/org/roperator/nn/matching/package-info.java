/**
 * Back-propagation as one gradient step on losses between a network's blocks, and the local
 * Hessians of these losses (Zhang, Chen and Liu, 2018), as corrected in docs/local-hessian.md.
 *
 * <p>Read {@link org.roperator.nn.matching.BackMatching} first: it measures the local Hessians of
 * any network's blocks. {@link org.roperator.nn.matching.FullyConnected}, {@link
 * org.roperator.nn.matching.SkipConnection} and {@link org.roperator.nn.matching.NormalizedLayer}
 * are closed forms of three of them.
 */
@NullMarked
package org.roperator.nn.matching;

import org.jspecify.annotations.NullMarked;
