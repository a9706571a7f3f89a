package org.roperator.cli.command;

import org.roperator.cli.spectra.SpectrumSettings;
import org.roperator.data.BadInput;
import picocli.CommandLine.Option;

/** What to measure of a network's curvature, and how closely. */
final class SpectrumOptions {

  @Option(
      names = "--matrix",
      paramLabel = "NAME",
      defaultValue = "HESSIAN",
      description = "hessian or gauss_newton (default: hessian).")
  private SpectrumSettings.Matrix matrix;

  @Option(
      names = "--top",
      paramLabel = "K",
      defaultValue = "10",
      description = "How many eigenpairs at each end (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--steps",
      paramLabel = "M",
      defaultValue = "80",
      description = "Lanczos steps from each probe of a density (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--probes",
      paramLabel = "N",
      defaultValue = "10",
      description = "Random probes of each density (default: ${DEFAULT-VALUE}).")
  private int probes;

  @Option(
      names = "--exact-up-to",
      paramLabel = "N",
      defaultValue = "700",
      description =
          "Blocks of up to so many parameters have all eigenvalues computed (default:"
              + " ${DEFAULT-VALUE}).")
  private int exactUpTo;

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Most training examples to measure on (default: ${DEFAULT-VALUE}).")
  private int examples;

  /** Most training examples to measure on. */
  int examples() {
    return examples;
  }

  /**
   * How to measure.
   *
   * @param seed of the random vectors
   * @throws BadInput naming the option, if one is out of range
   */
  SpectrumSettings settings(long seed) {
    Options.positive("--examples", examples);
    Options.upTo(100_000, "--top", top);
    Options.upTo(1_000_000, "--probes", probes);
    Options.upTo(100_000, "--steps", Options.atLeast(2, "--steps", steps));
    if (exactUpTo < 0 || exactUpTo > SpectrumSettings.MOST_EXACT) {
      throw new BadInput(
          "--exact-up-to is "
              + exactUpTo
              + ", but must be from 0 to "
              + SpectrumSettings.MOST_EXACT
              + ".");
    }
    return new SpectrumSettings(matrix, top, steps, probes, exactUpTo, seed);
  }
}
