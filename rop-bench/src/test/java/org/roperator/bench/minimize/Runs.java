package org.roperator.bench.minimize;

/** Runs made by hand. */
final class Runs {

  private Runs() {}

  /** On a problem of two unknowns, with one value and one gradient for each product. */
  static Run of(String peer, String method, String problem, long products) {
    return new Run(
        peer,
        method,
        new Run.Start(problem, 2, 1),
        new Run.Reached(0, 0, "converged", true),
        new Run.Spent(products, products, products, 1e-3 * products, 2e-3 * products));
  }

  /** The same in many unknowns. */
  static Run large(Run run) {
    return new Run(
        run.peer(),
        run.method(),
        new Run.Start(run.task().problem(), 10_000, 1),
        run.reached(),
        run.spent());
  }

  /** The same without a solution. */
  static Run failed(Run run, String message) {
    return new Run(
        run.peer(), run.method(), run.task(), new Run.Reached(7, 1, message, false), run.spent());
  }
}
