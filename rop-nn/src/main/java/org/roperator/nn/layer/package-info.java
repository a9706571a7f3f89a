/**
 * Layers with hand-written sweeps to second order, and what is needed to write one more.
 *
 * <p>Read {@link org.roperator.nn.layer.Layer} first, then its {@link org.roperator.nn.layer.Pass}:
 * one layer at one point and one batch, with the sweeps through it. Numbers stand in matrices that
 * a {@link org.roperator.nn.layer.Workspace} lends; {@link org.roperator.nn.layer.Directions} go in
 * and an {@link org.roperator.nn.layer.Accumulator} takes the sums. {@link
 * org.roperator.nn.layer.HessianLayer} adds the sweep of curvature. {@link
 * org.roperator.nn.layer.Layers} has the plain layers. Nothing here knows networks, losses or data
 * sets.
 */
@NullMarked
package org.roperator.nn.layer;

import org.jspecify.annotations.NullMarked;
