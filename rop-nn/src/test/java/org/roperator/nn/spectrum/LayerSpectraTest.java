package org.roperator.nn.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.roperator.contract.Refusals.assertRefused;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.roperator.contract.Samples;
import org.roperator.function.ParameterLayout;
import org.roperator.nn.Loss;
import org.roperator.nn.Nets;
import org.roperator.nn.Network;
import org.roperator.nn.NetworkObjective;
import org.roperator.nn.curvature.Partition;
import org.roperator.nn.layer.Activation;
import org.roperator.operator.SymmetricOperator;
import org.roperator.parallel.Workers;
import org.roperator.spectrum.SpectrumOutcome;

class LayerSpectraTest {

  private static final ParameterLayout TWO =
      ParameterLayout.builder().add("a.W", 3).add("b.W", 2).build();

  /** The eigenvalues of the blocks can be read off. */
  private static final SymmetricOperator DIAGONAL =
      SymmetricOperator.diagonal(new double[] {-1, 0, 4, 2, 5});

  @Test
  void theWholeComesFirstThenEachLayer() {
    List<BlockSpectrum> spectra = LayerSpectra.standard().of(DIAGONAL, TWO);
    assertEquals(List.of("all", "a", "b"), spectra.stream().map(BlockSpectrum::name).toList());
    BlockSpectrum a = spectra.get(1);
    assertEquals(BlockSpectrum.Source.EXACT, a.source());
    assertEquals(4, a.summary().largest());
    assertEquals(-1, a.summary().smallest());
    assertEquals(3, a.summary().trace());
    assertEquals(1.0 / 3, a.summary().signs().negativeShare());
    assertEquals(0.2, a.summary().signs().negativeMass());
    assertEquals(0, a.traceError());
    assertEquals(3, a.products());
    // Of -1, 0, 4: a third at or below -1, two thirds at or below 0.
    assertEquals(List.of(-1.0, -1.0, -1.0, -1.0, 0.0, 4.0, 4.0, 4.0, 4.0), a.quantiles());
  }

  @Test
  void partitionsOtherThanLayersAreMeasured() {
    List<BlockSpectrum> spectra =
        LayerSpectra.standard().withPartition(Partition.perArray()).of(DIAGONAL, TWO);
    assertEquals(TWO.slices().size() + 1, spectra.size(), () -> "blocks " + spectra);
    for (int i = 0; i < TWO.slices().size(); i++) {
      assertEquals(TWO.slices().get(i).name(), spectra.get(i + 1).name());
      assertEquals(TWO.slices().get(i).length(), spectra.get(i + 1).summary().dimension());
    }
    ParameterLayout one = ParameterLayout.builder().add("l.W", 4).add("l.b", 1).build();
    List<BlockSpectrum> arrays =
        LayerSpectra.standard().withPartition(Partition.perArray()).of(DIAGONAL, one);
    assertEquals(-1, arrays.get(1).summary().smallest()); // of −1, 0, 4, 2
    assertEquals(5, arrays.get(2).summary().largest());
  }

  @Test
  void aModelOfOneLayerIsItsLayer() {
    ParameterLayout one = ParameterLayout.builder().add("l.W", 4).add("l.b", 1).build();
    assertEquals(1, LayerSpectra.standard().of(DIAGONAL, one).size());
  }

  @Test
  void samplingAgreesWithTheExactSpectrum() {
    double[] values = IntStream.range(0, 200).mapToDouble(i -> (i - 20) / 10.0).toArray();
    SymmetricOperator a = SymmetricOperator.diagonal(values);
    BlockSpectrum exact = LayerSpectra.standard().of("x", a);
    BlockSpectrum sampled =
        LayerSpectra.standard().withExactUpTo(0).withSampling(60, 20).of("x", a);
    assertEquals(BlockSpectrum.Source.QUADRATURE, sampled.source());
    assertEquals(60 * 20, sampled.products());
    // Sixty steps on two hundred even eigenvalues end within one gap of the ends.
    assertEquals(exact.summary().largest(), sampled.summary().largest(), 0.1);
    assertEquals(exact.summary().smallest(), sampled.summary().smallest(), 0.1);
    assertTrue(
        Math.abs(exact.summary().trace() - sampled.summary().trace())
            <= 3 * sampled.traceError() + 1e-9,
        sampled::toString);
    for (int i = 0; i < BlockSpectrum.LEVELS.size(); i++) {
      // Twenty probes of 200 signs know a share to about 0.5 %, 0.1 in eigenvalues; six of it.
      assertEquals(exact.quantiles().get(i), sampled.quantiles().get(i), 0.6, "level " + i);
    }
  }

  @Test
  void spectraDoNotDependOnThreads() {
    Network network = Network.inputs(5).affine(8).then(Activation.tanh()).affine(3);
    NetworkObjective objective =
        NetworkObjective.of(network, Loss.softmaxCrossEntropy(), Nets.labelled(300, 5, 3, 1));
    double[] w = Samples.gaussian(Samples.random(2), network.dimension());
    LayerSpectra spectra = LayerSpectra.standard().withExactUpTo(30);
    assertEquals(
        spectra.of(objective.expandAt(w).hessian(), network.layout()),
        spectra.of(objective.on(Workers.of(3)).expandAt(w).hessian(), network.layout()));
  }

  @Test
  void troubleIsANamedOutcome() {
    SymmetricOperator broken = SymmetricOperator.of(3, (v, out) -> out[0] = Double.NaN);
    for (int upTo : new int[] {0, 10}) {
      BlockSpectrum spectrum = LayerSpectra.standard().withExactUpTo(upTo).of("x", broken);
      assertEquals(SpectrumOutcome.NOT_FINITE, spectrum.outcome());
      assertTrue(spectrum.quantiles().isEmpty());
    }
  }

  /** The first group of probes is measured, the second meets the trouble. */
  @Test
  void aLateTroubleLeavesNoQuantilesEither() {
    int n = 500;
    int steps = 2;
    int probes = 128; // more than go in step
    int[] products = {0};
    SymmetricOperator broken =
        SymmetricOperator.of(
            n,
            (v, out) -> {
              for (int i = 0; i < n; i++) {
                out[i] = (i % 4 + 1) * v[i];
              }
              if (products[0]++ == probes * steps - 1) {
                out[0] = Double.NaN;
              }
            });
    BlockSpectrum spectrum = LayerSpectra.standard().withSampling(steps, probes).of("x", broken);
    assertEquals(SpectrumOutcome.NOT_FINITE, spectrum.outcome());
    assertEquals(List.of(), spectrum.quantiles());
  }

  @Test
  void refusesWhatCanNotBeMeasured() {
    assertRefused(() -> LayerSpectra.standard().withExactUpTo(-1), "-1", "0");
    assertRefused(() -> LayerSpectra.standard().withExactUpTo(10_001), "10001", "10000");
    assertRefused(() -> LayerSpectra.standard().withSampling(1, 1), "1 steps", "2");
    assertRefused(() -> LayerSpectra.standard().withSampling(5, 0), "0");
  }
}
