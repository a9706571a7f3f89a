package org.roperator.optimize;

import org.roperator.operator.Arguments;

/** What the methods with momentum share. */
record MomentumSettings(double rate, double momentum, Epochs epochs) {

  MomentumSettings {
    Arguments.requirePositive("The rate", rate);
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "The momentum is " + momentum + ", but must lie from 0 to below 1.");
    }
  }

  static MomentumSettings ofRate(double rate) {
    return new MomentumSettings(rate, 0, Epochs.DEFAULT);
  }

  MomentumSettings withMomentum(double other) {
    return new MomentumSettings(rate, other, epochs);
  }

  MomentumSettings with(MiniBatches batches) {
    return new MomentumSettings(
        rate, momentum, new Epochs(batches, epochs.limit(), epochs.gradientTolerance()));
  }

  MomentumSettings withMaxEpochs(int limit) {
    return new MomentumSettings(
        rate, momentum, new Epochs(epochs.batches(), limit, epochs.gradientTolerance()));
  }

  MomentumSettings withGradientTolerance(double tolerance) {
    return new MomentumSettings(
        rate, momentum, new Epochs(epochs.batches(), epochs.limit(), tolerance));
  }
}
