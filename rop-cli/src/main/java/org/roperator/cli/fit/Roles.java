package org.roperator.cli.fit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which columns of a table have a part of their own, by name or by number counted from 1.
 *
 * @param target what is explained; the last column if none is named
 * @param event of lifetimes: whether the event was seen (1), or the time is censored (0)
 * @param weights how many examples each row stands for
 * @param offset what is added to the linear predictor as it is
 * @param exposure of counts: what the mean is proportional to
 * @param success of two classes: the one whose probability is modelled
 */
public record Roles(
    Optional<String> target,
    Optional<String> event,
    Optional<String> weights,
    Optional<String> offset,
    Optional<String> exposure,
    Optional<String> success) {

  /** The last column as the target, and nothing else. */
  public static Roles none() {
    return new Roles(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A target and nothing else. */
  public static Roles target(String column) {
    return new Roles(
        Optional.of(column),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same with events in a column. */
  public Roles withEvent(String column) {
    return new Roles(target, Optional.of(column), weights, offset, exposure, success);
  }

  /** The same with weights in a column. */
  public Roles withWeights(String column) {
    return new Roles(target, event, Optional.of(column), offset, exposure, success);
  }

  /** The same with an offset in a column. */
  public Roles withOffset(String column) {
    return new Roles(target, event, weights, Optional.of(column), exposure, success);
  }

  /** The same with exposures in a column. */
  public Roles withExposure(String column) {
    return new Roles(target, event, weights, offset, Optional.of(column), success);
  }

  /** The same with a class that counts as success. */
  public Roles withSuccess(String value) {
    return new Roles(target, event, weights, offset, exposure, Optional.of(value));
  }

  /** The columns named beside the target. */
  List<String> besides() {
    return Stream.of(event, weights, offset, exposure).flatMap(Optional::stream).toList();
  }
}
