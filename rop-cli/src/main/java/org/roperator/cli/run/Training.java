package org.roperator.cli.run;

import java.util.List;

/**
 * How a training run went.
 *
 * @param method the name of the method on the command line
 * @param history its iterations
 * @param end how it ended
 * @param trainLoss the mean loss over the training examples at its end, without decay
 * @param trainAccuracy the share of the training examples it gets right
 * @param testLoss the mean loss over the test examples
 */
public record Training(
    String method,
    List<HistoryPoint> history,
    End end,
    double trainLoss,
    double trainAccuracy,
    double testLoss) {

  /**
   * How a training run ended.
   *
   * @param outcome the name of its outcome
   * @param reason why it ended, in a sentence
   * @param seconds how long it took
   */
  public record End(String outcome, String reason, double seconds) {}

  /** The name of its outcome. */
  public String outcome() {
    return end.outcome();
  }

  /** Why it ended, in a sentence. */
  public String reason() {
    return end.reason();
  }

  /** How long it took. */
  public double seconds() {
    return end.seconds();
  }

  /** The number of iterations made. */
  public int iterations() {
    return history.isEmpty() ? 0 : history.get(history.size() - 1).iteration();
  }

  /** Whether the method counts iterations over all examples, as Hessian-free, and not epochs. */
  public boolean isByIterations() {
    return method.equals("hf");
  }

  /** Whether the method is a second-order one, with a damping and CG steps to show. */
  public boolean hasDamping() {
    return !history.isEmpty() && history.get(0).figures().containsKey("lambda");
  }
}
