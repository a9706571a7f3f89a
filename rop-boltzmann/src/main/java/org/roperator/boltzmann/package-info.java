/**
 * Boltzmann machines and the Hessian of their learning objective.
 *
 * <p>The statistics {@code p_ij = ⟨s_i s_j⟩} of a machine move along a direction {@code v} of its
 * weights by {@code R{p_ij} = Cov(s_i s_j, D)/T} with {@code D = Σ_{i<j} s_i s_j v_ij} (energy
 * {@code E = −Σ_{i<j} w_ij s_i s_j}). The difference of that quantity between the clamped phase,
 * formed per visible pattern, and the free phase is a Hessian-vector product, and enters the rest
 * of the toolkit as an {@link org.roperator.function.Objective} (Pearlmutter 1994).
 *
 * <p>Begin with {@link org.roperator.boltzmann.BoltzmannMachine}, the architecture, and {@link
 * org.roperator.boltzmann.BoltzmannObjective}, what it learns by. How averages over states are
 * found is the business of {@link org.roperator.boltzmann.ExpectationMethod}: exactly, by mean
 * field, or by Gibbs sampling.
 */
@NullMarked
package org.roperator.boltzmann;

import org.jspecify.annotations.NullMarked;
