package org.roperator.spectrum;

import org.roperator.parallel.Workers;

/**
 * What every search for eigenpairs is told of its end and its means.
 *
 * @param tolerance the largest residual, relative to the largest absolute eigenvalue
 * @param products how many may be spent
 * @param seed of the random start
 * @param workers run the arithmetic on blocks
 */
record EigenSearch(double tolerance, int products, long seed, Workers workers) {

  EigenSearch untilResidual(double relative) {
    return new EigenSearch(relative, products, seed, workers);
  }

  EigenSearch atMostProducts(int most) {
    return new EigenSearch(tolerance, most, seed, workers);
  }

  EigenSearch withSeed(long another) {
    return new EigenSearch(tolerance, products, another, workers);
  }

  EigenSearch on(Workers others) {
    return new EigenSearch(tolerance, products, seed, others);
  }
}
