package org.roperator.examples;

import java.util.Locale;
import org.roperator.data.Digits;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.layer.Activation;
import org.roperator.operator.SymmetricOperator;
import org.roperator.spectrum.Eigenpairs;
import org.roperator.spectrum.Estimate;
import org.roperator.spectrum.Lanczos;
import org.roperator.spectrum.StochasticQuadrature;
import org.roperator.spectrum.TraceEstimator;

/** The spectrum of a network's Hessian, which is never stored: its ends, its trace, its sign. */
public final class LargestEigenvalues {

  private LargestEigenvalues() {}

  /** Prints eigenvalues with the errors they may have, and estimates with theirs. */
  public static void main(String[] args) {
    Network network = Network.inputs(64).affine(16).then(Activation.tanh()).affine(10);
    SymmetricOperator hessian =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), Digits.read().toDataset())
            .expandAt(network.initialize(Initializer.glorotNormal(), 1))
            .hessian();

    Eigenpairs ends = Lanczos.bothEnds(3).of(hessian);
    for (int i = 0; i < 6; i++) {
      System.out.printf(
          Locale.ROOT, "eigenvalue %9.6f, off by at most %.0e%n", ends.value(i), ends.residual(i));
    }
    Estimate trace = TraceEstimator.xTrace().atMostProducts(100).trace(hessian);
    System.out.printf(
        Locale.ROOT, "trace %.4f, standard error %.4f%n", trace.value(), trace.standardError());
    Estimate negative = StochasticQuadrature.ofSteps(60).withProbes(4).of(hessian).negativeShare();
    System.out.printf(
        Locale.ROOT,
        "negative: %.0f %% of %d eigenvalues%n",
        100 * negative.value(),
        hessian.dimension());
  }
}
