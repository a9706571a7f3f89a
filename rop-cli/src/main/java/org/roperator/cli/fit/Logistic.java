package org.roperator.cli.fit;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.roperator.autodiff.Elementary;
import org.roperator.autodiff.Var;
import org.roperator.autodiff.VarArray;

/** Two classes: {@code −ln L = ln(1 + e^η) − yη}, y 1 or 0. */
final class Logistic implements Family {

  private final double[] y;
  private final double[] shares;
  private final double[] successes;
  private final double size;

  Logistic(Examples examples) {
    this.y = examples.target().values();
    this.size = examples.size();
    this.shares = Sums.shares(examples.weights());
    this.successes = Sums.products(shares, y);
  }

  @Override
  public int extras() {
    return 0;
  }

  @Override
  public Var loss(VarArray eta, Var[] theta) {
    return eta.map(Elementary.SOFTPLUS).dot(shares).subtract(eta.dot(successes));
  }

  @Override
  public double startLevel() {
    double mean = Arrays.stream(successes).sum();
    return Math.log(mean / (1 - mean));
  }

  @Override
  public double[] startExtras() {
    return new double[0];
  }

  @Override
  public Recession.Freedom[] freedoms() {
    return Arrays.stream(y)
        .mapToObj(value -> value == 1 ? Recession.Freedom.UP : Recession.Freedom.DOWN)
        .toArray(Recession.Freedom[]::new);
  }

  /** A model with a parameter for each row has likelihood 1. */
  @Override
  public OptionalDouble deviance(double[] eta, double[] theta) {
    return OptionalDouble.of(2 * size * loss(VarArray.constant(eta), new Var[0]).getReal());
  }
}
