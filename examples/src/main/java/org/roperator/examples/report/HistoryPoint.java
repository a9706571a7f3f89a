package org.roperator.examples.report;

import java.util.Map;

/**
 * One finished iteration of a training run.
 *
 * @param iteration its number, counted from 1
 * @param seconds from the start of the run to its end
 * @param trainLoss the mean loss over the training examples, without decay
 * @param testLoss the mean loss over the test examples
 * @param testAccuracy the share of test examples it got right
 * @param figures the method's own numbers by name
 */
public record HistoryPoint(
    int iteration,
    double seconds,
    double trainLoss,
    double testLoss,
    double testAccuracy,
    Map<String, Double> figures) {}
