package org.roperator.examples.report;

import java.util.List;
import org.roperator.examples.spectra.SpectrumExperiment;
import org.roperator.examples.spectra.SpectrumSettings;
import org.roperator.nn.spectrum.SpectrumSnapshot;

/**
 * All that {@code rop spectrum} found.
 *
 * @param setup what was asked for
 * @param settings how it was measured
 * @param method how the network was trained
 * @param unit what one iteration of it is called
 * @param iterations how many there were
 * @param examples of how many training examples the curvature is
 * @param trainLoss the mean loss over the training examples
 * @param testLoss the mean loss over the test examples
 * @param testAccuracy the share of test examples it got right
 * @param result the spectra at the end
 * @param snapshots those during training, if asked for
 * @param seconds how long all of it took
 */
public record SpectrumRun(
    Setup setup,
    SpectrumSettings settings,
    String method,
    String unit,
    int iterations,
    int examples,
    double trainLoss,
    double testLoss,
    double testAccuracy,
    SpectrumExperiment.Result result,
    List<SpectrumSnapshot> snapshots,
    double seconds) {

  /** Copies the snapshots. */
  public SpectrumRun {
    snapshots = List.copyOf(snapshots);
  }

  /** What the matrix is called in a sentence. */
  String matrix() {
    return settings.matrix() == SpectrumSettings.Matrix.HESSIAN ? "Hessian" : "Gauss-Newton matrix";
  }
}
