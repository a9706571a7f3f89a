package org.roperator.cli.fit;

/** Is told how far a fit is, for whoever waits. */
@FunctionalInterface
public interface FitProgress {

  /**
   * An iteration is over.
   *
   * @param iteration its number within a search for a maximum, of which there may be several
   * @param loss the mean loss it came to
   */
  void after(int iteration, double loss);

  /** Nobody waits. */
  static FitProgress quiet() {
    return (iteration, loss) -> {};
  }
}
