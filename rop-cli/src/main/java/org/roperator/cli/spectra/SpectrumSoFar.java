package org.roperator.cli.spectra;

import java.util.List;
import org.roperator.cli.run.Setup;
import org.roperator.nn.spectrum.SpectrumSnapshot;

/**
 * What {@code rop spectrum} knows once its network is trained and before anything else is measured.
 *
 * @param setup what was asked for
 * @param settings how it is measured
 * @param trained the network and how it was trained
 * @param examples of how many training examples the curvature is
 * @param snapshots the spectra during training, if asked for
 */
public record SpectrumSoFar(
    Setup setup,
    SpectrumSettings settings,
    Trained trained,
    int examples,
    List<SpectrumSnapshot> snapshots) {

  /** Copies the snapshots. */
  public SpectrumSoFar {
    snapshots = List.copyOf(snapshots);
  }

  /**
   * A network and how it was trained.
   *
   * @param method the method
   * @param unit what one iteration of it is called
   * @param iterations how many there were
   * @param trainLoss the mean loss over the training examples
   * @param testLoss the mean loss over the test examples
   * @param testAccuracy the share of test examples it got right
   */
  public record Trained(
      String method,
      String unit,
      int iterations,
      double trainLoss,
      double testLoss,
      double testAccuracy) {}
}
