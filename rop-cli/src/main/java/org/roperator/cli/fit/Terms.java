package org.roperator.cli.fit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the linear predictor is made of; columns by name or by number counted from 1.
 *
 * @param features the columns; all that have no other part if none are named
 * @param without columns that are left out
 * @param factors columns of numbers that are categories
 * @param bases the level of a factor that the others are compared with, by column
 * @param intercept whether there is a constant
 */
public record Terms(
    Optional<List<String>> features,
    List<String> without,
    List<String> factors,
    Map<String, String> bases,
    boolean intercept) {

  /** Copies what it is given. */
  public Terms {
    features = features.map(List::copyOf);
    without = List.copyOf(without);
    factors = List.copyOf(factors);
    bases = new LinkedHashMap<>(bases);
  }

  /** All columns, numbers as numbers, and an intercept. */
  public static Terms all() {
    return new Terms(Optional.empty(), List.of(), List.of(), Map.of(), true);
  }

  /** The same from some columns alone; none for the intercept alone. */
  public Terms of(String... columns) {
    return new Terms(Optional.of(List.of(columns)), without, factors, bases, intercept);
  }

  /** The same without some columns. */
  public Terms without(String... columns) {
    return new Terms(features, List.of(columns), factors, bases, intercept);
  }

  /** The same with some columns as categories. */
  public Terms withFactors(String... columns) {
    return new Terms(features, without, List.of(columns), bases, intercept);
  }

  /** The same with the base of a factor. */
  public Terms withBase(String column, String level) {
    Map<String, String> more = new LinkedHashMap<>(bases);
    more.put(column, level);
    return new Terms(features, without, factors, more, intercept);
  }

  /** The same without an intercept. */
  public Terms withoutIntercept() {
    return new Terms(features, without, factors, bases, false);
  }
}
