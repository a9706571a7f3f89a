package org.roperator.cli.fit;

import java.util.List;

/**
 * How a maximum was found.
 *
 * @param outcome {@code CONVERGED}, or how the optimizer ended instead
 * @param reason the same in words
 * @param iterations how many
 * @param products how many Hessian-vector products
 * @param gradient the largest part of the gradient at the end
 * @param steps the loss at the start and after each iteration
 */
public record Course(
    String outcome,
    String reason,
    int iterations,
    long products,
    double gradient,
    List<Step> steps) {

  /** Copies the list. */
  public Course {
    steps = List.copyOf(steps);
  }

  /** Whether it is a maximum. */
  public boolean converged() {
    return outcome.equals("CONVERGED");
  }

  /**
   * A point of the course.
   *
   * @param iteration its number, 0 for the start
   * @param loss the mean of {@code −ln L}, or of the loss, over the examples
   */
  public record Step(int iteration, double loss) {}
}
