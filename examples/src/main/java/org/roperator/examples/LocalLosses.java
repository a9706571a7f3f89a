package org.roperator.examples;

import java.util.Locale;
import java.util.stream.IntStream;
import org.roperator.data.Digits;
import org.roperator.nn.Dataset;
import org.roperator.nn.Initializer;
import org.roperator.nn.Loss;
import org.roperator.nn.Network;
import org.roperator.nn.layer.Activation;
import org.roperator.nn.matching.BackMatching;
import org.roperator.spectrum.DenseSpectrum;
import org.roperator.spectrum.SpectralSummary;

/** Back-propagation as steps on losses between blocks: how well conditioned is each of them? */
public final class LocalLosses {

  private LocalLosses() {}

  /** Prints the condition of the local Hessians of a plain block and of a residual one. */
  public static void main(String[] args) {
    int[] first = IntStream.range(0, 100).toArray();
    Dataset digits = Digits.read().select(first).toDataset();
    Network network =
        Network.inputs(64)
            .affine(16)
            .then(Activation.tanh())
            .affine(16)
            .then(Activation.tanh())
            .residual(inner -> inner.affine(16).then(Activation.tanh()))
            .affine(10);
    double[] w = network.initialize(Initializer.glorotNormal(), 1);
    BackMatching matching = BackMatching.of(network, Loss.softmaxCrossEntropy(), digits, w);
    for (int block : new int[] {2, 3}) {
      SpectralSummary summary = DenseSpectrum.of(matching.block(block).inputHessian(0)).summary();
      System.out.printf(
          Locale.ROOT,
          "block %d: eigenvalues of H_z from %.4f to %.4f%n",
          block,
          summary.smallest(),
          summary.largest());
    }
  }
}
