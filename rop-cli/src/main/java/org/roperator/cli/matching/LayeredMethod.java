package org.roperator.cli.matching;

import java.util.Locale;
import org.roperator.optimize.Epochs;
import org.roperator.optimize.MiniBatches;
import org.roperator.optimize.Optimizer;
import org.roperator.optimize.rule.GradientDescent;
import org.roperator.optimize.rule.Lars;
import org.roperator.optimize.rule.ScaleAmendedSgd;
import org.roperator.optimize.rule.ScaleAmendedSgd.RowNorm;

/** The methods whose training is compared, all with momentum 0.9. */
public enum LayeredMethod {
  /** One rate for all layers. */
  SGD("momentum SGD"),
  /** Rates by the ratio of a layer's length to its gradient's. */
  LARS("LARS"),
  /** Scale-amended, by the mean of the rows' norms. */
  AMENDED_NORMS("scale-amended, mean of norms"),
  /** Scale-amended, by the mean of the rows' squared norms. */
  AMENDED_SQUARES("scale-amended, mean of squares");

  private static final double MOMENTUM = 0.9;

  private final String title;

  LayeredMethod(String title) {
    this.title = title;
  }

  /** The name for people. */
  public String title() {
    return title;
  }

  /** The name for machines. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Optimizer optimizer(double rate, MiniBatches batches, int epochs) {
    return switch (this) {
      case SGD ->
          Epochs.of(epochs)
              .withBatches(batches)
              .stepping(GradientDescent.ofRate(rate).withMomentum(MOMENTUM));
      case LARS ->
          Epochs.of(epochs).withBatches(batches).stepping(Lars.ofRate(rate).withMomentum(MOMENTUM));
      case AMENDED_NORMS -> amended(RowNorm.MEAN_OF_NORMS, rate, batches, epochs);
      case AMENDED_SQUARES -> amended(RowNorm.MEAN_OF_SQUARES, rate, batches, epochs);
    };
  }

  private static Optimizer amended(RowNorm norm, double rate, MiniBatches batches, int epochs) {
    return Epochs.of(epochs)
        .withBatches(batches)
        .stepping(ScaleAmendedSgd.ofRate(rate).withNorm(norm).withMomentum(MOMENTUM));
  }
}
