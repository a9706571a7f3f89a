package org.roperator.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roperator.cli.fit.ModelKind;
import org.roperator.cli.fit.Roles;
import org.roperator.cli.fit.Terms;
import picocli.CommandLine.Option;

/** Which columns of a table have which part in a model. */
final class FitColumns {

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description =
          "What is explained, by name or by number counted from 1 (default: the last column).")
  private @Nullable String target;

  @Option(
      names = "--features",
      paramLabel = "COLUMNS",
      split = ",",
      description = "What explains it, or none (default: all columns without another part).")
  private @Nullable List<String> features;

  @Option(
      names = "--without",
      paramLabel = "COLUMNS",
      split = ",",
      description = "Columns that are no features.")
  private @Nullable List<String> without;

  @Option(
      names = "--factor",
      paramLabel = "COLUMNS",
      split = ",",
      description = "Columns of numbers that are categories; words are categories anyway.")
  private @Nullable List<String> factors;

  @Option(
      names = "--base",
      paramLabel = "COLUMN=LEVEL",
      split = ",",
      description = "The level that others are compared with (default: the first).")
  private @Nullable Map<String, String> bases;

  @Option(names = "--no-intercept", description = "Leave out the constant.")
  private boolean noIntercept;

  @Option(
      names = "--event",
      paramLabel = "COLUMN",
      description =
          "Lifetimes: 1 where the event was seen, 0 where the time is censored (default: all were"
              + " seen).")
  private @Nullable String event;

  @Option(
      names = "--weights",
      paramLabel = "COLUMN",
      description = "How many examples each row stands for (default: 1).")
  private @Nullable String weights;

  @Option(
      names = "--offset",
      paramLabel = "COLUMN",
      description = "What is added to the linear predictor as it is.")
  private @Nullable String offset;

  @Option(
      names = "--exposure",
      paramLabel = "COLUMN",
      description = "Counts: what the mean is proportional to.")
  private @Nullable String exposure;

  @Option(
      names = "--success",
      paramLabel = "CLASS",
      description = "Classes: the one whose probability is modelled (default: the second).")
  private @Nullable String success;

  /** Refuses what a model has no use for. */
  void requireUse(ModelKind kind) {
    if (!kind.isLifetime()) {
      Options.refuse("--event", event, "--model weibull and exponential");
    }
    if (!kind.isCount()) {
      Options.refuse("--exposure", exposure, "--model poisson and negative-binomial");
    }
    if (kind != ModelKind.LOGISTIC) {
      Options.refuse("--success", success, "--model logistic");
    }
  }

  /** The parts, where none is said those that are usual for the data. */
  Roles roles(Roles usual, ModelKind kind) {
    return new Roles(
        or(target, usual.target()),
        kind.isLifetime() ? or(event, usual.event()) : Optional.empty(),
        or(weights, usual.weights()),
        or(offset, usual.offset()),
        or(exposure, usual.exposure()),
        kind == ModelKind.LOGISTIC ? or(success, usual.success()) : Optional.empty());
  }

  private static Optional<String> or(@Nullable String given, Optional<String> usual) {
    return given == null ? usual : Optional.of(given);
  }

  /** What explains the target, where nothing is said what is usual for the data. */
  Terms terms(Terms usual) {
    Map<String, String> levels = new LinkedHashMap<>(usual.bases());
    if (features != null || without != null) {
      levels.clear();
    }
    if (bases != null) {
      levels.putAll(bases);
    }
    Optional<List<String>> chosen =
        features == null
            ? usual.features()
            : Optional.of(features.equals(List.of("none")) ? List.of() : features);
    return new Terms(
        chosen,
        without != null ? without : features != null ? List.of() : usual.without(),
        factors == null ? usual.factors() : factors,
        levels,
        !noIntercept && usual.intercept());
  }
}
