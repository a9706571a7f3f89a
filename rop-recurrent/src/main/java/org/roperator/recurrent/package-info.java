/**
 * Recurrent networks at equilibrium, in the sense of Almeida (1987) and Pineda (1987), to second
 * order.
 *
 * <p>A network of {@code n} units with weights {@code w_ij} from unit i to unit j settles at {@code
 * y = σ(Wᵀy + b + I)}; its error is a function of the weights through that fixed point. The
 * gradient comes from one linear adjoint system at the fixed point, and the Hessian-vector product
 * from two more with the same matrix, so one factorization serves all of them.
 *
 * <p>Read {@link org.roperator.recurrent.RecurrentNetwork} first, then {@link
 * org.roperator.recurrent.RecurrentObjective}. {@link org.roperator.recurrent.Settling} says how a
 * network comes to rest, {@link org.roperator.recurrent.SettlingOutcome} what else it may do,
 * {@link org.roperator.recurrent.FixedPointSolver} how the linear systems are solved.
 */
@NullMarked
package org.roperator.recurrent;

import org.jspecify.annotations.NullMarked;
