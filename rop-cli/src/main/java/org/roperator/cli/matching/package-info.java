/**
 * The experiments of {@code rop local-hessian}: spectra of local Hessians, their condition down
 * deep networks, and rates made of them in a comparison of training methods.
 */
@NullMarked
package org.roperator.cli.matching;

import org.jspecify.annotations.NullMarked;
