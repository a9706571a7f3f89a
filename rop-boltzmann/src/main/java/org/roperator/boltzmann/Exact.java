package org.roperator.boltzmann;

import org.roperator.dense.Blas;
import org.roperator.parallel.Workers;

/**
 * Exact averages by enumeration.
 *
 * <p>A layer without connections of its own is summed out in closed form over the states of the
 * other, of which there are at most 2²⁴; otherwise all states of the free units are visited, at
 * most 2³⁰. Immutable.
 */
public final class Exact implements ExpectationMethod {

  /** 2³⁰ states take seconds per product. */
  private static final int MOST_ENUMERATED = 30;

  /** Each state of the layer enumerated keeps some numbers per unit of the other. */
  private static final int MOST_WITH_A_LAYER_SUMMED_OUT = 24;

  /** What summing out one unit costs in one state, in units of what a state costs otherwise. */
  private static final double COST_OF_SUMMING = 15;

  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private final Blas blas;

  private Exact(Blas blas) {
    this.blas = blas;
  }

  static Exact standard() {
    return new Exact(Blas.instance());
  }

  /** This method with the given matrix products, in place of the process's own. */
  public Exact withBlas(Blas products) {
    return new Exact(products);
  }

  @Override
  public Phase free(BoltzmannMachine machine, double[] w, Workers workers) {
    double[] theta = machine.natural(w);
    if (BoltzmannMachine.areTooLarge(theta)) {
      return Phase.failed(machine.dimension(), PhaseOutcome.NOT_FINITE);
    }
    Connections c = machine.connections();
    LayerPair best = LayerPair.givenNothing(c, blas);
    double least = best.averaged() <= MOST_ENUMERATED ? Math.pow(2, best.averaged()) : INFINITE;
    if (!c.withinHidden() && c.hidden() > 0) {
      LayerPair layers = LayerPair.givenVisible(c, blas);
      if (cost(layers) < least) {
        best = layers;
        least = cost(layers);
      }
    }
    if (!c.withinVisible()) {
      LayerPair layers = LayerPair.givenHidden(c, blas);
      if (cost(layers) < least) {
        best = layers;
        least = cost(layers);
      }
    }
    if (least == INFINITE) {
      throw tooMany(c.units());
    }
    return best.given() > 0
        ? Mixture.allStates(machine, best, theta, workers)
        : coupled(machine, best, theta, new double[0], new double[] {1}, workers);
  }

  private static double cost(LayerPair layers) {
    return layers.given() == 0 || layers.given() > MOST_WITH_A_LAYER_SUMMED_OUT
        ? INFINITE
        : Math.pow(2, layers.given()) * (1 + COST_OF_SUMMING * layers.averaged());
  }

  private static IllegalArgumentException tooMany(int free) {
    return new IllegalArgumentException(
        free
            + " free units have too many states to enumerate: exact statistics take at most "
            + MOST_ENUMERATED
            + ", or, where one layer has no connections of its own, at most "
            + MOST_WITH_A_LAYER_SUMMED_OUT
            + " in the other. Use ExpectationMethod.gibbs or ExpectationMethod.meanField.");
  }

  @Override
  public Phase clamped(BoltzmannMachine machine, double[] w, Patterns patterns, Workers workers) {
    patterns.requireFit(machine);
    double[] theta = machine.natural(w);
    if (BoltzmannMachine.areTooLarge(theta)) {
      return Phase.failed(machine.dimension(), PhaseOutcome.NOT_FINITE);
    }
    Connections c = machine.connections();
    if (!c.withinHidden()) {
      return Mixture.clamped(machine, theta, patterns, blas, workers);
    }
    if (c.hidden() > MOST_ENUMERATED) {
      throw tooMany(c.hidden());
    }
    return coupled(
        machine,
        LayerPair.givenVisible(c, blas),
        theta,
        patterns.rows(),
        patterns.shares(),
        workers);
  }

  private static Phase coupled(
      BoltzmannMachine machine,
      LayerPair layers,
      double[] theta,
      double[] rows,
      double[] shares,
      Workers workers) {
    double[] couplings = new double[layers.averaged() * layers.averaged()];
    layers.couplings(theta, couplings);
    return RowPhase.of(
        layers,
        theta,
        rows,
        shares,
        new EnumeratedUnits(machine.coding(), couplings, layers.averaged()),
        workers);
  }
}
