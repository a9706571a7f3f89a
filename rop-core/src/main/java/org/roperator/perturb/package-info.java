/**
 * Gradients, Hessian-vector products and a growing symmetric Hessian from values alone.
 *
 * <p>For black boxes: simulators, cross-validated losses, hardware in the loop. Read {@link
 * org.roperator.perturb.WeightPerturbation} first, which draws perturbations and averages what they
 * do to the value; then {@link org.roperator.perturb.RankTwoHessian}, which collects products into
 * an operator; {@link org.roperator.perturb.BlackBoxTrustRegion} minimizes with both. Where an
 * {@link org.roperator.function.Objective} can be written, its exact products are cheaper and
 * better by many digits.
 */
@NullMarked
package org.roperator.perturb;

import org.jspecify.annotations.NullMarked;
