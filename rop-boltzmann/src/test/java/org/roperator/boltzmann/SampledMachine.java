package org.roperator.boltzmann;

import org.roperator.contract.Samples;
import org.roperator.internal.Vectors;
import org.roperator.parallel.Workers;

/** Small machines of every kind of Rao-Blackwell averaging, with what nested loops say of them. */
enum SampledMachine {
  /** Units 0 and 1, averaged one by one in both phases. */
  COUPLED,
  /** The same with signs and at another temperature. */
  SIGNS,
  /** The visible layer given, the hidden one averaged. */
  RESTRICTED,
  /** The hidden layer the larger one, signs, the other energy. */
  WIDE;

  BoltzmannMachine machine() {
    return switch (this) {
      case COUPLED -> BoltzmannMachine.fullyConnected(3, 2);
      case SIGNS ->
          BoltzmannMachine.fullyConnected(3, 2)
              .withCoding(UnitCoding.PLUS_MINUS_ONE)
              .withTemperature(1.5);
      case RESTRICTED -> BoltzmannMachine.restricted(4, 3);
      case WIDE ->
          BoltzmannMachine.restricted(2, 4)
              .withCoding(UnitCoding.PLUS_MINUS_ONE)
              .withSign(EnergySign.POSITIVE)
              .withTemperature(0.8);
    };
  }

  double[] w() {
    double[] w = Samples.gaussian(Samples.random(21), machine().dimension());
    Vectors.scale(0.5, w);
    return w;
  }

  double[] v() {
    return Samples.gaussian(Samples.random(22), machine().dimension());
  }

  /** Three examples, two of them equal. */
  double[][] patterns() {
    double[][] patterns = new double[3][machine().visible()];
    for (int i = 0; i < machine().visible(); i++) {
      double low = machine().coding().low();
      patterns[0][i] = i % 2 == 0 ? 1 : low;
      patterns[1][i] = i % 2 == 0 ? 1 : low;
      patterns[2][i] = i == 1 ? low : 1;
    }
    return patterns;
  }

  BoltzmannObjective objective() {
    return BoltzmannObjective.negativeLogLikelihood(machine(), Patterns.of(patterns()));
  }

  NaiveMachine naive() {
    return new NaiveMachine(machine(), w());
  }

  /** The mean over the patterns of Cov(f, ⟨v, f⟩ | pattern). */
  double[] clampedCovariances() {
    double[] mean = new double[machine().dimension()];
    for (double[] pattern : patterns()) {
      Vectors.addScaled(1 / 3.0, naive().covariances(v(), pattern), mean);
    }
    return mean;
  }

  /** κ(p⁺ − p⁻)/T. */
  double[] gradient() {
    double[] gradient = naive().clampedMeans(patterns());
    Vectors.addScaled(-1, naive().means(), gradient);
    double kappa = machine().sign() == EnergySign.NEGATIVE ? -1 : 1;
    Vectors.scale(kappa / machine().temperature(), gradient);
    return gradient;
  }

  /** (Cov_free − ⟨Cov_hidden | pattern⟩) v / T². */
  double[] hessianProduct() {
    double[] product = naive().covariances(v());
    Vectors.addScaled(-1, clampedCovariances(), product);
    Vectors.scale(1 / (machine().temperature() * machine().temperature()), product);
    return product;
  }

  static Gibbs gibbs(int chains, long seed, int kept) {
    return ExpectationMethod.gibbs(chains, seed)
        .withTemperatures(6)
        .withSettling(8)
        .withSamples(kept, 1);
  }

  GibbsPhase free(int chains, long seed, int kept) {
    return gibbs(chains, seed, kept).free(machine(), w(), Workers.of(1));
  }

  Phase clamped(int chains, long seed, int kept) {
    return gibbs(chains, seed, kept)
        .clamped(machine(), w(), Patterns.of(patterns()), Workers.of(1));
  }
}
