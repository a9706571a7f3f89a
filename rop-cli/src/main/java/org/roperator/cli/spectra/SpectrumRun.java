package org.roperator.cli.spectra;

import java.util.List;
import org.roperator.cli.run.Setup;
import org.roperator.nn.spectrum.SpectrumSnapshot;

/**
 * All that {@code rop spectrum} found.
 *
 * @param soFar what was known before it measured
 * @param result the spectra at the end
 * @param seconds how long all of it took
 */
public record SpectrumRun(SpectrumSoFar soFar, SpectrumExperiment.Result result, double seconds) {

  /** What was asked for. */
  public Setup setup() {
    return soFar.setup();
  }

  /** How it was measured. */
  public SpectrumSettings settings() {
    return soFar.settings();
  }

  /** Of how many training examples the curvature is. */
  public int examples() {
    return soFar.examples();
  }

  /** The spectra during training, if asked for. */
  public List<SpectrumSnapshot> snapshots() {
    return soFar.snapshots();
  }

  /** How the network was trained. */
  public String method() {
    return soFar.trained().method();
  }

  /** What one iteration of it is called. */
  public String unit() {
    return soFar.trained().unit();
  }

  /** How many there were. */
  public int iterations() {
    return soFar.trained().iterations();
  }

  /** The share of test examples it got right. */
  public double testAccuracy() {
    return soFar.trained().testAccuracy();
  }

  /** What the matrix is called in a sentence. */
  public String matrix() {
    return settings().matrix() == SpectrumSettings.Matrix.HESSIAN
        ? "Hessian"
        : "Gauss-Newton matrix";
  }
}
