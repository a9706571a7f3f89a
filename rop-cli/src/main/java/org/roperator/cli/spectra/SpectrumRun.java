package org.roperator.cli.spectra;

import java.util.List;
import org.roperator.cli.run.Setup;
import org.roperator.nn.spectrum.SpectrumSnapshot;

/**
 * All that {@code rop spectrum} found.
 *
 * @param setup what was asked for
 * @param settings how it was measured
 * @param trained the network and how it was trained
 * @param examples of how many training examples the curvature is
 * @param result the spectra at the end
 * @param snapshots those during training, if asked for
 * @param seconds how long all of it took
 */
public record SpectrumRun(
    Setup setup,
    SpectrumSettings settings,
    Trained trained,
    int examples,
    SpectrumExperiment.Result result,
    List<SpectrumSnapshot> snapshots,
    double seconds) {

  /** Copies the snapshots. */
  public SpectrumRun {
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

  /** How the network was trained. */
  public String method() {
    return trained.method();
  }

  /** What one iteration of it is called. */
  public String unit() {
    return trained.unit();
  }

  /** How many there were. */
  public int iterations() {
    return trained.iterations();
  }

  /** The mean loss over the training examples. */
  public double trainLoss() {
    return trained.trainLoss();
  }

  /** The mean loss over the test examples. */
  public double testLoss() {
    return trained.testLoss();
  }

  /** The share of test examples it got right. */
  public double testAccuracy() {
    return trained.testAccuracy();
  }

  /** What the matrix is called in a sentence. */
  public String matrix() {
    return settings.matrix() == SpectrumSettings.Matrix.HESSIAN ? "Hessian" : "Gauss-Newton matrix";
  }
}
